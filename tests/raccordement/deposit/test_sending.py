"""Sending: one transaction makes the account, deposits the request and writes the mails, whatever is pressed twice."""

from datetime import timedelta

import pytest

from portal import clock
from portal.accounts import store as people
from portal.accounts.models import Account
from portal.accounts.rules import Kind, Right
from portal.db import reading, transaction
from portal.limits import Limit
from portal.mail.models import OutboxMail
from portal.raccordement.deposit import service
from portal.raccordement.record import members, store
from portal.raccordement.record.models import Entry, Member
from portal.raccordement.record.rules import usual_delay
from portal.raccordement.record.states import Action, Role, State
from tests.attacks.crowd import at_once, cookies_of, post
from tests.builders import NEW_PASSWORD, PASSWORD
from tests.pages.deposit import (
    ANSWERS,
    CONSENT,
    DRAFT,
    EMAIL,
    SENT,
    START,
    ask,
    confirm,
    fill,
    notices,
    press,
    send,
    shown,
    typed,
)
from tests.pages.signin import sign_in

PARAMETERS = "Vos paramètres de connexion"


def subjects(mailbox, address=EMAIL):
    return [str(mail["Subject"]).partition(" (")[0] for mail in mailbox.all(address)]


def parameters(mailbox, address=EMAIL):
    texts = [text for text in mailbox.texts(address) if PARAMETERS in text]
    assert len(texts) == 1, texts
    return " ".join(texts[0].split())


def account_of(address=EMAIL):
    with reading() as session:
        account = people.find(session, address)
        return account, {right.name for right in people.rights(session, account.id)} if account else set()


# What a deposit makes


def test_a_whole_request_is_deposited(applicant, all_records):
    send(applicant)
    assert applicant.path == SENT, applicant.text
    (record,) = all_records()
    assert record.state is State.DEPOSITED
    assert record.number in applicant.text
    assert (record.last_name, record.commune, record.si_name) == ("Petit", "Viriat", "Hôpital Exemple DPI")
    assert {row.finess_et for row in record.establishments} == {"010000024", "010005239"}


def test_the_account_comes_with_it(applicant):
    send(applicant)
    account, rights = account_of()
    assert (account.kind, account.last_name, account.first_name) == (Kind.SI_MANAGER, "Petit", "Alex")
    assert rights == {Right.SI_MANAGER}
    assert account.credential.password_hash is None


def test_its_author_is_the_main_correspondent(applicant, all_records):
    send(applicant)
    with reading() as session:
        ((member, account),) = store.members(session, all_records()[0].id)
    assert member.main
    assert account.email == EMAIL


def test_the_instructors_are_told(applicant, records, mailbox):
    instructor = records.instructor()
    send(applicant)
    assert "Nouvelle demande de raccordement" in subjects(mailbox, instructor.email)


def test_the_mails_of_a_deposit_are_these(applicant, mailbox):
    send(applicant)
    assert subjects(mailbox) == [
        "Votre code pour demander un raccordement",
        "Votre brouillon de demande de raccordement",
        "Votre demande de raccordement est enregistrée",
        PARAMETERS,
    ]


def test_the_parameters_are_an_identifier_and_a_link_never_a_password(applicant, mailbox):
    send(applicant)
    text = parameters(mailbox)
    assert f"Identifiant : {EMAIL}" in text
    assert "/mot-de-passe/lien/" in text


def test_the_link_leads_to_a_password_and_into_the_space(applicant, new_client, mailbox, all_records):
    send(applicant)
    owner = new_client().open(mailbox.link(EMAIL))
    owner.submit({"nouveau": NEW_PASSWORD, "confirmation": NEW_PASSWORD})
    sign_in(owner, mailbox, EMAIL, EMAIL, NEW_PASSWORD)
    number = all_records()[0].number
    assert number in owner.open("/raccordement").text


def test_the_link_still_opens_after_a_week_end(applicant, new_client, mailbox, later):
    send(applicant)
    link = mailbox.link(EMAIL)
    later(days=4)
    assert new_client().open(link).status == 200


def test_somebody_who_has_a_password_is_told_to_use_it(client, mailbox, build, records):
    records.places()
    account = build.si_manager(certdc_id=None, email=EMAIL, contact=EMAIL, password=PASSWORD)
    confirm(client, mailbox)
    send(client)
    text = parameters(mailbox)
    assert "Vous avez déjà un compte" in text
    assert "/mot-de-passe/lien/" not in text
    assert account_of()[0].id == account.id


