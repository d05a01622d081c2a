"""Codes that open more than a structure are sent nowhere by its administrators: other mailboxes, shared ones."""

import pytest

from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import State

SAID = "ouvrent davantage que cette structure"


@pytest.fixture
def elsewhere(medimail):
    """A structure that is none of the administrator's business."""
    return medimail.structure("CH Ariège Couserans")


@pytest.mark.parametrize("state", [State.VALID, State.INACTIVE, State.TO_VALIDATE, State.REJECTED])
def test_the_codes_of_whoever_has_a_mailbox_elsewhere_are_not_sent_to_another_address(
    desk, structure, medimail, ask, changes, elsewhere, state
):
    """Else the administrator of one structure would open the mailbox of another one; a rejected one may come back."""
    person, box = medimail.holder(structure)
    medimail.mailbox(elsewhere, Kind.MED, state, account_id=person.id)
    assert SAID in ask(desk, box).errors[0]
    assert changes(box) == []


def test_the_codes_of_whoever_opens_a_shared_mailbox_elsewhere_are_not_sent_to_another_address(
    desk, structure, medimail, ask, changes, elsewhere
):
    person, box = medimail.holder(structure)
    other = medimail.mailbox(structure, Kind.MED, account_id=person.id)
    medimail.connect(medimail.mailbox(elsewhere, Kind.ORG), other)
    assert SAID in ask(desk, box).errors[0]
    assert changes(box) == []


def test_what_is_below_the_structure_or_gone_for_good_guards_nothing(
    desk, structure, medimail, ask, changes, elsewhere
):
    person, box = medimail.holder(structure)
    daughter = medimail.structure("Pôle de gériatrie", structure)
    medimail.mailbox(daughter, Kind.MED, account_id=person.id)
    medimail.connect(medimail.mailbox(daughter, Kind.ORG), box)
    medimail.mailbox(elsewhere, Kind.MED, State.REMOVED, account_id=person.id)
    ask(desk, box)
    assert len(changes(box)) == 1


def test_a_mailbox_of_elsewhere_that_comes_before_the_night_keeps_the_address(
    desk, structure, medimail, ask, changes, night, elsewhere
):
    person, box = medimail.holder(structure)
    ask(desk, box)
    medimail.mailbox(elsewhere, Kind.MED, account_id=person.id)
    night()
    (change,) = changes(box)
    assert change[0] == "echec"
    assert SAID in change[3]
