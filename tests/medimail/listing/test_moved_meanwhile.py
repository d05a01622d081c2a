"""An account that goes to another structure while something else waits for it: it is found where it now is."""

from threading import Event
from time import sleep

import pytest

from portal.db import transaction
from portal.medimail.mailboxes.ageing import jobs
from portal.medimail.mailboxes.listing.bulk import working
from portal.medimail.mailboxes.listing.bulk.models import BulkLine, BulkRun
from portal.medimail.mailboxes.listing.bulk.rules import Stage
from portal.medimail.mailboxes.record import store
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.states import State
from tests.attacks.crowd import at_once
from tests.medimail.ageing.conftest import stand as stand_for_days

# Longer than it takes to ask for the lock.
_WHILE = 0.5
stand = stand_for_days


@pytest.fixture
def while_moving(app):
    """What an act comes to that asks for this account while it goes to that structure."""

    def ask(box, place, act):
        is_held = Event()

        def move():
            with app.app_context(), transaction() as session:
                found = store.get(session, box.id, lock=True)
                found.structure_id, found.structure = place.id, session.merge(place)
                session.flush()
                is_held.set()
                sleep(_WHILE)

        def wait():
            assert is_held.wait(5)
            with app.app_context():
                return act()

        return at_once([move, wait], threads=2)[1]

    return ask


def test_the_account_is_found_with_the_structure_where_it_now_is(medimail, tree, while_moving):
    box = medimail.mailbox(tree.mother)

    def find():
        with transaction() as session:
            found = store.get(session, box.id, lock=True)
            return found and (found.structure_id, found.structure.name)

    assert while_moving(box, tree.stranger, find) == (tree.stranger.id, "CH Ariège Couserans")


def test_a_run_that_waits_for_it_goes_on_to_its_end(medimail, tree, desk, here, while_moving, monkeypatch):
    monkeypatch.setattr("portal.medimail.mailboxes.listing.bulk.service.AT_ONCE", 0)
    boxes = [medimail.mailbox(tree.mother, state=State.TO_VALIDATE) for _ in range(3)]
    desk.open(here)
    page = desk.post(f"{here}/lots", {"acte": "valider", "compte": [box.id for box in boxes]})
    page.press("Valider les comptes")
    with transaction() as session:
        key = session.query(BulkRun).one().id
    while_moving(boxes[1], tree.stranger, lambda: working.work(key))
    with transaction() as session:
        assert session.get(BulkRun, key).stage is Stage.DONE
        left = session.query(BulkLine).where(BulkLine.mailbox_id == boxes[1].id).one()
        assert not left.concerned
        assert {box.state for box in session.query(Mailbox).where(Mailbox.id != boxes[1].id)} == {State.VALID}


def test_the_night_that_waits_for_it_does_what_is_due(medimail, tree, stand, while_moving):
    _, box = medimail.holder(tree.mother)
    stand(box, 190)
    while_moving(box, tree.stranger, jobs.age)
    assert medimail.read(box).state is State.INACTIVE
