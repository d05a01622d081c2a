"""Nothing typed at the desk is lost when the session ends before it is sent (promise 14)."""

import pytest

from portal.db import reading
from portal.raccordement.record import store
from portal.raccordement.record.states import State
from tests.pages.inside import put_inside
from tests.raccordement.conftest import ask_places

pytestmark = pytest.mark.one_database

# Where a form is, the field that is written, and the field that shows it again.
FORMS = {
    "message": ("/instruction/{number}", "message"),
    "note": ("/instruction/{number}", "note"),
    "places": ("/instruction/{number}", "motif"),
    "reason": ("/instruction/{number}/suspendre", "motif"),
    "template": ("/instruction/modeles/nouveau", "texte"),
}
TYPED = "Long texte, écrit avec soin."


@pytest.fixture
def record(records):
    """A request in production whose gestionnaire asks for another list."""
    found = records.record(State.PRODUCTION)
    ask_places(found, "010000032")
    return found


def leave(client, path, field):
    """Write in the form, and send it once the session has ended."""
    form = client.open(path).form(field)
    sent = {i["name"]: i.get("value", "") for i in form.select("input[type=hidden]")}
    client.http.delete_cookie("session", domain="127.0.0.1")
    return client.send("POST", form["action"], data={**sent, field: TYPED, "decision": "refuser"})


@pytest.mark.parametrize(("path", "field"), FORMS.values(), ids=FORMS)
def test_what_was_typed_is_back_after_the_sign_in(record, judge, desk, path, field):
    path = path.format(number=record.number)
    leave(desk, path, field)
    put_inside(desk, judge).open(path)
    assert desk.soup.select_one(f"#{field}").get_text().strip() == TYPED
    assert "est revenue" in desk.text


@pytest.mark.parametrize(("path", "field"), FORMS.values(), ids=FORMS)
def test_nobody_else_sees_it(record, records, desk, new_client, path, field):
    path = path.format(number=record.number)
    leave(desk, path, field)
    other = put_inside(new_client(), records.instructor()).open(path)
    assert TYPED not in other.text


def test_nothing_was_done_meanwhile(record, records, desk):
    leave(desk, f"/instruction/{record.number}/suspendre", "motif")
    assert records.read(record.id).state is State.PRODUCTION
    with reading() as session:
        assert store.messages(session, record.id, internal=True) == []
