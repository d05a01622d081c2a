"""Source 002 p. 8 to 15: an administrator runs the accounts of a structure, with a pointer, by keyboard, scriptless."""

import re

from playwright.sync_api import expect

from tests.journeys.acts import sample, sign_in

TILLEUL = sample("Tilleul")
ACCOUNTS = "/structures/2/comptes"
ACTIONS = re.compile(r"^\s*Actions\s*$")
TITLE = "Gestion des utilisateurs Medimail"


def enter(visitor, letters, asked=""):
    """Sign in, open the accounts of the hospital."""
    sign_in(visitor, letters, TILLEUL)
    visitor.open(f"{ACCOUNTS}{asked}")
    visitor.sees_title(TITLE)


def rows(visitor):
    """The accounts that the list shows."""
    return visitor.page.locator("#comptes tbody tr")


def tick(visitor, name):
    """Tick the account of this name."""
    box = rows(visitor).filter(has_text=name).locator(".choice label")
    box.click()


def prepare(visitor, act):
    """Choose an act for what is ticked."""
    visitor.page.get_by_label("Avec les comptes cochés").select_option(act)
    visitor.press("Voir ce qui changerait")


def test_somebody_who_registered_alone_is_validated(anybody, letters):
    enter(anybody, letters)
    anybody.follow("Utilisateurs à valider")
    anybody.page.wait_for_url("**etat=a_valider")
    expect(rows(anybody)).to_have_count(2)
    anybody.press("Valider : dune.platane@medimail-demo.example".replace(" :", "\u00a0:"))
    anybody.reads("Le compte est validé")
    expect(rows(anybody)).to_have_count(1)
    letters.wait_for("dune.platane@medimail-demo.example", "Votre compte Medimail est validé")


def test_an_account_is_rejected_for_a_reason_then_brought_back(anybody, letters):
    enter(anybody, letters, "?q=myrtille")
    anybody.unfold("Autres")
    anybody.follow("Rejeter le compte")
    anybody.sees_title("Rejeter le compte")
    anybody.press("Rejeter le compte")
    anybody.reads("Écrivez le motif")
    anybody.fill("Motif du rejet", "Ne travaille plus ici.")
    anybody.press("Rejeter le compte")
    anybody.reads("Le compte est rejeté")
    expect(rows(anybody)).to_have_count(1)
    anybody.press(re.compile("Réhabiliter"))
    anybody.reads("Le compte est réhabilité")


def test_an_account_goes_to_the_daughter(handless, letters):
    enter(handless, letters, "?q=olivier")
    handless.unfold("Autres")
    handless.follow("Changer de structure")
    handless.sees_title("Changer de structure")
    handless.follow("Pôle de gériatrie")
    handless.reads("passe de CH de Fleyriat à Pôle de gériatrie")
    handless.press("Changer de structure")
    handless.reads("Le compte a changé de structure")
    handless.reads("Aucun compte ne répond")


def test_several_accounts_are_rejected_at_once_then_given_back(visitor, letters):
    enter(visitor, letters)
    for name in ("NOYER", "MYRTILLE", "TAMARIS"):
        tick(visitor, name)
    prepare(visitor, "Rejeter")
    visitor.sees_title("Rejeter les comptes")
    visitor.reads("qui ne le permet pas")
    visitor.fill("Motif du rejet", "Une erreur.")
    visitor.press("Rejeter les comptes")
    visitor.reads("C’est fait pour 2\u00a0comptes")
    with visitor.page.expect_download() as taken:
        visitor.page.get_by_role("link", name="Télécharger le rapport (CSV)").click()
    assert taken.value.path().read_text(encoding="utf-8-sig").count("\r\nERREUR") == 0
    visitor.press("Annuler")
    visitor.reads("Rapport de l’annulation")
    visitor.open(f"{ACCOUNTS}?etat=rejete")
    expect(rows(visitor)).to_have_count(1)


def test_those_who_have_not_finalised_are_relaunched_once(anybody, letters):
    enter(anybody, letters)
    anybody.unfold(ACTIONS)
    anybody.follow("Relancer vos utilisateurs préinscrits")
    anybody.press("Relancer 2\u00a0personnes")
    anybody.sees_title("Dernière relance de vos utilisateurs préinscrits")
    anybody.open(f"{ACCOUNTS}/relances/nouvelle")
    anybody.reads("Personne à relancer pour le moment")
    anybody.open(f"{ACCOUNTS}?etat=preinscrit")
    anybody.unfold(ACTIONS)
    anybody.follow("Afficher la dernière relance de vos utilisateurs préinscrits")
    anybody.sees_title("Dernière relance de vos utilisateurs préinscrits")


def test_the_list_follows_what_is_typed_and_leaves_in_a_file(visitor, letters):
    enter(visitor, letters)
    visitor.fill("Adresse mail, nom, prénom, RPPS, ADELI", "noyer brune")
    expect(rows(visitor)).to_have_count(1)
    assert "q=noyer" in visitor.path
    visitor.follow("Retirer le filtre")
    visitor.unfold(ACTIONS)
    with visitor.page.expect_download() as taken:
        visitor.page.get_by_role("link", name="Exporter la liste d’utilisateurs au format CSV", exact=True).click()
    assert re.fullmatch(r"utilisateurs-medimail-2-\d{4}-\d\d-\d\d\.csv", taken.value.suggested_filename)
    assert taken.value.path().read_text(encoding="utf-8-sig").startswith("Adresse mail;NOM;Prénom;RPPS;ADELI;")
