"""Decisions written: accounts, passwords, teams, profiles, with their journal and their notices; on both databases."""

import json
from threading import Barrier, Thread

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal import clock
from portal.accounts import service as accounts
from portal.accounts.models import AccountRight, SignedInSession
from portal.accounts.rules import Kind, Level, Right
from portal.audit import Event
from portal.db import reading, transaction
from portal.profiles.record import columns, service, store
from portal.profiles.record.models import Home
from portal.profiles.record.rules.decisions import Create, Refused, findings, outcome
from portal.profiles.record.rules.duplicates import Seen
from tests.builders import NEW_PASSWORD, PASSWORD
from tests.profiles.lines import ET, FOREIGN_EJ, FOREIGN_ET, OTHER, OTHER_ET, OTHER_RPPS, RPPS, SECRET, codes, line

MINE = "camille.durand@chu-demo.mssante.fr"
NEW = "c.durand@ght.mssante.fr"


def test_a_physician_unknown_to_the_portal_can_sign_in_once_created(staff):
    staff.give(email=MINE)
    account = staff.account(RPPS)
    assert (account.kind, account.mssante, account.credential.must_change) == (Kind.HEALTH_PROFESSIONAL, MINE, True)
    assert accounts.hasher().verify(account.credential.password_hash, SECRET).matches


def test_a_non_physician_signs_in_by_identifier(staff):
    staff.give(OTHER)
    assert staff.account("cdurand").kind is Kind.STAFF


def test_the_establishment_that_registers_a_non_physician_is_remembered(staff):
    staff.give(OTHER)
    with reading() as session:
        assert session.get(Home, staff.account("cdurand").id).finess_et == ET


def test_a_team_is_created_on_the_way_once_for_all_its_people(staff):
    staff.run(
        line(number=1, role="CDC3E", team="Équipe de nuit"),
        line(number=2, rpps=OTHER_RPPS, role="CDC3E", team="EQUIPE DE NUIT"),
    )
    assert staff.profiles() == [(ET, "CDC3E", "Équipe de nuit")] * 2


def test_a_team_that_exists_is_joined(staff):
    staff.give(role="CDC3E", team="Nuit")
    staff.give(rpps=OTHER_RPPS, role="CDC3E", team="nuit")
    assert staff.profiles() == [(ET, "CDC3E", "Nuit")] * 2


def test_a_physician_keeps_account_and_password_when_a_profile_is_added(staff):
    known = staff.build.physician(rpps=RPPS, mssante=MINE)
    staff.give(password="")
    assert staff.account(RPPS).credential.version == known.credential.version


def test_an_expired_password_is_replaced_and_must_be_changed(staff, later):
    staff.build.physician(rpps=RPPS, sign_ins=90)
    staff.give(role="SYNT", password=NEW_PASSWORD)
    credential = staff.account(RPPS).credential
    assert (credential.sign_ins, credential.must_change) == (0, True)
    assert accounts.hasher().verify(credential.password_hash, NEW_PASSWORD).matches


def test_the_sessions_opened_by_the_old_password_end(staff):
    account = staff.build.physician(rpps=RPPS, sign_ins=90)
    now = clock.now()
    with transaction() as session:
        values = {"token_digest": "x", "level": Level.FULL, "browser_mark": "m", "label": "Firefox"}
        session.add(SignedInSession(account_id=account.id, created_at=now, seen_at=now, **values))
    staff.give(role="SYNT", password=NEW_PASSWORD)
    with reading() as session:
        assert session.scalars(select(SignedInSession)).all() == []


def test_a_password_that_has_not_expired_is_kept(staff):
    staff.build.physician(rpps=RPPS)
    decision = staff.give(role="SYNT", password=NEW_PASSWORD)
    assert codes(decision.alerts) == ["motdepasse_ignore"]
    assert accounts.hasher().verify(staff.account(RPPS).credential.password_hash, PASSWORD).matches


def test_an_initial_password_is_not_replaced_by_the_same_file_imported_again(staff):
    staff.build.physician(rpps=RPPS, sign_ins=90)
    staff.give(role="SYNT", password="")
    first = staff.give(action="M", role="SYNT", password=NEW_PASSWORD)
    again = staff.give(action="M", role="SYNT", password=NEW_PASSWORD)
    assert (first.sets_password, again.sets_password) == (True, False)


def test_somebody_who_never_had_a_password_may_be_given_one(staff):
    staff.build.physician(rpps=RPPS, password=None)
    assert staff.give(role="SYNT", password=NEW_PASSWORD).sets_password


def test_a_weak_password_is_refused_before_anything_is_written(staff):
    assert codes(staff.preview(line(password="motdepasse1"))[0].findings) == ["motdepasse_faible"]


