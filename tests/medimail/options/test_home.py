"""The home page leads a person to their Medimail accounts, whichever else the portal knows them for."""

import pytest

from portal.db import transaction
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.states import State
from tests.pages.inside import put_inside

pytestmark = pytest.mark.one_database

WAY = "/mon-compte/messagerie"


def _ways(client, person):
    put_inside(client, person)
    return [a["href"] for a in client.open("/").soup.select(".ways a")]


def test_a_holder_finds_their_accounts_before_their_identity(client, medimail):
    person, _ = medimail.holder(medimail.structure())
    ways = _ways(client, person)
    assert ways.index(WAY) == ways.index("/mon-compte") - 1


def test_a_physician_who_has_a_mailbox_too_finds_both(client, build, medimail):
    physician, (_, box) = build.physician(), medimail.holder(medimail.structure())
    with transaction() as session:
        session.get(Mailbox, box.id).account_id = physician.id
    assert {WAY, "/mon-compte"} <= set(_ways(client, physician))


def test_who_has_no_open_account_is_led_to_none(client, medimail):
    person, _ = medimail.holder(medimail.structure(), state=State.REJECTED)
    assert WAY not in _ways(client, person)
