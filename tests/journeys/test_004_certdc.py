"""Source 004: the panels of CertDc's sign-in page, the first sign-in, the assistant, the gestionnaire SI's password."""

from urllib.parse import parse_qs

from playwright.sync_api import expect

from tests.journeys.acts import (
    IDENTIFIER,
    LOST,
    NEW_PASSWORD,
    PASSWORD,
    REFUSED,
    ask_for_link,
    choose,
    give_code,
    give_password,
    is_signed_in,
    reachable_at,
    sample,
    sign_in,
)
from tests.journeys.visitor import Manner

PHYSICIAN = sample("Aubépine")
BY_NAME = sample("Jasmin")
SI_MANAGER = sample("Kalmia")
SPECIFIC = "Vous disposez d’un compte spécifique ?"


# The panels


def test_a_physician_enters_with_rpps_password_and_code(anybody, letters):
    sign_in(anybody, letters, PHYSICIAN)
    anybody.open("/mon-compte")
    anybody.sees_title("Mon compte")
    anybody.reads("89 connexions")


def test_a_specific_account_opens_by_name_without_accents_nor_capitals(handless, letters):
    handless.open("/connexion")
    handless.unfold(SPECIFIC)
    handless.fill("Nom / Prénom", "JASMIN jules")
    handless.fill("Mot de passe", PASSWORD, beside="Se connecter avec ce nom")
    handless.press("Se connecter avec ce nom")
    give_code(handless, letters.code(reachable_at(BY_NAME)))
    is_signed_in(handless, BY_NAME)


def test_a_refusal_in_the_second_panel_leaves_it_open(handless):
    handless.open("/connexion")
    handless.unfold(SPECIFIC)
    handless.fill("Nom / Prénom", "Jasmin Jules")
    handless.fill("Mot de passe", "faux", beside="Se connecter avec ce nom")
    handless.press("Se connecter avec ce nom")
    handless.reads(REFUSED)
    expect(handless.field("Nom / Prénom")).to_have_value("Jasmin Jules")


def test_an_identifier_is_remembered_when_asked(visitor, letters):
    visitor.open("/connexion")
    visitor.fill(IDENTIFIER, PHYSICIAN.identifier)
    visitor.fill("Mot de passe", PASSWORD)
    visitor.tick("Retenir mon identifiant")
    visitor.press("Se connecter")
    give_code(visitor, letters.code(reachable_at(PHYSICIAN)))
    is_signed_in(visitor, PHYSICIAN)
    visitor.press("Se déconnecter")
    visitor.reads("Vous êtes déconnecté.")
    expect(visitor.field(IDENTIFIER)).to_have_value(PHYSICIAN.identifier)


def test_the_number_is_checked_as_it_is_typed(visitor):
    visitor.open("/connexion")
    visitor.fill(IDENTIFIER, "9999980001")
    visitor.reads("vous en avez saisi 10")
    visitor.fill(IDENTIFIER, PHYSICIAN.identifier)
    visitor.reads("Numéro RPPS bien formé.")
    visitor.fill(IDENTIFIER, "si.kalmia")
    visitor.does_not_read("Numéro RPPS bien formé.")


def test_what_is_checked_as_it_is_typed_is_all_that_leaves_the_page(visitor, letters):
    sign_in(visitor, letters, PHYSICIAN)
    visitor.open("/mon-compte/mot-de-passe")
    visitor.fill("Mot de passe actuel", PASSWORD)
    with visitor.page.expect_request("**/mot-de-passe/regles") as rules:
        visitor.fill("Nouveau mot de passe", NEW_PASSWORD)
    assert set(parse_qs(rules.value.post_data)) == {"nouveau"}
    visitor.press("Se déconnecter")
    visitor.fill("Mot de passe", PASSWORD)
    with visitor.page.expect_request("**/connexion/identifiant") as number:
        visitor.fill(IDENTIFIER, PHYSICIAN.identifier)
    assert set(parse_qs(number.value.post_data)) == {"identifiant"}


def test_the_password_can_be_looked_at_by_keyboard(new_visitor):
    visitor = new_visitor(Manner.KEYBOARD)
    visitor.open("/connexion")
    visitor.fill("Mot de passe", PASSWORD)
    visitor.press("Afficher le contenu du champ Mot de passe")
    expect(visitor.field("Mot de passe")).to_have_attribute("type", "text")
    visitor.press("Masquer le contenu du champ Mot de passe")
    expect(visitor.field("Mot de passe")).to_have_attribute("type", "password")


