"""The establishments of a request: changed at once before acceptance, asked for after it; what is live stays live."""

import pytest

from portal.db import transaction
from portal.raccordement.record import perimeter, store
from portal.raccordement.record.service import Actor
from portal.raccordement.record.states import EDITABLE, Action, Role, State
from tests.pages.inside import put_inside

FLEYRIAT, PELICAND, BUGEY = "010000024", "010005239", "010000032"
EJ_FLEYRIAT, EJ_BUGEY = "010780054", "010780062"
PART = "/etablissements"


def picked(page):
    """What a browser would send of the picker: juridical establishments, boxes ticked."""
    soup = page.client.soup
    return {
        "juridique": [tag["value"] for tag in soup.select("[name=juridique]")],
        "territorial": [tag["value"] for tag in soup.select("[name=territorial][checked]")],
        "vue": soup.select_one("[name=vue]")["value"],
    }


def keep(page, **changed):
    """Save the list of the page shown, with these changes."""
    page.client.submit({"geste": "enregistrer", **picked(page), **changed})
    return page


@pytest.mark.parametrize("state", [State.DEPOSITED, State.TO_CORRECT])
def test_before_acceptance_the_list_is_changed_at_once(open_record, entries, state):
    page = keep(open_record(state).open(PART), territorial=[FLEYRIAT])
    assert page.establishments == [FLEYRIAT]
    assert page.history[0] == "Établissements changés"
    entry, _ = entries(page.number)[0]
    assert entry.changes == {"establishments": [f"{FLEYRIAT}, {PELICAND}", FLEYRIAT]}


def test_the_picker_begins_with_the_live_list(open_record):
    shown = picked(open_record().open(PART))
    assert (shown["juridique"], sorted(shown["territorial"])) == ([EJ_FLEYRIAT], [FLEYRIAT, PELICAND])


@pytest.mark.parametrize("state", [State.SANDBOX, State.PRODUCTION_ASKED, State.PRODUCTION])
def test_after_acceptance_it_becomes_a_request_and_the_live_list_is_untouched(open_record, mailbox, state):
    page = open_record(state)
    mailbox.forget()
    keep(page.open(PART), territorial=[FLEYRIAT])
    assert page.establishments == [FLEYRIAT, PELICAND]
    assert "Un changement attend l’instructeur." in page.client.text
    (mail,) = mailbox.all()
    assert mail["To"].endswith("@inserm.example")


def test_accepted_by_the_instructeur_it_becomes_the_list(open_record, records):
    page = keep(open_record(State.PRODUCTION).open(PART), territorial=[FLEYRIAT])
    by = Actor(records.instructor().id, Role.INSTRUCTOR)
    with transaction() as session:
        record = store.get(session, store.by_number(session, page.number).id, lock=True)
        perimeter.decide(session, record, by, accepted=True)
    assert page.open().establishments == [FLEYRIAT]
    assert "Un changement attend" not in page.client.text


def test_a_second_request_replaces_the_first(open_record):
    page = keep(open_record(State.SANDBOX).open(PART), territorial=[FLEYRIAT])
    assert picked(page.open(PART))["territorial"] == [FLEYRIAT]
    keep(page, territorial=[PELICAND])
    assert picked(page.open(PART))["territorial"] == [PELICAND]


def test_one_may_give_it_up_and_pressing_twice_is_no_fault(open_record, mailbox):
    page = keep(open_record(State.SANDBOX).open(PART), territorial=[FLEYRIAT])
    mailbox.forget()
    page.press("Renoncer à ce changement")
    assert "Un changement attend" not in page.client.text
    page.client.post(f"{page.path}{PART}/renoncer")
    assert page.client.status == 200
    assert len(mailbox.all()) == 1


def test_the_same_list_changes_nothing(open_record, entries):
    page = open_record(State.SANDBOX).open(PART)
    before = len(entries(page.number))
    keep(page)
    assert "Rien n’a changé" in page.client.text
    assert len(entries(page.number)) == before


def test_a_search_finds_and_a_button_adds(open_record):
    page = open_record(State.DEPOSITED).open(PART)
    page.client.submit({**picked(page), "recherche": BUGEY, "geste": "chercher"})
    assert "CH BUGEY SUD" in page.client.text
    page.client.submit({**picked(page), "geste": f"ajouter:{EJ_BUGEY}"})
    assert sorted(picked(page)["territorial"]) == [FLEYRIAT, BUGEY, PELICAND]
    assert keep(page).establishments == [FLEYRIAT, PELICAND, BUGEY]


