"""Promises 4 and 16: a preview first, then exactly what it showed; the same file twice changes nothing."""

import pytest
from sqlalchemy import func, select

from portal.accounts.models import Account, Credential
from portal.audit import Event
from portal.audit.models import JournalRow
from portal.db import reading, transaction
from portal.mail.models import OutboxMail
from portal.profiles.imports import service
from portal.profiles.imports.models import ImportPiece
from portal.profiles.imports.rules import Effect, State
from portal.profiles.record import loading, teams
from portal.profiles.record.models import Profile, Team
from portal.tabular.report import Outcome
from tests.profiles.imports import sheets
from tests.profiles.imports.sheets import FOREIGN_ET, PASSWORD, row, rows, sheet


def count(column):
    with reading() as session:
        return session.scalar(select(func.count(column)))


def journal(event):
    with reading() as session:
        return session.scalars(select(JournalRow).where(JournalRow.event == event).order_by(JournalRow.id)).all()


def test_a_preview_writes_no_profile(desk):
    desk.preview(sheet(rows(3)))
    assert desk.profiles() == []


def test_a_preview_says_what_each_line_would_do(desk):
    desk.import_(sheet([row(number=1)]))
    lines = [
        row(number=2),
        row(number=1, ROLE="CDC2", PASSWORD=""),
        row("M", 1, LAST_NAME="Durant"),
        row("M", 1),
        row("S", 1),
        row("M", 9),
    ]
    told = desk.told(desk.preview(sheet(lines)))
    assert [line.effect for line in told] == [
        Effect.OPENED,
        Effect.ADDED,
        Effect.MODIFIED,
        Effect.REFUSED,  # the line before gives the person another name
        Effect.DELETED,
        Effect.REFUSED,
    ]


def test_a_preview_shows_what_was_and_what_would_be(desk):
    desk.import_(sheet([row(number=1)]))
    (told,) = desk.told(desk.preview(sheet([row("M", 1, LAST_NAME="Durant")])))
    assert told.changes == {"Nom": ["Durand", "Durant"]}


def test_an_import_does_what_its_preview_showed(desk):
    reference = desk.preview(sheet(rows(3)))
    foretold = desk.told(reference)
    desk.confirm(reference)
    desk.work(reference)
    assert desk.run(reference).state is State.DONE
    assert desk.told(reference) == foretold
    assert len(desk.profiles()) == 3


def test_a_person_created_signs_in_with_a_password_to_change(desk):
    desk.import_(sheet([row(number=1)]))
    with reading() as session:
        found = session.execute(
            select(Credential.password_hash, Credential.must_change)
            .join(Account, Account.id == Credential.account_id)
            .where(Account.certdc_id == "agent.1")
        ).one()
    assert found.must_change
    assert found.password_hash.startswith("$argon2id$")


def test_the_outcome_of_each_line_has_the_order_of_the_file(desk):
    lines = [row(number=1), row(number=2, FINESS_ET=FOREIGN_ET), row(number=3, LAST_NAME=""), row("Z", 4)]
    reference = desk.import_(sheet(lines))
    assert desk.codes(reference) == [[], ["finess_hors_perimetre"], ["nom_absent"], ["action_inconnue"]]
    assert [told.number for told in desk.told(reference)] == [2, 3, 4, 5]


def test_a_line_refused_on_the_preview_is_not_tried(desk):
    reference = desk.preview(sheet([row(number=1), row(number=2, PASSWORD="azerty")]))
    assert desk.codes(reference) == [[], ["motdepasse_faible"]]
    desk.confirm(reference)
    desk.work(reference)
    assert desk.codes(reference) == [[], ["motdepasse_faible"]]
    assert len(desk.profiles()) == 1


def test_several_chunks_make_one_import(desk, monkeypatch):
    monkeypatch.setattr("portal.profiles.imports.analysing.pieces.__defaults__", (4,))
    reference = desk.import_(sheet([*rows(10), row(number=1)]))
    assert desk.codes(reference)[-1] == ["doublon"]
    assert len(desk.profiles()) == 10


