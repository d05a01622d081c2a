"""What the coming night will do, and the workbook of those that it has removed: shown to whom they concern."""

from datetime import date, timedelta

import pytest

from portal import clock
from portal.audit import Event
from portal.audit.models import JournalRow
from portal.db import reading
from portal.jobs.rules import Daily, following
from portal.medimail.mailboxes.ageing import jobs
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.nights import ADDRESSES_AT
from portal.medimail.mailboxes.record.rules.states import State
from tests.tabular.reading import Sheet


@pytest.fixture
def tonight(desk, structure):
    """The words of the page."""
    return lambda wide="": desk.open(f"/structures/{structure.id}/cette-nuit{wide}").text


def test_a_calm_night_says_so(tonight):
    assert "Rien ne changera cette nuit" in tonight()


def test_what_is_shown_by_day_is_what_the_night_does(desk, medimail, structure, stand, tonight, later):
    final = stand(medimail.mailbox(structure, state=State.REJECTED, last_name="FINAL"), 370)
    asleep = stand(medimail.holder(structure, last_name="ENDORMI")[1], 190)
    gone = stand(medimail.mailbox(structure, state=State.INACTIVE, last_name="SUPPRIME"), 31)
    # Until three in the morning, the coming night is that of today.
    night = clock.local(following(Daily(ADDRESSES_AT), clock.now())).date()
    ended = medimail.mailbox(structure, expires_on=night, last_name="FINI")
    stays = stand(medimail.mailbox(structure, state=State.REJECTED, last_name="RESTE"), 300)
    text = tonight()
    assert all(box.last_name in text for box in (final, asleep, gone, ended))
    assert stays.last_name not in text
    assert text.count("1 compte") >= 4
    later(days=1)
    jobs.age()
    states = [medimail.read(box).state for box in (final, asleep, gone, ended, stays)]
    assert states == [State.REJECTED_FOR_GOOD, State.INACTIVE, State.REMOVED, State.INACTIVE, State.REJECTED]


def test_the_daughters_are_shown_when_asked_for(medimail, structure, stand, tonight):
    daughter = medimail.structure("Pôle de gériatrie", mother=structure)
    stand(medimail.mailbox(daughter, state=State.REJECTED, last_name="FILLE"), 400)
    assert "FILLE" not in tonight()
    assert "FILLE" in tonight("?filles=1")


@pytest.mark.parametrize("together", [False, True])
def test_the_last_who_opens_a_shared_mailbox_is_shown_to_go(medimail, structure, stand, tonight, together):
    shared = medimail.mailbox(structure, Kind.ORG)
    gone = [stand(medimail.mailbox(structure, state=State.INACTIVE), 31) for _ in range(1 + together)]
    stays = stand(medimail.mailbox(structure, state=State.INACTIVE), 2)
    for person in gone:
        medimail.connect(shared, person)
    assert tonight().count(f"plus personne n’ouvre {shared.address}") == len(gone)
    medimail.connect(shared, stays)
    assert "plus personne" not in tonight()


def test_whoever_reads_the_answers_to_a_software_is_shown_to_go(medimail, structure, stand, tonight):
    reader = medimail.mailbox(structure, state=State.INACTIVE, mssante="adele.myrtille@chic.mssante.fr")
    software = medimail.mailbox(structure, Kind.APP, return_address=reader.mssante)
    stand(reader, 2)
    assert "plus personne" not in tonight()
    stand(reader, 31)
    assert f"plus personne ne lit les réponses à {software.address}" in tonight()


def test_a_change_of_address_is_shown(desk, medimail, structure, tonight):
    box = medimail.mailbox(structure)
    desk.open(f"/comptes/{box.id}/adresse").submit({"nouvelle": "nouvelle@chic-demo.fr"})
    assert "nouvelle@chic-demo.fr" in tonight()


@pytest.fixture
def workbook(desk, structure):
    """The two sheets, as they are stored."""

    def take():
        answer = desk.send("GET", f"/structures/{structure.id}/comptes-inactifs.xlsx")
        assert answer.status_code == 200
        return Sheet(answer.data), Sheet(answer.data, 2)

    return take


def test_two_sheets_the_removed_of_six_months_and_those_who_were_told(workbook, medimail, structure, stand):
    stand(medimail.mailbox(structure, state=State.REMOVED, last_name="PARTI", rpps="00123456789"), 100)
    stand(medimail.mailbox(structure, state=State.REMOVED, last_name="ANCIEN"), 200)
    stand(medimail.mailbox(structure, state=State.INACTIVE, last_name="DORMEUR", adeli="012345678"), 10)
    medimail.mailbox(medimail.structure("Ailleurs"), state=State.REMOVED, last_name="AUTRE")
    medimail.mailbox(medimail.structure("Fille", mother=structure), state=State.REMOVED, last_name="FILLE")
    removed, told = workbook()
    assert [row[1] for row in removed.rows[1:]] == ["FILLE", "PARTI"]
    assert [row[1] for row in told.rows[1:]] == ["DORMEUR"]
    assert [removed.cell("E3").get("t"), removed.rows[2][4]] == ["inlineStr", "00123456789"]
    assert [told.cell("F2").get("t"), told.rows[1][5]] == ["inlineStr", "012345678"]
    assert int(told.rows[1][-1]) == (clock.today() + timedelta(days=20) - date(1899, 12, 30)).days


def test_a_name_that_looks_like_a_formula_stays_a_text(workbook, medimail, structure):
    medimail.mailbox(structure, state=State.REMOVED, last_name='=HYPERLINK("http://x")')
    removed, _ = workbook()
    assert "<f>" not in removed.xml
    assert removed.is_guarded("B2")


def test_who_takes_the_list_away_is_in_the_journal_and_a_head_takes_nothing(desk, workbook, structure):
    assert desk.send("HEAD", f"/structures/{structure.id}/comptes-inactifs.xlsx").status_code == 200
    workbook()
    with reading() as session:
        query = session.query(JournalRow).filter_by(event=Event.INACTIVE_EXPORTED.value)
        assert query.count() == 1


def test_the_page_takes_as_many_statements_for_a_hundred_as_for_one(desk, medimail, structure, stand, counted):
    def asked():
        counted.clear()
        desk.send("GET", f"/structures/{structure.id}/cette-nuit?filles=1")
        return len(counted)

    for state in (State.REJECTED, State.INACTIVE):
        stand(medimail.mailbox(structure, state=state), 400)
    one = asked()
    for state in (State.REJECTED, State.INACTIVE):
        for _ in range(30):
            stand(medimail.mailbox(structure, Kind.MED, state=state), 400)
    assert asked() == one <= 16