def test_pressing_a_button_of_the_picker_writes_nothing(open_record, records):
    page = open_record(State.DEPOSITED).open(PART)
    page.client.submit({**picked(page), "geste": f"supprimer:{EJ_FLEYRIAT}"})
    assert picked(page)["territorial"] == []
    assert page.open().establishments == [FLEYRIAT, PELICAND]


def test_htmx_gets_the_picker_alone(open_record):
    page = open_record(State.DEPOSITED).open(PART)
    answer = page.client.fragment(f"{page.path}{PART}", {**picked(page), "geste": f"aucun:{EJ_FLEYRIAT}"})
    assert answer.status_code == 200
    assert 'id="etablissements"' in answer.text
    assert "<h1" not in answer.text


@pytest.mark.parametrize(
    ("juridical", "territorial", "sentence"),
    [
        ([], [], "Cherchez, puis ajoutez au moins un établissement"),
        ([EJ_FLEYRIAT], [], "Cochez au moins un territorial sous l’établissement juridique"),
        ([EJ_FLEYRIAT], ["999999999"], "Cochez au moins un territorial"),
    ],
)
def test_a_list_that_cannot_be_is_refused_and_changes_nothing(open_record, juridical, territorial, sentence):
    page = keep(open_record(State.DEPOSITED).open(PART), juridique=juridical, territorial=territorial)
    assert page.client.status == 422
    assert sentence in page.client.text
    assert page.open().establishments == [FLEYRIAT, PELICAND]


def test_an_establishment_that_left_the_register_is_to_be_unticked(open_record, records):
    page = open_record(State.DEPOSITED, finess_et=[FLEYRIAT, BUGEY])
    records.closed_place(BUGEY)
    keep(page.open(PART))
    assert page.client.status == 422
    assert "a quitté le registre" in page.client.text


def test_two_who_choose_at_once_the_second_is_told_and_keeps_the_choice(open_record):
    page = open_record(State.SANDBOX).open(PART)
    late = picked(page)
    keep(page, territorial=[FLEYRIAT])
    page.client.post(f"{page.path}{PART}", {**late, "territorial": [PELICAND], "geste": "enregistrer"})
    assert page.client.status == 409
    assert "La liste a changé pendant que vous choisissiez" in page.client.text
    assert picked(page)["territorial"] == [PELICAND]
    keep(page)
    assert picked(page.open(PART))["territorial"] == [PELICAND]


def test_chosen_as_the_session_ends_the_choice_is_back(open_record, manager, end_sessions):
    page = open_record(State.SANDBOX).open(PART)
    end_sessions(manager)
    keep(page, territorial=[PELICAND])
    assert page.client.path == "/connexion"
    put_inside(page.client, manager)
    assert picked(page.open(PART))["territorial"] == [PELICAND]


@pytest.mark.one_database
@pytest.mark.parametrize("state", [state for state in State if state not in EDITABLE | {State.DRAFT}])
def test_where_nothing_may_change_it_says_so(open_record, state):
    page = open_record(state).open(PART)
    assert page.client.path == page.path
    assert "elle ne se modifie pas" in page.client.text


def test_taken_up_meanwhile_nothing_is_written(open_record, records):
    page = open_record(State.DEPOSITED).open(PART)
    by = Actor(records.instructor().id, Role.INSTRUCTOR)
    records.act(int(page.number.rpartition("-")[2]), by, Action.TAKE)
    keep(page, territorial=[FLEYRIAT])
    assert page.client.status == 409
    assert page.open().establishments == [FLEYRIAT, PELICAND]


def test_nobody_changes_the_list_of_somebody_else(client, records):
    record = records.record(State.DEPOSITED)
    other = put_inside(client, records.manager())
    assert other.open(f"/raccordement/{record.number}{PART}").status == 404
    sent = {"geste": "enregistrer", "juridique": EJ_FLEYRIAT, "territorial": FLEYRIAT}
    assert other.open("/mon-compte").post(f"/raccordement/{record.number}{PART}", sent).status == 404
    assert other.open("/mon-compte").post(f"/raccordement/{record.number}{PART}/renoncer").status == 404
