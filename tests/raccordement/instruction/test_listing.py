"""The instructeurs' list: each tab, count, filter and order is in its address, and shows what it says (promise 18)."""

import pytest
from bs4 import BeautifulSoup

from portal import clock
from portal.db import transaction
from portal.raccordement.record import service, store
from portal.raccordement.record.service import Actor
from portal.raccordement.record.states import CLOSED, Action, Role, State
from tests.pages.inside import put_inside
from tests.raccordement.conftest import ask_places

FINESS = "010000024"


def counts(page):
    tabs = page.soup.select('nav[aria-label="Demandes par état"] a')
    return {tab.span.get_text(): int(tab.select_one(".count").get_text()) for tab in tabs}


def test_every_state_has_its_tab_and_its_count(records, desk, listed):
    made = {state: records.record(state).number for state in State if state is not State.DRAFT}
    records.record(State.DRAFT)
    desk.open("/instruction")
    shown = counts(desk)
    assert {state.label: shown.get(state.label) for state in made} == dict.fromkeys((s.label for s in made), 1)
    assert shown["Toutes"] == len(made)
    assert {state: listed(f"/instruction?vue={state}") for state in made} == {s: [n] for s, n in made.items()}


def test_what_awaits_an_instructeur_is_shown_first_and_by_itself(records, listed):
    asked = [records.record(state).number for state in (State.DEPOSITED, State.UNDER_REVIEW, State.PRODUCTION_ASKED)]
    for state in (State.TO_CORRECT, State.SANDBOX, State.PRODUCTION, *CLOSED):
        records.record(state)
    assert sorted(listed()) == sorted(asked)


def test_a_list_of_establishments_that_waits_is_to_be_judged(records, desk, listed):
    record = records.record(State.PRODUCTION)
    ask_places(record, "010000032")
    assert listed("/instruction?vue=etablissements") == [record.number]
    assert listed() == [record.number]
    assert "établissements à valider" in desk.text


def test_what_waits_for_its_establishments_is_put_in_order_by_that(records, judge, new_client, later):
    live = records.record(State.PRODUCTION)
    later(days=5)
    waiting = records.record()
    later(days=1)
    ask_places(live, "010000032")
    page = put_inside(new_client(), judge).open("/instruction")
    assert [a.get_text() for a in page.soup.select("#demandes tbody th a")] == [waiting.number, live.number]


def test_mine_are_those_that_i_follow_and_that_are_not_settled(records, judge, listed):
    mine = records.record(State.SANDBOX, instructor=judge)
    records.record(State.PRODUCTION, instructor=judge)
    records.record(State.SANDBOX)
    assert listed("/instruction?vue=a_moi") == [mine.number]


def test_what_waits_longer_than_promised_is_overdue(records, judge, new_client, later, configure):
    configure(instruction_days=3)
    late = records.record(State.UNDER_REVIEW)
    records.record(State.SANDBOX)
    later(days=3, minutes=1)
    fresh = records.record()
    page = put_inside(new_client(), judge).open("/instruction?vue=en_retard")
    assert [a.get_text() for a in page.soup.select("#demandes tbody th a")] == [late.number]
    page.open("/instruction")
    marked = {
        r.select_one("th a").get_text(): "en retard" in r.get_text() for r in page.soup.select("#demandes tbody tr")
    }
    assert marked == {late.number: True, fresh.number: False}
    assert counts(page)["En retard"] == 1


def test_establishments_that_wait_too_long_are_overdue(records, judge, new_client, later):
    record = records.record(State.PRODUCTION)
    ask_places(record, "010000032")
    later(days=11)
    page = put_inside(new_client(), judge).open("/instruction?vue=en_retard")
    assert record.number in page.text


def test_a_suspension_is_never_overdue(records, judge, new_client, later):
    records.record(State.SUSPENDED)
    later(days=300)
    assert counts(put_inside(new_client(), judge).open("/instruction"))["En retard"] == 0


def test_a_delay_of_a_thousand_years_makes_nothing_late(records, desk, configure):
    configure(instruction_days=999_999)
    records.record()
    assert counts(desk.open("/instruction"))["En retard"] == 0


@pytest.mark.parametrize(
    "typed",
    [
        "R-2026-{id:05d}",
        "r 2026 {id:05d}",
        "{id}",
        "gerin",
        "GÉRIN hélo",
        "heloise.gerin@chu-pleven.example",
        "chu pleven",
        "urgences",
        "reanimation d'urgences",
        FINESS,
        "010 000 024",
        "01000002",
        "010780054",
    ],
)
def test_a_request_is_found_by_what_one_remembers_of_it(records, listed, typed):
    records.record(si_name="Autre logiciel", finess_et=["010000032"])
    manager = records.manager(email="heloise.gerin@chu-pleven.example", contact="heloise.gerin@chu-pleven.example")
    wanted = records.record(
        manager=manager, last_name="Gérin", first_name="Héloïse", si_name="Réanimation & d’Urgences", finess_et=[FINESS]
    )
    year = wanted.number[2:6]
    text = typed.format(id=wanted.id).replace("2026", year)
    assert listed(f"/instruction?q={text.replace('&', '%26')}") == [wanted.number]


def test_a_corsican_number_is_found_however_it_is_typed(records, listed):
    wanted = records.record()
    with transaction() as session:
        record = store.get(session, wanted.id, lock=True)
        place = store.attached(session, [FINESS])[0]
        session.expunge(place)
        place.finess_et = "2A0000048"
        service.attach(record, [place])
    assert listed("/instruction?q=2a0000048") == listed("/instruction?q=2A+0000048") == [wanted.number]


