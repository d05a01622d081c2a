"""Référents: added from the staff, removed, never the last one."""

from threading import Barrier, Thread

import pytest

from portal.accounts.models import Account
from portal.db import reading, transaction
from portal.profiles.record import loading, referents
from portal.profiles.record.rules.acts import Done, LastReferent, NotYours, Unchanged
from tests.profiles.lines import EJ, ET, FOREIGN_EJ, OTHER, OTHER_ET, RPPS


@pytest.fixture
def do(staff):
    """Do something to a référent: `do(referents.add, account_id, EJ)`."""

    def act(what, *args, by=None):
        with reading() as session:
            held = loading.perimeter(session, by or staff.by)
        with transaction() as session:
            return what(session, held, by or staff.by, *args)

    return act


def test_an_entity_brings_all_its_establishments(staff):
    assert set(staff.held.territorials) == {ET, OTHER_ET}


def test_an_establishment_brings_itself_alone(staff):
    with reading() as session:
        assert set(loading.perimeter(session, staff.referent(ET).id).territorials) == {ET}


def test_somebody_of_the_staff_is_made_referent(do, staff):
    staff.give()
    assert do(referents.add, staff.account(RPPS).id, EJ) == Done(staff.account(RPPS).id)
    assert do(referents.add, staff.account(RPPS).id, EJ) == Unchanged()


def test_somebody_unknown_and_somebody_else_s_staff_get_one_answer(do, staff):
    stranger = staff.build.physician(rpps="99999900030")
    assert [do(referents.add, account_id, EJ) for account_id in (stranger.id, 999_999)] == [NotYours()] * 2


@pytest.mark.parametrize(
    ("scope", "over"),
    [(ET, f"CH DE FLEYRIAT, FINESS {ET}"), (EJ, f"tous les établissements de l’entité juridique {EJ}")],
)
def test_a_new_referent_is_told_over_what(do, staff, scope, over):
    staff.give(email="camille.durand@chu-demo.mssante.fr")
    do(referents.add, staff.account(RPPS).id, scope)
    [mail] = [mail for mail in staff.mails() if mail.template == "profiles/referent_added"]
    assert (mail.recipient, mail.context["over"]) == ("camille.durand@chu-demo.mssante.fr", over)


def test_a_removed_referent_is_told(do, staff):
    staff.give(email="camille.durand@chu-demo.mssante.fr")
    do(referents.add, staff.account(RPPS).id, ET)
    do(referents.remove, staff.account(RPPS).id, ET)
    assert "profiles/referent_removed" in {mail.template for mail in staff.mails()}


def _addressed(staff, *scopes, name):
    """Another référent, who can be written to."""
    account = staff.referent(*scopes)
    with transaction() as session:
        session.get(Account, account.id).mssante = f"{name}@chu-demo.mssante.fr"
    return account


def _told(staff, template):
    return {
        (mail.recipient.partition("@")[0], mail.context["over"]) for mail in staff.mails() if mail.template == template
    }


HERE, EVERYWHERE = f"CH DE FLEYRIAT, FINESS {ET}", f"tous les établissements de l’entité juridique {EJ}"


@pytest.mark.parametrize(
    ("scope", "told"),
    [
        (ET, {("entite", HERE), ("ici", HERE)}),
        (EJ, {("entite", EVERYWHERE), ("ici", EVERYWHERE), ("ailleurs", EVERYWHERE)}),
    ],
)
def test_whoever_manages_it_already_is_told_of_a_new_referent_and_of_one_who_goes(do, staff, scope, told):
    staff.give(email="camille.durand@chu-demo.mssante.fr")
    for name, *scopes in (("entite", EJ), ("ici", ET), ("ailleurs", OTHER_ET), ("loin", FOREIGN_EJ)):
        _addressed(staff, *scopes, name=name)
    do(referents.add, staff.account(RPPS).id, scope)
    assert _told(staff, "profiles/referent_joined") == told
    do(referents.remove, staff.account(RPPS).id, scope)
    assert _told(staff, "profiles/referent_left") == told


