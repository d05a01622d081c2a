"""Another list of establishments: shown beside the live one, judged once, never unseen."""

import pytest

from portal.raccordement.record.states import State
from tests.pages.desk import at
from tests.pages.inside import put_inside
from tests.raccordement.conftest import ask_places


@pytest.fixture
def asked(records):
    """A request in production whose gestionnaire asks for another list."""
    record = records.record(State.PRODUCTION)
    ask_places(record, "010000024", "010000032")
    return record


def live(records, record):
    return [row.finess_et for row in records.read(record.id).establishments]


def decide(desk, decision, motif=""):
    form = desk.form("liste")
    data = {i["name"]: i["value"] for i in form.select("input[type=hidden]")}
    return desk.post(form["action"], {**data, "motif": motif, "decision": decision})


def test_what_comes_and_what_goes_is_shown(asked, desk):
    shown = desk.open(at(asked)).soup.select_one("#a-valider").get_text(" ", strip=True)
    assert "À ajouter (1)" in shown
    assert "CH BUGEY SUD" in shown
    assert "À retirer (1)" in shown
    assert "EHPAD EMILE PELICAND" in shown
    assert "1\u00a0établissement reste sans changement." in shown


def test_accepted_the_list_is_live(records, asked, desk):
    decide(desk.open(at(asked)), "accepter")
    assert live(records, asked) == ["010000024", "010000032"]
    assert "Le changement d’établissements est accepté." in desk.text


def test_refused_with_a_reason_the_old_list_stays(records, asked, desk, mailbox):
    decide(desk.open(at(asked)), "refuser", "Autre entité.")
    assert live(records, asked) == ["010000024", "010005239"]
    assert "Autre entité." in mailbox.texts(asked.email)[0]


def test_a_refusal_wants_a_reason(records, asked, desk):
    decide(desk.open(at(asked)), "refuser", " ")
    assert desk.status == 422
    assert "Écrivez un motif" in desk.errors[0]


def test_a_list_that_was_replaced_meanwhile_is_not_accepted_unseen(records, asked, desk):
    desk.open(at(asked))
    ask_places(asked, "010000032")
    decide(desk, "accepter")
    assert desk.status == 409
    assert "Le gestionnaire a modifié sa demande pendant que vous la lisiez." in desk.text
    assert live(records, asked) == ["010000024", "010005239"]


def test_judged_twice_it_is_judged_once(records, asked, desk, new_client):
    second = put_inside(new_client(), records.instructor()).open(at(asked))
    decide(desk.open(at(asked)), "accepter")
    decide(second, "refuser", "Non.")
    assert "déjà tranché" in second.text
    assert live(records, asked) == ["010000024", "010000032"]


def test_neither_accepted_nor_refused_is_nothing(asked, desk):
    desk.open(at(asked))
    assert decide(desk, "peut-être").status == 422
