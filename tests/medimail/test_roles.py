"""Route × role, over every route of Medimail that the application has: one that nobody thought of here turns it red.

Asked of a mother, then of her daughter, by GET and by POST, each with all that its address needs: what is refused is
refused to the person, and not because there was nothing there.
"""

from collections import defaultdict
from dataclasses import dataclass

import pytest
from sqlalchemy import func, select

from portal import clock
from portal.accounts.models import Account
from portal.audit.models import JournalRow
from portal.db import reading, transaction
from portal.medimail.mailboxes.joining import reopening
from portal.medimail.mailboxes.joining.models import Joining
from portal.medimail.mailboxes.listing.bulk.models import BulkRun
from portal.medimail.mailboxes.listing.bulk.rules import Stage
from portal.medimail.mailboxes.record import inviting, store, tokens
from portal.medimail.mailboxes.record.models import AddressChange, Delegation, Mailbox
from portal.medimail.mailboxes.record.rules.changes import ChangeState
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import State
from portal.medimail.structures.models import Structure
from tests.medimail.asking import tree_of
from tests.pages.client import PageClient
from tests.pages.inside import put_inside

pytestmark = pytest.mark.one_database

# To whoever administers the structure, or a structure above it.
WITHIN_REACH = {
    "address_changes": {"ask", "cancel", "listing", "submit"},
    "ageing": {"export", "tonight"},
    "bulk": {"confirm", "prepare", "report", "run", "undo"},
    "enrolment": {"show"},
    "mailbox": {"add", "create", "edit", "fill", "location", "openers", "past", "show", "update"},
    "mailbox_acts": {
        *{"ask_to_reject", "ask_to_transfer", "rehabilitate", "reject", "relaunch", "reset", "transfer", "validate"}
    },
    "mailbox_exports": {"export"},
    "mailbox_kind": {"choose", "fill", "turn"},
    "mailbox_options": {"begin_with", "delegate", "prefer", "show", "undelegate", "unreceive"},
    "mailboxes": {"listing"},
    "relances": {"ask", "export", "last", "send"},
    "structure_administrators": {"add", "ask_to_add", "ask_to_remove", "listing", "remove"},
    "structure_settings": {
        *{"add_contact", "addresses", "remove_contact", "save_identity", "save_location", "save_notifications", "show"}
    },
    "structures": {"home"},
}
# To the GRADeS alone; for every other administrator it does not exist, even in their own structure.
OF_THE_GRADES = {
    "enrolment": {"save"},
    "shaping": {"ask_to_close", "ask_to_move", "close", "create", "move", "new", "reopen"},
    "structure_settings": {"save_mssante", "save_office"},
}
# To every administrator: what it shows is within their reach.
OF_EVERY_ADMINISTRATOR = {"structures": {"listing"}}
# To the holder of the account alone, whatever the rights of others.
OWN = {"begin_with", "delegate", "past", "prefer", "show", "undelegate"}
OF_THE_HOLDER = {"own_mailbox": OWN}
# To whoever is signed in.
SIGNED_IN = {"own_mailbox": {"listing"}}
# To whoever has the link; attaching is for who is signed in, and only the person of the account succeeds.
BY_THE_LINK = {"finalising": {"ask_to_report", "finalise", "open", "report"}}
ATTACHING = {"finalising": {"attach"}}
PUBLIC = {
    "finalising": {"check_rules"},
    "joining": {
        "ask",
        "choose_kind",
        "conditions",
        "follow",
        "keep",
        "kind",
        "link_page",
        "sent",
        "sheet",
        "start",
        "submit",
    },
}

IN, NONE, FORBIDDEN, ASKED_WHO = "in", "does not exist", "forbidden", "asked who it is"
ROLES = ("grades", "mother", "daughter", "stranger", "holder", "anonymous")


def row(grades, mother, daughter, stranger, holder, anonymous):
    return dict(zip(ROLES, (grades, mother, daughter, stranger, holder, anonymous), strict=True))


EVERYBODY = row(IN, IN, IN, IN, IN, IN)
ANY_RIGHT = row(IN, IN, IN, IN, FORBIDDEN, ASKED_WHO)
ANSWERS = [
    (OF_THE_GRADES, row(IN, NONE, NONE, NONE, FORBIDDEN, ASKED_WHO)),
    (OF_EVERY_ADMINISTRATOR, ANY_RIGHT),
    (OF_THE_HOLDER, row(NONE, NONE, NONE, NONE, IN, ASKED_WHO)),
    (SIGNED_IN, row(IN, IN, IN, IN, IN, ASKED_WHO)),
    (ATTACHING, row(IN, IN, IN, IN, IN, ASKED_WHO)),
    (BY_THE_LINK, EVERYBODY),
    (PUBLIC, EVERYBODY),
]
REACH = {
    "mother": row(IN, IN, NONE, NONE, FORBIDDEN, ASKED_WHO),
    "daughter": row(IN, IN, IN, NONE, FORBIDDEN, ASKED_WHO),
}


def expected(asked_of):
    """What each role is answered by each route of the structure asked of."""
    found = [(WITHIN_REACH, REACH[asked_of]), *ANSWERS]
    return {f"{room}.{name}": answers for rooms, answers in found for room, names in rooms.items() for name in names}


def routes(app):
    """Every route whose view is a room of Medimail, with its methods."""
    return [
        (rule, sorted(rule.methods & {"GET", "POST"}))
        for rule in app.url_map.iter_rules()
        if app.view_functions[rule.endpoint].__module__.startswith("portal.medimail")
    ]


