"""Nobody judges their own request: who follows it as a gestionnaire SI reads and does what a gestionnaire may."""

import pytest

from portal.accounts.rules import Right
from portal.raccordement.record.states import State
from tests.pages.desk import at
from tests.pages.inside import put_inside

pytestmark = pytest.mark.one_database


@pytest.fixture
def both(records):
    """An instructeur who is a gestionnaire SI too."""
    return records.instructor(rights=frozenset({Right.INSTRUCTOR, Right.SI_MANAGER}))


@pytest.fixture
def own(records, both):
    """Their own request."""
    return records.record(State.DEPOSITED, manager=both)


@pytest.mark.parametrize("part", ["", "/prendre", "/suspendre"])
def test_their_own_request_is_shown_to_them_as_to_a_gestionnaire(client, both, own, part):
    put_inside(client, both).open(at(own) + part)
    assert client.path == f"/raccordement/{own.number}"
    assert "un autre instructeur la traite" in client.text


@pytest.mark.parametrize("part", ["/prendre", "/note", "/message", "/etablissements", "/refuser/modele"])
def test_nothing_that_is_sent_to_the_desk_judges_it(client, records, both, own, part):
    put_inside(client, both).open("/instruction")
    data = {"csrf_token": client.token, "version": "2", "note": "x", "message": "x", "decision": "accepter"}
    answer = client.send("POST", at(own) + part, data=data)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/raccordement/{own.number}")
    assert records.read(own.id).version == own.version


def test_the_request_of_somebody_else_is_theirs_to_judge(client, records, both):
    record = records.record()
    put_inside(client, both).open(at(record)).press("Prendre en charge")
    assert records.read(record.id).instructor_id == both.id
