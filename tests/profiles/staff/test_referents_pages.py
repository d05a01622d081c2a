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


def named(page, person, reach="territorial"):
    """The page that asks for confirmation before this person is made référent."""
    ways = [link["href"] for link in page.soup.select("#personnes a.button")]
    (way,) = [way for way in ways if f"/{person}/nommer" in way and way.endswith(reach)]
    return page.open(way)


@pytest.mark.parametrize(("reach", "scope"), [("territorial", ET), ("juridique", EJ)])
def test_somebody_of_the_staff_is_found_and_named_once_it_is_confirmed(known, desk, reach, scope):
    person = known.account("cdurand").id
    page = named(desk.open(f"{HERE}?q=petit"), person, reach)
    assert scopes(person) == []
    page.press("Rendre référent")
    assert "est maintenant référente" in page.text
    assert scopes(person) == [scope]
    assert known.journal()[-1].event == Event.REFERENT_ADDED


@pytest.mark.parametrize(
    ("reach", "over"),
    [("territorial", ["CH DE FLEYRIAT"]), ("juridique", ["CH DE FLEYRIAT", "EHPAD EMILE PELICAND"])],
)
def test_the_confirmation_says_to_whom_what_opens_over_what(known, desk, reach, over):
    page = named(desk.open(f"{HERE}?q=petit"), known.account("cdurand").id, reach)
    assert page.heading == "Rendre référent"
    assert [place.get_text() for place in page.soup.select("main li.names")] == over
    for said in ("Camille Petit", "en créer, les modifier et les supprimer", "nommer d’autres référents"):
        assert said in page.text


def test_the_confirmation_says_who_is_told(known, desk):
    known.referent(ET)
    page = named(desk.open(f"{HERE}?q=petit"), known.account("cdurand").id)
    assert "1 autre référent en est prévenu" in page.text


def test_twice_is_once(known, desk):
    way = f"{HERE}/{known.account('cdurand').id}/nommer"
    desk.open(way).press("Rendre référent")
    assert "l’était déjà" in desk.post(way, {"portee": "territorial"}).text
    assert "l’était déjà" in desk.open(way).text


def test_nobody_is_proposed_before_a_search_nor_twice(known, desk):
    known.give(OTHER, last_name="Petit", role="CDC2", password="")
    assert not desk.open(HERE).soup.select("#personnes tbody tr")
    assert len(desk.open(f"{HERE}?q=petit").soup.select("#personnes tbody tr")) == 1


def test_nobody_is_proposed_who_manages_the_establishment_already(known, desk):
    with transaction() as session:
        session.add(AccountRight(account_id=known.account("cdurand").id, name=Right.REFERENT, scope=ET))
    page = desk.open(f"{HERE}?q=petit")
    assert not page.soup.select("#personnes tbody tr")
    assert "déjà référentes" in page.text


def test_a_referent_of_the_establishment_is_widened_to_the_entity(staff, desk):
    other = staff.referent(ET)
    (way,) = [link["href"] for link in desk.open(HERE).soup.select("#liste a.button") if "/nommer" in link["href"]]
    desk.open(way).press("Rendre référent")
    assert sorted(scopes(other.id)) == [ET, EJ]


def test_somebody_who_is_not_of_the_staff_answers_as_nobody(staff, desk):
    stranger = staff.build.person(kind="personnel", last_name="Ailleurs", first_name="Alex", certdc_id="ailleurs")
    answers = set()
    for account_id in (stranger.id, 999_999):
        way = f"{HERE}/{account_id}/nommer"
        answers |= {desk.send("GET", way).status_code, desk.post(way, {"portee": "territorial"}).status}
    assert answers == {404}
    assert scopes(stranger.id) == []


def test_whoever_holds_one_establishment_hands_that_one_alone(known, new_desk):
    other = new_desk(known.referent(ET))
    page = other.open(f"{HERE}?q=petit")
    assert "De toute l’entité juridique" not in page.text
    person = known.account("cdurand").id
    for scope in (f"{HERE}/{person}/nommer", f"/etablissements/{OTHER_ET}/referents/{person}/nommer"):
        assert page.send("GET", f"{scope}?portee=juridique").status_code == 404
        assert page.post(scope, {"portee": "juridique"}).status == 404
    assert scopes(person) == []


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
