"""Source 004: « Vous pouvez utiliser ce compte pour mettre à jour votre demande », from the gestionnaire SI's side."""

from playwright.sync_api import expect

from portal.raccordement.followup.rules import DECLARED
from tests.journeys.acts import choose, give_code, give_password, reachable_at, sample, sign_in
from tests.journeys.crowd import INVITATION, INVITED
from tests.journeys.visitor import Manner

MANY, ALONE, JUDGE = sample("Kalmia"), sample("Roseau"), sample("Pervenche")
# Sent by a page that is no longer anybody's, and by one that somebody else has overtaken.
REFUSED = {400, 409}


def enter(visitor, letters, person):
    """Sign in and open « Mon raccordement » by the menu."""
    sign_in(visitor, letters, person)
    menu = visitor.page.get_by_role("navigation", name="Menu principal").get_by_role("link", name="Mon raccordement")
    visitor._use(menu, "Enter")


def enter_own(visitor, letters):
    """The page of one's only request; its number."""
    enter(visitor, letters, ALONE)
    visitor.reads("Testez vos transferts")
    return visitor.path.rpartition("/")[2]


def test_a_request_to_correct_is_corrected_and_sent_back(anybody, letters):
    enter(anybody, letters, MANY)
    anybody.sees_title("Mon raccordement")
    row = anybody.page.locator("tbody tr", has_text="À corriger")
    anybody._use(row.get_by_role("link"), "Enter")
    anybody.reads("Précisez la version installée")
    number = anybody.path.rpartition("/")[2]
    anybody.follow("Modifier la demande")
    anybody.sees_title("Modifier la demande")
    anybody.fill("Téléphone", "12")
    anybody.press("Enregistrer")
    anybody.reads("au moins 9")
    anybody.fill("Téléphone", "04 74 00 00 01")
    anybody.fill("N°\u00a0de version", "4.3")
    anybody.press("Enregistrer")
    anybody.reads("Vos modifications sont enregistrées")
    anybody.reads("Demande modifiée")
    anybody.press("Renvoyer la demande corrigée")
    anybody.reads("la demande est maintenant «\u00a0Déposée\u00a0»")
    letters.wait_for(reachable_at(JUDGE), f"Demande de raccordement corrigée ({number})")


def test_the_production_is_asked_for_and_given_up(anybody, letters):
    number = enter_own(anybody, letters)
    anybody.follow("Demander le passage en production")
    anybody.sees_title("Demander le passage en production")
    anybody.press("Demander le passage en production")
    anybody.reads("4 réponses sont à corriger")
    for label, _ in DECLARED.values():
        anybody.tick(label)
    anybody.press("Demander le passage en production")
    anybody.reads("la demande est maintenant «\u00a0Production demandée\u00a0»")
    letters.wait_for(reachable_at(JUDGE), f"Passage en production demandé ({number})")
    anybody.press("Revenir au bac à sable")
    anybody.reads("la demande est maintenant «\u00a0Bac à sable\u00a0»")


def test_a_checklist_that_another_tab_has_overtaken_gives_way_to_the_request(new_visitor, letters):
    for manner in (Manner.POINTER, Manner.SCRIPTLESS):
        visitor = new_visitor(manner)
        visitor.trouble.meant |= REFUSED
        enter_own(visitor, letters)
        visitor.follow("Demander le passage en production")
        for label, _ in DECLARED.values():
            visitor.tick(label)
        left = visitor.other_tab()
        visitor.open(left.url)
        for label, _ in DECLARED.values():
            visitor.tick(label)
        visitor.press("Demander le passage en production")
        visitor.reads("la demande est maintenant «\u00a0Production demandée\u00a0»")
        visitor.press("Revenir au bac à sable")
        visitor.reads("la demande est maintenant «\u00a0Bac à sable\u00a0»")
        visitor.page = left
        visitor.press("Demander le passage en production")
        visitor.reads("Testez vos transferts")
        expect(visitor.page.get_by_role("main")).to_have_count(1)
        expect(visitor.page.locator("#signalement")).to_be_empty()


