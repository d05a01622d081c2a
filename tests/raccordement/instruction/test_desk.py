"""The desk: everything on one page, each act once, whoever comes second told who came first (promises 17 and 18)."""

import pytest

from portal.db import reading, transaction
from portal.raccordement.record import service, store
from portal.raccordement.record.service import Actor
from portal.raccordement.record.states import MOVES, Action, Role, State, actions
from tests.attacks.crowd import at_once, cookies_of, post
from tests.pages.desk import at
from tests.pages.inside import put_inside
from tests.raccordement.conftest import WAYS, manager_of

JUDGED = sorted({(state, action) for state, role, action in MOVES if role is Role.INSTRUCTOR})


AT_ONCE = {Action.TAKE, Action.RELEASE}


def say(record, by, body, *, press="a" * 43, internal=False):
    with transaction() as session:
        locked = store.get(session, record.id)
        service.post_message(session, locked, by, body, press=press, internal=internal)


def test_all_that_is_known_stands_on_one_page(records, judge, desk):
    record = records.record(State.UNDER_REVIEW, instructor=judge, si_name="Dossier Alpha")
    twin = records.record(si_name="dossier-alpha")
    say(record, manager_of(record), "Voici la version 4.3.")
    say(record, Actor(judge.id, Role.INSTRUCTOR), "À recouper.", press="b" * 43, internal=True)
    page = desk.open(at(record)).text
    wanted = ["En instruction", "Dossier Alpha", twin.number, "CH DE FLEYRIAT", "Voici la version 4.3.", "À recouper."]
    wanted += [record.email, "Prendre en charge", f"Suivie par {judge.full_name}", "Aucun transfert"]
    assert [words for words in wanted if words not in page] == []


def test_a_request_that_does_not_exist_is_not_found(desk):
    for path in ("/instruction/R-2026-99999", "/instruction/R-2026-99999/accepter", "/instruction/x"):
        assert desk.open(path).status == 404


def test_a_draft_has_no_page(records, desk):
    records.record(State.DRAFT)
    assert desk.open("/instruction/None").status == 404


@pytest.mark.one_database
@pytest.mark.parametrize("state", list(WAYS))
def test_the_page_offers_what_the_table_opens_and_nothing_else(records, desk, state):
    record = records.record(state)
    desk.open(at(record))
    shown = {" ".join(b.get_text().split()) for b in desk.soup.select("#situation .button")}
    assert shown == {action.label for action in actions(state, Role.INSTRUCTOR)}


@pytest.mark.one_database
@pytest.mark.parametrize(("state", "action"), JUDGED, ids=lambda word: word.value)
def test_every_act_of_an_instructeur_is_done_from_the_pages(records, judge, desk, state, action):
    record = records.record(state, instructor=judge if state is not State.DEPOSITED else None)
    if action in AT_ONCE:
        desk.open(at(record)).press(action.label)
    else:
        desk.open(at(record)).open(f"{at(record)}/{action}").submit({"motif": "Parce que."}, button=action.label)
    to = MOVES[state, Role.INSTRUCTOR, action].to or record.stood
    assert (desk.status, desk.path) == (200, at(record))
    assert records.read(record.id).state is to
    assert f"{action.label} : la demande est maintenant « {to.label} »." in desk.text.replace("\u00a0", " ")


@pytest.mark.one_database
@pytest.mark.parametrize(("state", "action"), [key for key in JUDGED if MOVES[key[0], Role.INSTRUCTOR, key[1]].reason])
def test_where_the_table_wants_a_reason_the_page_asks_for_it(records, desk, state, action):
    record = records.record(state)
    desk.open(f"{at(record)}/{action}").submit({"motif": "   "}, button=action.label)
    assert desk.status == 422
    assert desk.errors == ["Écrivez un motif : le gestionnaire le lira et saura quoi faire."]
    assert records.read(record.id).state is state


def test_a_reason_that_is_too_long_comes_back_whole(records, desk):
    record = records.record(State.UNDER_REVIEW)
    desk.open(f"{at(record)}/refuser").submit({"motif": "a" * 2001})
    assert desk.status == 422
    assert len(desk.soup.select_one("#motif").get_text().strip()) == 2001