@pytest.mark.parametrize(
    "typed",
    [
        "%",
        "_",
        "\\",
        "%_%",
        "' OR 1=1 --",
        pytest.param("a" * 5000, id="long"),
        pytest.param("é" * 101, id="longer"),
        "\x00",
        "🙂",
    ],
)
def test_signs_of_the_database_s_language_find_nothing_by_themselves(records, desk, typed):
    records.record()
    desk.open("/instruction", query_string={"q": typed, "vue": "toutes"})
    assert desk.status in {200, 422}
    assert desk.heading == "Instruction"


def test_counts_are_those_of_the_search(records, desk):
    records.record(si_name="Dossier Alpha")
    records.record(State.REFUSED, si_name="Dossier Bêta")
    shown = counts(desk.open("/instruction?q=beta&vue=toutes"))
    assert (shown["Toutes"], shown["À traiter"], shown["Refusée"]) == (1, 0, 1)
    assert "Déposée" not in shown


def test_filters_are_chips_that_go_away_one_by_one(records, judge, desk):
    records.record(State.UNDER_REVIEW, instructor=judge)
    desk.open(f"/instruction?q=petit&suivi={judge.id}&du=2020-01-01&au=2099-12-31")
    chips = {" ".join(a.get_text().split()): a["href"] for a in desk.soup.select("a.chip")}
    assert list(chips) == [
        "Retirer le filtre « petit »",
        f"Retirer le filtre suivie par : {judge.full_name}",
        "Retirer le filtre à partir du mercredi 1er janvier 2020",
        "Retirer le filtre jusqu’au jeudi 31 décembre 2099",
    ]
    desk.open(chips["Retirer le filtre « petit »"])
    assert len(desk.soup.select("a.chip")) == 3


def test_the_day_of_deposit_is_that_of_paris_and_both_ends_count(records, listed, later):
    record = records.record()
    day = clock.local(record.deposited_at).date().isoformat()
    assert listed(f"/instruction?du={day}&au={day}") == [record.number]
    assert listed("/instruction?au=2000-01-01") == []


def test_nobody_and_somebody_are_followers_to_choose(records, judge, listed):
    free = records.record()
    taken = records.record(State.UNDER_REVIEW, instructor=judge)
    assert listed("/instruction?suivi=personne") == [free.number]
    assert listed(f"/instruction?suivi={judge.id}") == [taken.number]
    assert len(listed("/instruction?suivi=999999")) == 2


@pytest.mark.parametrize(
    ("order", "first"),
    [
        ("", "Zèbre"),
        ("depuis", "Zèbre"),
        ("-depuis", "âne"),
        ("systeme", "âne"),
        ("-systeme", "Zèbre"),
        ("demandeur", "Zèbre"),
        ("-demandeur", "âne"),
        ("numero", "Zèbre"),
        ("-numero", "âne"),
        ("n’importe", "Zèbre"),
    ],
)
def test_the_order_is_that_of_the_address(records, desk, order, first):
    records.record(si_name="Zèbre", last_name="abel")
    records.record(si_name="âne", last_name="Zola")
    desk.open(f"/instruction?tri={order}")
    assert desk.soup.select_one("#demandes tbody td").get_text(strip=True) == first


def test_the_head_in_place_says_so_and_turns_the_order(records, desk):
    records.record()
    desk.open("/instruction?tri=systeme")
    head = desk.soup.select_one("th[aria-sort]")
    assert (head["aria-sort"], "tri=-systeme" in head.a["href"]) == ("ascending", True)


def test_a_long_list_is_cut_in_pages(records, desk, monkeypatch):
    monkeypatch.setattr("portal.web.paging.paging.__defaults__", (2,))
    made = [records.record().number for _ in range(5)]
    found = []
    for page in (1, 2, 3, 99):
        desk.open(f"/instruction?tri=numero&page={page}")
        found.append([a.get_text() for a in desk.soup.select("#demandes tbody th a")])
    assert found == [made[:2], made[2:4], made[4:], made[4:]]


def test_the_list_that_htmx_asks_for_is_that_of_the_page(records, desk):
    records.record()
    whole = desk.open("/instruction?q=petit").soup.select_one("#demandes")
    part = desk.send("GET", "/instruction?q=petit", headers={"HX-Request": "true"})
    assert BeautifulSoup(part.text, "html.parser").get_text().split() == whole.get_text().split()
    assert part.text.lstrip().startswith('<div class="flow" id="demandes">')


def test_a_day_that_cannot_be_read_is_said_and_leaves_nothing_out(records, desk):
    record = records.record()
    desk.open("/instruction?du=hier")
    assert (desk.status, desk.errors) == (422, ["Cette date ne se lit pas ; écrivez-la comme 03/04/2026."])
    assert record.number in desk.text


def test_a_day_may_be_written_the_french_way(records, listed):
    records.record()
    assert listed("/instruction?du=01/01/2090") == []


def test_an_empty_list_says_what_to_do(desk):
    assert "Aucune demande ici" in desk.open("/instruction").text
    assert "Aucune demande ne répond à ces filtres" in desk.open("/instruction?q=rien").text


def test_a_released_request_is_nobody_s(records, judge, listed):
    record = records.record(State.UNDER_REVIEW, instructor=judge)
    records.act(record.id, Actor(judge.id, Role.INSTRUCTOR), Action.RELEASE)
    assert listed("/instruction?suivi=personne") == [record.number]
