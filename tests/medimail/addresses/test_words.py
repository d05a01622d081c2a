"""What the mails and the page of a change of address say, and to whom: nothing that is false of whoever reads it."""

import pytest

from portal.accounts.rules import Kind as Person
from portal.db import transaction
from portal.medimail.mailboxes.addresses.rules import Holder, WayIn, way_in
from portal.medimail.mailboxes.record import inviting
from portal.medimail.mailboxes.record import store as records
from portal.medimail.mailboxes.record.moving import move
from portal.medimail.mailboxes.record.rules.kinds import PERSONS, SHARED, Kind
from portal.medimail.mailboxes.record.rules.states import Action, State, Who
from tests.medimail.addresses.conftest import NEW

MSSANTE = "alex.petit@chic-demo.mssante.fr"
SHARED_ADDRESS = "secretariat@chic-demo.fr"


@pytest.fixture
def around(desk, ask, night, mailbox):
    """Ask for a change, and let the night do it; what `between` answers is what was read before the night."""

    def go(box, between):
        ask(desk, box)
        before = between()
        mailbox.forget()
        night()
        return before

    return go


@pytest.fixture
def shared(medimail, structure):
    """A shared account, and the person who opens it."""
    box = medimail.mailbox(structure, Kind.ORG, last_name="SECRETARIAT", first_name="Pharmacie", address=SHARED_ADDRESS)
    person, opener = medimail.holder(structure)
    medimail.connect(box, opener)
    return box, person


@pytest.fixture
def invited(medimail, structure):
    """A preregistered person who has received a link."""
    box = medimail.mailbox(structure, state=State.PREREGISTERED)
    with transaction() as session:
        inviting.invite(session, records.get(session, box.id, lock=True), None)
    return box


def test_whoever_signs_in_with_the_address_is_told_so_and_where_the_codes_go(medimail, structure, around, said):
    _, box = medimail.holder(structure, Kind.PER)
    asked = around(box, lambda: said(box.address))
    assert "Bonjour Alex Petit" in asked.replace("PETIT", "Petit")
    assert f"l’adresse de votre compte Medimail, {box.address}, devienne" in asked
    assert "vous vous connecterez ensuite avec la nouvelle adresse, et vos codes y seront envoyés" in asked
    assert "Vos codes de connexion et les messages du portail y sont envoyés désormais" in said(box.address)
    assert "un code y sera envoyé. Vos sessions ouvertes ont été fermées" in said(NEW)


def test_whoever_has_codes_at_an_mssante_address_is_not_told_that_they_move(
    medimail, structure, around, said, build, mailbox
):
    person = build.person(
        kind=Person.MAILBOX_HOLDER, last_name="Petit", first_name="Alex", email="alex@chic-demo.fr", mssante=MSSANTE
    )
    box = medimail.mailbox(structure, address=person.email, account_id=person.id)
    asked = around(box, lambda: (said(box.address), said(MSSANTE)))
    assert all("vos codes partiront toujours à votre adresse MSSanté" in text for text in asked)
    assert "vos codes partent toujours à votre adresse MSSanté" in said(box.address)
    assert "le code part toujours à votre adresse MSSanté" in said(NEW)
    assert not any("y sont envoyés" in text or "un code y" in text for text in (said(box.address), said(NEW)))


def test_a_holder_from_certdc_who_signs_in_otherwise_is_not_told_to_sign_in_with_it(
    medimail, structure, around, said, build
):
    physician = build.physician(email="camille@cabinet.fr")
    box = medimail.mailbox(structure, account_id=physician.id)
    asked = around(box, lambda: (said(box.address), said(physician.mssante)))
    assert all("vous vous connecterez ensuite au portail comme aujourd’hui" in text for text in asked)
    for text in (*asked, said(box.address), said(NEW)):
        assert "avec la nouvelle adresse" not in text
        assert "sessions" not in text
    assert "Vous vous connectez au portail comme avant" in said(NEW)