def test_the_page_of_an_act_says_whom_it_tells(records, judge, desk):
    record = records.record(State.UNDER_REVIEW, instructor=judge)
    page = desk.open(f"{at(record)}/refuser").text.replace("\u00a0", " ")
    assert "passe de « En instruction » à « Refusée »" in page
    assert f"« Votre demande de raccordement est refusée » part à {record.email}" in page


def test_the_reason_is_mailed_and_written_in_the_history(records, desk, mailbox):
    record = records.record(State.UNDER_REVIEW)
    desk.open(f"{at(record)}/demander_correction").submit({"motif": "Précisez la version."})
    assert "Précisez la version." in mailbox.texts(record.email)[0]
    assert "Précisez la version." in desk.open(at(record)).text


@pytest.mark.parametrize("word", ["deposer", "corriger", "demander_production", "retirer", "n-importe-quoi", "message"])
def test_what_instructeurs_never_do_has_no_page(records, desk, word):
    record = records.record()
    assert desk.open(f"{at(record)}/{word}").status == 404


def test_an_act_that_is_no_longer_possible_says_so(records, desk):
    record = records.record(State.PRODUCTION)
    desk.open(f"{at(record)}/accepter")
    assert desk.status == 409
    assert "« Accepter et ouvrir le bac à sable » n’est plus possible" in desk.text.replace("\u00a0", " ")


def test_of_two_who_take_the_second_is_told_who_came_first(records, judge, desk, new_client):
    record = records.record()
    other = records.instructor(first_name="Maxime", last_name="Lenoir")
    second = put_inside(new_client(), other).open(at(record))
    desk.open(at(record)).press("Prendre en charge")
    second.press("Prendre en charge")
    told = second.text.replace("\u00a0", " ")
    assert second.status == 409
    assert f"{judge.full_name} est passé avant vous : « Prendre en charge »" in told
    assert records.read(record.id).instructor_id == judge.id
    assert len(takings(record)) == 1


def test_of_ten_who_take_at_once_one_takes(app, records, new_client, mailbox):
    record = records.record()
    people = [put_inside(new_client(), records.instructor()) for _ in range(10)]
    forms = [(person.open(at(record)).token, cookies_of(person)) for person in people]
    data = {"version": str(record.version)}
    answers = at_once(
        [
            lambda token=token, held=held: post(app, f"{at(record)}/prendre", {**data, "csrf_token": token}, held)
            for token, held in forms
        ]
    )
    assert sorted(answer.status_code for answer in answers) == [303, *[409] * 9]
    assert len(takings(record)) == 1
    subjects = [str(mail["subject"]) for mail in mailbox.all(record.email)]
    assert sum("prise en charge" in subject for subject in subjects) == 1


def takings(record):
    with reading() as session:
        return [e for e, _ in store.entries(session, record.id) if e.action is Action.TAKE]


def test_the_same_press_arriving_twice_moves_once_and_says_nothing(records, desk):
    record = records.record()
    desk.open(at(record))
    data = {"csrf_token": desk.token, "version": str(record.version)}
    first = desk.send("POST", f"{at(record)}/prendre", data=data)
    again = desk.send("POST", f"{at(record)}/prendre", data=data)
    assert (first.status_code, again.status_code) == (303, 303)
    assert len(takings(record)) == 1


def test_what_the_second_had_written_is_kept(records, desk, new_client):
    record = records.record(State.UNDER_REVIEW)
    desk.open(f"{at(record)}/refuser")
    put_inside(new_client(), records.instructor()).open(f"{at(record)}/accepter").submit({"motif": ""})
    desk.submit({"motif": "Longue explication."})
    assert desk.status == 409
    assert desk.soup.select_one("#message").get_text().strip() == "Longue explication."


def test_a_change_by_the_gestionnaire_meanwhile_is_told_too(records, desk):
    record = records.record()
    desk.open(at(record))
    by = manager_of(record)
    with transaction() as session:
        locked = store.get(session, record.id, lock=True)
        service.update(session, locked, by, {"si_version": "5"}, version=locked.version)
    desk.press("Prendre en charge")
    assert (desk.status, "« Demande modifiée »" in desk.text.replace("\u00a0", " ")) == (409, True)


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "1.5"])
def test_a_version_that_was_tampered_with_moves_nothing(records, desk, version):
    record = records.record()
    desk.open(at(record))
    answer = desk.send("POST", f"{at(record)}/prendre", data={"csrf_token": desk.token, "version": version})
    assert answer.status_code == 409
    assert records.read(record.id).state is State.DEPOSITED
