"""Changing the fields of one's request: shown to both sides, the second of two is told, nothing typed is lost."""

import pytest

from portal.db import transaction
from portal.raccordement.record import service, store
from portal.raccordement.record.service import Actor
from portal.raccordement.record.states import EDITABLE, Action, Role, State
from tests.pages.inside import put_inside
from tests.raccordement.conftest import manager_of

FIELDS = ("nom", "prenom", "fonction", "telephone", "adresse", "code_postal", "commune", "si_nom", "si_version")
EDIT = "/modifier"
CLOSED = [state for state in State if state not in EDITABLE | {State.DRAFT}]


def typed(page):
    """What the form holds."""
    form = page.client.form("nom")
    return {name: form.select_one(f"[name={name}]").get("value", "") for name in FIELDS} | {
        "commentaires": form.select_one("#commentaires").text.strip()
    }


def send(page, **changed):
    """Change these fields on the page shown and send it."""
    page.client.submit(typed(page) | changed)
    return page


def test_the_form_shows_the_request_as_it_is(open_record):
    page = open_record(si_name="DPI Violette").open(EDIT)
    assert typed(page)["si_nom"] == "DPI Violette"
    assert page.heading == "Modifier la demande"


def test_what_changed_is_written_and_told_field_by_field(open_record, entries):
    page = send(open_record(State.SANDBOX).open(EDIT), si_version="5.0", telephone="04 74 11 11 11")
    assert (page.facts["N° de version"], page.facts["Téléphone"]) == ("5.0", "04 74 11 11 11")
    entry, _ = entries(page.number)[0]
    assert entry.changes == {"phone": ["04 74 00 00 00", "04 74 11 11 11"], "si_version": ["4.2", "5.0"]}
    assert page.history[0] == "Demande modifiée"


def test_names_that_the_request_had_before_they_were_judged_do_not_keep_it_from_being_changed(open_record, entries):
    page = open_record(State.SANDBOX, last_name="Petit 2", si_name="DPI.Exemple")
    send(page.open(EDIT), si_version="5.0")
    entry, _ = entries(page.number)[0]
    assert entry.changes == {"si_version": ["4.2", "5.0"]}


def test_nothing_changed_writes_nothing(open_record, entries):
    page = open_record(State.SANDBOX)
    before = len(entries(page.number))
    send(page.open(EDIT))
    assert "Rien n’a changé" in page.client.text
    assert len(entries(page.number)) == before


@pytest.mark.parametrize(
    ("field", "wrong", "sentence"),
    [
        ("nom", "", "Saisissez votre nom."),
        ("nom", "evil.example", "n’est pas une adresse web"),
        ("si_nom", "voir evil.example", "ni adresse web"),
        ("telephone", "12", "au moins 9"),
        ("code_postal", "1440", "Le code postal compte 5"),
        ("si_nom", " ", "Saisissez le nom du système"),
    ],
)
def test_a_wrong_field_says_so_and_keeps_the_others(open_record, field, wrong, sentence):
    page = send(open_record(State.SANDBOX).open(EDIT), **{"adresse": "2 rue Neuve", field: wrong})
    assert page.client.status == 422
    assert sentence in page.client.errors[0]
    assert typed(page)["adresse"] == "2 rue Neuve"


def test_the_confirmed_address_cannot_be_changed(open_record, manager):
    page = open_record(State.SANDBOX).open(EDIT)
    page.client.submit(typed(page) | {"courriel": "autre@ch-exemple.fr", "email": "autre@ch-exemple.fr"})
    assert page.facts["Courriel"] == manager.email


def test_the_second_of_two_keeps_what_they_typed_and_sees_what_differs(open_record, records):
    page = open_record(State.DEPOSITED).open(EDIT)
    mine = typed(page) | {"si_version": "6.0"}
    with transaction() as session:
        record = store.by_number(session, page.number)
        service.update(session, record, manager_of(record), {"si_version": "5.5"}, version=record.version)
    page.client.submit(mine)
    assert page.client.status == 409
    assert "Alex Petit est passé avant vous" in page.client.text
    cells = [cell.get_text(" ", strip=True) for cell in page.client.soup.select("#differences tbody :is(th, td)")]
    assert cells[1:] == ["5.5", "6.0"]
    assert typed(page)["si_version"] == "6.0"
    send(page)
    assert (page.client.status, "6.0" in page.facts.values()) == (200, True)


def test_sent_twice_it_is_written_once_and_nothing_is_wrong(open_record, entries):
    page = open_record(State.SANDBOX).open(EDIT)
    form = page.client.form("nom")
    sent = (
        {i["name"]: i.get("value", "") for i in form.select("input[type=hidden]")} | typed(page) | {"fonction": "DSI"}
    )
    before = len(entries(page.number))
    for _ in range(2):
        page.client.post(f"{page.path}{EDIT}", sent)
        assert page.client.status == 200
    assert len(entries(page.number)) == before + 1


@pytest.mark.one_database
@pytest.mark.parametrize("state", CLOSED)
def test_a_request_that_may_not_be_changed_says_why(open_record, state):
    page = open_record(state)
    assert "Modifier la demande" not in page.client.text
    page.open(EDIT)
    assert page.client.path == page.path
    assert f"« {state.label} » : elle ne se modifie pas" in page.client.text.replace("\u00a0", " ")


def test_taken_up_meanwhile_it_keeps_what_was_typed(open_record, records):
    page = open_record(State.DEPOSITED).open(EDIT)
    mine = typed(page) | {"commentaires": "Nouveau commentaire"}
    by = Actor(records.instructor().id, Role.INSTRUCTOR)
    records.act(int(page.number.rpartition("-")[2]), by, Action.TAKE)
    page.client.submit(mine)
    assert page.client.status == 409
    assert typed(page)["commentaires"] == "Nouveau commentaire"
    assert page.client.soup.select_one("#modification button.button-primary") is None


def test_typed_as_the_session_ends_it_is_back(open_record, manager, end_sessions):
    page = open_record(State.SANDBOX).open(EDIT)
    mine = typed(page) | {"si_version": "7.1"}
    end_sessions(manager)
    page.client.submit(mine)
    assert page.client.path == "/connexion"
    put_inside(page.client, manager)
    page.open(EDIT)
    assert typed(page)["si_version"] == "7.1"
    assert "est revenue" in page.client.text
    send(page)
    assert "7.1" in page.facts.values()
    assert "est revenue" not in page.open(EDIT).client.text


def test_back_after_the_state_changed_it_is_still_shown(open_record, manager, records, end_sessions):
    page = open_record(State.DEPOSITED).open(EDIT)
    mine = typed(page) | {"si_version": "7.1"}
    end_sessions(manager)
    page.client.submit(mine)
    by = Actor(records.instructor().id, Role.INSTRUCTOR)
    records.act(int(page.number.rpartition("-")[2]), by, Action.TAKE)
    put_inside(page.client, manager)
    page.open(EDIT)
    assert (page.client.status, typed(page)["si_version"]) == (409, "7.1")


def test_nobody_changes_the_record_of_somebody_else(client, records):
    record = records.record(State.SANDBOX)
    other = put_inside(client, records.manager())
    assert other.open(f"/raccordement/{record.number}{EDIT}").status == 404
    assert other.post(f"/raccordement/{record.number}{EDIT}", {"nom": "Autre"}).status in {404, 422}
    assert records.read(record.id).last_name == "Petit"