def test_an_initial_password_is_replaced_at_the_first_sign_in(anybody, letters):
    newcomer = sample("Hêtre")
    give_password(anybody, newcomer.identifier)
    give_code(anybody, letters.code(reachable_at(newcomer)))
    anybody.sees_title("Choisir un nouveau mot de passe")
    anybody.reads("un mot de passe initial, choisi par quelqu’un d’autre")
    choose(anybody, "Enregistrer et continuer", PASSWORD)
    anybody.reads("différent de celui que vous remplacez")
    choose(anybody, "Enregistrer et continuer")
    is_signed_in(anybody, newcomer)


# « Vous êtes gestionnaire du SI ? »


def test_a_si_manager_replaces_a_forgotten_password(handless, letters):
    ask_for_link(handless, SI_MANAGER.identifier)
    handless.open(letters.link(reachable_at(SI_MANAGER)))
    choose(handless, "Enregistrer ce mot de passe")
    handless.reads("Votre nouveau mot de passe est enregistré.")
    sign_in(handless, letters, SI_MANAGER, NEW_PASSWORD)


def test_a_si_manager_changes_the_password(anybody, letters):
    sign_in(anybody, letters, SI_MANAGER)
    anybody.open("/mon-compte")
    anybody.follow("Changer mon mot de passe")
    anybody.sees_title("Changer mon mot de passe")
    anybody.fill("Mot de passe actuel", PASSWORD)
    choose(anybody, "Changer mon mot de passe")
    anybody.reads("Votre mot de passe est changé.")
    anybody.press("Se déconnecter")
    anybody.reads("Vous êtes déconnecté.")
    give_password(anybody, SI_MANAGER.identifier)
    anybody.reads(REFUSED)
    give_password(anybody, SI_MANAGER.identifier, NEW_PASSWORD)
    anybody.sees_title("Saisir le code reçu")
    letters.wait_for(reachable_at(SI_MANAGER), "Votre mot de passe a été changé")


def test_the_rules_of_a_password_are_told_as_it_is_typed(visitor, letters):
    sign_in(visitor, letters, PHYSICIAN)
    visitor.open("/mon-compte/mot-de-passe")
    states = visitor.page.locator("#regles .rules-state")
    visitor.fill("Nouveau mot de passe", "camille2024")
    expect(states.filter(has_text="pas encore")).not_to_have_count(0)
    visitor.fill("Nouveau mot de passe", NEW_PASSWORD)
    expect(states.filter(has_text="pas encore")).to_have_count(0)
    expect(states.filter(has_text="atteint")).to_have_count(states.count())


def test_nothing_stands_in_the_way_of_a_password_that_is_pasted(visitor, letters):
    sign_in(visitor, letters, PHYSICIAN)
    visitor.open("/mon-compte/mot-de-passe")
    let_through = """() => [...document.querySelectorAll("input[type=password]")].map(field =>
        field.dispatchEvent(new ClipboardEvent("paste", {bubbles: true, cancelable: true})))"""
    assert visitor.page.evaluate(let_through) == [True, True, True]


def test_every_rule_is_told_at_once_after_sending_too(handless, letters):
    sign_in(handless, letters, PHYSICIAN)
    handless.open("/mon-compte/mot-de-passe")
    handless.fill("Mot de passe actuel", PASSWORD)
    choose(handless, "Changer mon mot de passe", "azerty")
    expect(handless.field("Nouveau mot de passe")).to_have_attribute("aria-invalid", "true")
    expect(handless.page.locator("#regles .rules-state", has_text="pas encore")).not_to_have_count(0)


# « Besoin d’aide ? Suivez l’assistant de connexion »


def test_the_assistant_leads_to_the_advice_and_back_undoes_an_answer(anybody):
    anybody.open("/connexion")
    anybody.follow("assistant de connexion")
    anybody.sees_title("Assistant de connexion")
    anybody.follow("J’exerce dans un établissement")
    anybody.sees_title("Qu’est-ce qui vous arrête ?")
    anybody.follow("J’ai oublié mon mot de passe")
    anybody.sees_title("Une adresse MSSanté est-elle enregistrée sur votre compte ?")
    anybody.page.go_back()
    anybody.sees_title("Qu’est-ce qui vous arrête ?")
    assert anybody.path == "/aide/connexion/etablissement"
    anybody.page.go_forward()
    anybody.sees_title("Une adresse MSSanté est-elle enregistrée sur votre compte ?")
    anybody.follow("Je ne sais pas")
    anybody.sees_title("Demandez un lien")
    anybody.follow("Recevoir le lien")
    anybody.sees_title(LOST)


def test_an_address_of_the_assistant_opens_at_the_same_place(visitor):
    visitor.open("/aide/connexion/etablissement/oubli")
    visitor.sees_title("Une adresse MSSanté est-elle enregistrée sur votre compte ?")
    visitor.follow("Qu’est-ce qui vous arrête ?")
    visitor.sees_title("Qu’est-ce qui vous arrête ?")