def test_who_did_it_is_named_to_the_others(do, staff):
    staff.give(email="camille.durand@chu-demo.mssante.fr")
    _addressed(staff, ET, name="ici")
    do(referents.add, staff.account(RPPS).id, ET)
    do(referents.remove, staff.account(RPPS).id, ET, by=staff.account(RPPS).id)
    joined, left = (
        next(mail for mail in staff.mails() if mail.template == f"profiles/referent_{word}")
        for word in ("joined", "left")
    )
    assert (joined.context["name"], joined.context["by"]) == ("Camille Durand", "Louis Lilas")
    assert (left.context["name"], left.context["by"]) == ("Camille Durand", "")


def test_nobody_is_told_of_a_change_that_is_undone(staff):
    staff.give()
    _addressed(staff, ET, name="ici")
    with reading() as session:
        held = loading.perimeter(session, staff.by)

    def undone():
        with transaction() as session:
            referents.add(session, held, staff.by, staff.account(RPPS).id, ET)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        undone()
    assert staff.mails() == []


def test_a_referent_of_one_establishment_is_widened_to_the_entity_without_a_profile(do, staff):
    single = staff.referent(ET)
    assert do(referents.add, single.id, EJ) == Done(single.id)


def test_of_two_who_name_the_same_person_at_once_one_does(do, staff, app):
    staff.give()
    account_id, start, answers = staff.account(RPPS).id, Barrier(2), []

    def name():
        with app.app_context():
            start.wait()
            answers.append(do(referents.add, account_id, ET))

    threads = [Thread(target=name) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(answer).__name__ for answer in answers) == ["Done", "Unchanged"]


def test_a_referent_without_an_address_is_added_all_the_same(do, staff):
    staff.give()
    assert isinstance(do(referents.add, staff.account(RPPS).id, ET), Done)
    assert staff.mails() == []


def test_nothing_is_told_of_what_was_not_done(do, staff):
    staff.give(email="camille.durand@chu-demo.mssante.fr")
    do(referents.add, staff.account(RPPS).id, ET)
    before = len(staff.mails())
    do(referents.add, staff.account(RPPS).id, ET)
    do(referents.remove, staff.by, EJ)
    assert len(staff.mails()) == before


def test_nobody_hands_what_they_do_not_hold(do, staff):
    staff.give(OTHER)
    single = staff.referent(ET)
    assert [
        do(referents.add, staff.account("cdurand").id, scope, by=single.id) for scope in (EJ, OTHER_ET, FOREIGN_EJ)
    ] == [NotYours()] * 3


def test_the_last_referent_stays(do, staff):
    assert do(referents.remove, staff.by, EJ) == LastReferent()


def test_a_referent_may_leave_once_there_is_another_one(do, staff):
    staff.referent(EJ)
    assert do(referents.remove, staff.by, EJ) == Done()
    assert staff.held.territorials == {}


def test_whoever_manages_the_entity_still_manages_the_establishment(do, staff):
    single = staff.referent(ET)
    assert do(referents.remove, single.id, ET) == Done()


def test_a_referent_of_one_establishment_cannot_remove_that_of_the_entity(do, staff):
    single = staff.referent(ET)
    assert do(referents.remove, staff.by, EJ, by=single.id) == NotYours()


def test_who_manages_an_establishment_is_told_with_the_scope(do, staff):
    single = staff.referent(ET)
    with reading() as session:
        found = referents.of(session, staff.held, ET)
    assert {(account.id, scope) for account, scope in found} == {(staff.by, EJ), (single.id, ET)}


def test_somebody_who_is_no_referent_is_not_removed(do, staff):
    somebody = staff.build.physician()
    assert do(referents.remove, somebody.id, EJ) == NotYours()


def test_of_two_who_leave_at_the_same_instant_one_stays(do, staff, app):
    other, start, answers = staff.referent(EJ), Barrier(2), []
    leaving = [staff.by, other.id]

    def leave(account_id):
        with app.app_context():
            start.wait()
            answers.append(do(referents.remove, account_id, EJ, by=account_id))

    threads = [Thread(target=leave, args=(account_id,)) for account_id in leaving]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(answer).__name__ for answer in answers) in (["Done", "LastReferent"], ["Done", "NotYours"])
    with reading() as session:
        assert len(referents.of(session, loading.perimeter(session, other.id), ET)) <= 1
