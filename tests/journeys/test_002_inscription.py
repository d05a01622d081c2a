"""Source 002 p. 6-7 and 14: somebody registers alone; with a pointer, by keyboard alone, without scripts."""

import pytest

from tests.journeys import registering
from tests.journeys.acts import give_password, reachable_at, sample, sign_in
from tests.journeys.registering import SENT, SHEET, TITLE
from tests.journeys.visitor import Manner

ORCHIS, PHYSICIAN, HOLDER = sample("Orchis"), sample("Aubépine"), sample("Muguet")
RECEIVED = "Votre inscription à Medimail est reçue"
KNOWN = "Votre inscription à Medimail"


def test_somebody_registers_and_the_grades_is_told(anybody, letters):
    address = f"nina.{anybody.manner}@chu-exemple.fr"
    registering.begin(anybody, letters, address)
    anybody.press("Envoyer mon inscription")
    anybody.reads("réponses sont à corriger")
    registering.fill(anybody)
    registering.finish(anybody)
    anybody.sees_title(SENT)
    letters.wait_for(address, RECEIVED)
    letters.wait_for(reachable_at(ORCHIS), "Un compte Medimail est à valider")
    # Nobody has validated it yet.
    give_password(anybody, address, registering.PASSWORD)
    anybody.reads("Identifiant ou mot de passe incorrect")


def test_what_is_typed_is_there_again_after_the_page_is_reloaded(visitor, letters):
    registering.begin(visitor, letters, "reprise@chu-exemple.fr")
    with visitor.page.expect_response("**/inscription/fiche/garder"):
        visitor.fill("Nom", "Nerprun")
        visitor.field("Prénom").focus()
    visitor.reads("Enregistré à")
    visitor.open("/inscription")
    visitor.follow("Reprendre mon inscription")
    visitor.sees_title(TITLE)
    assert visitor.field("Nom").input_value() == "Nerprun"


@pytest.mark.parametrize("manner", [Manner.POINTER, Manner.SCRIPTLESS])
def test_two_people_register_in_two_tabs_of_one_computer(new_visitor, letters, manner):
    visitor, first, second = new_visitor(manner), "une@chu-exemple.fr", "deux@chu-exemple.fr"
    registering.begin(visitor, letters, first)
    left = visitor.other_tab()
    registering.begin(visitor, letters, second, "MED – MEDimail")
    visitor.page = left
    registering.fill(visitor)
    registering.finish(visitor)
    visitor.sees_title(SENT)
    letters.wait_for(first, RECEIVED)
    assert letters.subjects(second) == ["Votre code d’inscription à Medimail"]


def test_somebody_known_sees_the_same_page_and_the_mail_says_what_to_do(visitor, letters):
    registering.send(visitor, letters, reachable_at(HOLDER))
    letters.wait_for(reachable_at(HOLDER), KNOWN)


def test_a_physician_signed_in_registers_with_their_own_account(visitor, letters):
    address = "aubepine@chu-exemple.fr"
    sign_in(visitor, letters, PHYSICIAN)
    registering.begin(visitor, letters, address)
    visitor.reads("Repris de votre compte.")
    visitor.choose("Profession", "Pharmacien")
    visitor.tick(registering.LIBERAL)
    visitor.fill("Code postal", "01440")
    visitor.fill("Ville", "Viriat")
    visitor.tick(registering.TERMS)
    visitor.press("Envoyer mon inscription")
    visitor.sees_title(SENT)
    letters.wait_for(address, RECEIVED)
    visitor.open(SHEET)
    visitor.sees_title(SENT)
