"""Promise 22: everybody reads what the journal says of them, and nothing of others."""

import pytest

from portal.audit import Event, record, retention
from portal.db import transaction
from tests.pages.inside import put_inside

# What is shown is read by one query, proved on both databases elsewhere.
pytestmark = pytest.mark.one_database


def told(client):
    """What the page « Mon compte » tells of the journal."""
    headings = client.open("/mon-compte").soup.select("table caption")
    table = next(caption.parent for caption in headings if caption.get_text(strip=True) == "Activité récente")
    return [row.th.get_text(strip=True) for row in table.select("tbody tr")]


def happened(person, event):
    with transaction() as session:
        record(session, event, subject=person.id)


def test_a_person_reads_what_happened_to_their_account_the_latest_first(client, build):
    person = put_inside_new(client, build)
    happened(person, Event.ACCOUNT_BLOCKED)
    happened(person, Event.ACCOUNT_UNBLOCKED)
    assert told(client)[:2] == ["Compte débloqué", "Compte bloqué"]


def test_nobody_reads_what_happened_to_another(client, build):
    put_inside_new(client, build)
    happened(build.physician(), Event.ACCOUNT_BLOCKED)
    assert "Compte bloqué" not in told(client)


def test_what_the_journal_has_forgotten_is_shown_no_more(client, build, later):
    person = build.physician()
    happened(person, Event.ACCOUNT_BLOCKED)
    later(days=400)
    retention.purge()
    put_inside(client, person)
    assert "Compte bloqué" not in told(client)


def put_inside_new(client, build):
    """Somebody who is signed in."""
    person = build.physician()
    put_inside(client, person)
    return person