@dataclass
class World:
    """A structure with all that its addresses name, and who asks."""

    tree: dict[str, Structure]
    at: Structure
    holder: Account
    own: Mailbox
    colleague: Account

    def values(self, change: int, token: str, reference: str, mailbox: int) -> dict[str, object]:
        """What stands in the addresses."""
        return {
            "structure_id": self.at.id,
            "mailbox_id": mailbox,
            "account_id": self.colleague.id,
            "contact_id": 999_999,
            "delegate_id": mailbox,
            "origin_id": mailbox,
            "change_id": change,
            "type_bal": "INT",
            "kind": "csv",
            "reference": reference,
            "token": token,
        }


@pytest.fixture(params=["mother", "daughter"])
def asked_of(request):
    """Of which structure everything is asked."""
    return request.param


@pytest.fixture
def world(medimail, asked_of):
    """The tree, with a holder and a colleague in the structure asked of."""
    tree = tree_of(medimail)
    with transaction() as session:
        session.merge(tree[asked_of]).office365_max = 5  # that part of the settings exists only where it is in use
    holder, own = medimail.holder(tree[asked_of], Kind.PER)
    return World(tree, tree[asked_of], holder, own, medimail.administrator(tree[asked_of]))


@pytest.fixture
def browser(app, medimail, world):
    """A browser of this role."""

    def come(role):
        match role:
            case "anonymous":
                return PageClient(app).open("/connexion")
            case "holder":
                person = world.holder
            case "grades":
                person = medimail.grades()
            case _:
                person = medimail.administrator(world.tree[role])
        return put_inside(PageClient(app), person).open("/mon-compte")

    return come


@pytest.fixture
def filled(medimail, world, browser, asked_of):
    """What stands in the addresses for this browser: the accounts, what is asked, a run, a relance, a link."""

    def fill(client, role):
        box, other, waits = (
            medimail.mailbox(world.at, state=state) for state in (State.VALID, State.VALID, State.PREREGISTERED)
        )
        here = f"/structures/{world.at.id}/comptes"
        # A run is its author's alone: whoever may have one has their own here, the others are asked of somebody else's.
        author = client if expected(asked_of)["bulk.prepare"][role] == IN else browser("grades")
        token = {"csrf_token": author.token}
        author.send("POST", f"{here}/relances", data=token)
        done, reference = (_run_of(author, here, box, token) for _ in range(2))
        with transaction() as session:
            # The report of a run is read once it is confirmed.
            session.scalar(select(BulkRun).where(BulkRun.reference == done)).stage = Stage.DONE
            now = clock.now()
            for giver, taker in ((box, other), (other, box), (world.own, other)):
                session.add(Delegation(mailbox_id=giver.id, delegate_id=taker.id, created_at=now))
            change = AddressChange(
                mailbox_id=box.id, old=box.address, new="n@chic-demo.fr", state=ChangeState.ASKED, asked_at=now
            )
            session.add(change)
            invited = store.get(session, waits.id, lock=True)
            inviting.invite(session, invited, None)
            session.flush()
            token = tokens.LINK.write(invited)
            joining = Joining(email="a@chic-demo.fr", browser_mark="", created_at=now, typed={"nom": "x"})
            session.add(joining)
            session.flush()
            correction = reopening.link(joining).rpartition("/")[2]
        values = world.values(change.id, token, reference, box.id) | {"delegate_id": other.id, "origin_id": other.id}
        return defaultdict(
            lambda: values,
            dict.fromkeys((f"own_mailbox.{name}" for name in OWN), values | {"mailbox_id": world.own.id}),
            **{"bulk.report": values | {"reference": done}},
            **dict.fromkeys(("joining.link_page", "joining.follow"), values | {"token": correction}),
        )

    return fill


def _run_of(author, here, box, token):
    sent = author.send("POST", f"{here}/lots", data={**token, "acte": "rejeter", "compte": [box.id]})
    return sent.headers["Location"].rpartition("/")[2].partition("?")[0]


def outcome(answer):
    """What an answer comes to."""
    if answer.status_code == 303 and answer.headers["Location"].startswith("/connexion"):
        return ASKED_WHO
    names = {404: NONE, 403: FORBIDDEN, **dict.fromkeys((200, 303, 409, 422), IN)}
    return names.get(answer.status_code, str(answer.status_code))


def journal():
    with reading() as session:
        return session.scalar(select(func.count()).select_from(JournalRow))


def test_every_route_of_medimail_is_expected_here_once(app):
    every = (WITHIN_REACH, *(rooms for rooms, _ in ANSWERS))
    names = [f"{room}.{name}" for rooms in every for room in rooms for name in rooms[room]]
    assert len(names) == len(set(names))
    assert {rule.endpoint for rule, _ in routes(app)} == set(names)


@pytest.mark.parametrize("role", ROLES)
def test_every_route_answers_every_role_as_it_must(app, browser, filled, asked_of, role):
    client = browser(role)
    given = filled(client, role)
    wrong, answers = [], expected(asked_of)
    # What is read first, then what is sent: what one sends may close what another one would read.
    for rule, method in sorted(((r, m) for r, ms in routes(app) for m in ms), key=lambda pair: pair[1]):
        with app.test_request_context(base_url=client.base):
            values = given[rule.endpoint]
            path = app.url_for(rule.endpoint, **{name: values[name] for name in rule.arguments})
        data = {"csrf_token": client.token, "vu": "999", "vers": str(values["structure_id"])}
        before = journal()
        answer = client.send(method, path, data=data if method == "POST" else None)
        found, right = outcome(answer), answers[rule.endpoint][role]
        if found != right or (right != IN and journal() != before):
            wrong.append((method, path, answer.status_code, right))
    assert wrong == []