def test_somebody_whose_account_has_another_use_keeps_it(client, mailbox, build, records):
    records.places()
    build.administrator(email=EMAIL)
    confirm(client, mailbox)
    send(client)
    account, rights = account_of()
    assert account.kind is Kind.MAILBOX_HOLDER
    assert rights == {Right.ADMINISTRATOR, Right.SI_MANAGER}


def test_somebody_who_never_chose_a_password_is_given_the_link_again(client, mailbox, build, records):
    records.places()
    build.si_manager(certdc_id=None, email=EMAIL, contact=EMAIL, password=None)
    confirm(client, mailbox)
    send(client)
    assert "/mot-de-passe/lien/" in parameters(mailbox)


# What is missing


def test_an_empty_request_is_refused_field_by_field(applicant, all_records):
    press(applicant, "envoyer")
    assert applicant.status == 422
    assert len(applicant.errors) == 11
    assert "11 réponses sont à corriger" in applicant.text
    assert all_records()[0].state is State.DRAFT


# The answers are judged before any database is asked.
ONCE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@ONCE
@pytest.mark.parametrize("name", sorted(ANSWERS.keys() - {"commentaires"}))
def test_each_mandatory_field_is_asked_for(applicant, all_records, name):
    fill(applicant)
    press(applicant, "envoyer", **CONSENT, **{name: "  "})
    assert len(applicant.errors) == 1
    assert applicant.soup.select_one(f"#{name}-erreur")
    assert all_records()[0].state is State.DRAFT


def test_the_summary_links_to_every_field_in_the_order_of_the_page(applicant):
    press(applicant, "envoyer")
    links = [tag["href"] for tag in applicant.soup.select(".error-summary a")]
    assert links == [
        *(f"#{name}" for name in ANSWERS if name != "commentaires"),
        "#recherche",
        "#accord",
    ]


def test_the_consent_is_asked(applicant, all_records):
    fill(applicant)
    press(applicant, "envoyer")
    assert applicant.errors == ["Cochez la demande de rattachement pour l’envoyer."]
    assert all_records()[0].state is State.DRAFT


def test_one_establishment_at_least_is_asked(applicant):
    press(applicant, **ANSWERS)
    press(applicant, "envoyer", **CONSENT)
    assert applicant.errors == ["Cherchez, puis ajoutez au moins un établissement à raccorder."]


def test_a_juridical_one_without_any_territorial_is_said(applicant):
    fill(applicant)
    press(applicant, "aucun:010780054")
    press(applicant, "envoyer", **CONSENT)
    assert "Cochez au moins un territorial sous l’établissement juridique 010780054" in applicant.errors[0]


def test_an_establishment_closed_meanwhile_is_said(applicant, records, all_records):
    press(applicant, **ANSWERS)
    press(applicant, "ajouter:010780062")
    records.closed_place("010000032")
    press(applicant, "envoyer", **CONSENT)
    assert "L’établissement 010000032 a quitté le registre le samedi 31 janvier 2026" in applicant.errors[0]
    assert "a quitté le registre" in applicant.soup.select_one(".picked").get_text()
    assert all_records()[0].state is State.DRAFT


def test_a_closed_establishment_goes_with_its_juridical_one(applicant, records, all_records):
    press(applicant, "ajouter:010780062")
    records.closed_place("010000032")
    press(applicant, "supprimer:010780062")
    assert all_records()[0].establishments == []


def test_every_fault_of_the_choice_is_said_at_once(applicant):
    press(applicant, **ANSWERS)
    for number in ("010780054", "010780062"):
        press(applicant, f"ajouter:{number}")
        press(applicant, f"aucun:{number}")
    press(applicant, "envoyer", **CONSENT)
    said = applicant.errors + notices(applicant)
    assert [number for number in ("010780054", "010780062") if any(number in text for text in said)] == [
        "010780054",
        "010780062",
    ]


@ONCE
@pytest.mark.parametrize(
    ("name", "answer", "said"),
    [
        ("telephone", "demain", "Un numéro de téléphone compte au moins 9"),
        ("telephone", "12345", "Un numéro de téléphone compte au moins 9"),
        ("code_postal", "0144", "Le code postal compte 5"),
        ("code_postal", "01A40", "Le code postal compte 5"),
        ("nom", "x" * 101, "100 caractères au plus"),
        ("commentaires", "x" * 2001, "2000 caractères au plus"),
    ],
)
def test_an_answer_that_cannot_be_right_is_said(applicant, all_records, name, answer, said):
    fill(applicant)
    press(applicant, "envoyer", **CONSENT, **{name: answer})
    assert said in applicant.errors[0].replace("\u00a0", " ")
    assert all_records()[0].state is State.DRAFT


