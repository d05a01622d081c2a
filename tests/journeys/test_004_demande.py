"""Source 004, « Demande de raccordement du SI »: with a pointer, by keyboard alone and without scripts."""

from playwright.sync_api import expect

from tests.journeys.acts import NEW_PASSWORD, choose, give_code, give_password
from tests.journeys.applicant import (
    ADD,
    ANSWERS,
    CONSENT,
    DRAFT,
    SEARCH,
    SENT,
    START,
    TITLE,
    ask,
    confirm,
    draft_link,
    fill,
    pick,
    send,
)
from tests.journeys.visitor import Manner

ADDRESS = "alex.petit@ch-exemple.fr"
PARAMETERS = "Vos paramètres de connexion"
CHOICE = "Vos demandes de raccordement"


def test_a_request_goes_from_nothing_to_an_account(anybody, letters):
    anybody.open("/")
    anybody.page.get_by_role("navigation", name="Menu principal").get_by_role("link", name="Raccorder un SI").click()
    anybody.sees_title(TITLE)
    anybody.reads("Ce qu’il faut d’abord")
    send(anybody, letters, ADDRESS)
    anybody.reads("R-")
    anybody.reads("Délai habituel")
    anybody.open(letters.link(ADDRESS))
    choose(anybody, "Enregistrer ce mot de passe")
    anybody.reads("Votre nouveau mot de passe est enregistré.")
    give_password(anybody, ADDRESS, NEW_PASSWORD)
    give_code(anybody, letters.code(ADDRESS))
    anybody.sees_title("Bonjour Alex Petit")


def test_an_incomplete_request_leads_from_its_summary_to_each_field(handless, letters):
    confirm(handless, letters, ADDRESS)
    handless.sees_title(TITLE)
    handless.fill("Nom", "Petit")
    handless.press("Envoyer la demande")
    handless.reads("10 réponses sont à corriger")
    handless.follow("Saisissez votre prénom.")
    expect(handless.field("Prénom")).to_have_attribute("aria-invalid", "true")
    expect(handless.field("Nom")).to_have_value("Petit")


def test_a_closed_tab_loses_nothing(anybody, letters):
    confirm(anybody, letters, ADDRESS)
    anybody.sees_title(TITLE)
    anybody.fill("Nom", "Petit")
    pick(anybody)
    anybody.page.close()
    anybody.page = anybody.context.new_page()
    anybody.open(draft_link(letters, ADDRESS))
    anybody.sees_title("Reprendre votre demande")
    anybody.press("Reprendre ma demande")
    anybody.sees_title(TITLE)
    expect(anybody.field("Nom")).to_have_value("Petit")
    expect(anybody.page.get_by_label("CH DE FLEYRIAT")).to_be_checked()


def test_the_link_opens_the_draft_on_another_machine(new_visitor, letters):
    here, there = new_visitor(), new_visitor(Manner.SCRIPTLESS)
    confirm(here, letters, ADDRESS)
    here.sees_title(TITLE)
    here.fill("Fonction", "Responsable informatique")
    here.page.keyboard.press("Tab")
    here.reads("Brouillon enregistré à")
    there.open(draft_link(letters, ADDRESS))
    there.press("Reprendre ma demande")
    expect(there.field("Fonction")).to_have_value("Responsable informatique")


def test_what_is_typed_is_kept_as_one_goes_and_said(visitor, letters):
    confirm(visitor, letters, ADDRESS)
    visitor.sees_title(TITLE)
    visitor.reads("Ce que vous saisissez est enregistré à mesure")
    visitor.fill("Nom", "Petit")
    visitor.page.keyboard.press("Tab")
    visitor.reads("Brouillon enregistré à")
    visitor.has_focus(visitor.field("Prénom"))
    visitor.open(DRAFT)
    expect(visitor.field("Nom")).to_have_value("Petit")


def test_establishments_are_found_as_one_types(visitor, letters):
    confirm(visitor, letters, ADDRESS)
    visitor.sees_title(TITLE)
    visitor.page.get_by_label(SEARCH).press_sequentially("chu amiens", delay=20)
    visitor.reads("CHU AMIENS")
    visitor.has_focus(visitor.page.get_by_label(SEARCH))
    visitor.fill(SEARCH, "990000002")
    visitor.reads("Le numéro FINESS ou SIREN 990000002 n’est pas dans le registre.")


