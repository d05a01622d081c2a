"""Source 002: the holder of a Medimail account enters with an address, a password and a code sent to that address."""

from playwright.sync_api import expect

from tests.journeys.acts import (
    ask_for_link,
    give_code,
    give_password,
    is_signed_in,
    reachable_at,
    sample,
    sign_in,
)

HOLDER = sample("Muguet")
ADMINISTRATOR = sample("Narcisse")
TRUST = "Se souvenir de ce navigateur"


def test_a_holder_enters_with_the_address_of_the_mailbox(handless, letters):
    sign_in(handless, letters, HOLDER)


def test_the_mailbox_of_the_demonstration_hands_over_the_code(visitor):
    give_password(visitor, HOLDER.identifier)
    visitor.sees_title("Saisir le code reçu")
    visitor.open("/demo/messagerie")
    visitor.follow("Votre code de connexion")
    code = visitor.page.locator("#code").inner_text()
    visitor.open("/connexion/code")
    give_code(visitor, code)
    is_signed_in(visitor, HOLDER)


def test_a_trusted_browser_enters_without_a_code(visitor, letters):
    give_password(visitor, HOLDER.identifier)
    visitor.sees_title("Saisir le code reçu")
    visitor.tick(TRUST)
    give_code(visitor, letters.code(reachable_at(HOLDER)))
    is_signed_in(visitor, HOLDER)
    visitor.press("Se déconnecter")
    visitor.reads("Vous êtes déconnecté.")
    give_password(visitor, HOLDER.identifier)
    is_signed_in(visitor, HOLDER)


def test_a_trusted_browser_that_one_forgets_asks_for_the_code_again(visitor, letters):
    give_password(visitor, HOLDER.identifier)
    visitor.sees_title("Saisir le code reçu")
    visitor.tick(TRUST)
    give_code(visitor, letters.code(reachable_at(HOLDER)))
    is_signed_in(visitor, HOLDER)
    visitor.open("/mon-compte")
    visitor.press("Oublier")
    visitor.reads("Ce navigateur est oublié")
    visitor.press("Se déconnecter")
    visitor.reads("Vous êtes déconnecté.")
    give_password(visitor, HOLDER.identifier)
    visitor.sees_title("Saisir le code reçu")


def test_an_administrator_gives_a_code_each_time(visitor, letters):
    for _ in range(2):
        give_password(visitor, ADMINISTRATOR.identifier)
        visitor.sees_title("Saisir le code reçu")
        expect(visitor.field(TRUST)).to_have_count(0)
        give_code(visitor, letters.code(reachable_at(ADMINISTRATOR)))
        is_signed_in(visitor, ADMINISTRATOR)
        visitor.press("Se déconnecter")
        visitor.reads("Vous êtes déconnecté.")


def test_a_holder_whose_address_is_not_mssante_is_sent_no_link(visitor, letters, all_sent):
    ask_for_link(visitor, HOLDER.identifier)
    all_sent()
    assert letters.subjects(reachable_at(HOLDER)) == []