def test_a_preview_knows_what_earlier_chunks_would_do(desk, monkeypatch):
    monkeypatch.setattr("portal.profiles.imports.analysing.pieces.__defaults__", (1,))
    desk.import_(sheet([row(number=8), row(number=9)]))
    lines = [
        row(number=1),
        row(number=1, ROLE="CDC2", PASSWORD=PASSWORD),
        row("M", 1, EMAIL="autre.adresse@chu-demo.mssante.fr"),
        row("M", 9, EMAIL="agent.1@chu-demo.mssante.fr"),  # free since the line before
        row("M", 8, EMAIL="autre.adresse@chu-demo.mssante.fr"),  # taken since two lines before
        row("S", 1),
        row("S", 1),
    ]
    reference = desk.preview(sheet(lines))
    assert desk.codes(reference) == [[], [], [], [], ["email_pris"], [], ["doublon"]]
    foretold = desk.told(reference)
    desk.confirm(reference)
    desk.work(reference)
    assert desk.told(reference) == foretold


@pytest.mark.parametrize("action", ["C", "M"])
def test_the_same_file_twice_leaves_nothing_to_import(desk, action):
    desk.import_(sheet(rows(5)))
    desk.import_(sheet(rows(5, "M", LAST_NAME="Nouveau"))) if action == "M" else None
    lines = rows(5, "M", LAST_NAME="Nouveau") if action == "M" else rows(5)
    reference = desk.preview(sheet(lines))
    mails, events = count(OutboxMail.id), count(JournalRow.id)
    assert isinstance(desk.confirm(reference), service.NothingToDo)
    assert (count(OutboxMail.id), count(JournalRow.id)) == (mails, events)


def test_a_file_whose_lines_mostly_change_nothing_writes_only_the_others(desk):
    desk.import_(sheet(rows(5)))
    before = len(journal(Event.PROFILE_CHANGED))
    desk.import_(sheet([*rows(4, "M"), row("M", 5, LAST_NAME="Nouveau")]))
    assert len(journal(Event.PROFILE_CHANGED)) == before + 1


def test_a_double_click_imports_once(desk):
    reference = desk.preview(sheet(rows(2)))
    assert isinstance(desk.confirm(reference), service.Started)
    assert isinstance(desk.confirm(reference, shown=1), service.Started)
    desk.work(reference)
    assert isinstance(desk.confirm(reference, shown=1), service.Started)
    assert len(journal(Event.IMPORT_STARTED)) == 1


def test_a_preview_that_is_not_the_one_shown_is_not_confirmed(desk):
    reference = desk.preview(sheet(rows(2)))
    assert isinstance(desk.confirm(reference, shown=7), service.Past)


def test_a_preview_made_stale_by_another_change_is_refused_and_made_again(desk):
    reference = desk.preview(sheet([row(number=1)]))
    desk.import_(sheet([row(number=2)]))
    assert isinstance(desk.confirm(reference), service.Stale)
    run = desk.run(reference)
    assert (run.state, run.is_stale) == (State.ANALYSING, True)
    desk.work(reference)
    assert isinstance(desk.confirm(reference), service.Started)


def test_a_team_renamed_since_makes_the_preview_stale(desk):
    desk.import_(sheet([row(number=1, TEAM="Nuit")]))
    reference = desk.preview(sheet([row("M", 1, TEAM="Nuit", LAST_NAME="Nouveau")]))
    with transaction() as session:
        team = session.scalars(select(Team)).one()
        teams.rename(session, loading.perimeter(session, desk.author.id), desk.author.id, team.id, "Jour")
    assert isinstance(desk.confirm(reference), service.Stale)
    desk.work(reference)
    assert desk.codes(reference) == [["profil_inconnu"]]


