"""The page of one's record: where it stands, whose turn it is, and everything that is known of it (promise 18)."""

import pytest

from portal import clock
from portal.db import transaction
from portal.raccordement.record import service, store
from portal.raccordement.record.models import Member
from portal.raccordement.record.service import Actor
from portal.raccordement.record.states import Action, Role, State, actions
from tests.pages.followup import RecordPage
from tests.pages.inside import put_inside

pytestmark = pytest.mark.one_database

NUMBERED = [state for state in State if state is not State.DRAFT]


@pytest.mark.parametrize("state", NUMBERED)
def test_it_offers_what_the_table_opens_and_nothing_else(open_record, state):
    page = open_record(state)
    assert sorted(page.offers) == sorted(action.label for action in actions(state, Role.MANAGER))
    assert page.state == state.label


def test_it_says_whose_turn_it_is(open_record):
    assert open_record(State.TO_CORRECT).turn == "À vous d’agir."


def test_it_shows_the_stages_done_and_to_come(open_record):
    assert open_record(State.SANDBOX).stages == {
        "Demande": "Fait",
        "Dépôt": "Fait",
        "Instruction": "Fait",
        "Bac à sable": "En cours",
        "Production": "À venir",
    }


def test_it_says_why_a_correction_is_asked_for(open_record):
    page = open_record(State.TO_CORRECT)
    banner = page.client.soup.select_one("#situation .banner").get_text(" ", strip=True)
    assert banner.startswith("Motif de l’instructeur Motif Claude Roux")
    assert "Modifier la demande" in banner


def test_it_shows_the_fields_of_the_request(open_record):
    facts = open_record(si_name="DPI Violette").facts
    assert (facts["Nom du système d’information"], facts["Commune"]) == ("DPI Violette", "Viriat")


def test_it_shows_the_establishments_attached(open_record):
    assert open_record().establishments == ["010000024", "010005239"]


def test_an_establishment_that_left_the_register_is_marked(open_record, records):
    page = open_record(finess_et=["010000024", "010000032"])
    records.closed_place("010000032")
    assert "sorti du registre" in page.open().client.text


def test_it_tells_what_was_done_the_last_first(open_record):
    assert open_record(State.SANDBOX).history == [
        "Accepter et ouvrir le bac à sable : En instruction → Bac à sable",
        "Prendre en charge : Déposée → En instruction",
        "Envoyer la demande : Brouillon → Déposée",
    ]


def test_the_record_of_somebody_else_does_not_exist(client, records):
    record = records.record(State.SANDBOX)
    client = put_inside(client, records.manager())
    assert client.open(f"/raccordement/{record.number}").status == 404
    assert client.open("/raccordement/R-2026-99999").status == 404


def test_whoever_was_taken_off_sees_it_no_more(open_record, manager, records):
    page = open_record()
    with transaction() as session:
        record = store.by_number(session, page.number)
        for member, _ in store.members(session, record.id):
            session.delete(member)
    assert page.open().client.status == 404


def test_an_instructeur_has_no_space_of_a_gestionnaire(client, records):
    assert put_inside(client, records.instructor()).open("/raccordement").status == 403


def test_one_record_opens_at_once(client, manager, records):
    record = records.record(State.SANDBOX, manager=manager)
    assert put_inside(client, manager).open("/raccordement").path == f"/raccordement/{record.number}"


def test_several_records_are_listed_with_their_turns(client, manager, records):
    for state, name in ((State.TO_CORRECT, "DPI Un"), (State.DEPOSITED, "DPI Deux")):
        records.record(state, manager=manager, si_name=name)
    client = put_inside(client, manager).open("/raccordement")
    rows = [" ".join(row.get_text(" ").split()) for row in client.soup.select("tbody tr")]
    assert ["DPI Deux" in rows[0], "À l’instructeur d’agir" in rows[0]] == [True, True]
    assert ["DPI Un" in rows[1], "À vous d’agir" in rows[1]] == [True, True]


def test_no_record_says_what_to_do(client, manager):
    assert "Déposez une demande" in put_inside(client, manager).open("/raccordement").text


def test_no_test_yet_says_what_to_do(open_record):
    assert "Aucun transfert n’a encore été reçu" in open_record(State.SANDBOX).client.text


def test_the_results_of_the_bac_a_sable_come_the_last_first(open_record):
    page = open_record(State.SANDBOX)
    with transaction() as session:
        record = store.by_number(session, page.number)
        service.record_sandbox_result(
            session, record, reference="T-1", conclusive=False, findings=["NIPP absent", "Date de naissance absente"]
        )
        service.record_sandbox_result(session, record, reference="T-2", conclusive=True, findings=[])
    rows = page.open().results
    assert [(row[0], row[2], row[3]) for row in rows] == [
        ("T-2", "concluant", "aucun"),
        ("T-1", "non concluant", "NIPP absent Date de naissance absente"),
    ]


def test_its_files_are_at_hand(open_record):
    page = open_record()
    for link in (
        "Télécharger le kit de raccordement",
        "Télécharger le certificat serveur CertDC",
        "Lire le manuel technique de raccordement",
        "Modifier mon mot de passe",
    ):
        page.open().follow(link)
        assert page.client.status == 200


def test_a_note_between_instructeurs_never_shows(open_record, records):
    page, by = open_record(), Actor(records.instructor().id, Role.INSTRUCTOR)
    with transaction() as session:
        record = store.by_number(session, page.number)
        service.post_message(session, record, by, "Entre nous", press="a" * 43, internal=True)
        service.post_message(session, record, by, "Pour vous", press="b" * 43)
    assert page.open().messages == [("Claude Roux", "Pour vous")]


def test_a_suspended_record_keeps_its_stage(open_record):
    page = open_record(State.SUSPENDED)
    assert (page.state, page.offers, page.turn) == ("Suspendue", [], "À l’instructeur d’agir.")


def test_the_record_of_two_people_is_one(open_record, records, new_client):
    page = open_record(State.TO_CORRECT)
    colleague = records.manager(last_name="Blanc")
    with transaction() as session:
        record = store.by_number(session, page.number)
        session.add(Member(raccordement_id=record.id, account_id=colleague.id, main=False, joined_at=clock.now()))
    other = RecordPage(put_inside(new_client(), colleague), page.number).open()
    other.press("Renvoyer la demande corrigée")
    assert page.open().state == "Déposée"
    assert Action.CORRECT.label in page.history[0]