def test_a_line_whose_password_was_not_hashed_is_to_be_imported_again(staff):
    with transaction() as session:
        [decision] = service.apply(session, staff.by, [line()], Seen(), {})
    assert (codes(decision.findings), staff.profiles()) == (["ligne_depassee"], [])


def test_an_address_is_changed_and_the_old_one_is_told_without_showing_the_new_one(staff):
    staff.give(email=MINE)
    staff.give(action="M", password="", email=NEW)
    assert staff.account(RPPS).mssante == NEW
    [mail] = staff.mails()
    assert (mail.recipient, mail.subject) == (MINE, "Votre adresse MSSanté a été remplacée")
    assert NEW not in json.dumps(mail.context)


def test_the_links_mailed_to_the_old_address_are_dead(staff):
    staff.give(email=MINE)
    before = staff.account(RPPS).credential.version
    staff.give(action="M", password="", email=NEW)
    assert staff.account(RPPS).credential.version == before + 1


def test_the_notice_reaches_the_old_address(staff, mailbox):
    staff.give(email=MINE)
    staff.give(action="M", password="", email=NEW)
    assert "c•••••d@ght.mssante.fr" in mailbox.texts(MINE)[0]


def test_a_non_physician_renamed_is_found_by_the_new_name(staff):
    staff.give(OTHER)
    staff.give(OTHER, action="M", password="", last_name="Étienne-Petit")
    assert [row.last_name for row in staff.listed(text="etienne petit")] == ["Étienne-Petit"]


def test_dates_are_changed(staff):
    staff.give()
    staff.give(action="M", password="", starts_on="01/02/2026", ends_on="31/12/2026")
    [row] = staff.listed()
    assert (f"{row.starts_on}", f"{row.ends_on}") == ("2026-02-01", "2026-12-31")


def test_a_profile_deleted_is_gone_and_the_account_stays(staff):
    staff.give()
    staff.give(action="S")
    assert (staff.profiles(), staff.account(RPPS).closed_at) == ([], None)


@pytest.mark.parametrize("base", [None, OTHER], ids=["médecin", "non-médecin"])
def test_a_profile_deleted_may_be_created_again(staff, base):
    given = (base,) if base else ()
    staff.give(*given)
    staff.give(*given, action="S")
    assert isinstance(staff.give(*given, password=""), Create)


def test_create_modify_and_delete_in_one_chunk_leave_the_account_and_the_journal(staff):
    lines = [
        line(number=1),
        line(number=2, action="M", password="", email=MINE),
        line(number=3, action="S"),
    ]
    assert [outcome(decision) for decision in staff.run(*lines)] == ["OK"] * 3
    assert (staff.profiles(), staff.account(RPPS).mssante) == ([], MINE)
    told = [Event.ACCOUNT_CREATED, Event.PROFILE_CREATED, Event.PROFILE_CHANGED, Event.PROFILE_DELETED]
    assert [row.event for row in staff.journal()] == told


def test_the_person_reads_in_the_journal_who_changed_what(staff):
    staff.give(email=MINE)
    staff.give(action="M", password="", email=NEW)
    row = staff.journal()[-1]
    assert (row.subject_id, row.event) == (staff.account(RPPS).id, Event.PROFILE_CHANGED)
    assert (json.loads(row.before)["Email"], json.loads(row.after)["Email"]) == (MINE, NEW)


def test_a_password_replaced_is_in_the_journal_without_the_password(staff):
    staff.build.physician(rpps=RPPS, sign_ins=90)
    staff.give(role="SYNT", password=NEW_PASSWORD)
    assert [row.event for row in staff.journal()] == [Event.PASSWORD_GIVEN, Event.PROFILE_CREATED]
    assert NEW_PASSWORD not in "".join(f"{row.before}{row.after}" for row in staff.journal())


def test_the_same_modification_again_writes_nothing(staff):
    staff.give(email=MINE)
    staff.give(action="M", password="", email=NEW)
    before = len(staff.journal()), len(staff.mails())
    staff.give(action="M", password="", email=NEW)
    assert (len(staff.journal()), len(staff.mails())) == before


def test_an_export_imported_again_writes_nothing(staff):
    staff.run(
        line(number=1, email=MINE, ends_on="31/12/2030"),
        line(OTHER, number=2, role="CDC4", team="Équipe d’été"),
        line(number=3, rpps=OTHER_RPPS, role="CDC3A", team="Nuit", last_name="L’Hôpital", finess_et=OTHER_ET),
    )
    with reading() as session:
        kept = [columns.written(made) for made in store.exported(session, staff.held, store.Filters())]
    before = len(staff.journal())
    decisions = staff.run(*(columns.parse(cells, number) for number, cells in enumerate(kept, 1)))
    assert [(outcome(d), d.changes) for d in decisions] == [("OK", {})] * 3
    assert len(staff.journal()) == before


