"""Référents: added from the staff, removed, never the last one."""

from threading import Barrier, Thread

import pytest

from portal.db import reading, transaction
from portal.profiles.record import loading, referents
from portal.profiles.record.rules.acts import Done, LastReferent, NotYours, Unchanged
from tests.profiles.lines import EJ, ET, FOREIGN_EJ, OTHER, OTHER_ET, RPPS


@pytest.fixture
def do(staff):
    """Do something to a référent: `do(referents.add, RPPS, EJ)`."""

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
    assert do(referents.add, RPPS, EJ) == Done(staff.account(RPPS).id)
    assert do(referents.add, RPPS, EJ) == Unchanged()


@pytest.mark.parametrize("identifier", ["99999900030", "inconnu"])
def test_somebody_unknown_and_somebody_else_s_staff_get_one_answer(do, staff, identifier):
    staff.build.physician(rpps="99999900030")
    assert do(referents.add, identifier, EJ) == NotYours()


@pytest.mark.parametrize(
    ("scope", "over"),
    [(ET, f"CH DE FLEYRIAT, FINESS {ET}"), (EJ, f"tous les établissements de l’entité juridique {EJ}")],
)
def test_a_new_referent_is_told_over_what(do, staff, scope, over):
    staff.give(email="camille.durand@chu-demo.mssante.fr")
    do(referents.add, RPPS, scope)
    [mail] = [mail for mail in staff.mails() if mail.template == "profiles/referent_added"]
    assert (mail.recipient, mail.context["over"]) == ("camille.durand@chu-demo.mssante.fr", over)


def test_a_removed_referent_is_told(do, staff):
    staff.give(email="camille.durand@chu-demo.mssante.fr")
    do(referents.add, RPPS, ET)
    do(referents.remove, staff.account(RPPS).id, ET)
    assert staff.mails()[-1].template == "profiles/referent_removed"


def test_a_referent_without_an_address_is_added_all_the_same(do, staff):
    staff.give()
    assert isinstance(do(referents.add, RPPS, ET), Done)
    assert staff.mails() == []


def test_nothing_is_told_of_what_was_not_done(do, staff):
    staff.give(email="camille.durand@chu-demo.mssante.fr")
    do(referents.add, RPPS, ET)
    before = len(staff.mails())
    do(referents.add, RPPS, ET)
    do(referents.remove, staff.by, EJ)
    assert len(staff.mails()) == before


def test_nobody_hands_what_they_do_not_hold(do, staff):
    staff.give(OTHER)
    single = staff.referent(ET)
    assert [do(referents.add, "cdurand", scope, by=single.id) for scope in (EJ, OTHER_ET, FOREIGN_EJ)] == [
        NotYours()
    ] * 3


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