def test_a_message_is_written_while_the_session_ends_in_another_tab(anybody, letters):
    anybody.trouble.meant |= REFUSED
    anybody.trouble.expected.append("Response Status Error Code 400")
    number = enter_own(anybody, letters)
    anybody.fill("Votre message", "Le port 443 est ouvert\nà toutes nos adresses.")
    left = anybody.other_tab()
    anybody.open("/mon-compte")
    anybody.press("Se déconnecter")
    anybody.sees_title("Se connecter")
    anybody.page.close()
    anybody.page = left
    anybody.press("Envoyer le message")
    anybody.reads("Votre saisie est gardée.")
    anybody.follow("Rouvrir le formulaire")
    anybody.sees_title("Se connecter")
    sign_in_again(anybody, letters)
    anybody.reads("est revenue")
    expect(anybody.field("Votre message")).to_have_value("Le port 443 est ouvert\nà toutes nos adresses.")
    anybody.press("Envoyer le message")
    anybody.reads("Votre message est envoyé.")
    letters.wait_for(reachable_at(JUDGE), f"Nouveau message sur votre raccordement ({number})")


def sign_in_again(visitor, letters):
    """From the sign-in page shown, back to where one was going."""
    visitor.fill("Identifiant CertDc ou N°\u00a0RPPS", ALONE.identifier)
    visitor.fill("Mot de passe", "violette-sous-la-pluie", beside="Se connecter")
    visitor.press("Se connecter")
    give_code(visitor, letters.code(reachable_at(ALONE)))


def test_a_colleague_is_invited_then_takes_over(anybody, letters, new_visitor):
    number = enter_own(anybody, letters)
    anybody.follow("Gérer l’équipe")
    anybody.sees_title("Équipe")
    anybody.fill("Adresse de votre collègue", INVITED)
    anybody.press("Envoyer l’invitation")
    anybody.reads("Une invitation est partie")
    guest = new_visitor(anybody.manner)
    guest.open(letters.first(INVITED, INVITATION))
    guest.sees_title("Suivre un raccordement")
    guest.fill("Nom", "Sureau")
    guest.fill("Prénom", "Sacha")
    guest.press("Accepter l’invitation")
    guest.sees_title("Votre compte est créé")
    guest.open(letters.link(INVITED))
    choose(guest, "Enregistrer ce mot de passe")
    give_password(guest, INVITED, "parapluie vert sous le noyer")
    give_code(guest, letters.code(INVITED))
    guest.sees_title("Bonjour Sacha Sureau")
    guest.open(f"/raccordement/{number}/equipe")
    guest.press("Rendre principal : Sacha Sureau")
    guest.reads("Le correspondant principal a changé")
    letters.wait_for(reachable_at(ALONE), f"Le correspondant principal a changé ({number})")
    anybody.open(f"/raccordement/{number}/equipe")
    anybody.follow("Quitter la demande")
    anybody.press("Quitter la demande")
    anybody.sees_title("Mon raccordement")
    anybody.reads("Aucune demande ne vous est confiée")


def test_an_establishment_is_asked_for_and_the_list_stays_live(anybody, letters):
    enter_own(anybody, letters)
    anybody.follow("Changer les établissements")
    anybody.sees_title("Changer les établissements")
    anybody.fill("Chercher un établissement", "010780062")
    anybody.press("Chercher")
    anybody.press("Ajouter : 010780062")
    anybody.reads("est ajouté")
    anybody.press("Demander ce changement")
    anybody.reads("Un changement attend l’instructeur.")
    expect(anybody.page.locator("#etablissements-rattaches li")).to_have_count(1)
    anybody.press("Renoncer à ce changement")
    anybody.reads("Vous renoncez au changement")


def test_a_request_is_withdrawn_after_being_asked(new_visitor, letters):
    visitor = new_visitor(Manner.POINTER)
    enter(visitor, letters, MANY)
    visitor._use(visitor.page.locator("tbody tr", has_text="À corriger").get_by_role("link"), "Enter")
    visitor.follow("Retirer la demande")
    visitor.sees_title("Retirer la demande")
    visitor.press("Retirer la demande")
    visitor.reads("la demande est maintenant «\u00a0Archivée\u00a0»")