@ONCE
@pytest.mark.parametrize("answer", ["+33 4 74 00 00 00", "04.74.00.00.00", "0474000000", "04-74-00-00-00"])
def test_a_telephone_is_written_as_one_likes(applicant, answer):
    send(applicant, telephone=answer)
    assert applicant.path == SENT


def test_a_postal_code_may_have_spaces(applicant, all_records):
    send(applicant, code_postal="01 440")
    assert all_records()[0].postal_code == "01440"


# Twice


def test_a_double_click_deposits_once(applicant, all_records, mailbox):
    fill(applicant)
    data = {**shown(applicant), "geste": "envoyer", **CONSENT}
    cookies = cookies_of(applicant)
    answers = at_once([lambda: post(applicant.http.application, DRAFT, data, cookies)] * 2)
    assert {answer.headers["Location"] for answer in answers} == {SENT}
    assert [record.state for record in all_records()] == [State.DEPOSITED]
    assert subjects(mailbox).count(PARAMETERS) == 1


def test_the_page_sent_again_leads_to_what_it_made(applicant, all_records):
    fill(applicant)
    data = {**shown(applicant), **CONSENT, "geste": "envoyer"}
    for _ in range(2):
        applicant.post(DRAFT, data)
        assert applicant.path == SENT
    assert len(all_records()) == 1


def test_two_deposits_of_one_address_at_once_make_one_account(new_client, mailbox, records, all_records):
    records.places()
    browsers, jobs = [new_client(), new_client()], []
    for number, browser in enumerate(browsers):
        confirm(browser, mailbox)
        if browser.path != DRAFT:
            browser.press("Commencer une nouvelle demande")
        fill(browser, si_nom=f"Logiciel {number}")
        data = {**shown(browser), "geste": "envoyer", **CONSENT}
        cookies, app = cookies_of(browser), browser.http.application
        jobs.append(lambda data=data, cookies=cookies, app=app: post(app, DRAFT, data, cookies))
    answers = at_once(jobs)
    assert [answer.headers.get("Location") for answer in answers] == [SENT, SENT]
    assert {record.state for record in all_records()} == {State.DEPOSITED}
    with reading() as session:
        assert session.query(Account).filter_by(email=EMAIL).count() == 1
        assert session.query(Member).count() == 2


def test_an_account_made_between_two_statements_is_found_the_second_time(
    applicant, records, all_records, backend, monkeypatch
):
    if backend == "sqlite":
        pytest.skip("SQLite lets one transaction write at a time: nothing is made between two statements")
    fill(applicant)
    asked = []
    find = members.people.find

    def find_too_early(session, identifier):
        asked.append(identifier)
        if len(asked) == 2:  # the first looks for a request of this person, the second for the account
            records.manager(email=EMAIL, contact=EMAIL)
            return None
        return find(session, identifier)

    monkeypatch.setattr(members.people, "find", find_too_early)
    press(applicant, "envoyer", **CONSENT)
    assert applicant.path == SENT
    assert [record.state for record in all_records()] == [State.DEPOSITED]
    assert account_of()[1] == {Right.SI_MANAGER}


def test_the_same_request_again_leads_to_the_first(applicant, new_client, mailbox, all_records):
    send(applicant)
    number = all_records()[0].number
    again = confirm(new_client(), mailbox).press("Commencer une nouvelle demande")
    send(again, si_nom="HOPITAL-EXEMPLE dpi")
    assert again.status == 422
    assert "Vous avez déjà demandé ce raccordement" in again.text
    assert number in again.text
    assert [record.state for record in all_records()] == [State.DEPOSITED, State.DRAFT]


def test_another_system_or_another_establishment_is_another_request(applicant, new_client, mailbox, all_records):
    send(applicant)
    again = confirm(new_client(), mailbox).press("Commencer une nouvelle demande")
    press(again, **ANSWERS)
    press(again, "ajouter:010780062")
    press(again, "envoyer", **CONSENT)
    assert again.path == SENT
    assert len(all_records(State.DEPOSITED)) == 2


def test_the_same_request_of_somebody_else_is_deposited(applicant, new_client, mailbox, all_records):
    send(applicant)
    other = confirm(new_client(), mailbox, "claude.roux@ch-exemple.fr")
    send(other)
    assert other.path == SENT
    assert len(all_records(State.DEPOSITED)) == 2


def test_an_account_that_was_closed_is_said(client, mailbox, build, records, all_records):
    records.places()
    closed = build.si_manager(certdc_id=None, email=EMAIL, contact=EMAIL)
    with transaction() as session:
        session.get(Account, closed.id).closed_at = clock.now()
    confirm(client, mailbox)
    send(client)
    assert client.status == 422
    assert "Le compte de cette adresse a été fermé" in client.text
    assert [record.state for record in all_records()] == [State.DRAFT]


