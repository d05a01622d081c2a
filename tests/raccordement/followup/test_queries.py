"""How many statements each page of the space takes has a bound, whatever there is to show."""

import pytest

from portal import clock
from portal.db import transaction
from portal.raccordement.record import members, service, store
from portal.raccordement.record.models import Member
from portal.raccordement.record.service import Actor
from portal.raccordement.record.states import Role, State

pytestmark = pytest.mark.one_database

# One of each is the session's.
PAGES = {"": 12, "/modifier": 9, "/etablissements": 12, "/equipe": 7, "/production": 10}
MOST = 40


@pytest.fixture
def busy(open_record, manager, records):
    """A record with much of everything."""
    page = open_record(State.SANDBOX)
    colleagues = [records.manager() for _ in range(MOST // 4)]
    by = Actor(manager.id, Role.MANAGER)
    with transaction() as session:
        record = store.get(session, store.by_number(session, page.number).id, lock=True)
        for account in colleagues:
            session.add(Member(raccordement_id=record.id, account_id=account.id, main=False, joined_at=clock.now()))
        for number in range(MOST):
            service.update(session, record, by, {"si_version": str(number)}, version=record.version)
            service.record_sandbox_result(session, record, reference=f"T{number}", conclusive=False, findings=["Non"])
            service.post_message(session, record, by, f"Message {number}", press=f"{number:043}")
            members.invite(session, record, f"collegue{number}@ch-exemple.fr", by=manager.id)
    return page


@pytest.mark.parametrize("part", PAGES)
def test_a_page_of_a_record_that_is_new(open_record, counted, part):
    page = open_record(State.SANDBOX)
    counted.clear()
    page.client.send("GET", page.path + part)
    assert len(counted) <= PAGES[part], "\n".join(counted)


@pytest.mark.parametrize("part", PAGES)
def test_a_page_of_a_record_where_much_was_done_takes_no_more(busy, counted, part):
    counted.clear()
    busy.client.send("GET", busy.path + part)
    assert len(counted) <= PAGES[part], "\n".join(counted)


def test_the_list_of_several_records(client, manager, records, counted, open_record):
    open_record(State.SANDBOX)
    for _ in range(3):
        records.record(State.DEPOSITED, manager=manager)
    counted.clear()
    client.send("GET", "/raccordement")
    assert len(counted) <= 3, "\n".join(counted)


def test_a_message(open_record, counted):
    page = open_record(State.UNDER_REVIEW)
    counted.clear()
    page.client.send("POST", f"{page.path}/messages", data={"csrf_token": page.client.token, "message": "Bonjour"})
    assert len(counted) <= 18, "\n".join(counted)
