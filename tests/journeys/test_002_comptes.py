"""Source 002 p. 8 to 12: an administrator creates each type of account, edits one, changes a type, delegates."""

import pytest
from playwright.sync_api import expect

from portal.demo.physicians import rpps_of_physician
from portal.medimail.mailboxes.options.rules import MED_WARNING
from tests.journeys.acts import sample, sign_in
from tests.journeys.visitor import Manner

ADMINISTRATOR, HOLDER = sample("Tilleul"), sample("Muguet")
# The sample structure that has a daughter; Adèle Myrtille, a PER of it; its pharmacy, an ORG.
NEW, PERSON, SHARED = "/structures/2/comptes/nouveau", "/comptes/5", "/comptes/12"
KINDS = {"MED": "MEDimail", "PER": "PERsonnel", "INT": "INTerne", "ORG": "ORGanisationnel", "APP": "Applicatif"}
SAVE = "Enregistrer l’utilisateur"


def pick(visitor, name):
    """Choose among radios: by keyboard, Tab enters the group and arrows walk through it."""
    radio = visitor.page.get_by_role("radio", name=name)
    if visitor.manner is not Manner.KEYBOARD:
        visitor.page.locator(f'label[for="{radio.get_attribute("id")}"]').click()
        return
    group = visitor.page.locator(f'input[name="{radio.get_attribute("name")}"]')
    visitor.reach(group.and_(visitor.page.locator(":checked")).or_(group.first).first)
    for _ in range(group.count()):
        if not radio.is_checked():
            visitor.page.keyboard.press("ArrowDown")
    expect(radio).to_be_checked()


def begin(visitor, kind):
    """Choose a type."""
    visitor.open(NEW)
    visitor.sees_title("Créer un nouvel utilisateur")
    pick(visitor, KINDS[kind])
    visitor.press("Continuer")
    visitor.sees_title(f"Créer un compte {KINDS[kind]}")


def say_who(visitor, address, last_name, first_name, profession):
    """Fill in what every type asks for."""
    visitor.fill("Adresse mail *", address)
    visitor.fill("Nom *", last_name)
    visitor.fill("Prénom *", first_name)
    visitor.choose("Profession *", profession)
    pick(visitor, "Non")


def say_where(visitor):
    """Fill in what the structure does not say: its postal code says the rest."""
    visitor.fill("Code postal *", "01440")
    visitor.fill("Ville *", "VIRIAT")


def say_for_whom(visitor):
    """Fill in what a shared mailbox asks for besides."""
    visitor.fill("Description fonctionnelle *", "Secrétariat de cardiologie")
    visitor.fill("Nom du responsable *", "Myrtille")
    visitor.fill("Prénom du responsable *", "Adèle")
    visitor.choose("Profession du responsable *", "Sage-Femme")
    visitor.fill("N°\u00a0RPPS du responsable *", rpps_of_physician(201))


def open_to(visitor, words, address):
    """Find a connection account, and tick it."""
    visitor.fill("Chercher un compte à ajouter *", words)
    visitor.press("Chercher")
    visitor.reads("Comptes trouvés")
    visitor.tick(address)


@pytest.mark.parametrize("kind", ["MED", "PER", "INT"])
def test_a_person_is_created_and_invited(visitor, letters, kind):
    sign_in(visitor, letters, ADMINISTRATOR)
    begin(visitor, kind)
    address = f"{kind.lower()}@chu-exemple.example"
    say_who(visitor, address, "Zinnia", "Zoé", "Secrétaire médical" if kind == "MED" else "Sage-Femme")
    say_where(visitor)
    if kind == "PER":
        visitor.fill("N°\u00a0RPPS sous condition", rpps_of_physician(301))
    visitor.press(SAVE)
    visitor.sees_title("Zoé ZINNIA")
    visitor.reads("il est dans la liste des comptes préinscrits.")
    visitor.reads("Le lien de finalisation est parti")
    letters.wait_for(address, "Finaliser votre inscription à Medimail")


def test_a_shared_mailbox_is_created_with_who_opens_it(anybody, letters):
    sign_in(anybody, letters, ADMINISTRATOR)
    begin(anybody, "ORG")
    say_who(anybody, "cardio@chu-exemple.example", "Secrétariat", "Cardiologie", "Pharmacien")
    say_where(anybody)
    say_for_whom(anybody)
    anybody.press(SAVE)
    anybody.reads("Une réponse est à corriger")
    open_to(anybody, "myrtille", "adele.myrtille@medimail-demo.example")
    anybody.press(SAVE)
    anybody.sees_title("Cardiologie SECRÉTARIAT")
    anybody.reads("il est dans la liste des comptes validés.")
    anybody.reads("adele.myrtille@")


def test_what_is_ticked_stays_when_one_searches_again(anybody, letters):
    sign_in(anybody, letters, ADMINISTRATOR)
    anybody.open(f"{NEW}/ORG")
    open_to(anybody, "myrtille", "adele.myrtille@medimail-demo.example")
    search = anybody.page.locator("#connexion")
    if anybody.manner is Manner.SCRIPTLESS:
        search.fill("muguet")
        anybody.press("Chercher")
    else:
        search.fill("muguet")
    anybody.reads("mona.muguet@")
    expect(anybody.field("adele.myrtille@medimail-demo.example")).to_be_checked()
    anybody.tick("mona.muguet@medimail-demo.example")


