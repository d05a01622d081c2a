"""Messages reach the gestionnaires; internal notes never leave the instruction (promise 18)."""

import pytest

from portal.db import reading
from portal.raccordement.record import store
from portal.raccordement.record.states import State
from tests.house.test_routes import SAMPLES
from tests.pages.desk import at
from tests.pages.inside import put_inside


def test_a_message_reaches_the_gestionnaires(records, judge, desk, mailbox):
    record = records.record(State.UNDER_REVIEW, instructor=judge)
    desk.open(at(record)).submit({"message": "Quelle version ?"})
    assert desk.path == at(record)
    assert "Quelle version ?" in desk.text
    assert "Votre message est envoyé." in desk.text
    assert "Un message vous attend" in mailbox.texts(record.email)[0]


def test_an_empty_message_is_refused_in_its_place(records, desk):
    record = records.record()
    desk.open(at(record)).submit({"message": " "})
    assert (desk.status, desk.errors) == (422, ["Écrivez le message avant de l’envoyer."])


def test_the_same_message_arriving_twice_is_written_once(records, desk):
    record = records.record()
    desk.open(at(record))
    press = desk.form("message").select_one("[name=pression]")["value"]
    data = {"csrf_token": desk.token, "message": "Bonjour", "pression": press}
    assert [desk.send("POST", f"{at(record)}/message", data=data).status_code for _ in range(2)] == [303, 303]
    assert desk.open(at(record)).text.count("Bonjour") == 1


def test_what_htmx_replaces_is_what_the_page_shows(records, desk):
    record = records.record()
    desk.open(at(record))
    sent = desk.fragment(f"{at(record)}/message", {"message": "Bonjour"})
    shown = desk.open(at(record)).soup.select_one("#echange ol").get_text().split()
    assert shown[-1] == "Bonjour"
    assert "Bonjour" in sent.text
    assert "<html" not in sent.text


NOTE = "Le demandeur n’est pas celui qu’il dit être."


@pytest.fixture
def noted(records, judge, desk):
    """A request in production, with an internal note."""
    record = records.record(State.PRODUCTION, instructor=judge)
    desk.open(at(record)).submit({"note": NOTE})
    assert NOTE in desk.soup.select_one("#notes").get_text()
    return record


def test_a_note_stands_apart_from_the_conversation(noted, desk):
    assert NOTE not in desk.open(at(noted)).soup.select_one("#echange").get_text()


def test_a_note_is_on_no_page_of_the_gestionnaire(app, noted, new_client, build):
    with reading() as session:
        manager = store.members(session, noted.id)[0][1]
    client = put_inside(new_client(), manager)
    own = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/raccordement") and "GET" in rule.methods]
    for rule in own:
        with app.test_request_context(base_url=client.base):
            values = {name: SAMPLES[name] for name in rule.arguments}
            path = app.url_for(rule.endpoint, **values | {"number": noted.number})
        answer = client.send("GET", path, headers={"HX-Request": "true"})
        assert NOTE.encode() not in answer.data, path
        assert NOTE.encode() not in client.send("GET", path).data, path
    assert client.send("GET", f"/raccordement/{noted.number}").status_code == 200


def test_a_note_is_in_no_mail(noted, desk, mailbox):
    desk.open(f"{at(noted)}/revoquer").submit({"motif": "Motif public."})
    desk.submit({"message": "Bonjour"})
    texts = [str(mail) for mail in mailbox.all()]
    assert texts
    assert not any("celui qu" in text for text in texts)


def test_a_note_is_in_no_sheet(noted, desk):
    assert NOTE not in desk.send("GET", "/instruction/demandes.csv?vue=toutes").data.decode()
