"""The référents on screen: added from the staff, removed, never the last one."""

import pytest

from portal.accounts import store as people
from portal.accounts.models import AccountRight
from portal.accounts.rules import Right
from portal.audit import Event
from portal.db import reading, transaction
from tests.profiles.lines import EJ, ET, FOREIGN_ET, OTHER, OTHER_ET

HERE = f"/etablissements/{ET}/referents"


def scopes(account_id):
    with reading() as session:
        return [right.scope for right in people.rights(session, account_id) if right.name is Right.REFERENT]


def listed(page):
    rows = page.soup.select("#liste tbody tr")
    return [(row.span.get_text(), row.td.get_text()) for row in rows]


def test_those_who_manage_an_establishment_are_listed_with_what_they_reach(staff, desk):
    staff.referent(ET)
    staff.referent(OTHER_ET)
    page = desk.open(HERE)
    assert sorted(reach for _, reach in listed(page)) == [
        "Cet établissement",
        "Tous les établissements de l’entité juridique",
    ]


@pytest.mark.parametrize(("button", "scope"), [("Rendre référent", ET), ("De toute l’entité juridique", EJ)])
def test_somebody_of_the_staff_is_found_and_added(known, desk, button, scope):
    page = desk.open(f"{HERE}?q=petit").press(button)
    assert "est maintenant référente" in page.text
    assert scopes(known.account("cdurand").id) == [scope]
    assert known.journal()[-1].event == Event.REFERENT_ADDED


def test_twice_is_once(known, desk):
    desk.open(f"{HERE}?q=petit").press("Rendre référent")
    assert "l’était déjà" in desk.open(f"{HERE}?q=petit").press("Rendre référent").text


def test_nobody_is_proposed_before_a_search_nor_twice(known, desk):
    known.give(OTHER, last_name="Petit", role="CDC2", password="")
    assert not desk.open(HERE).soup.select("#personnes tbody tr")
    assert len(desk.open(f"{HERE}?q=petit").soup.select("#personnes tbody tr")) == 1


def test_somebody_who_is_not_of_the_staff_answers_as_nobody(staff, desk):
    staff.build.person(kind="personnel", last_name="Ailleurs", first_name="Alex", certdc_id="ailleurs")
    answers = []
    for identifier in ("ailleurs", "personne.du.tout", "nul\x00", "é" * 300):
        desk.open(f"{HERE}?q=x").post(HERE, {"identifiant": identifier, "portee": "territorial"})
        answers.append(desk.text)
    assert len(set(answers)) == 1
    assert "Personne n’a été ajouté" in answers[0]


def test_whoever_holds_one_establishment_hands_that_one_alone(known, new_desk):
    other = new_desk(known.referent(ET))
    page = other.open(f"{HERE}?q=petit")
    assert "De toute l’entité juridique" not in page.text
    page.post(HERE, {"identifiant": "cdurand", "portee": "juridique"})
    assert scopes(known.account("cdurand").id) == []


def test_a_referent_is_removed_once_the_consequences_are_read(staff, desk):
    other = staff.referent(ET)
    page = desk.open(f"{HERE}/{other.id}/retirer?portee=territorial")
    assert scopes(other.id) == [ET]
    page.press("Retirer ce référent")
    assert scopes(other.id) == []


def test_the_last_referent_stays(staff, desk):
    page = desk.open(f"{HERE}/{staff.by}/retirer?portee=juridique").press("Renoncer à être référent")
    assert "Un établissement a toujours un référent" in page.text
    assert scopes(staff.by) == [EJ]


def test_whoever_gives_up_is_led_home(staff, desk):
    staff.referent(EJ)
    page = desk.open(f"{HERE}/{staff.by}/retirer?portee=juridique").press("Renoncer à être référent")
    assert page.path == "/"
    assert scopes(staff.by) == []


def test_the_referent_of_the_entity_is_out_of_reach_of_that_of_one_establishment(staff, new_desk):
    other = new_desk(staff.referent(ET))
    assert "Retirer" not in other.open(HERE).soup.select_one("#liste tbody").get_text().replace("Retirer", "", 1)
    assert other.send("GET", f"{HERE}/{staff.by}/retirer?portee=juridique").status_code == 404


def test_two_who_leave_at_once_leave_one(staff, desk, new_desk):
    other = staff.referent(EJ)
    mine = desk.open(f"{HERE}/{staff.by}/retirer?portee=juridique")
    theirs = new_desk(other).open(f"{HERE}/{other.id}/retirer?portee=juridique")
    mine.press("Renoncer à être référent")
    theirs.press("Renoncer à être référent")
    assert scopes(other.id) == [EJ]


def test_an_establishment_outside_tells_nothing_of_its_referents(staff, desk):
    with transaction() as session:
        session.add(AccountRight(account_id=staff.build.physician().id, name=Right.REFERENT, scope=FOREIGN_ET))
    assert desk.send("GET", f"/etablissements/{FOREIGN_ET}/referents").status_code == 404
