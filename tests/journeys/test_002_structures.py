"""Source 002 p. 3-7: an administrator goes from the list of structures to one, then through its settings."""

from playwright.sync_api import expect

from tests.journeys.acts import sample, sign_in
from tests.journeys.visitor import Manner

GRADES, ADMINISTRATOR, ALONE = sample("Orchis"), sample("Tilleul"), sample("Verveine")
HOSPITAL, WARD = "CH de Fleyriat", "Pôle de gériatrie"


def row(visitor, name):
    """The line of the list that is about this structure."""
    return visitor.page.locator("#structures tbody tr", has=visitor.page.get_by_role("link", name=name, exact=True))


def in_settings(visitor, letters, person=ADMINISTRATOR):
    """Sign in, and walk to the settings of the hospital."""
    sign_in(visitor, letters, person)
    visitor.follow("Structures Medimail")
    visitor.sees_title("Structures Medimail")
    visitor.follow(HOSPITAL)
    visitor.sees_title(HOSPITAL)
    visitor.follow("Paramétrage de la structure")
    visitor.sees_title("Paramétrage de la structure")


def test_an_administrator_sees_their_structure_and_its_daughters(visitor, letters):
    sign_in(visitor, letters, ADMINISTRATOR)
    visitor.follow("Structures Medimail")
    expect(visitor.page.locator("#structures tbody tr")).to_have_count(2)
    expect(row(visitor, HOSPITAL)).to_contain_text("14")
    visitor.fill("Nom de la structure", "geria")
    visitor.press("Chercher")
    visitor.follow(WARD)
    visitor.sees_title(WARD)
    visitor.follow(HOSPITAL)
    visitor.reads("2 comptes à valider".replace(" ", "\xa0", 1))


def test_whoever_administers_one_structure_is_led_to_it(visitor, letters):
    sign_in(visitor, letters, ALONE)
    visitor.follow("Structures Medimail")
    visitor.sees_title(WARD)


def test_the_identity_names_the_establishment_of_its_number(visitor, letters):
    in_settings(visitor, letters)
    visitor.fill("Numéro identifiant facultatif", "010000025")
    visitor.press("Enregistrer l’identité")
    visitor.reads("Une réponse est à corriger")
    visitor.fill("Numéro identifiant facultatif", "010000024")
    visitor.fill("Numéro de téléphone facultatif", "04 74 45 46 47")
    visitor.press("Enregistrer l’identité")
    visitor.reads("L’identité est enregistrée.")
    visitor.reads("Au registre")
    expect(visitor.field("Numéro de téléphone facultatif")).to_have_value("0474454647")


def test_the_address_brings_its_departement_and_region(visitor, letters):
    in_settings(visitor, letters)
    visitor.fill("Commune facultatif", "")
    visitor.fill("Adresse facultatif", "1 rue Neuve 01440")
    visitor.page.get_by_role("option", name="1 rue Neuve 01440 Viriat").click()
    expect(visitor.field("Adresse facultatif")).to_have_value("1 rue Neuve 01440 Viriat")
    visitor.press("Enregistrer la localisation")
    visitor.reads("La localisation est enregistrée.")
    visitor.reads("Auvergne-Rhône-Alpes")


def test_what_another_tab_saved_is_told_in_the_form_that_was_sent(new_visitor, letters):
    for manner, phone in ((Manner.POINTER, "0474000001"), (Manner.SCRIPTLESS, "0474000002")):
        visitor = new_visitor(manner)
        visitor.trouble.meant.add(409)
        in_settings(visitor, letters)
        first = visitor.other_tab()
        visitor.open(first.url)
        visitor.fill("Numéro de téléphone facultatif", phone)
        visitor.press("Enregistrer l’identité")
        visitor.reads("L’identité est enregistrée.")
        visitor.page = first
        visitor.fill("Nom", "CH de Fleyriat-Viriat")
        visitor.press("Enregistrer l’identité")
        told = visitor.page.locator("#identite").get_by_text("quelqu’un d’autre l’a fait pendant votre saisie")
        expect(told).to_be_visible()
        expect(visitor.page.locator("#signalement")).to_be_empty()
        expect(visitor.field("Nom")).to_have_value("CH de Fleyriat-Viriat")


def test_contacts_and_notices_are_set(anybody, letters):
    in_settings(anybody, letters)
    anybody.fill("Nom et prénom", "Équipe MSS")
    anybody.fill("Email", "mss@ch-demo.example")
    anybody.press("Ajouter un contact")
    anybody.reads("Le contact est ajouté")
    anybody.tick("Recevoir une notification quotidienne de réception de Medimail")
    anybody.press("Enregistrer les notifications")
    anybody.reads("Les notifications par défaut sont enregistrées.")
    anybody.press("Retirer\xa0: Équipe MSS")
    anybody.reads("Le contact est retiré.")


def test_the_grades_sets_how_many_accounts_there_may_be(visitor, letters):
    in_settings(visitor, letters, GRADES)
    visitor.fill("Nombre max de BAL de type ORG", "12")
    visitor.press("Enregistrer les réglages MSSanté")
    visitor.reads("Les réglages MSSanté sont enregistrés.")
    visitor.reads("0 sur 12")


def test_the_grades_creates_moves_and_closes_a_structure(anybody, letters):
    sign_in(anybody, letters, GRADES)
    anybody.open("/structures")
    anybody.follow("Créer une structure")
    anybody.fill("Chercher une mère par son nom", "bugey")
    anybody.press("Chercher")
    anybody.follow("Choisir\xa0: CH Bugey Sud")
    anybody.fill("Nom de la structure", "Maternité")
    anybody.press("Créer la structure")
    anybody.sees_title("Maternité")
    anybody.follow("Déplacer")
    anybody.fill("Chercher une mère par son nom", "fleyriat")
    anybody.press("Chercher")
    anybody.follow(f"Choisir\xa0: {HOSPITAL}")
    anybody.reads("Tristan Tilleul, administrateur de CH de Fleyriat, pourra l’administrer.")
    anybody.press("Déplacer la structure")
    anybody.reads("La structure est à sa nouvelle place")
    anybody.follow("Fermer")
    anybody.press("Fermer la structure")
    anybody.reads("Cette structure est fermée")
    anybody.press("Rouvrir la structure")
    anybody.reads("La structure est rouverte")
