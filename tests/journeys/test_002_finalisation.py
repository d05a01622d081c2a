"""Source 003 section 4: somebody whom an administrator has registered finalises the registration and signs in."""

import pytest

from portal.demo.medimail import MAIL
from tests.journeys import medimail
from tests.journeys.acts import NEW_PASSWORD, choose, give_code, give_password, sample, sign_in

ADMINISTRATOR = sample("Tilleul")
ADDRESS = f"brune.noyer@{MAIL}"
TITLE = "Finaliser votre inscription"
GONE = "Ce lien ne peut plus servir"
VISITS = 5


@pytest.fixture
def link(new_visitor, letters, portal):
    """The link of Brune Noyer, whom her hospital has registered."""
    administrator = new_visitor()
    administrator.trouble.meant.add(404)
    sign_in(administrator, letters, ADMINISTRATOR)
    return medimail.finalisation(portal, medimail.mailbox(administrator, "Brune NOYER"))


def finalise(visitor, link):
    visitor.open(link)
    visitor.sees_title(TITLE)
    visitor.tick("Ces informations sont exactes.")
    visitor.tick("J’accepte les conditions générales d’utilisation.")
    choose(visitor, "Finaliser mon inscription", label="Mot de passe")


def test_she_chooses_a_password_confirms_accepts_and_signs_in(handless, link, letters):
    finalise(handless, link)
    handless.sees_title("Se connecter")
    handless.reads("Votre inscription est finalisée")
    give_password(handless, ADDRESS, NEW_PASSWORD)
    give_code(handless, letters.code(ADDRESS))
    handless.sees_title("Bonjour Brune NOYER")
    handless.open("/mon-compte")
    handless.reads("Comptes Medimail")
    handless.reads(ADDRESS)


def test_a_scanner_that_opens_the_link_five_times_changes_nothing(visitor, new_visitor, ask, link):
    scanner = new_visitor()
    for _ in range(VISITS):
        assert ask.get(link).status == 200
        assert ask.head(link).status == 200
        scanner.open(link)
        scanner.sees_title(TITLE)
    finalise(visitor, link)
    visitor.reads("Votre inscription est finalisée")
    visitor.open(link)
    visitor.sees_title(GONE)


def test_she_reports_what_is_wrong_and_her_administrator_reads_it(handless, link, letters):
    handless.open(link)
    handless.follow("Signaler une erreur")
    handless.fill("Qu’est-ce qui est à corriger\u00a0?", "Mon nom s’écrit NOYÉ.")
    handless.press("Envoyer le signalement")
    handless.reads("L’administrateur de votre structure est prévenu")
    letters.wait_for(ADMINISTRATOR.identifier, "Une erreur est signalée dans un compte Medimail")


def test_her_own_name_is_refused_as_she_types_it(visitor, link):
    visitor.open(link)
    visitor.fill("Mot de passe", "noyerbrune2026")
    visitor.reads("ajoutez un ou deux mots sans rapport avec vous")