def test_nothing_of_a_deposit_that_fails_is_left(applicant, all_records, monkeypatch):
    fill(applicant)
    before = _mails()
    monkeypatch.setattr(service.passwords, "opening", _fails)
    applicant.http.application.config["PROPAGATE_EXCEPTIONS"] = False
    press(applicant, "envoyer", **CONSENT)
    assert applicant.status == 500
    assert [record.state for record in all_records()] == [State.DRAFT]
    assert account_of()[0] is None
    assert _mails() == before


def _fails(*_):
    raise RuntimeError


def _mails():
    with reading() as session:
        return session.query(OutboxMail).count()


# Limits


def test_an_address_sends_so_many_requests_a_day(applicant, new_client, mailbox, configure, all_records):
    configure(limit_deposits=Limit.parse("1/24h"))
    send(applicant)
    again = confirm(new_client(), mailbox).press("Commencer une nouvelle demande")
    send(again, si_nom="Un autre logiciel")
    assert again.status == 429
    assert "Trop de demandes ont été envoyées aujourd’hui" in again.text
    assert typed(again)["si_nom"] == "Un autre logiciel"
    assert [record.state for record in all_records()] == [State.DEPOSITED, State.DRAFT]


def test_a_network_sends_so_many_requests_a_day(new_client, mailbox, records, configure, all_records):
    records.places()
    configure(limit_deposits_network=Limit.parse("2/24h"))
    for number in range(3):
        browser = confirm(new_client(address="198.51.100.7"), mailbox, f"x{number}@ch-exemple.fr")
        send(browser, si_nom=f"Logiciel {number}")
    assert len(all_records(State.DEPOSITED)) == 2


# What comes next


def test_the_next_page_says_what_happens_and_leads_to_the_kit(applicant):
    text = send(applicant).text
    for said in ("Ce qui se passe maintenant", "Instruction", "Vos paramètres de connexion partent à", EMAIL):
        assert said in text
    assert applicant.soup.main.select_one("a[href='/raccordement/kit.zip']")


def test_it_is_for_the_browser_that_sent_it(applicant, new_client):
    send(applicant)
    assert new_client().open(SENT).path == START
    assert applicant.open(SENT).path == SENT


def test_the_draft_leads_there_once_it_is_sent(applicant):
    send(applicant)
    assert applicant.open(DRAFT).path == SENT


def test_another_request_may_be_begun_at_once(applicant, mailbox):
    send(applicant)
    assert "Une demande est commencée dans ce navigateur" not in applicant.open(START).text
    ask(applicant)
    assert applicant.path == "/raccordement/demande/code"


def test_there_is_no_usual_delay_before_five_decisions(applicant):
    assert "Pas encore de délai habituel" in send(applicant).text


def test_the_usual_delay_is_that_of_the_last_ninety_days(applicant, records, later):
    for number in range(6):
        record = records.record(State.SANDBOX, si_name=f"Logiciel {number}")
        with transaction() as session:
            kept = store.get(session, record.id)
            kept.deposited_at -= timedelta(days=4 if number else 400)
    assert "Délai habituel : 5 jours" in send(applicant).text.replace("\u00a0", " ")


def test_what_was_decided_long_ago_does_not_count(applicant, records):
    for number in range(5):
        record = records.record(State.SANDBOX, si_name=f"Logiciel {number}")
        with transaction() as session:
            for entry in session.query(Entry).filter_by(raccordement_id=record.id):
                entry.at -= timedelta(days=100)
    assert "Pas encore de délai habituel" in send(applicant).text


NOW = clock.datetime(2026, 4, 3, 12, tzinfo=clock.UTC)


@pytest.mark.parametrize(
    ("hours", "days"),
    [
        ([], None),
        ([24] * 4, None),
        ([1] * 5, 1),
        ([24] * 5, 1),
        ([25] * 5, 2),
        ([24, 24, 48, 4800, 4800], 2),
        ([24, 24, 24, 72, 72, 72], 2),
    ],
)
def test_the_usual_delay_is_the_middle_one_in_days_begun(hours, days):
    assert usual_delay([(NOW - timedelta(hours=h), NOW) for h in hours]) == days


def test_the_entries_tell_the_deposit(applicant, all_records):
    send(applicant)
    with reading() as session:
        ((entry, account),) = store.entries(session, all_records()[0].id)
    assert (entry.action, entry.role, account.email) == (Action.DEPOSIT, Role.APPLICANT, EMAIL)