def test_establishments_are_ticked_all_none_and_taken_off(anybody, letters):
    confirm(anybody, letters, ADDRESS)
    anybody.sees_title(TITLE)
    pick(anybody)
    boxes = anybody.page.locator("fieldset.picked input[type=checkbox]")
    expect(boxes).to_have_count(2)
    anybody.press("Tout décocher : 010780054")
    anybody.reads("plus rien n’est coché")
    expect(anybody.page.locator("fieldset.picked input:checked")).to_have_count(0)
    anybody.press("Tout cocher : 010780054")
    anybody.reads("tout est coché")
    expect(anybody.page.locator("fieldset.picked input:checked")).to_have_count(2)
    anybody.press("Supprimer : 010780054")
    anybody.reads("est retiré de la liste")
    anybody.reads("Aucun établissement n’est encore choisi.")


def test_what_a_button_did_takes_the_focus(visitor, letters):
    confirm(visitor, letters, ADDRESS)
    visitor.sees_title(TITLE)
    pick(visitor)
    visitor.has_focus(visitor.page.locator(".picker-notices"))


def test_a_button_of_the_picker_loses_nothing_that_was_being_typed(visitor, letters):
    confirm(visitor, letters, ADDRESS)
    visitor.sees_title(TITLE)
    visitor.fill(SEARCH, "fleyriat")
    visitor.reads("CH DE FLEYRIAT")
    visitor.page.get_by_label("Commentaires").fill("En cours de saisie")
    visitor.press(ADD)
    visitor.reads("est ajouté")
    expect(visitor.page.get_by_label("Commentaires")).to_have_value("En cours de saisie")


def test_enter_in_any_field_keeps_the_draft_and_sends_nothing(handless, letters):
    confirm(handless, letters, ADDRESS)
    handless.sees_title(TITLE)
    handless.fill("Nom", "Petit")
    handless.page.keyboard.press("Enter") if handless.manner is Manner.KEYBOARD else handless.field("Nom").press(
        "Enter"
    )
    handless.reads("Brouillon enregistré à")
    assert handless.path.startswith(DRAFT)


def test_the_commune_comes_from_the_postal_code(anybody, letters):
    confirm(anybody, letters, ADDRESS)
    anybody.sees_title(TITLE)
    anybody.fill("Code postal", "01440")
    if anybody.manner is Manner.SCRIPTLESS:
        anybody.press("Proposer les communes de ce code postal")
    expect(anybody.field("Commune")).to_have_value("Viriat")


def test_communes_are_proposed_and_never_imposed(visitor, letters):
    confirm(visitor, letters, ADDRESS)
    visitor.sees_title(TITLE)
    visitor.fill("Commune", "Bourg Cedex")
    visitor.fill("Code postal", "01000")
    visitor.reads("Communes de ce code postal : Bourg-en-Bresse, Saint-Denis-lès-Bourg.")
    expect(visitor.field("Commune")).to_have_value("Bourg Cedex")
    visitor.fill("Code postal", "01440")
    visitor.does_not_read("Communes de ce code postal")
    expect(visitor.field("Commune")).to_have_value("Bourg Cedex")


def test_two_tabs_are_told_of_each_other(new_visitor, letters):
    for manner in (Manner.POINTER, Manner.SCRIPTLESS):
        visitor, address = new_visitor(manner), f"{manner}@ch-exemple.fr"
        visitor.trouble.meant.add(409)
        confirm(visitor, letters, address)
        visitor.sees_title(TITLE)
        first = visitor.other_tab()
        visitor.open(DRAFT)
        visitor.fill("Nom", "Petit")
        visitor.press("Enregistrer le brouillon")
        visitor.reads("Brouillon enregistré à")
        visitor.page = first
        visitor.fill("Nom", "Grand")
        visitor.press("Enregistrer le brouillon")
        visitor.reads("Ce brouillon a changé dans un autre onglet")
        expect(visitor.field("Nom")).to_have_value("Grand")
        visitor.press("Garder ce que montre cette page")
        visitor.does_not_read("Ce brouillon a changé dans un autre onglet")
        visitor.open(DRAFT)
        expect(visitor.field("Nom")).to_have_value("Grand")


