"""Source 002 p. 12 and 15: an administrator changes the address of an account, and the night does it."""

import pytest

from tests.journeys import medimail
from tests.journeys.acts import PASSWORD, give_code, give_password, is_signed_in, sample, sign_in

ADMINISTRATOR, HOLDER = sample("Tilleul"), sample("Muguet")
NEW = "mona.muguet@chu-exemple.example"
LIST = "Demandes de changement de mail"


@pytest.fixture
def page(handless, letters):
    """Where the address of Mona Muguet is changed, her administrator signed in."""
    sign_in(handless, letters, ADMINISTRATOR)
    return f"{medimail.mailbox(handless, 'Mona MUGUET')}/adresse"


def test_a_request_is_made_corrected_and_called_off(handless, letters, page):
    medimail.ask(handless, page, "mona.mugue@chu-exemple.example")
    handless.reads("La demande est enregistrée")
    handless.open(page)
    handless.fill("Nouvelle adresse mail", NEW)
    handless.press("Modifier la demande")
    handless.sees_title(LIST)
    handless.open(page)
    handless.reads(NEW)
    handless.press("Annuler la demande")
    handless.reads("La demande est annulée")
    letters.wait_for(HOLDER.identifier, "L’adresse de votre compte Medimail ne change plus")


def test_the_next_day_its_holder_signs_in_with_the_new_address(demo, handless, new_visitor, letters, page):
    medimail.ask(handless, page, NEW)
    letters.wait_for(HOLDER.identifier, "L’adresse de votre compte Medimail va changer")
    medimail.night(demo)
    letters.wait_for(NEW, "Votre compte Medimail a cette adresse désormais")
    holder = new_visitor(handless.manner)
    give_password(holder, NEW, PASSWORD)
    give_code(holder, letters.code(NEW))
    is_signed_in(holder, HOLDER)


def test_what_the_night_will_do_is_shown_by_day(handless, letters, page):
    medimail.ask(handless, page, NEW)
    handless.open(f"{medimail.structure(handless)}/cette-nuit")
    handless.follow("Avec ses structures filles")
    handless.reads(NEW)
