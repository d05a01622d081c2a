"""What nobody goes on with is forgotten: drafts untouched for thirty days, addresses asked for a week ago."""

import pytest
from sqlalchemy import func, select

from portal.db import reading
from portal.operations import service as operations
from portal.raccordement.deposit.models import AddressProof, Draft
from portal.raccordement.record.models import Attached, Raccordement
from portal.raccordement.record.states import State
from tests.pages.deposit import DRAFT, START, ask, press, send

TABLES = (Raccordement, Draft, Attached, AddressProof)


def left():
    with reading() as session:
        return {table.__name__: session.scalar(select(func.count()).select_from(table)) for table in TABLES}


def test_a_draft_untouched_for_thirty_days_is_forgotten_with_all_that_it_had(applicant, later):
    press(applicant, "ajouter:010780054")
    later(days=31)
    operations.purge()
    assert left() == {"Raccordement": 0, "Draft": 0, "Attached": 0, "AddressProof": 0}


def test_a_draft_touched_meanwhile_stays(applicant, later):
    later(hours=11)
    press(applicant, nom="Petit")
    later(days=29, hours=20)
    operations.purge()
    assert left()["Raccordement"] == 1


def test_a_request_that_was_sent_stays(applicant, later, all_records):
    send(applicant)
    later(days=400)
    operations.purge()
    assert [record.state for record in all_records()] == [State.DEPOSITED]


@pytest.mark.parametrize(("days", "proofs"), [(6, 1), (8, 0)])
def test_an_address_asked_for_is_forgotten_after_a_week(client, mailbox, later, days, proofs):
    ask(client)
    later(days=days)
    operations.purge()
    assert left()["AddressProof"] == proofs


def test_the_draft_outlives_the_proof_that_opened_it(applicant, later):
    press(applicant, nom="Petit")
    later(days=8)
    operations.purge()
    assert left()["Raccordement"] == 1
    assert applicant.open(DRAFT).path == START


def test_a_second_purge_changes_nothing(applicant, later):
    press(applicant, "ajouter:010780054")
    later(days=31)
    operations.purge()
    before = left()
    operations.purge()
    assert left() == before