def test_enter_in_the_search_of_an_account_searches_it(anybody, letters):
    sign_in(anybody, letters, ADMINISTRATOR)
    anybody.open(f"{NEW}/ORG")
    anybody.page.locator("#connexion").fill("myrtille")
    anybody.page.locator("#connexion").press("Enter")
    anybody.has_focus(anybody.page.locator("#comptes-trouves"))
    anybody.reads("adele.myrtille@")
    anybody.does_not_read("à corriger")
    anybody.tick("adele.myrtille@medimail-demo.example")


def test_a_software_answers_to_an_address_that_exists(visitor, letters):
    sign_in(visitor, letters, ADMINISTRATOR)
    begin(visitor, "APP")
    say_who(visitor, "noreply.radio@chu-exemple.example", "Comptes rendus", "Radiologie", "Médecin")
    say_where(visitor)
    say_for_whom(visitor)
    open_to(visitor, "myrtille", "adele.myrtille@medimail-demo.example")
    visitor.fill("Adresse de retour *", "inconnue@demo.mssante.fr")
    visitor.press(SAVE)
    visitor.reads("Aucun compte Medimail de type PER, ORG ou INT n’a cette adresse")
    visitor.fill("Adresse de retour *", "adele.myrtille@demo.mssante.fr")
    visitor.press(SAVE)
    visitor.sees_title("Radiologie COMPTES RENDUS")


def test_the_postal_code_says_the_departement_and_the_region(visitor, letters):
    sign_in(visitor, letters, ADMINISTRATOR)
    visitor.open(f"{NEW}/MED")
    visitor.fill("Ville *", "")
    visitor.fill("Code postal *", "31000")
    expect(visitor.field("Département *")).to_have_value("31")
    expect(visitor.field("Région *")).to_have_value("76")
    expect(visitor.field("Ville *")).to_have_value("TOULOUSE")


def test_an_account_is_edited(anybody, letters):
    sign_in(anybody, letters, ADMINISTRATOR)
    anybody.open(PERSON)
    anybody.follow("Modifier le compte")
    anybody.sees_title("Modifier le compte")
    anybody.fill("Téléphone", "04 74 45 46 47")
    anybody.press(SAVE)
    anybody.sees_title("Adèle MYRTILLE")
    anybody.reads("Le compte est enregistré.")
    anybody.reads("0474454647")


def test_a_type_is_changed_once_one_has_seen_what_goes(handless, letters):
    sign_in(handless, letters, ADMINISTRATOR)
    handless.open("/comptes/6")
    handless.follow("Changer le type de BAL")
    pick(handless, "INTerne")
    handless.press("Voir ce qui change")
    handless.sees_title("De PERsonnel à INTerne")
    handless.reads("Ces informations ne concernent pas le nouveau type.")
    handless.choose("Civilité d’exercice sous condition", "Docteur")
    handless.press(SAVE)
    handless.sees_title("Brune NOYER")
    handless.reads("Le compte est maintenant de type INTerne.")
    expect(handless.page.locator("dt", has_text="N°\u00a0RPPS")).to_have_count(0)


def test_a_type_that_would_orphan_a_mailbox_is_refused_with_what_to_do(handless, letters):
    sign_in(handless, letters, ADMINISTRATOR)
    handless.open("/comptes/2/type/ORG")
    handless.reads("Ajoutez-y d’abord un autre compte de connexion")


def test_delegations_are_created_and_removed_one_by_one(anybody, letters):
    sign_in(anybody, letters, ADMINISTRATOR)
    anybody.open(f"{SHARED}/parametres")
    anybody.fill("Adresse mail", "adele.myrtille@medimail-demo.example")
    anybody.press("Créer")
    anybody.reads("1\u00a0compte délégué")
    anybody.fill("Adresse mail", HOLDER.identifier)
    anybody.press("Créer")
    anybody.reads("2\u00a0comptes délégués")
    anybody.reads(MED_WARNING)
    anybody.press(f"Supprimer\u00a0: {HOLDER.identifier}")
    anybody.reads("La délégation est supprimée")
    anybody.reads("1\u00a0compte délégué")


def test_the_holder_of_an_account_sets_it_too(handless, letters):
    sign_in(handless, letters, HOLDER)
    handless.open("/mon-compte/messagerie")
    handless.sees_title("Ma messagerie Medimail")
    pick(handless, "geriatrie@medimail-demo.example")
    handless.press("Enregistrer les boîtes")
    handless.reads("Les paramètres sont enregistrés.")
    handless.tick("Liste rouge")
    handless.press("Enregistrer les préférences")
    handless.reads("Les paramètres sont enregistrés.")


def test_a_reset_leaves_where_it_can_and_is_not_offered_where_it_cannot(anybody, letters):
    sign_in(anybody, letters, ADMINISTRATOR)
    anybody.open("/comptes/3")  # Violaine Verveine, who has an MSSanté address
    anybody.press("Demander la réinitialisation du mot de passe")
    anybody.reads("Un lien est parti à l’adresse MSSanté de la personne")
    assert letters.link(sample("Verveine").email)
    anybody.open("/comptes/4")  # Mona Muguet, who is a MED and can have none
    anybody.press("Demander la réinitialisation du mot de passe")
    anybody.reads("Un lien est parti à l’adresse de connexion de la personne")
    assert letters.link(sample("Muguet").email)
    anybody.open("/comptes/7")  # Cyr Olivier, who has not signed in yet
    expect(anybody.page.get_by_role("button", name="Demander la réinitialisation")).to_have_count(0)
