"""Sending: one transaction makes the account, deposits the request and writes the mails."""

from portal.accounts.rules import Kind, Right
from portal.db import reading
from portal.raccordement.record import store
from portal.raccordement.record.states import Action, Role, State
from tests.builders import NEW_PASSWORD, PASSWORD
from tests.pages.deposit import (
    EMAIL,
    PARAMETERS,
    SENT,
    account_of,
    confirm,
    send,
    subjects,
)
from tests.pages.signin import sign_in


def parameters(mailbox, address=EMAIL):
    texts = [text for text in mailbox.texts(address) if PARAMETERS in text]
    assert len(texts) == 1, texts
    return " ".join(texts[0].split())


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


def test_the_entries_tell_the_deposit(applicant, all_records):
    send(applicant)
    with reading() as session:
        ((entry, account),) = store.entries(session, all_records()[0].id)
    assert (entry.action, entry.role, account.email) == (Action.DEPOSIT, Role.APPLICANT, EMAIL)
