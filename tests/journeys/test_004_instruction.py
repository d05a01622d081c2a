"""Source 004: « en attente d’instruction par l’administrateur CertDC », from the instructeur's side of the desk."""

import re

from playwright.sync_api import expect

from tests.journeys.acts import reachable_at, sample, sign_in
from tests.journeys.visitor import Manner

JUDGE, OTHER, MANAGER = sample("Pervenche"), sample("Quetsche"), sample("Kalmia")
FREE = re.compile("R-")


def enter(visitor, letters, person=JUDGE):
    """Sign in and open the list by the menu."""
    sign_in(visitor, letters, person)
    menu = visitor.page.get_by_role("navigation", name="Menu principal").get_by_role("link", name="Instruction")
    visitor._use(menu, "Enter")
    visitor.sees_title("Instruction")


def open_first(visitor, tab):
    """Open the request that heads this tab; its number."""
    visitor.follow(tab)
    visitor.page.wait_for_url("**vue=*")
    number = visitor.link("R-").inner_text()
    visitor.follow("R-")
    visitor.sees_title(number)
    return number


def act(visitor, label, reason=""):
    """Do this from its own page."""
    visitor.follow(label)
    visitor.sees_title(label)
    if reason:
        visitor.fill("Motif", reason)
    visitor.press(label)
    visitor.reads(f"{label} : la demande est maintenant".replace(" :", "\u00a0:"))


def test_a_late_request_is_taken_and_sent_back_with_a_template(anybody, letters):
    enter(anybody, letters)
    number = open_first(anybody, "En retard")
    anybody.press("Prendre en charge")
    anybody.reads("Suivie par Pascale Pervenche")
    letters.wait_for(reachable_at(MANAGER), f"Votre demande de raccordement est prise en charge ({number})")
    anybody.follow("Demander une correction")
    anybody.choose("Modèle de réponse facultatif", "Version manquante")
    anybody.press("Insérer ce modèle")
    expect(anybody.field("Motif")).to_have_value(re.compile(rf"^Bonjour Karine Kalmia,\s+.*{number}", re.DOTALL))
    anybody.press("Demander une correction")
    anybody.sees_title(number)
    anybody.reads("Le gestionnaire corrige la demande, puis la renverra.")
    letters.wait_for(reachable_at(MANAGER), f"Votre demande de raccordement est à corriger ({number})")


def test_one_is_accepted_and_another_refused(anybody, letters):
    enter(anybody, letters)
    accepted = open_first(anybody, "En instruction")
    act(anybody, "Accepter et ouvrir le bac à sable")
    letters.wait_for(reachable_at(MANAGER), f"Votre bac à sable est ouvert ({accepted})")
    anybody.follow("Instruction")
    refused = open_first(anybody, "Déposée")
    anybody.press("Prendre en charge")
    anybody.reads("Suivie par Pascale Pervenche")
    anybody.follow("Refuser la demande")
    anybody.sees_title("Refuser la demande")
    anybody.press("Refuser la demande")
    anybody.reads("Écrivez un motif")
    anybody.fill("Motif", "Ce système est déjà raccordé.")
    anybody.press("Refuser la demande")
    anybody.sees_title(refused)
    anybody.reads("Ce système est déjà raccordé.")
    letters.wait_for(reachable_at(MANAGER), f"Votre demande de raccordement est refusée ({refused})")


def test_production_is_opened_then_revoked(anybody, letters):
    enter(anybody, letters)
    number = open_first(anybody, "Production demandée")
    act(anybody, "Ouvrir la production")
    letters.wait_for(reachable_at(MANAGER), f"Votre raccordement est en production ({number})")
    act(anybody, "Révoquer le raccordement", "Le logiciel change d’éditeur.")
    letters.wait_for(reachable_at(MANAGER), f"Votre raccordement est révoqué ({number})")
    anybody.reads("Le raccordement est révoqué.")


def test_other_establishments_are_judged(handless, letters):
    enter(handless, letters)
    number = open_first(handless, "Établissements à valider")
    handless.reads("À ajouter (1)")
    handless.press("Accepter ces établissements")
    handless.reads("Le changement d’établissements est accepté.")
    letters.wait_for(reachable_at(MANAGER), f"Établissements rattachés ({number})")


def test_a_message_is_sent_and_a_note_stays_inside(anybody, new_visitor, letters):
    enter(anybody, letters)
    number = open_first(anybody, "En instruction")
    anybody.fill("Votre message", "Merci pour la version 4.3.")
    anybody.press("Envoyer le message")
    expect(anybody.page.locator("#echange ol")).to_contain_text("Merci pour la version 4.3.")
    anybody.fill("Note interne", "Ne pas accepter avant mardi.")
    anybody.press("Ajouter la note")
    expect(anybody.page.locator("#notes ol")).to_contain_text("Ne pas accepter avant mardi.")
    letters.wait_for(reachable_at(MANAGER), f"Nouveau message sur votre raccordement ({number})")
    manager = new_visitor()
    sign_in(manager, letters, MANAGER)
    manager.open(f"/raccordement/{number}")
    manager.reads("Merci pour la version 4.3.")
    manager.does_not_read("Ne pas accepter avant mardi.")


def test_the_second_to_take_a_request_is_told_who_came_first(new_visitor, letters):
    first, second = new_visitor(), new_visitor(Manner.SCRIPTLESS)
    second.trouble.meant.add(409)
    enter(first, letters)
    enter(second, letters, OTHER)
    assert open_first(first, "Déposée") == open_first(second, "Déposée")
    first.press("Prendre en charge")
    first.reads("Suivie par Pascale Pervenche")
    second.press("Prendre en charge")
    second.reads("Pascale Pervenche est passé avant vous")
    second.reads("Suivie par Pascale Pervenche")


def test_the_list_follows_what_is_typed_and_says_it_in_its_address(visitor, letters):
    enter(visitor, letters)
    visitor.follow("Toutes")
    visitor.page.wait_for_url("**vue=toutes")
    rows = visitor.page.locator("#demandes tbody tr")
    whole = rows.count()
    visitor.fill("Numéro, nom, courriel, système ou FINESS", "geriatrie")
    expect(rows).to_have_count(1)
    visitor.reads("Gériatrie en réseau")
    assert "q=geriatrie" in visitor.path
    assert "vue=toutes" in visitor.path
    visitor.follow("Retirer le filtre")
    expect(rows).to_have_count(whole)


def test_the_list_is_taken_away_as_a_sheet(visitor, letters):
    enter(visitor, letters)
    with visitor.page.expect_download() as taken:
        visitor.follow("tableur XLSX")
    assert re.fullmatch(r"demandes-\d{4}-\d\d-\d\d\.xlsx", taken.value.suggested_filename)
    assert taken.value.path().read_bytes().startswith(b"PK")


def test_the_period_of_the_figures_is_chosen(handless, letters):
    enter(handless, letters)
    handless.follow("Chiffres de l’instruction")
    handless.sees_title("Chiffres de l’instruction")
    handless.follow("4 semaines")
    expect(handless.page.locator(".matrix tbody tr")).to_have_count(4)
    assert "du=" in handless.path


def test_a_digest_tells_what_is_overdue_once(visitor, letters, demo):
    demo.move_clock(30 * 24 * 3600)
    visitor.open("/connexion")
    told = [f"{count}\u00a0demandes de raccordement en retard" for count in range(2, 12)]
    for _ in range(900):
        found = [subject for subject in letters.subjects(reachable_at(JUDGE)) if subject in told]
        if found:
            break
        visitor.page.wait_for_timeout(100)
    assert len(found) == 1
