"""What a gestionnaire does with a request: correct, withdraw, ask for the production and go back; once, or never."""

import pytest

from portal.raccordement.followup.rules import DECLARED
from portal.raccordement.record.service import Actor
from portal.raccordement.record.states import Action, Role, State
from tests.pages.followup import RecordPage
from tests.pages.inside import put_inside

TICKED = dict.fromkeys(DECLARED, "y")


def hidden(page, button):
    form = page.client.form(None, button)
    return {field["name"]: field.get("value", "") for field in form.select("input[type=hidden]")}


def test_a_corrected_request_goes_back_to_the_instructeur(open_record, mailbox):
    page = open_record(State.TO_CORRECT).press("Renvoyer la demande corrigée")
    assert (page.state, page.turn) == ("Déposée", "À l’instructeur d’agir.")
    assert "Demande de raccordement corrigée" in mailbox.all()[-1]["Subject"]


def test_pressed_twice_it_moves_once_and_nothing_is_wrong(open_record, entries):
    page = open_record(State.TO_CORRECT)
    sent = hidden(page, "Renvoyer la demande corrigée")
    for _ in range(2):
        page.client.post(f"{page.path}/actions/corriger", sent)
        assert (page.client.status, page.state) == (200, "Déposée")
    assert [entry.action for entry, _ in entries(page.number)].count(Action.CORRECT) == 1


def test_withdrawing_asks_first(open_record):
    page = open_record(State.DEPOSITED).follow("Retirer la demande")
    assert page.heading == "Retirer la demande"
    page.press("Retirer la demande")
    assert (page.state, page.offers) == ("Archivée", [])


def test_looking_at_the_confirmation_changes_nothing(open_record):
    page = open_record(State.DEPOSITED).open("/retirer")
    assert page.open().state == "Déposée"


def test_the_production_is_asked_for_once_every_line_is_ticked(open_record, mailbox):
    page = open_record(State.SANDBOX).follow("Demander le passage en production")
    page.client.submit(TICKED)
    assert (page.client.path, page.state) == (page.path, "Production demandée")
    assert "Passage en production demandé" in mailbox.all()[-1]["Subject"]


def test_the_ticks_of_a_session_that_ended_are_back_after_the_sign_in(open_record, manager, end_sessions):
    page = open_record(State.SANDBOX).open("/production")
    end_sessions(manager)
    page.client.submit({"certificat": "y"})
    put_inside(page.client, manager)
    ticked = page.open("/production").client.soup.select("main input[type=checkbox][checked]")
    assert [box["name"] for box in ticked] == ["certificat"]
    page.client.submit(TICKED)
    assert page.state == "Production demandée"


@pytest.mark.parametrize("line", DECLARED)
def test_a_line_left_out_is_asked_for(open_record, line):
    page = open_record(State.SANDBOX).open("/production")
    page.client.submit(
        {name: value for name, value in TICKED.items() if name != line}
        | {"version": hidden(page, "Demander le passage en production")["version"]}
    )
    assert (page.client.status, page.client.errors) == (422, [DECLARED[line][1].replace("\u00a0", " ")])
    assert page.open().state == "Bac à sable"


def test_without_a_conclusive_test_it_warns_and_lets_ask(open_record):
    page = open_record(State.SANDBOX).open("/production")
    assert "Vous pouvez demander la production malgré tout" in page.client.text
    page.client.submit(TICKED)
    assert page.state == "Production demandée"


def test_with_a_conclusive_test_it_does_not_warn(open_record, conclude):
    page = open_record(State.SANDBOX)
    conclude(page.number)
    assert "malgré tout" not in page.open("/production").client.text


def test_an_establishment_that_left_the_register_is_told_before_the_production(open_record, records):
    page = open_record(State.SANDBOX, finess_et=["010000032"])
    records.closed_place("010000032")
    assert "a quitté le registre FINESS" in page.open("/production").client.text


def test_one_can_go_back_to_the_bac_a_sable(open_record):
    page = open_record(State.PRODUCTION_ASKED).press("Revenir au bac à sable")
    assert page.state == "Bac à sable"


