"""What is done to a record beside its moves: fields, establishments, people, messages, tests of the bac à sable."""

import pytest

from portal.db import reading, transaction
from portal.raccordement.record import members, perimeter, rules, service, store
from portal.raccordement.record.models import EstablishmentsRequest
from portal.raccordement.record.rules import LastMember, Locked, NotAMember, ReasonMissing, Stale, Unchanged, Updated
from portal.raccordement.record.service import Actor
from portal.raccordement.record.states import Role, State
from tests.raccordement.conftest import PLACES, manager_of


def update(record, by, values, version=None):
    with transaction() as session:
        locked = store.get(session, record.id, lock=True)
        return service.update(session, locked, by, values, version=record.version if version is None else version)


def ask(record, by, *finess_et):
    with transaction() as session:
        locked = store.get(session, record.id, lock=True)
        return perimeter.ask(session, locked, by, list(store.attached(session, finess_et)))


def decide(record, by, *, accepted, reason=""):
    with transaction() as session:
        locked = store.get(session, record.id, lock=True)
        return perimeter.decide(session, locked, by, accepted=accepted, reason=reason)


def live(records, record):
    return [row.finess_et for row in records.read(record.id).establishments]


def history(record):
    with reading() as session:
        return store.entries(session, record.id)


def test_what_changed_is_kept_with_both_values_and_who_did_it(records):
    record = records.record(State.TO_CORRECT)
    by = manager_of(record)
    assert isinstance(update(record, by, {"si_version": "4.3", "phone": record.phone}), Updated)
    (entry, account), *_ = history(record)
    assert (entry.changes, account.id) == ({"si_version": ["4.2", "4.3"]}, by.account_id)


def test_nothing_changed_writes_nothing(records):
    record = records.record(State.TO_CORRECT)
    assert update(record, manager_of(record), dict(record.values)) == Unchanged()
    assert records.read(record.id).version == record.version


def test_a_proved_address_is_not_replaced_by_an_unproved_one(records):
    record = records.record(State.TO_CORRECT)
    update(record, manager_of(record), {"email": "autre@ch-exemple.fr"})
    assert records.read(record.id).email == record.email


def test_of_two_who_change_the_second_is_told(records):
    record = records.record(State.TO_CORRECT)
    by = manager_of(record)
    update(record, by, {"si_version": "4.3"})
    assert isinstance(update(record, by, {"si_version": "4.4"}, version=record.version), Stale)
    assert records.read(record.id).si_version == "4.3"


@pytest.mark.parametrize("state", [State.UNDER_REVIEW, State.REFUSED, State.REVOKED, State.SUSPENDED])
def test_a_record_that_is_judged_or_closed_is_not_changed(state, records):
    record = records.record(state)
    assert update(record, manager_of(record), {"si_version": "5"}) == Locked(state)


def test_establishments_change_at_once_before_acceptance(records):
    record = records.record(State.TO_CORRECT)
    assert isinstance(ask(record, manager_of(record), "010000032"), Updated)
    assert live(records, record) == ["010000032"]


def test_establishments_of_an_accepted_record_wait_for_consent(records, mailbox):
    record = records.record(State.PRODUCTION)
    assert isinstance(ask(record, manager_of(record), "010000032"), EstablishmentsRequest)
    assert live(records, record) == ["010000024", "010005239"]
    assert records.read(record.id).state is State.PRODUCTION


def test_accepted_they_replace_what_was_live_once(records, mailbox):
    record = records.record(State.PRODUCTION)
    by = manager_of(record)
    ask(record, by, "010000024", "010000032")
    judge = Actor(records.instructor().id, Role.INSTRUCTOR)
    assert isinstance(decide(record, judge, accepted=True), Updated)
    assert decide(record, judge, accepted=True) == Unchanged()
    assert live(records, record) == ["010000024", "010000032"]
    assert "accepté" in mailbox.texts(record.email)[0]


def test_refused_with_a_reason_they_stay(records, mailbox):
    record = records.record(State.PRODUCTION)
    ask(record, manager_of(record), "010000032")
    judge = Actor(records.instructor().id, Role.INSTRUCTOR)
    assert decide(record, judge, accepted=False) == ReasonMissing()
    assert isinstance(decide(record, judge, accepted=False, reason="Autre entité juridique."), Updated)
    assert live(records, record) == ["010000024", "010005239"]
    assert "Autre entité juridique." in mailbox.texts(record.email)[0]


def test_asking_for_what_is_live_takes_the_request_back(records):
    record = records.record(State.PRODUCTION)
    by = manager_of(record)
    ask(record, by, "010000032")
    assert ask(record, by, "010000024", "010005239") == Unchanged()
    with reading() as session:
        assert store.establishments_asked(session, record.id) is None


def test_a_record_never_has_nobody(records):
    record = records.record()
    by = manager_of(record)
    with transaction() as session:
        assert members.remove(session, record, by.account_id, by=by.account_id) == LastMember()


