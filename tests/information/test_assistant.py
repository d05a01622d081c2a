"""The sign-in assistant over HTTP: an address is a place, with htmx and without."""

import pytest
from bs4 import BeautifulSoup

from portal.information.rules import Page, Phone
from tests.information.paths import ADVICE, QUESTIONS
from tests.pages.signin import sign_in

pytestmark = pytest.mark.one_database

START = "/aide/connexion"
DEEP = "/aide/connexion/etablissement/message/refus/sans-mssante/sans-cps"


def _fragment(client, path):
    return client.http.get(path, headers={"HX-Request": "true"}, base_url=client.base)


def _region(html):
    """The region of the assistant, but for the marks that move the focus of who came by htmx."""
    region = BeautifulSoup(html, "html.parser").select_one("#assistant")
    for name in ("data-focus", "tabindex"):
        region.h1.attrs.pop(name, None)
    return region.prettify()


def test_every_place_of_the_tree_is_a_page(client):
    for path in [*QUESTIONS, *ADVICE]:
        assert client.open("/".join([START, *path])).status == 200


def test_every_action_opens_or_calls(client, app):
    support = app.extensions["portal_settings"].support_phone
    for path, advice in ADVICE.items():
        pressed = client.open("/".join([START, *path])).soup.select_one(".actions a")
        match advice.action:
            case Page():
                assert client.http.get(pressed["href"], base_url=client.base).status_code in {200, 303}
            case Phone():
                assert pressed["href"] == "tel:" + "".join(support.split())


def test_an_anchor_of_the_help_page_is_there(client):
    anchors = {a.action.anchor for a in ADVICE.values() if isinstance(a.action, Page) and a.action.anchor}
    page = client.open("/aide").soup
    assert anchors
    assert [anchor for anchor in anchors if not page.find(id=anchor)] == []


@pytest.mark.parametrize(
    "answers",
    [
        "hopital",
        "liberal/",
        "liberal//oubli",
        "liberal/oubli/mssante/encore",
        "liberal/../si",
        "Liberal",
        "%00",
        "<script>",
        "/".join(["etablissement"] * 200),
    ],
)
def test_an_address_that_answers_nothing_is_not_found(client, answers):
    assert client.http.get(f"{START}/{answers}", base_url=client.base, follow_redirects=True).status_code == 404


def test_htmx_is_told_so_in_a_fragment(client):
    answer = _fragment(client, f"{START}/hopital")
    assert answer.status_code == 404
    assert "<html" not in answer.text


def test_the_path_walked_leads_back_step_by_step(client):
    back = [a["href"] for a in client.open(DEEP).soup.select(".walked a")]
    assert back == [
        START,
        f"{START}/etablissement",
        f"{START}/etablissement/message",
        f"{START}/etablissement/message/refus",
        f"{START}/etablissement/message/refus/sans-mssante",
    ]


def test_an_answer_is_an_ordinary_link_that_htmx_follows(client):
    for link in client.open(START).soup.select(".ways a"):
        assert link["href"] == link["hx-get"]


@pytest.mark.parametrize("path", [START, f"{START}/liberal", DEEP])
def test_the_fragment_applied_is_the_page_reloaded(client, path):
    assert _region(_fragment(client, path).text) == _region(client.open(path).response.text)


def test_the_fragment_names_the_page_and_takes_the_focus(client):
    whole = " ".join(client.open(DEEP).soup.title.get_text().split())
    part = BeautifulSoup(_fragment(client, DEEP).text, "html.parser")
    assert part.title.get_text() == whole
    assert part.h1.has_attr("data-focus")


def test_a_page_opened_by_its_address_leaves_the_focus_at_its_top(client):
    assert not client.open(DEEP).soup.select("[data-focus], [autofocus]")


def test_page_and_fragment_share_no_cache_entry(client):
    assert "HX-Request" in client.open(DEEP).response.headers["Vary"]


def test_what_is_advised_does_not_depend_on_who_asks(client, new_client, build, mailbox):
    person = build.physician()
    stranger = new_client()
    sign_in(client, mailbox, person.rpps, person.mssante)
    for path in ADVICE:
        url = "/".join([START, *path])
        assert client.open(url).text == stranger.open(url).text


def test_the_settings_are_told(client, configure):
    configure(block_hours=7, support_phone="09 00 00 00 00")
    text = client.open(f"{START}/liberal/oubli/sans-mssante/sans-cps").text
    assert "après 7 heures" in text
    assert "Appeler le 09 00 00 00 00" in text


def test_a_manager_of_systems_is_told_where_the_link_goes(client, configure):
    url = f"{START}/si/oubli"
    assert "l’adresse enregistrée sur votre compte" in client.open(url).text
    configure(reset_mssante_only=True)
    assert "votre adresse MSSanté, et à elle seule" in client.open(url).text


def test_a_manager_of_systems_without_an_identifier_is_told_to_try_the_address(client):
    page = client.open(f"{START}/si/identifiant")
    assert page.heading == "Essayez l’adresse de messagerie de votre demande"
