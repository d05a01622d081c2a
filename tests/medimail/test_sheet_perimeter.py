"""The pages of one account, by every route and every role: what is out of reach is answered as what does not exist."""

import pytest

from portal import clock
from portal.db import reading, transaction
from portal.medimail.mailboxes.record import store
from portal.medimail.mailboxes.record.models import Delegation
from portal.medimail.mailboxes.record.rules.kinds import Kind
from tests.pages.inside import put_inside
from tests.pages.mailbox import typed

pytestmark = pytest.mark.one_database

ROUTES = [
    ("GET", "/structures/{place}/comptes/nouveau"),
    ("GET", "/structures/{place}/comptes/nouveau/MED"),
    ("POST", "/structures/{place}/comptes/nouveau/MED"),
    ("POST", "/structures/{place}/comptes/comptes-de-connexion"),
    ("POST", "/structures/{place}/comptes/localisation"),
    ("GET", "/comptes/{box}"),
    ("GET", "/comptes/{box}/modifier"),
    ("POST", "/comptes/{box}/modifier"),
    ("GET", "/comptes/{box}/type"),
    ("GET", "/comptes/{box}/type/ORG"),
    ("POST", "/comptes/{box}/type/ORG"),
    ("GET", "/comptes/{box}/parametres"),
    ("POST", "/comptes/{box}/parametres/preferences"),
    ("POST", "/comptes/{box}/parametres/boites"),
    ("POST", "/comptes/{box}/parametres/delegations"),
    ("POST", "/comptes/{box}/parametres/delegations/{delegate}/supprimer"),
]
OWN = [
    ("GET", "/mon-compte/messagerie/{box}"),
    ("POST", "/mon-compte/messagerie/{box}/preferences"),
    ("POST", "/mon-compte/messagerie/{box}/boites"),
    ("POST", "/mon-compte/messagerie/{box}/delegations"),
    ("POST", "/mon-compte/messagerie/{box}/delegations/{delegate}/supprimer"),
]
OPENED, SHUT, FORBIDDEN = {200, 303, 409, 422}, {404}, {403}
# Whoever asks, and what becomes of what they ask about an account of the daughter.
ROLES = {
    "grades": OPENED,
    "mother": OPENED,
    "daughter": OPENED,
    "stranger": SHUT,
    "sister": SHUT,
    "nobody": FORBIDDEN,
}


@pytest.fixture
def tree(medimail):
    """A mother, her two daughters and a stranger; an account of one daughter, with a delegation."""
    mother = medimail.structure("Mère")
    daughter = medimail.structure("Fille", mother)
    box = medimail.mailbox(daughter, Kind.MED)
    other = medimail.mailbox(daughter, Kind.MED)
    with transaction() as session:
        session.add(Delegation(mailbox_id=box.id, delegate_id=other.id, created_at=clock.now()))
    people = {
        "grades": medimail.grades(),
        "mother": medimail.administrator(mother),
        "daughter": medimail.administrator(daughter),
        "sister": medimail.administrator(medimail.structure("Sœur", mother)),
        "stranger": medimail.administrator(medimail.structure("Étrangère")),
        "nobody": medimail.build.physician(),
    }
    return people, {"place": daughter.id, "box": box.id, "delegate": other.id}


def ask(client, method, path):
    data = {"csrf_token": client.open("/mon-compte").token, "vu": "1", **typed(Kind.MED)} if method == "POST" else None
    return client.send(method, path, data=data).status_code


@pytest.mark.parametrize("role", ROLES)
def test_each_route_opens_to_whom_it_should(tree, new_client, role):
    people, names = tree
    client = put_inside(new_client(), people[role])
    answers = {(method, path): ask(client, method, path.format(**names)) for method, path in ROUTES}
    assert set(answers.values()) <= ROLES[role], answers


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"daughter"}))
def test_nobody_changes_anything_out_of_reach(tree, new_client, role):
    people, names = tree
    if ROLES[role] is OPENED:
        return
    client = put_inside(new_client(), people[role])
    for method, path in ROUTES + OWN:
        ask(client, method, path.format(**names))
    with reading() as session:
        box = store.get(session, names["box"])
        assert (box.version, box.last_name, box.kind) == (1, "DURAND", Kind.MED)
        assert session.get(Delegation, (names["box"], names["delegate"]))


@pytest.mark.parametrize(("method", "path"), OWN)
def test_one_s_own_page_opens_no_account_of_others_even_to_the_grades(tree, new_client, method, path):
    people, names = tree
    client = put_inside(new_client(), people["grades"])
    assert ask(client, method, path.format(**names)) == 404