def test_whoever_opens_a_shared_account_is_greeted_by_their_own_name_and_signs_in_as_before(
    shared, around, said, mailbox
):
    box, person = shared
    asked = around(box, lambda: said(person.email))
    done = said(person.email)
    assert mailbox.all(box.address) == mailbox.all(NEW) == []
    for text in (asked, done):
        assert "Bonjour Alex PETIT," in text
        assert "Pharmacie" not in text
        assert SHARED_ADDRESS in text
        assert "d’un compte Medimail partagé que vous ouvrez" in text
        assert "votre compte Medimail" not in text.partition("Medimail partagé")[2]
        assert "cette adresse n’est pas à vous" not in text
    assert "vous l’ouvrirez ensuite comme aujourd’hui, par votre propre compte" in asked
    assert f"est désormais {NEW}, et non plus {SHARED_ADDRESS}" in done
    assert "Vous l’ouvrez comme avant, par votre propre compte" in done


def test_a_change_called_off_is_told_to_the_opener_of_a_shared_account_by_their_own_name(
    desk, shared, ask, waiting, said
):
    box, person = shared
    ask(desk, box)
    desk.post(f"/changements-adresse/{waiting(box)}/annuler")
    assert "L’adresse d’un compte Medimail partagé ne change plus | " in said(person.email)
    assert "Bonjour Alex PETIT, Le changement annoncé de l’adresse d’un compte Medimail partagé" in said(person.email)
    assert f"elle reste {SHARED_ADDRESS}" in said(person.email)


def test_whoever_opens_a_shared_account_no_more_or_not_yet_is_told_nothing(
    desk, medimail, structure, shared, ask, mailbox
):
    box, person = shared
    others = [medimail.mailbox(structure, state=state) for state in (State.PREREGISTERED, State.REJECTED)]
    for other in others:
        medimail.connect(box, other)
    ask(desk, box)
    assert {str(message["to"]) for message in mailbox.all()} == {person.email}


def test_whoever_was_invited_is_told_of_the_link_and_of_no_code(invited, around, said):
    asked = around(invited, lambda: said(invited.address))
    left = said(invited.address)
    assert "un nouveau lien pour finaliser votre inscription y sera alors envoyé" in asked
    assert "Un lien de finalisation reçu ici ne s’ouvre plus : un nouveau est parti à cette adresse" in left
    assert "codes" not in asked + left
    assert "connecter" not in asked + left


def test_whoever_waits_to_be_validated_is_not_told_to_sign_in_yet(medimail, structure, around, said):
    person, box = medimail.holder(structure, state=State.TO_VALIDATE)
    with transaction() as session:
        session.merge(person).closed_at = box.created_at
    asked = around(box, lambda: said(box.address))
    assert "le jour où votre compte sera ouvert, vous vous y connecterez avec la nouvelle adresse" in asked
    assert "Connectez-vous" not in said(NEW)


def reject(box):
    with transaction() as session:
        move(session, records.get(session, box.id, lock=True), Who.ADMINISTRATOR, Action.REJECT)


def test_whoever_was_rejected_is_not_told_that_they_may_sign_in(medimail, structure, around, said):
    _, box = medimail.holder(structure)
    reject(box)
    asked = around(box, lambda: said(box.address))
    assert "le jour où votre compte sera ouvert, vous vous y connecterez avec la nouvelle adresse" in asked
    assert "Le jour où votre compte sera ouvert, vous vous y connecterez avec elle" in said(NEW)
    assert "Connectez-vous" not in said(NEW)


def test_whoever_was_rejected_but_comes_in_by_another_account_is_told_how(medimail, structure, around, said):
    person, box = medimail.holder(structure)
    medimail.mailbox(structure, account_id=person.id)
    reject(box)
    around(box, lambda: None)
    assert "Connectez-vous avec elle et votre mot de passe habituel" in said(NEW)