def test_a_change_in_an_establishment_that_the_file_does_not_name_leaves_the_preview_true(desk):
    reference = desk.preview(sheet([row(number=1)]))
    desk.import_(sheet([row(number=2, FINESS_ET=sheets.OTHER_ET)]))
    assert isinstance(desk.confirm(reference), service.Started)


def test_a_person_changed_since_the_confirmation_is_told_as_they_are(desk):
    reference = desk.preview(sheet(rows(2)))
    desk.confirm(reference)
    desk.import_(sheet([row(number=1)]))
    desk.work(reference)
    assert desk.codes(reference) == [["profil_existant"], []]
    assert desk.counts(reference) == {"OK": 1, "ERREUR": 1}


def test_a_right_taken_back_since_the_confirmation_stops_every_line(desk, referent):
    reference = desk.preview(sheet(rows(2)))
    desk.confirm(reference)
    with transaction() as session:
        session.execute(sheets.no_right(referent.id))
    desk.work(reference)
    assert desk.codes(reference) == [["finess_hors_perimetre"]] * 2


def test_the_file_is_wiped_once_imported(desk):
    desk.import_(sheet(rows(2)))
    assert count(ImportPiece.position) == 0


def test_the_file_is_wiped_once_given_up(desk):
    desk.cancel(desk.preview(sheet(rows(2))))
    assert count(ImportPiece.position) == 0


def test_what_was_done_before_giving_up_stays_and_is_counted(desk, monkeypatch):
    monkeypatch.setattr("portal.profiles.imports.analysing.pieces.__defaults__", (2,))
    reference = desk.preview(sheet(rows(6)))
    desk.confirm(reference)
    monkeypatch.setattr("portal.profiles.imports.importing.time.sleep", lambda _: desk.cancel(reference))
    desk.work(reference)
    run = desk.run(reference)
    assert (run.state, run.done, len(desk.profiles())) == (State.CANCELLED, 2, 2)


def test_the_journal_tells_of_the_import_without_the_name_of_its_file(desk):
    reference = desk.preview(sheet(rows(2)), name="Durand Camille.csv")
    desk.confirm(reference)
    desk.work(reference)
    (asked,), (done,) = journal(Event.IMPORT_ASKED), journal(Event.IMPORT_DONE)
    assert (asked.actor_id, done.actor_id) == (desk.author.id, desk.author.id)
    assert reference in done.after
    assert '"OK":2' in done.after
    assert "Durand" not in asked.after + done.after


def test_the_author_is_told_how_many_lines_and_of_nobody(desk, mailbox):
    reference = desk.import_(sheet([row(number=1), row(number=2, LAST_NAME="")]))
    (text,) = mailbox.texts(desk.author.mssante)
    assert f"/etablissements/imports/{reference}" in text
    assert "en erreur : 1" in text.replace("\xa0", " ")
    assert "Durand" not in text
    assert PASSWORD not in text


def test_nobody_is_asked_to_wait_for_the_analysis(desk):
    reference = desk.send(sheet(rows(2)))
    assert desk.run(reference).state is State.ANALYSING
    assert desk.told(reference) == []


def test_so_many_files_may_wait_and_no_more(desk):
    for _ in range(service.MOST_WAITING):
        desk.preview(sheet(rows(1)))
    with pytest.raises(AssertionError, match="TooMany"):
        desk.send(sheet(rows(1)))


def test_every_outcome_is_counted(desk):
    desk.import_(sheet([row(number=1)]))
    lines = [row("M", 1, PASSWORD=PASSWORD), row(number=2), row("M", 3)]
    reference = desk.preview(sheet(lines))
    assert desk.counts(reference) == {"OK": 1, "ALERTE": 1, "ERREUR": 1}
    assert desk.outcomes(reference) == [Outcome.ALERT, Outcome.OK, Outcome.ERROR]


def test_a_team_is_made_on_the_way(desk):
    desk.import_(sheet([row(number=1, TEAM="Gériatrie"), row(number=2, TEAM="GERIATRIE")]))
    with reading() as session:
        assert len(set(session.scalars(select(Profile.team_id)))) == 1
