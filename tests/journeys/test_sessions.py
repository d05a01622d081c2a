"""Promise 21: a session that is ended elsewhere opens nothing any more, whatever was on its screen."""

from playwright.sync_api import expect

from tests.journeys.acts import PASSWORD, choose, sample, sign_in

PERSON = sample("Orchis")


def end_the_other(visitor):
    """Close every session but this one."""
    visitor.open("/mon-compte")
    visitor.press("Fermer les autres sessions")
    visitor.reads("Vos autres sessions sont fermées.")


def test_a_form_sent_from_a_session_ended_elsewhere_leads_to_the_sign_in(handless, new_visitor, letters):
    sign_in(handless, letters, PERSON)
    handless.open("/mon-compte/mot-de-passe")
    handless.sees_title("Changer mon mot de passe")
    elsewhere = new_visitor()
    sign_in(elsewhere, letters, PERSON)
    end_the_other(elsewhere)

    handless.fill("Mot de passe actuel", PASSWORD)
    choose(handless, "Changer mon mot de passe")
    handless.sees_title("Se connecter")
    expect(handless.page.get_by_role("banner").get_by_role("button", name="Se déconnecter")).to_have_count(0)


def test_a_page_asked_for_from_a_session_ended_elsewhere_opens_after_the_sign_in(visitor, new_visitor, letters):
    sign_in(visitor, letters, PERSON)
    elsewhere = new_visitor()
    sign_in(elsewhere, letters, PERSON)
    end_the_other(elsewhere)
    visitor.open("/mon-compte")
    visitor.sees_title("Se connecter")
    assert visitor.path == "/connexion?suite=/mon-compte"


def test_nothing_is_seen_again_after_signing_out(visitor, letters):
    sign_in(visitor, letters, PERSON)
    visitor.open("/mon-compte")
    visitor.sees_title("Mon compte")
    visitor.press("Se déconnecter")
    visitor.reads("Vous êtes déconnecté.")
    visitor.page.go_back()
    visitor.sees_title("Se connecter")
    visitor.does_not_read(PERSON.last_name)