def test_the_picker_of_a_tab_that_another_has_overtaken_stays_on_its_page(visitor, letters):
    visitor.trouble.meant.add(409)
    confirm(visitor, letters, ADDRESS)
    visitor.sees_title(TITLE)
    first = visitor.other_tab()
    visitor.open(DRAFT)
    visitor.fill("Nom", "Petit")
    visitor.press("Enregistrer le brouillon")
    visitor.reads("Brouillon enregistré à")
    visitor.page = first
    visitor.fill(SEARCH, "fleyriat")
    visitor.press("Chercher")
    visitor.press(ADD)
    visitor.reads("ce brouillon a été modifié dans un autre onglet")
    expect(visitor.field(SEARCH)).to_have_value("fleyriat")


def test_an_address_that_has_a_draft_is_offered_to_go_on(handless, new_visitor, letters):
    first = new_visitor()
    confirm(first, letters, ADDRESS)
    first.sees_title(TITLE)
    first.fill("Nom du système d’information", "Logiciel commencé")
    first.press("Enregistrer le brouillon")
    first.reads("Brouillon enregistré à")
    confirm(handless, letters, ADDRESS)
    handless.sees_title(CHOICE)
    handless.reads("Logiciel commencé")
    handless.press("Reprendre")
    handless.sees_title(TITLE)
    expect(handless.field("Nom du système d’information")).to_have_value("Logiciel commencé")


def test_an_address_that_has_a_request_is_led_to_it(handless, new_visitor, letters):
    first = new_visitor()
    send(first, letters, ADDRESS)
    confirm(handless, letters, ADDRESS)
    handless.sees_title(CHOICE)
    handless.reads("Hôpital Exemple DPI")
    handless.follow("Se connecter pour la suivre")
    handless.sees_title("Se connecter")


def test_the_same_request_again_is_led_to_the_first(visitor, new_visitor, letters):
    send(visitor, letters, ADDRESS)
    other = new_visitor()
    confirm(other, letters, ADDRESS)
    other.press("Commencer une nouvelle demande")
    other.sees_title(TITLE)
    fill(other)
    pick(other)
    other.tick(CONSENT)
    other.press("Envoyer la demande")
    other.reads("Vous avez déjà demandé ce raccordement")
    expect(other.field("Nom")).to_have_value(ANSWERS["Nom"])


def test_a_double_click_sends_one_request(visitor, letters, all_sent):
    confirm(visitor, letters, ADDRESS)
    visitor.sees_title(TITLE)
    fill(visitor)
    pick(visitor)
    visitor.tick(CONSENT)
    visitor.button("Envoyer la demande").dblclick()
    visitor.sees_title(SENT)
    all_sent()
    assert sum(subject.startswith(PARAMETERS) for subject in letters.subjects(ADDRESS)) == 1


def test_a_draft_is_thrown_away_on_purpose_only(handless, letters):
    confirm(handless, letters, ADDRESS)
    handless.sees_title(TITLE)
    handless.follow("Effacer le brouillon")
    handless.sees_title("Effacer ce brouillon ?")
    handless.follow("Garder le brouillon")
    handless.sees_title(TITLE)
    handless.follow("Effacer le brouillon")
    handless.press("Effacer le brouillon")
    handless.reads("Votre brouillon est effacé.")


def test_another_image_keeps_the_address(anybody, letters):
    anybody.open(START)
    anybody.fill("Courriel", ADDRESS)
    before = anybody.page.locator("input[name=captcha_jeton]").input_value()
    anybody.press("Une autre image")
    expect(anybody.page.locator("input[name=captcha_jeton]")).not_to_have_value(before)
    expect(anybody.field("Courriel")).to_have_value(ADDRESS)


def test_the_code_page_survives_a_reload(handless, letters):
    ask(handless, letters, ADDRESS)
    handless.page.reload()
    handless.reads(ADDRESS)
    handless.fill("Code à 6 chiffres", letters.code(ADDRESS))
    handless.press("Valider")
    handless.sees_title(TITLE)
