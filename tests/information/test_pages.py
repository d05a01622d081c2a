"""Help and the pages that the law asks for: true to the settings, to the tables and to the cookies."""

from datetime import timedelta

import pytest

from portal.environ import networks
from portal.information.personal import KEPT
from portal.limits import Limit
from portal.mail import service as mail
from portal.operations import service as operations
from portal.tables import metadata
from tests.builders import PASSWORD, Builder
from tests.pages.client import PageClient

pytestmark = pytest.mark.one_database

# Slots of the worker, the seal of the journal, public registers of places: nobody is in them.
NOBODYS = {"job_slot", "journal_head", "profile_revision"} | {
    "establishment",
    "region",
    "departement",
    "commune",
    "postal_code",
    "register_edition",
}
TOLD = set().union(*(kept.tables for kept in KEPT))


@pytest.mark.parametrize(
    "path", ["/", "/aide", "/aide/connexion", "/accessibilite", "/mentions-legales", "/donnees-personnelles"]
)
def test_it_opens_for_anybody(client, path):
    assert client.open(path).status == 200


@pytest.mark.parametrize("path", ["/aide", "/accessibilite", "/mentions-legales", "/donnees-personnelles"])
def test_every_link_of_it_within_the_portal_opens(client, path):
    links = {a["href"].partition("#")[0] for a in client.open(path).soup.select("a[href^='/']")}
    assert links
    assert [url for url in links if client.http.get(url, base_url=client.base).status_code not in {200, 303}] == []


def test_the_help_tells_the_settings(client, configure):
    configure(
        support_phone="09 00 00 00 00",
        support_hours="jour et nuit",
        password_months=6,
        password_sign_ins=1200,
        code_minutes=timedelta(minutes=7),
        link_minutes=timedelta(hours=1),
        trust_days=1,
        block_hours=3,
        limit_account=Limit.parse("4/1h"),
    )
    text = client.open("/aide").text
    for told in [
        "09 00 00 00 00, jour et nuit",
        "6 mois",
        "1 200 connexions",
        "valable 7 minutes",
        "valable 1 heure",
        "pendant 1 jour ",
        "après 4 mots de passe faux",
        "après 3 heures",
    ]:
        assert told in text


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("etablissement/message/code", "7 erreurs l’annulent"),
        ("etablissement/code/messagerie", "la page le permet après 45 secondes"),
    ],
)
def test_the_assistant_tells_the_settings(client, configure, path, told):
    configure(code_tries=7, code_wait_seconds=timedelta(seconds=45))
    assert told in client.open(f"/aide/connexion/{path}").text


def test_the_telephone_is_pressed_without_its_spaces(client):
    assert client.open("/aide").soup.main.select_one("a[href='tel:0144769744']")


# Personal data


def test_every_table_is_told_to_whom_it_concerns():
    assert set(metadata.tables) - TOLD - NOBODYS == set()


def test_nothing_is_told_that_is_not_kept():
    assert set(metadata.tables) >= TOLD


def test_the_delays_told_are_those_kept(client):
    assert (operations.KEPT.days, mail.KEPT.days) == (7, 30)
    rows = {
        row.th.get_text(strip=True): row
        for row in client.open("/donnees-personnelles").soup.select("#conserve tbody tr")
    }
    assert "7 jours." in rows["Codes et liens demandés"].get_text()
    assert "30 jours." in rows["Messages envoyés"].get_text()


def test_the_life_of_a_session_is_told_from_the_settings(client, configure):
    configure(idle_minutes=timedelta(minutes=11), session_minutes=timedelta(hours=5))
    assert "11 minutes sans activité, 5 heures au plus" in client.open("/donnees-personnelles").text


def test_the_age_at_which_the_journal_forgets_is_told_from_the_settings(client, configure):
    configure(journal_months=9)
    text = client.open("/donnees-personnelles").text
    assert "9 mois, puis il n’en reste que l’heure" in text
    assert "il oublie de lui-même, au bout de 9 mois" in text


def test_the_longest_limit_is_told(client, configure):
    configure(limit_codes=Limit.parse("3/50h"))
    assert "Le temps de la limite, 50 heures au plus." in client.open("/donnees-personnelles").text


@pytest.fixture(params=["http://127.0.0.1:5000", "https://portail.exemple.fr"])
def anybody(request, make_app):
    """A browser of a portal at this address, which has done all that gives it a cookie."""
    app = make_app(base_url=request.param, trusted_proxies=networks("10.0.0.0/8"))
    with app.app_context():
        Builder().si_manager(specific=True, last_name="Petit", first_name="Alex", certdc_id="si1")
        client = PageClient(app)
        client.open("/connexion").submit({"identifiant": "si1", "mot_de_passe": PASSWORD, "retenir": "y"})
        client.open("/connexion").submit({"nom_prenom": "Petit Alex", "mot_de_passe": PASSWORD, "retenir": "y"})
        client.post("/apparence", {"theme": "sombre"})
        yield client


def test_the_cookies_told_are_those_given_under_the_same_names(anybody):
    host = anybody.base.partition("://")[2].partition(":")[0]
    given = {cookie.key for cookie in anybody.http._cookies.values() if cookie.domain == host}
    rows = anybody.open("/donnees-personnelles").soup.select("#cookies tbody th")
    assert {row.get_text(strip=True) for row in rows} == given


def test_the_officer_is_named_or_said_to_be_missing(client, configure):
    assert "PORTAL_DPO" in client.open("/donnees-personnelles").text
    configure(publisher="CHU de Démo", dpo="dpo@chu-demo.fr")
    text = client.open("/donnees-personnelles").text
    assert "incomplète" not in text
    assert "dpo@chu-demo.fr" in text
