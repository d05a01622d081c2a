"""Promise 23: after each change of the page the focus is where the person has to go on, and the title says it."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.acts import (
    CODE,
    IDENTIFIER,
    LOST_IDENTIFIER,
    REFUSED,
    ask_for_link,
    choose,
    give_code,
    give_password,
    sample,
)
from tests.journeys.visitor import TELEPHONE, Manner

PERSON = sample("Aubépine")


@pytest.fixture
def typist(new_visitor):
    """Somebody with a keyboard and nothing else."""
    return new_visitor(Manner.KEYBOARD)


@pytest.mark.parametrize("path", ["/", "/connexion", "/aide/connexion"])
def test_the_first_stop_leads_past_what_every_page_repeats(typist, path):
    typist.open(path)
    typist.page.keyboard.press("Tab")
    skip = typist.page.get_by_role("link", name="Aller au contenu")
    typist.has_focus(skip)
    expect(skip).to_be_in_viewport()
    typist.page.keyboard.press("Enter")
    typist.has_focus(typist.page.get_by_role("main"))
    typist.page.keyboard.press("Tab")
    assert typist.page.evaluate("document.activeElement.closest('main') !== null")


def test_after_a_refusal_the_password_is_typed_again_where_the_focus_is_and_the_field_says_why(handless):
    give_password(handless, PERSON.identifier, "faux")
    handless.reads(REFUSED)
    handless.has_focus(handless.field("Mot de passe"))
    expect(handless.field("Mot de passe")).to_have_accessible_description(REFUSED)
    expect(handless.field("Mot de passe")).to_have_value("")
    expect(handless.field(IDENTIFIER)).to_have_value(PERSON.identifier)
    expect(handless.field(IDENTIFIER)).to_have_attribute("aria-invalid", "true")
    expect(handless.page).to_have_title("Erreur : Se connecter – Portail Santé")


def test_on_a_telephone_the_refusal_is_in_sight_above_the_field(new_visitor):
    visitor = new_visitor(viewport=TELEPHONE, has_touch=True, is_mobile=True)
    give_password(visitor, PERSON.identifier, "faux")
    visitor.has_focus(visitor.field("Mot de passe"))
    expect(visitor.page.get_by_text(REFUSED)).to_be_in_viewport(ratio=1)
    expect(visitor.field("Mot de passe")).to_be_in_viewport(ratio=1)


def test_a_summary_of_errors_takes_the_focus_and_leads_to_each_field(handless):
    handless.open("/connexion")
    handless.press("Se connecter")
    summary = handless.page.locator(".error-summary")
    handless.has_focus(summary)
    expect(handless.page).to_have_title("Erreur : Se connecter – Portail Santé")
    handless.follow("Saisissez votre mot de passe.")
    handless.has_focus(handless.field("Mot de passe"))


def test_a_field_in_error_takes_the_focus_and_says_why(handless):
    give_password(handless, PERSON.identifier)
    give_code(handless, "000000")
    handless.reads("il vous reste 4 essais")
    handless.has_focus(handless.field(CODE))
    description = re.compile("^Erreur.*Ce code n’est pas le bon.*il vous reste 4.essais")
    expect(handless.field(CODE)).to_have_accessible_description(description)


def test_a_field_that_took_the_focus_is_still_found_by_tab(typist):
    typist.open("/mot-de-passe/oublie")
    typist.press("Recevoir le lien")
    typist.has_focus(typist.field(LOST_IDENTIFIER))
    # Told last, once the fragment has settled: no hand presses Tab before.
    expect(typist.page).to_have_title(re.compile("^Erreur"))
    typist.page.keyboard.press("Tab")
    typist.page.keyboard.press("Shift+Tab")
    typist.has_focus(typist.field(LOST_IDENTIFIER))


def test_the_next_question_of_the_assistant_takes_the_focus(typist):
    typist.open("/aide/connexion")
    typist.follow("J’exerce dans un établissement")
    typist.has_focus(typist.page.get_by_role("heading", level=1, name="Qu’est-ce qui vous arrête ?"))
    expect(typist.page).to_have_title("Qu’est-ce qui vous arrête ? – Assistant de connexion – Portail Santé")


def test_a_dead_link_takes_the_focus_on_its_heading(typist, letters, demo):
    ask_for_link(typist, PERSON.identifier)
    typist.open(letters.link(PERSON.mssante))
    typist.sees_title("Débloquer votre compte")
    demo.move_clock(31 * 60)
    choose(typist, "Enregistrer ce mot de passe")
    typist.has_focus(typist.page.get_by_role("heading", name="Ce lien ne peut plus servir"))


def test_the_button_used_waits_for_the_answer_and_only_that_one(visitor):
    visitor.open("/connexion")
    held = []

    def hold(route):
        held.append(route)  # Playwright takes no built-in method

    visitor.page.route("**/connexion", hold)
    visitor.fill(IDENTIFIER, PERSON.identifier)
    visitor.fill("Mot de passe", "faux")
    visitor.press("Se connecter")
    expect(visitor.button("Se connecter")).to_be_disabled()
    expect(visitor.page.locator("#annonce")).to_have_text("Vérification…")
    assert visitor.page.get_by_role("button", disabled=True).count() == 1
    visitor.page.keyboard.press("Enter")
    held[0].continue_()
    visitor.reads(REFUSED)
    expect(visitor.button("Se connecter")).to_be_enabled()
    expect(visitor.page.locator("#annonce")).to_have_text("")
    assert len(held) == 1


def test_a_portal_that_does_not_answer_leaves_what_was_typed(visitor):
    visitor.open("/connexion")
    visitor.trouble.expected += ["ERR_CONNECTION_REFUSED", "htmx:"]
    visitor.page.route("**/connexion", lambda route: route.abort("connectionrefused"))
    visitor.fill(IDENTIFIER, PERSON.identifier)
    visitor.press("Se connecter")
    visitor.reads("Le portail n’a pas répondu")
    expect(visitor.field(IDENTIFIER)).to_have_value(PERSON.identifier)
    expect(visitor.button("Se connecter")).to_be_enabled()
    expect(visitor.page.locator("#annonce")).to_have_text("")