def test_a_chunk_costs_no_more_queries_than_a_line(staff, counted):
    def renamed(*numbers):
        return [
            line(OTHER, number=n, identifier=f"agent{n}", action="M", password="", last_name="Petit") for n in numbers
        ]

    staff.run(*(line(OTHER, number=n, identifier=f"agent{n}") for n in range(1, 42)))
    counts = []
    for lines in (renamed(*range(2, 42)), renamed(1)):
        counted.clear()
        staff.run(*lines)
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_what_was_seen_can_be_undone_with_the_chunk(staff):
    seen = Seen()
    kept = seen.copy()
    with transaction() as session:
        service.apply(session, staff.by, [line()], seen, {1: "x"})
        session.rollback()
    assert isinstance(staff.run(line(), seen=kept)[0], Create)


# What a référent must not be able to do.


def test_a_right_without_scope_opens_no_establishment(staff):
    somebody = staff.referent("")
    assert isinstance(staff.give(by=somebody.id), Refused)


def test_a_perimeter_taken_back_meanwhile_stops_the_import(staff):
    with transaction() as session:
        for right in session.scalars(select(AccountRight).where(AccountRight.account_id == staff.by)):
            session.delete(right)
    assert codes(staff.give().findings) == ["finess_hors_perimetre"]


def test_the_former_staff_of_another_hospital_cannot_be_taken_by_their_identifier(staff):
    other = staff.referent(FOREIGN_EJ)
    theirs = {"finess_ej": FOREIGN_EJ, "finess_et": FOREIGN_ET}
    staff.give(OTHER, by=other.id, **theirs)
    staff.give(OTHER, by=other.id, action="S", **theirs)
    assert codes(staff.give(OTHER).findings) == ["identifiant_pris"]


def test_the_identifier_of_a_physician_is_not_free_and_opens_no_profile_of_theirs(staff):
    staff.build.physician(rpps=RPPS, certdc_id="cdurand")
    staff.give(role="SYNT", password="")
    decisions = staff.run(
        line(number=1, action="M", role="SYNT", password="", email=MINE),
        line(OTHER, number=2),
        line(OTHER, number=3, action="S", role="SYNT"),
    )
    assert [codes(findings(decision)) for decision in decisions] == [[], ["identifiant_pris"], ["profil_inconnu"]]


@pytest.mark.parametrize("right", [Right.ADMINISTRATOR, Right.INSTRUCTOR, Right.MEDIMAIL_ADMINISTRATOR])
def test_an_administrator_s_way_in_is_not_a_referent_s_to_change(staff, right):
    staff.build.physician(rpps=RPPS, mssante=MINE, sign_ins=90, rights=frozenset({right}))
    staff.give(role="SYNT", password="")
    decision = staff.give(action="M", role="SYNT", email=NEW, password=NEW_PASSWORD)
    assert (codes(decision.alerts), decision.changes) == (["compte_protege"] * 2, {})


def test_nor_is_that_of_a_referent_of_other_establishments(staff):
    account = staff.build.physician(rpps=RPPS, mssante=MINE)
    with transaction() as session:
        session.add(AccountRight(account_id=account.id, name=Right.REFERENT, scope=FOREIGN_EJ))
    staff.give(role="SYNT", password="")
    assert codes(staff.give(action="M", role="SYNT", email=NEW, password="").alerts) == ["compte_protege"]


def test_the_address_of_another_member_of_the_staff_is_refused(staff):
    staff.build.physician(rpps=OTHER_RPPS, mssante=NEW)
    assert codes(staff.give(email=NEW).findings) == ["email_pris"]


def test_a_physician_s_own_medimail_mailbox_is_not_somebody_else(staff):
    staff.build.person(kind=Kind.MAILBOX_HOLDER, last_name="Durand", first_name="Camille", email=NEW, mssante=NEW)
    assert isinstance(staff.give(email=NEW), Create)


def test_what_two_referents_create_at_the_same_instant_is_there_once(staff, app):
    start, outcomes = Barrier(2), []

    def create():
        with app.app_context():
            start.wait()
            try:
                with transaction() as session:
                    outcomes.append(service.apply(session, staff.by, [line()], Seen(), {1: "x"})[0])
            except IntegrityError:
                outcomes.append(None)

    threads = [Thread(target=create) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([made for made in outcomes if isinstance(made, Create)]) == 1
    assert staff.profiles() == [(ET, "CDC3D", None)]
