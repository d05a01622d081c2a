"""Every route of these rooms × every role, and two administrators at the same instant."""

import pytest

from portal.accounts.rules import Kind as Person
from portal.db import reading
from portal.mail.models import OutboxMail
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import State
from tests.attacks.crowd import at_once, cookies_of, post
from tests.pages.client import PageClient

ROOMS = {"mailboxes", "mailbox_acts", "mailbox_exports", "relances", "bulk"}
SIGN_IN = "/connexion"
REACHES, NO_SUCH, FORBIDDEN, ASKED_WHO = "reaches", "404", "403", "sign in"
EXPECTED = {
    "GRADeS": REACHES,
    "of the mother": REACHES,
    "of the daughter": NO_SUCH,
    "of a stranger": NO_SUCH,
    "plain user": FORBIDDEN,
    "anonymous": ASKED_WHO,
}


@pytest.fixture
def routes(app, medimail, tree):
    """Every route that needs no run, filled in with an account of the mother that waits to be validated."""
    box = medimail.mailbox(tree.mother, Kind.PER, State.TO_VALIDATE)
    values = {"structure_id": tree.mother.id, "mailbox_id": box.id, "kind": "csv"}
    found = []
    with app.test_request_context(base_url="http://127.0.0.1:5000"):
        for rule in app.url_map.iter_rules():
            if rule.endpoint.partition(".")[0] in ROOMS and "reference" not in rule.arguments:
                path = app.url_for(rule.endpoint, **{name: values[name] for name in rule.arguments})
                found += [(method, path) for method in sorted(rule.methods & {"GET", "POST"})]
    return found


@pytest.fixture
def clients(app, medimail, tree, build, at_desk):
    """A browser of each role."""
    plain = build.person(kind=Person.MAILBOX_HOLDER, last_name="Petit", first_name="Alex", email="petit@chic-demo.fr")
    accounts = {
        "GRADeS": medimail.grades(),
        "of the mother": tree.of_mother,
        "of the daughter": tree.of_daughter,
        "of a stranger": tree.of_stranger,
        "plain user": plain,
    }
    return {role: at_desk(account) for role, account in accounts.items()} | {"anonymous": PageClient(app)}


def outcome(answer):
    if answer.status_code == 303 and answer.headers["Location"].startswith(SIGN_IN):
        return ASKED_WHO
    return {404: NO_SUCH, 403: FORBIDDEN, 500: "broken"}.get(answer.status_code, REACHES)


@pytest.mark.parametrize("role", EXPECTED)
def test_every_route_answers_every_role_as_it_must(routes, clients, role):
    client, wrong = clients[role], []
    token = client.open("/mon-compte" if role != "anonymous" else SIGN_IN).token
    for method, path in routes:
        answer = client.send(method, path, data={"csrf_token": token} if method == "POST" else None)
        # Nothing was relaunched yet, so that there is no file of it; where an account goes must be said.
        lacks = path.endswith(("/derniere.csv", "/transferer")) and answer.status_code == 404
        if outcome(answer) != EXPECTED[role] and not (EXPECTED[role] == REACHES and lacks):
            wrong.append((method, path, answer.status_code))
    assert wrong == []


def test_of_two_administrators_who_validate_and_reject_at_once_one_is_heard(app, medimail, tree, at_desk, here):
    for _ in range(3):
        box = medimail.mailbox(tree.mother, state=State.TO_VALIDATE)
        first, second = at_desk(tree.of_mother).open(here), at_desk(medimail.administrator(tree.mother)).open(here)
        acts = [(first, "valider"), (second, "rejeter"), (first, "rejeter"), (second, "valider")]
        at_once(
            [
                lambda client=client, act=act, box=box: post(
                    app,
                    f"{here}/{box.id}/{act}",
                    {"csrf_token": client.token, "vu": "1", "motif": "Inconnu."},
                    cookies_of(client),
                )
                for client, act in acts
            ]
        )
        now = medimail.read(box)
        assert now.version == 2
        assert now.state in {State.VALID, State.REJECTED}
        with reading() as session:
            sent = [mail.template for mail in session.query(OutboxMail).filter(OutboxMail.recipient == box.address)]
        assert sent == ["medimail/validated" if now.state is State.VALID else "medimail/rejected"]