def test_the_second_of_two_is_told_who_came_first(open_record, manager, records, mailbox):
    page = open_record(State.DEPOSITED)
    sent = hidden(page.open("/retirer"), "Retirer la demande")
    instructor = records.instructor(first_name="Dominique", last_name="Sorbier")
    records.act(int(page.number.rpartition("-")[2]), Actor(instructor.id, Role.INSTRUCTOR), Action.TAKE)
    page.client.post(f"{page.path}/actions/retirer", sent)
    assert page.client.status == 409
    assert "Dominique Sorbier est passé avant vous" in page.client.text
    assert page.state == "En instruction"


@pytest.mark.parametrize("part", ["/retirer", "/production"])
def test_a_page_left_open_for_too_long_says_that_it_is_too_late(open_record, part):
    page = open_record(State.UNDER_REVIEW).open(part)
    assert page.client.status == 409
    assert "n’est plus possible" in page.client.text


def test_an_act_of_the_instructeur_is_no_act_of_a_gestionnaire(open_record):
    page = open_record(State.PRODUCTION_ASKED)
    for word in ("ouvrir_production", "demander_production", "n-importe"):
        page.client.post(f"{page.path}/actions/{word}", {"version": "1"})
        assert page.client.status == 404


def test_a_move_without_its_version_is_told_as_overtaken(open_record):
    page = open_record(State.TO_CORRECT)
    page.client.post(f"{page.path}/actions/corriger", {"version": "x"})
    assert (page.client.status, page.state) == (409, "À corriger")


@pytest.mark.parametrize("part", ["/messages", "/production", "/actions/corriger"])
def test_nobody_acts_on_the_record_of_somebody_else(client, records, part):
    record = records.record(State.TO_CORRECT)
    other = put_inside(client, records.manager()).open("/mon-compte")
    other.post(f"/raccordement/{record.number}{part}", {"version": str(record.version), "message": "Bonjour", **TICKED})
    assert other.status == 404
    assert records.read(record.id).version == record.version


def test_a_message_reaches_the_instructeur(open_record, mailbox):
    page = open_record(State.UNDER_REVIEW).say("Le port 443 est-il ouvert ?")
    assert page.messages == [("Vous", "Le port 443 est-il ouvert ?")]
    (mail,) = [m for m in mailbox.all() if "Nouveau message" in m["Subject"]]
    # The whole sentence: three digits may come in the name of the message, which is drawn at random.
    assert all("Le port 443" not in part.get_content() for part in mail.walk() if not part.is_multipart())


def test_sent_twice_a_message_is_written_once(open_record):
    page = open_record(State.UNDER_REVIEW)
    sent = hidden(page, "Envoyer le message") | {"message": "Une seule fois"}
    for _ in range(2):
        page.client.post(f"{page.path}/messages", sent)
    assert page.messages == [("Vous", "Une seule fois")]


def test_an_empty_message_is_not_sent(open_record):
    page = open_record(State.UNDER_REVIEW).say("   ")
    assert (page.client.status, page.client.errors) == (422, ["Écrivez le message avant de l’envoyer."])


def test_a_message_that_is_too_long_is_kept_on_the_page(open_record):
    page = open_record(State.UNDER_REVIEW).say("a" * 4001)
    assert page.client.status == 422
    assert page.client.soup.select_one("#message").text.strip() == "a" * 4001


def test_htmx_gets_the_conversation_as_the_page_would_show_it(open_record):
    page = open_record(State.UNDER_REVIEW)
    answer = page.client.fragment(f"{page.path}/messages", {"message": "Par htmx"})
    assert answer.status_code == 200
    shown = RecordPage(page.client, page.number).open()
    assert shown.messages == [("Vous", "Par htmx")]
    assert "Votre message est envoyé." in answer.text
    assert "Par htmx" in answer.text


def test_a_message_typed_as_the_session_ends_is_back(open_record, manager, end_sessions):
    page = open_record(State.UNDER_REVIEW)
    end_sessions(manager)
    page.say("Écrit trop tard")
    assert page.client.path == "/connexion"
    put_inside(page.client, manager)
    assert page.open().client.soup.select_one("#message").text.strip() == "Écrit trop tard"
    page.say("Écrit trop tard")
    assert page.messages == [("Vous", "Écrit trop tard")]
    assert page.open().client.soup.select_one("#message").text.strip() == ""
