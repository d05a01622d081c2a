"""The home page and the menu lead a person to their Medimail accounts and to CertDc, if they are of both."""

import pytest

from portal.accounts.rules import Level
from portal.db import transaction
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.states import State
from tests.pages.inside import put_inside

pytestmark = pytest.mark.one_database

WAY = "/mon-compte/messagerie"
CERTDC = "https://www.certdc.inserm.fr"


def _ways(client, person):
    put_inside(client, person)
    return [a["href"] for a in client.open("/").soup.select(".ways a")]


def _bar(client, path="/"):
    return client.open(path).soup.select("nav[aria-label='Menu principal'] a")


@pytest.fixture
def both(build, medimail):
    """A physician of CertDc who has a Medimail account too."""
    physician, (_, box) = build.physician(), medimail.holder(medimail.structure())
    with transaction() as session:
        session.get(Mailbox, box.id).account_id = physician.id
    return physician


def test_a_holder_finds_their_accounts_before_their_identity(client, medimail):
    person, _ = medimail.holder(medimail.structure())
    ways = _ways(client, person)
    assert ways.index(WAY) == ways.index("/mon-compte") - 1


def test_a_physician_who_has_a_mailbox_too_finds_both_on_the_home_page(client, both):
    assert {WAY, CERTDC, "/mon-compte"} <= set(_ways(client, both))


def test_a_physician_who_has_a_mailbox_too_has_both_worlds_in_the_menu(client, both):
    put_inside(client, both)
    assert {WAY, CERTDC} <= {a["href"] for a in _bar(client)}


def test_the_menu_names_medimail_to_no_physician_without_a_mailbox(client, build):
    put_inside(client, build.physician())
    assert [a["href"] for a in _bar(client) if a["href"] in {WAY, CERTDC}] == [CERTDC]


def test_the_menu_names_certdc_to_no_holder_unknown_to_it(client, medimail):
    put_inside(client, medimail.holder(medimail.structure())[0])
    assert [a["href"] for a in _bar(client) if a["href"] in {WAY, CERTDC}] == [WAY]


def test_who_must_first_renew_their_password_is_led_to_neither(client, build):
    put_inside(client, build.physician(), level=Level.RENEW)
    assert CERTDC not in {a["href"] for a in _bar(client)}


def test_in_their_mailbox_one_is_there_and_nowhere_else_of_the_menu(client, both):
    put_inside(client, both)
    here = [a.get_text() for a in _bar(client, WAY) if a.get("aria-current")]
    assert here == ["Ma messagerie"]


def test_who_has_no_open_account_is_led_to_none(client, medimail):
    person, _ = medimail.holder(medimail.structure(), state=State.REJECTED)
    assert WAY not in _ways(client, person)
