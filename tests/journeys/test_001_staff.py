"""Source 001, one by one: a référent manages the staff, with a pointer, by keyboard alone, without scripts."""

import csv
import io
import re

from playwright.sync_api import expect

from tests.journeys.acts import reachable_at, sample, sign_in
from tests.journeys.visitor import Manner

LILAS, SAUGE = sample("Lilas"), sample("Sauge")
HOSPITAL = "CH DE FLEYRIAT"
LINK = re.compile(r"^\s*(http://\S+/mot-de-passe/lien/\S+)$", re.MULTILINE)


def enter(visitor, letters):
    """Sign in, open the hospital by the menu and the list of establishments."""
    sign_in(visitor, letters, LILAS)
    menu = visitor.page.get_by_role("navigation", name="Menu principal").get_by_role("link", name="Administration")
    visitor._use(menu, "Enter")
    visitor.sees_title("Administration")
    visitor.follow(HOSPITAL)
    visitor.sees_title(HOSPITAL)


def search(visitor, text):
    """Look for somebody in the list."""
    visitor.fill("Nom, N°\u00a0RPPS ou identifiant", text)
    visitor.press("Chercher")
    visitor.page.wait_for_url("**q=*")


def test_a_profile_is_created_modified_and_deleted(anybody, letters):
    enter(anybody, letters)
    anybody.follow("Créer un profil")
    anybody.fill("Nom", "Zinnia")
    anybody.fill("Prénom", "Zoé")
    anybody.fill("N°\u00a0RPPS ou identifiant", "zoe.zinnia")
    anybody.press("Créer le profil")
    anybody.reads("Une réponse est à corriger")
    anybody.choose("Rôle", "Collaborateur partie administrative, CDC1")
    anybody.fill("Mot de passe initial facultatif", "parapluie vert sous le noyer")
    anybody.press("Créer le profil")
    anybody.sees_title("Zoé Zinnia")
    anybody.reads("Remettez-lui ce mot de passe de vive voix")
    anybody.follow("Modifier")
    anybody.fill("Adresse MSSanté facultatif", "zoe.zinnia@demo.mssante.fr")
    anybody.press("Enregistrer")
    anybody.reads("Les modifications sont enregistrées.")
    anybody.reads("zoe.zinnia@")
    anybody.follow("Supprimer le profil")
    anybody.sees_title("Supprimer le profil")
    anybody.press("Supprimer le profil")
    anybody.sees_title(HOSPITAL)
    anybody.reads("Le profil est supprimé")
    search(anybody, "zinnia")
    anybody.reads("Aucun profil ne répond à cette recherche")


def test_somebody_blocked_is_one_filter_away_and_sent_the_link(anybody, letters):
    blocked = sample("Genêt")
    enter(anybody, letters)
    anybody.follow("Bloqués")
    anybody.page.wait_for_url("**vue=bloques")
    expect(anybody.page.locator("#profils tbody tr")).to_have_count(1)
    anybody.press("Envoyer un lien : Genêt Gaëlle".replace(" :", "\u00a0:"))
    anybody.sees_title("Gaëlle Genêt")
    anybody.reads("Un lien est parti")
    assert letters.first(reachable_at(blocked), LINK)


def test_an_address_then_a_password_for_whoever_has_neither(anybody, letters):
    enter(anybody, letters)
    search(anybody, "INES")
    anybody.follow("Iris Inès")
    anybody.follow("Ajouter l’adresse")
    anybody.fill("Adresse MSSanté facultatif", "ines.iris@gmail.com")
    anybody.press("Enregistrer")
    anybody.reads("Le domaine de la vôtre est")
    anybody.fill("Adresse MSSanté facultatif", "ines.iris@demo.mssante.fr")
    anybody.press("Enregistrer")
    anybody.reads("Les modifications sont enregistrées.")
    anybody.follow("Donner un mot de passe")
    anybody.sees_title("Donner un mot de passe initial")
    anybody.fill("Mot de passe initial", "parapluie vert sous le noyer")
    anybody.press("Enregistrer ce mot de passe")
    anybody.reads("Le mot de passe initial est enregistré.")
    anybody.does_not_read("sans adresse MSSanté")


def test_a_team_is_made_emptied_and_deleted(anybody, letters):
    enter(anybody, letters)
    anybody.follow("Équipes")
    anybody.sees_title("Équipes")
    anybody.fill("Nom de l’équipe", "urgences")
    anybody.press("Créer l’équipe")
    anybody.reads("porte déjà ce nom")
    anybody.follow("Urgences")
    anybody.sees_title("Urgences")
    anybody.follow("Vider l’équipe")
    anybody.reads("3\u00a0profils supprimés")
    anybody.press("Vider l’équipe")
    anybody.reads("L’équipe est vide")
    anybody.follow("Supprimer l’équipe")
    anybody.press("Supprimer l’équipe")
    anybody.reads("L’équipe est supprimée.")
    anybody.does_not_read("Urgences")


def test_a_colleague_becomes_referent_and_stops_being_one(handless, letters):
    enter(handless, letters)
    handless.follow("Référents")
    handless.sees_title("Référents")
    search(handless, "thym")
    handless.follow("Rendre référent : Tiphaine Thym".replace(" :", "\u00a0:"))
    handless.sees_title("Rendre référent")
    handless.reads("nommer d’autres référents")
    handless.press("Rendre référent")
    handless.reads("est maintenant référente")
    handless.follow("Retirer : Tiphaine Thym, cet établissement".replace(" :", "\u00a0:"))
    handless.sees_title("Retirer ce référent")
    handless.press("Retirer ce référent")
    handless.reads("Le droit de référent est retiré.")


def test_the_second_of_two_referents_overwrites_nothing(new_visitor, letters):
    first, second = new_visitor(), new_visitor(Manner.SCRIPTLESS)
    second.trouble.meant.add(409)
    enter(first, letters)
    sign_in(second, letters, SAUGE)
    second.open("/etablissements")
    second.sees_title(HOSPITAL)
    for visitor in (first, second):
        search(visitor, "thym")
        visitor.follow("Thym Tiphaine")
        visitor.follow("Modifier")
        visitor.sees_title("Modifier le profil")
    first.fill("Prénom", "Tiphany")
    first.press("Enregistrer")
    first.reads("Les modifications sont enregistrées.")
    second.fill("Nom", "Thym-Serpolet")
    second.press("Enregistrer")
    second.reads("Quelqu’un a modifié ce profil")
    expect(second.field("Nom")).to_have_value("Thym-Serpolet")


def test_the_list_follows_what_is_typed_and_says_it_in_its_address(visitor, letters):
    enter(visitor, letters)
    rows = visitor.page.locator("#profils tbody tr")
    whole = rows.count()
    visitor.fill("Nom, N°\u00a0RPPS ou identifiant", "hetre")
    expect(rows).to_have_count(1)
    assert "q=hetre" in visitor.path
    visitor.follow("Retirer le filtre")
    expect(rows).to_have_count(whole)


def test_the_profiles_leave_in_a_file(visitor, letters):
    enter(visitor, letters)
    section = visitor.page.locator("#export")
    with visitor.page.expect_download() as taken:
        section.get_by_role("link", name="CSV").click()
    assert re.fullmatch(r"profils-010000024-\d{4}-\d\d-\d\d\.csv", taken.value.suggested_filename)
    text = taken.value.path().read_text(encoding="utf-8-sig")
    lines = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert len(lines) == 13
    with visitor.page.expect_download() as template:
        visitor.page.locator("#import").get_by_role("link", name="tableur XLSX").click()
    assert template.value.path().read_bytes().startswith(b"PK")
