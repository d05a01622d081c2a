"""What a référent can do for whoever cannot sign in: the link goes to the person alone, and says who had it sent."""

import pytest

from portal import clock
from portal.accounts.models import AccountRight
from portal.accounts.rules import Right
from portal.audit import Event
from portal.db import transaction
from tests.builders import NEW_PASSWORD
from tests.pages.signin import try_password
from tests.profiles.lines import OTHER_RPPS, RPPS

ADDRESS = "camille.durand@chu-demo.mssante.fr"


@pytest.fixture
def blocked(staff, profile_of):
    """The page of a physician who is blocked."""
    staff.build.physician(rpps=RPPS, blocked_at=clock.now(), mssante=ADDRESS)
    staff.give(password="")
    return f"/etablissements/profils/{profile_of(RPPS)}"


def test_a_link_goes_to_the_address_of_the_person(blocked, desk, mailbox):
    page = desk.open(blocked).press("Envoyer un lien")
    assert "Un lien est parti" in page.text
    (text,) = mailbox.texts(ADDRESS)
    assert "Le référent de votre établissement" in text
    assert "Bonjour Camille Durand" in text


def test_the_link_unblocks_the_account(blocked, desk, mailbox, client, staff):
    desk.open(blocked).press("Envoyer un lien")
    page = client.open(mailbox.link(ADDRESS))
    page.press("Débloquer mon compte")
    assert staff.account(RPPS).credential.blocked_at is None


def test_the_link_lives_a_day(blocked, desk, mailbox, client, later):
    desk.open(blocked).press("Envoyer un lien")
    link = mailbox.link(ADDRESS)
    later(hours=25)
    assert client.open(link).status == 410


def test_the_browser_of_the_referent_opens_nothing_by_it(blocked, desk, mailbox):
    desk.open(blocked).press("Envoyer un lien")
    assert mailbox.link(ADDRESS) not in desk.response.text
    assert desk.open("/mot-de-passe/oublie/envoye").path == "/mot-de-passe/oublie"


def test_who_had_the_link_sent_is_in_the_journal_of_the_person(blocked, desk, staff):
    desk.open(blocked).press("Envoyer un lien")
    asked = [row for row in staff.journal() if row.event == Event.RESET_ASKED]
    assert [row.subject_id for row in asked] == [staff.account(RPPS).id]


def test_nobody_is_flooded_with_links(blocked, desk, mailbox, configure):
    for _ in range(12):
        page = desk.open(blocked).press("Envoyer un lien")
    assert "trop de liens" in page.text
    assert len(mailbox.all(ADDRESS)) < 12


def test_without_address_no_link_is_proposed_nor_sent(expired, desk, profile_of, mailbox):
    page = desk.open(f"/etablissements/profils/{profile_of(OTHER_RPPS)}")
    assert "Envoyer un lien" not in page.text
    page.post(f"/etablissements/profils/{profile_of(OTHER_RPPS)}/lien")
    assert "Aucun lien n’est parti" in page.text
    assert mailbox.all() == []


def test_the_remedies_of_an_expired_password_lead_where_they_say(expired, desk, profile_of):
    key = profile_of(OTHER_RPPS)
    page = desk.open(f"/etablissements/profils/{key}")
    led = [str(link["href"]).rpartition("/")[2] for link in page.soup.select(".remedies a")]
    assert led == ["modifier#adresse", "mot-de-passe"]
    assert page.open(f"/etablissements/profils/{key}/modifier").soup.select_one("#adresse #courriel")


@pytest.fixture
def giving(expired, desk, profile_of):
    """The page that gives a password to a physician whose own has expired."""
    return desk.open(f"/etablissements/profils/{profile_of(OTHER_RPPS)}/mot-de-passe")


def test_an_initial_password_must_be_changed_at_the_first_sign_in(giving, expired):
    page = giving.submit({"mot_de_passe": NEW_PASSWORD})
    assert "de vive voix" in page.text
    assert "Donner un autre mot de passe initial" in page.text
    assert expired.account(OTHER_RPPS).credential.must_change
    assert Event.PASSWORD_GIVEN in {row.event for row in expired.journal()}


def test_an_initial_password_opens_the_way_in(giving, expired, new_client):
    giving.submit({"mot_de_passe": NEW_PASSWORD})
    assert try_password(new_client(), OTHER_RPPS, NEW_PASSWORD).heading == "Enregistrer votre adresse MSSanté"


@pytest.mark.parametrize(("typed", "said"), [("", "Saisissez"), ("azerty", "caractères")])
def test_a_poor_initial_password_says_what_it_lacks(giving, expired, typed, said):
    page = giving.submit({"mot_de_passe": typed})
    assert page.status == 422
    assert said in page.errors[0]
    assert not expired.account(OTHER_RPPS).credential.must_change


def test_a_password_that_is_still_good_is_its_owner_s_alone(known, desk, profile_of):
    address = f"/etablissements/profils/{profile_of(RPPS)}/mot-de-passe"
    assert "elle seule peut le changer" in desk.open(address).text
    page = desk.post(address, {"mot_de_passe": NEW_PASSWORD})
    assert "elle seule peut le changer" in page.text
    assert not known.account(RPPS).credential.must_change


def test_the_password_of_an_account_that_opens_more_is_out_of_reach(expired, desk, profile_of):
    with transaction() as session:
        account_id = expired.account(OTHER_RPPS).id
        session.add(AccountRight(account_id=account_id, name=Right.INSTRUCTOR, scope=""))
    page = desk.open(f"/etablissements/profils/{profile_of(OTHER_RPPS)}/mot-de-passe")
    assert "ne se change pas ici" in page.text


def test_an_address_added_is_one_filter_less(expired, profile_of, pages):
    pages.edit(profile_of(OTHER_RPPS), courriel="camille.leger@chu-demo.mssante.fr")
    assert pages.names("/etablissements/010000024?vue=sans-mssante") == []


def test_the_page_of_the_initial_password_leads_back_to_the_person(staff, desk, profile_of):
    staff.build.physician(rpps=RPPS, password=None)
    staff.give(password="")
    page = desk.open(f"/etablissements/profils/{profile_of(RPPS)}/mot-de-passe")
    ways = [link["href"] for link in page.soup.select('nav[aria-label="Fil d’Ariane"] a')]
    assert ways[-1] == f"/etablissements/profils/{profile_of(RPPS)}"
    assert len(ways) == 3