def join(record, email, by):
    with transaction() as session:
        token = members.write_token(members.invite(session, record, email, by=by), record)
    with transaction() as session:
        invitation = members.invited(session, token, lock=True)
        account = members.accept(session, invitation, last_name="Noël", first_name="Sacha")
    return token, account


def test_a_colleague_joins_by_a_link_that_opens_once(records):
    record = records.record()
    token, account = join(record, "sacha.noel@ch-exemple.fr", manager_of(record).account_id)
    with reading() as session:
        assert members.invited(session, token) is None
        assert [a.id for _, a in store.members(session, record.id)][1:] == [account.id]


def test_an_invitation_dies_after_a_week(records, later):
    record = records.record()
    with transaction() as session:
        invitation = members.invite(session, record, "s@ch-exemple.fr", by=manager_of(record).account_id)
        token = members.write_token(invitation, record)
    later(days=7)
    with reading() as session:
        assert members.invited(session, token) is None


def test_a_forged_invitation_opens_nothing(records):
    records.record()
    with reading() as session:
        assert members.invited(session, "1.forged") is None


def test_an_invited_account_keeps_its_password_and_names(records, build):
    record = records.record()
    known = build.administrator(email="d.martin@ch-exemple.fr")
    _, account = join(record, "d.martin@ch-exemple.fr", manager_of(record).account_id)
    assert (account.id, account.last_name) == (known.id, known.last_name)


def test_the_main_correspondent_hands_over_before_leaving(records):
    record = records.record()
    first = manager_of(record).account_id
    _, second = join(record, "sacha.noel@ch-exemple.fr", first)
    with transaction() as session:
        assert members.remove(session, record, first, by=first) == LastMember()
        assert members.hand_over(session, record, second.id, by=first) is None
        assert members.remove(session, record, first, by=second.id) is None
    with reading() as session:
        assert [(m.account_id, m.main) for m, _ in store.members(session, record.id)] == [(second.id, True)]


def test_nobody_is_handed_a_record_that_is_not_theirs(records):
    record = records.record()
    with transaction() as session:
        assert members.hand_over(session, record, records.manager().id, by=1) == NotAMember()


def post(record, by, body, press, **how):
    with transaction() as session:
        return service.post_message(session, store.get(session, record.id), by, body, press=press, **how)


def test_a_message_is_told_to_the_other_side_without_its_words(records, mailbox):
    record = records.record(State.UNDER_REVIEW)
    judge = Actor(record.instructor_id, Role.INSTRUCTOR)
    assert post(record, judge, "Quel est le nom du patient test ?", "a" * 43)
    text = mailbox.texts(record.email)[0]
    assert "patient test" not in text
    assert f"/raccordement/{record.number}" in text


def test_the_same_press_is_one_message(records, mailbox):
    record = records.record()
    by = manager_of(record)
    assert post(record, by, "Bonjour", "b" * 43)
    assert not post(record, by, "Bonjour", "b" * 43)


def test_an_internal_note_leaves_the_instruction_in_no_way(records, mailbox):
    record = records.record(State.UNDER_REVIEW)
    sent = len(mailbox.all())
    post(record, Actor(record.instructor_id, Role.INSTRUCTOR), "Note", "c" * 43, internal=True)
    assert len(mailbox.all()) == sent
    with reading() as session:
        assert store.messages(session, record.id, internal=False) == []
        assert len(store.messages(session, record.id, internal=True)) == 1


def test_the_first_conclusive_test_is_told_once(records, mailbox):
    record = records.record(State.SANDBOX)
    sent = len(mailbox.all())
    for reference, findings in [("T1", ["NIPP absent"]), ("T2", []), ("T2", []), ("T3", [])]:
        with transaction() as session:
            locked = store.get(session, record.id, lock=True)
            service.record_sandbox_result(
                session, locked, reference=reference, conclusive=not findings, findings=findings
            )
    assert len(mailbox.all()) == sent + 1
    with reading() as session:
        assert {r.reference for r in store.sandbox_results(session, record.id)} == {"T1", "T2", "T3"}


def test_another_request_of_the_system_for_the_same_juridical_is_a_duplicate(records):
    record = records.record()
    twin = records.record(si_name="HOPITAL-EXEMPLE dpi", finess_et=["010005239"])
    records.record(si_name="Autre logiciel")
    records.record(finess_et=["010000032"])
    with reading() as session:
        assert [found.id for found in store.duplicates(session, record)] == [twin.id]


def test_a_number_can_be_read_on_the_telephone():
    assert rules.number(42, 2026) == "R-2026-00042"


def test_a_draft_says_what_it_lacks():
    lacking = rules.missing({"last_name": "Petit", "email": "a@b.fr"}, [])
    assert "comments" not in lacking
    assert lacking[0] == "first_name"
    assert lacking[-1] == rules.ESTABLISHMENTS


def test_the_register_s_closed_places_stay_on_the_records_that_name_them(records):
    record = records.record(finess_et=[PLACES[2][0]])
    records.closed_place(PLACES[2][0])
    with reading() as session:
        (place,) = store.attached(session, [PLACES[2][0]])
    assert place.left_on
    assert live(records, record) == [PLACES[2][0]]
