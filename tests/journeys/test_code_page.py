"""Promises 1 and 14: a code survives a slow mail, and its page a reload, another tab and the way back."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.acts import (
    CODE,
    IDENTIFIER,
    give_code,
    give_password,
    is_signed_in,
    reachable_at,
    sample,
)
from tests.journeys.visitor import Manner

PERSON = sample("Aubépine")
ADDRESS = reachable_at(PERSON)
HALF_A_MINUTE = 31
RESEND = "Recevoir un nouveau code"


def come(visitor):
    """Give the right password, and stand on the page that waits for the code."""
    give_password(visitor, PERSON.identifier)
    visitor.sees_title("Saisir le code reçu")
    return visitor


@pytest.fixture
def handless_waiting(handless):
    """Somebody on that page, by keyboard alone, then without scripts."""
    return come(handless)


@pytest.fixture
def here(visitor):
    """Somebody on that page."""
    return come(visitor)


def test_the_page_says_where_the_code_went_and_how_long_it_lives(here):
    here.reads("c•••••e@demo.mssante.fr")
    here.reads("Temps restant :")
    here.does_not_read(ADDRESS)


def test_a_wrong_code_says_how_many_tries_are_left(handless_waiting, letters):
    give_code(handless_waiting, "000000")
    handless_waiting.reads("il vous reste 4 essais")
    expect(handless_waiting.field(CODE)).to_have_attribute("aria-invalid", "true")
    give_code(handless_waiting, letters.code(ADDRESS))
    is_signed_in(handless_waiting, PERSON)


def test_what_cannot_be_a_code_costs_no_try(here):
    give_code(here, "12345")
    here.reads("Le code compte 6 chiffres ; vous en avez saisi 5.")
    give_code(here, "000000")
    here.reads("il vous reste 4 essais")


def test_a_code_pasted_with_a_space_is_right(here, letters):
    code = letters.code(ADDRESS)
    give_code(here, f"{code[:3]} {code[3:]}")
    is_signed_in(here, PERSON)


def test_after_a_new_code_the_earlier_one_is_still_good(handless_waiting, letters, demo):
    give_code(handless_waiting, "000000")
    handless_waiting.reads("il vous reste 4 essais")
    earlier = letters.code(ADDRESS)
    demo.move_clock(HALF_A_MINUTE)
    handless_waiting.page.reload()
    handless_waiting.press(RESEND)
    handless_waiting.reads("Les codes précédents restent bons")
    assert letters.code(ADDRESS) != earlier
    give_code(handless_waiting, earlier)
    is_signed_in(handless_waiting, PERSON)


def test_five_wrong_codes_end_the_attempt_and_say_so(here, letters):
    for left in ("4 essais", "3 essais", "2 essais", "un essai"):
        give_code(here, "000000")
        here.reads(f"il vous reste {left}")
    give_code(here, "000000")
    here.reads("Ce code ne peut plus servir.")
    here.sees_title("Se connecter")
    here.open("/connexion/code")
    here.sees_title("Se connecter")


def test_the_page_survives_a_reload(here, letters):
    here.page.reload()
    give_code(here, letters.code(ADDRESS))
    is_signed_in(here, PERSON)


def test_the_page_survives_the_way_back(here, letters):
    here.page.go_back()
    here.sees_title("Se connecter")
    here.page.go_forward()
    give_code(here, letters.code(ADDRESS))
    is_signed_in(here, PERSON)


def test_the_page_opens_in_another_tab(here, letters):
    here.other_tab()
    here.open("/connexion/code")
    give_code(here, letters.code(ADDRESS))
    is_signed_in(here, PERSON)


def test_a_tab_left_behind_follows_when_it_is_looked_at_again(here, letters):
    left = here.other_tab()
    here.open("/connexion/code")
    give_code(here, letters.code(ADDRESS))
    is_signed_in(here, PERSON)
    here.page = left
    here.page.reload()
    is_signed_in(here, PERSON)


def test_a_code_sent_from_a_tab_left_behind_leads_home(here, letters):
    code = letters.code(ADDRESS)
    left = here.other_tab()
    here.open("/connexion/code")
    give_code(here, code)
    is_signed_in(here, PERSON)
    here.page = left
    give_code(here, code)
    is_signed_in(here, PERSON)
    here.reads("Cette session s’est ouverte dans un autre onglet.")


def test_signing_in_again_in_another_tab_keeps_the_code_already_sent(here, letters):
    code = letters.code(ADDRESS)
    here.other_tab()
    give_password(here, PERSON.identifier)
    give_code(here, code)
    is_signed_in(here, PERSON)


def test_no_tab_skips_the_code(here):
    here.open("/mon-compte")
    here.sees_title("Se connecter")


def test_the_page_one_was_going_to_opens_after_the_code(visitor, letters):
    visitor.open("/mon-compte/mot-de-passe")
    visitor.sees_title("Se connecter")
    visitor.fill(IDENTIFIER, PERSON.identifier)
    visitor.fill("Mot de passe", "violette-sous-la-pluie")
    visitor.press("Se connecter")
    give_code(visitor, letters.code(ADDRESS))
    visitor.sees_title("Changer mon mot de passe")


# With scripts, the time left is counted down


def test_the_button_opens_when_its_time_has_come(visitor, letters, demo):
    visitor.page.clock.install()
    give_password(visitor, PERSON.identifier)
    visitor.sees_title("Saisir le code reçu")
    expect(visitor.button(RESEND)).to_be_disabled()
    visitor.page.clock.fast_forward(1000 * HALF_A_MINUTE)
    expect(visitor.button(RESEND)).to_be_enabled()
    expect(visitor.page.locator("#annonce")).to_have_text("Vous pouvez demander un nouveau code.")
    demo.move_clock(HALF_A_MINUTE)
    visitor.press(RESEND)
    visitor.reads("Un nouveau code vient d’être envoyé.")
    expect(visitor.page.locator("#annonce")).to_have_text("Un nouveau code vient d’être envoyé.")


def test_the_page_says_when_the_code_has_expired(visitor):
    visitor.page.clock.install()
    give_password(visitor, PERSON.identifier)
    visitor.sees_title("Saisir le code reçu")
    visitor.page.clock.fast_forward("10:01")
    visitor.reads("Ce code a expiré : demandez-en un nouveau.")


# Without scripts, the same is said by the page that comes


@pytest.fixture
def scriptless(new_visitor):
    """Somebody on that page, whose browser runs no script."""
    return come(new_visitor(Manner.SCRIPTLESS))


def test_the_hour_of_the_end_is_shown_and_nothing_that_time_makes_wrong(scriptless):
    expect(scriptless.page.get_by_text("valable jusqu’à")).to_have_text(re.compile(r"jusqu’à \d+\sh\s\d\d\."))
    scriptless.does_not_read("Temps restant")
    scriptless.does_not_read("Vous pourrez demander un nouveau code dans")


def test_a_code_asked_for_too_soon_is_explained(scriptless):
    scriptless.press(RESEND)
    scriptless.reads("Un nouveau code peut être demandé 30 secondes après le précédent.")