def test_of_a_rejected_shared_account_nobody_is_told_that_they_open_it(desk, shared, ask, waiting, night, mailbox):
    box, _ = shared
    reject(box)
    ask(desk, box)
    desk.post(f"/changements-adresse/{waiting(box)}/annuler")
    ask(desk, box)
    night()
    assert mailbox.all() == []


@pytest.mark.parametrize("kind", Kind)
def test_the_page_of_a_rejected_account_says_that_nobody_is_told_and_opens_nothing(desk, medimail, structure, kind):
    box = medimail.mailbox(structure, kind, State.REJECTED, stood=State.PREREGISTERED)
    text = words(desk, box).partition("Ce qui va se passer")[2]
    assert "Personne n’en est prévenu : ce compte est rejeté, et personne n’y entre." in text
    assert "Le compte reste rejeté." in text
    assert not any(word in text for word in ("prévenue", "relancer", "connecte"))


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("was_invited", [True, False])
@pytest.mark.parametrize("holder", [None, Holder(uses_address=True, has_mssante=False, is_closed=False)])
def test_only_persons_who_sign_in_with_an_address_follow_it(kind, was_invited, holder):
    found = way_in(kind, State.VALID, holder, was_invited=was_invited)
    assert (found is WayIn.FOLLOWS) == (kind in PERSONS and holder is not None)
    assert (found is WayIn.SHARED) == (kind in SHARED)


def words(desk, box):
    """The page that asks for a change, on one line."""
    return " ".join(desk.open(f"/comptes/{box.id}/adresse").text.replace("\u00a0", " ").split())


def test_the_page_of_a_holder_says_that_the_sign_in_follows(desk, medimail, structure):
    text = words(desk, medimail.holder(structure)[1])
    assert "se connecte avec la nouvelle adresse dès le lendemain, où partent aussi ses codes" in text
    assert "l’adresse change ; les deux adresses en sont prévenues." in text


def test_the_page_of_a_holder_from_certdc_says_that_the_sign_in_does_not(desk, medimail, structure, build):
    physician = build.physician(email="camille@cabinet.fr")
    text = words(desk, medimail.mailbox(structure, account_id=physician.id))
    assert "ce n’est pas avec cette adresse qu’elle le fait" in text
    assert "sessions" not in text.partition("Ce qui va se passer")[2]


def test_the_page_of_a_shared_account_says_who_is_told_and_closes_no_session(desk, shared):
    text = words(desk, shared[0]).partition("Ce qui va se passer")[2]
    assert "Les personnes qui ouvrent ce compte sont prévenues aussitôt" in text
    assert "continue de se connecter avec son propre compte" in text
    assert "ancienne adresse" not in text
    assert "deux adresses" not in text
    assert "Ses sessions" not in text


def test_the_page_of_a_shared_account_that_nobody_opens_says_that_nobody_is_told(desk, medimail, structure):
    text = words(desk, medimail.mailbox(structure, Kind.APP)).partition("Ce qui va se passer")[2]
    assert "Personne n’en est prévenu : aucune personne n’ouvre encore ce compte." in text
    assert "sont prévenues" not in text


def test_the_page_of_whoever_was_never_invited_says_that_nobody_is_told(desk, medimail, structure, ask, mailbox):
    box = medimail.mailbox(structure, state=State.PREREGISTERED)
    text = words(desk, box).partition("Ce qui va se passer")[2]
    assert "Personne n’en est prévenu : aucun lien n’a encore été envoyé" in text
    assert "pensez à relancer l’utilisateur une fois l’adresse changée" in text
    assert "prévenue" not in text
    ask(desk, box)
    assert mailbox.all() == []


def test_the_page_of_whoever_was_invited_says_that_another_link_leaves(desk, invited):
    text = words(desk, invited)
    assert "le lien déjà envoyé cesse alors de s’ouvrir, et un nouveau part à la nouvelle adresse" in text
    assert "se connecte avec la nouvelle adresse" not in text
