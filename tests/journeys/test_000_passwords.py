"""Source 000: « Mot de passe oublié ou compte bloqué ? », and a password that has lived 18 months or 90 sign-ins."""

from playwright.sync_api import expect

from tests.journeys.acts import (
    CODE,
    LOST,
    NEW_PASSWORD,
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
from tests.journeys.visitor import TELEPHONE

BLOCKED = sample("Genêt")
PHYSICIAN = sample("Aubépine")
WITHOUT_ADDRESS = sample("Iris")
DEAD = "Ce lien ne peut plus servir"


def test_a_blocked_physician_unblocks_in_three_screens_and_keeps_the_password(anybody, letters):
    give_password(anybody, BLOCKED.identifier)
    anybody.reads(REFUSED)
    screens = []
    anybody.page.on("load", lambda page: screens.append(page.url.removeprefix(anybody.home)))

    anybody.follow(LOST)
    anybody.sees_title(LOST)
    anybody.fill("Identifiant CertDc, N° RPPS ou adresse de messagerie", BLOCKED.identifier)
    anybody.press("Recevoir le lien")
    anybody.sees_title("Consultez votre messagerie MSSanté")
    anybody.open(letters.link(BLOCKED.mssante))
    anybody.sees_title("Débloquer votre compte")
    anybody.press("Débloquer mon compte")
    anybody.reads("Votre compte est débloqué.")
    assert len(screens[:-1]) == 3

    sign_in(anybody, letters, BLOCKED)


def test_a_forgotten_password_is_replaced_by_the_link(anybody, letters):
    ask_for_link(anybody, PHYSICIAN.identifier)
    anybody.open(letters.link(PHYSICIAN.mssante))
    choose(anybody, "Enregistrer ce mot de passe")
    anybody.reads("Votre nouveau mot de passe est enregistré.")
    give_password(anybody, PHYSICIAN.identifier)
    anybody.reads(REFUSED)
    sign_in(anybody, letters, PHYSICIAN, NEW_PASSWORD)


def test_a_mail_read_elsewhere_is_answered_by_its_code(visitor, letters):
    ask_for_link(visitor, PHYSICIAN.identifier)
    code = letters.long_code(PHYSICIAN.mssante)
    visitor.fill("Code à 8 caractères", f"{code[:4].lower()} {code[4:].lower()}")
    visitor.press("Continuer")
    choose(visitor, "Enregistrer ce mot de passe")
    visitor.reads("Votre nouveau mot de passe est enregistré.")


def test_the_link_opens_on_a_telephone_what_was_asked_for_on_a_computer(visitor, new_visitor, letters):
    ask_for_link(visitor, PHYSICIAN.identifier)
    telephone = new_visitor(viewport=TELEPHONE, has_touch=True, is_mobile=True)
    telephone.open(letters.link(PHYSICIAN.mssante))
    choose(telephone, "Enregistrer ce mot de passe")
    telephone.reads("Votre nouveau mot de passe est enregistré.")
    sign_in(visitor, letters, PHYSICIAN, NEW_PASSWORD)


def test_a_spent_link_says_so_and_leads_to_a_new_one(visitor, letters):
    ask_for_link(visitor, PHYSICIAN.identifier)
    link = letters.link(PHYSICIAN.mssante)
    visitor.open(link)
    choose(visitor, "Enregistrer ce mot de passe")
    visitor.reads("Votre nouveau mot de passe est enregistré.")
    visitor.open(link)
    visitor.sees_title(DEAD)
    visitor.follow("Demander un nouveau lien")
    visitor.sees_title(LOST)


def test_a_link_that_dies_while_one_types_says_so(handless, letters, demo):
    ask_for_link(handless, PHYSICIAN.identifier)
    handless.open(letters.link(PHYSICIAN.mssante))
    handless.sees_title("Débloquer votre compte")
    demo.move_clock(31 * 60)
    choose(handless, "Enregistrer ce mot de passe")
    handless.reads("Demandez un nouveau lien")


def test_without_an_address_the_page_is_the_same_and_shows_the_other_ways(visitor, letters, all_sent):
    ask_for_link(visitor, WITHOUT_ADDRESS.identifier)
    visitor.reads("contactez le référent de l’application pour l’établissement")
    visitor.reads("votre carte CPS ouvre CertDc")
    all_sent()
    assert letters.subjects("") == []


def test_an_expired_password_is_replaced_after_the_code_and_before_anything_else(anybody, letters):
    replace_expired(anybody, letters, sample("Coquelicot"))


def test_a_password_used_ninety_times_is_replaced_likewise(visitor, letters):
    replace_expired(visitor, letters, sample("Dahlia"))


def replace_expired(visitor, letters, person):
    """Sign in, be led to the choice of a new password, and find nothing else open before."""
    give_password(visitor, person.identifier)
    give_code(visitor, letters.code(reachable_at(person)))
    visitor.sees_title("Choisir un nouveau mot de passe")
    visitor.reads("Votre mot de passe a expiré")
    visitor.open("/mon-compte")
    visitor.sees_title("Choisir un nouveau mot de passe")
    choose(visitor, "Enregistrer et continuer")
    is_signed_in(visitor, person)
    visitor.open("/mon-compte")
    visitor.reads("89 connexions")


def test_whoever_has_no_address_registers_one(anybody, letters):
    person, address = sample("Bouleau"), "basile.bouleau@demo.mssante.fr"
    give_password(anybody, person.identifier)
    anybody.sees_title("Enregistrer votre adresse MSSanté")
    anybody.fill("Votre adresse MSSanté", "basile.bouleau@orange.fr")
    anybody.press("Recevoir un code à cette adresse")
    anybody.reads("mssante.fr")
    expect(anybody.field("Votre adresse MSSanté")).to_have_attribute("aria-invalid", "true")
    anybody.fill("Votre adresse MSSanté", address)
    anybody.press("Recevoir un code à cette adresse")
    anybody.sees_title("Confirmer votre adresse")
    anybody.fill(CODE, letters.code(address))
    anybody.press("Valider")
    is_signed_in(anybody, person)
    anybody.open("/mon-compte")
    anybody.reads(address)
