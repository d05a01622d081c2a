"""The pages of one account: whoever is out of reach changes nothing by what they send, however well it is filled in."""

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
    ("POST", "/structures/{place}/comptes/nouveau/MED"),
    ("POST", "/structures/{place}/comptes/comptes-de-connexion"),
    ("POST", "/structures/{place}/comptes/localisation"),
    ("POST", "/comptes/{box}/modifier"),
    ("POST", "/comptes/{box}/type/ORG"),
    ("POST", "/comptes/{box}/parametres/preferences"),
    ("POST", "/comptes/{box}/parametres/boites"),
    ("POST", "/comptes/{box}/parametres/delegations"),
    ("POST", "/comptes/{box}/parametres/delegations/{delegate}/supprimer"),
    ("POST", "/comptes/{delegate}/parametres/delegations-recues/{box}/supprimer"),
]
OWN = [
    ("POST", "/mon-compte/messagerie/{box}/preferences"),
    ("POST", "/mon-compte/messagerie/{box}/boites"),
    ("POST", "/mon-compte/messagerie/{box}/delegations"),
    ("POST", "/mon-compte/messagerie/{box}/delegations/{delegate}/supprimer"),
]
OUT_OF_REACH = ("stranger", "sister", "nobody")


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
        "sister": medimail.administrator(medimail.structure("Sœur", mother)),
        "stranger": medimail.administrator(medimail.structure("Étrangère")),
        "nobody": medimail.build.physician(),
    }
    return people, {"place": daughter.id, "box": box.id, "delegate": other.id}


def ask(client, method, path):
    data = {"csrf_token": client.open("/mon-compte").token, "vu": "1", **typed(Kind.MED)}
    return client.send(method, path, data=data).status_code


@pytest.mark.parametrize("role", OUT_OF_REACH)
def test_nobody_changes_anything_out_of_reach(tree, new_client, role):
    people, names = tree
    client = put_inside(new_client(), people[role])
    for method, path in ROUTES + OWN:
        ask(client, method, path.format(**names))
    with reading() as session:
        box = store.get(session, names["box"])
        assert (box.version, box.last_name, box.kind) == (1, "DURAND", Kind.MED)
        assert session.get(Delegation, (names["box"], names["delegate"]))
