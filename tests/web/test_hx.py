"""One view, two answers: the part to htmx, the page to everybody else; and never one for the other from a cache."""

import pytest

pytestmark = pytest.mark.one_database

HTMX = {"HX-Request": "true"}
WRONG = {"identifiant": "", "mot_de_passe": ""}


def _is_page(answer):
    return "<html" in answer.text


def test_htmx_is_given_the_part_and_nothing_around_it(client):
    answer = client.send("GET", "/connexion", headers=HTMX)
    assert answer.text.lstrip().startswith('<div class="flow" id="connexion">')
    assert not _is_page(answer)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HX-Request": "false"},
        {"HX-Request": "<script>"},
        HTMX | {"HX-Boosted": "true"},
        HTMX | {"HX-History-Restore-Request": "true"},
    ],
    ids=["plain", "not htmx", "nonsense", "boosted", "history"],
)
def test_everybody_else_is_given_the_page(client, headers):
    assert _is_page(client.send("GET", "/connexion", headers=headers))


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "part"])
@pytest.mark.parametrize("path", ["/connexion", "/mot-de-passe/oublie", "/aide/connexion", "/nulle-part"])
def test_no_cache_takes_the_part_for_the_page(client, path, headers):
    assert "HX-Request" in client.send("GET", path, headers=headers).headers["Vary"]


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "part"])
def test_a_wrong_form_is_answered_422_which_htmx_swaps(client, headers):
    answer = client.send("POST", "/connexion", data={**WRONG, "csrf_token": client.token}, headers=headers)
    assert answer.status_code == 422
    assert _is_page(answer) == (headers == {})


def test_a_browser_is_sent_elsewhere_by_303(client):
    answer = client.send("POST", "/deconnexion", data={"csrf_token": client.token})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/connexion?motif=deconnexion")


def test_htmx_is_sent_elsewhere_by_a_header_and_swaps_nothing(client):
    answer = client.send("POST", "/deconnexion", data={"csrf_token": client.token}, headers=HTMX)
    assert (answer.status_code, answer.data) == (204, b"")
    assert answer.headers["HX-Redirect"] == "/connexion?motif=deconnexion"
    assert "HX-Request" in answer.headers["Vary"]


def test_a_fragment_whose_session_has_ended_leads_the_whole_page_to_the_sign_in(client):
    answer = client.send("GET", "/mon-compte", headers=HTMX)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/connexion")


@pytest.mark.parametrize("target", ["/日本", "/é?q=ü", "/🙂"])
def test_a_way_back_in_any_script_is_written_in_ascii(client, target):
    data = {"csrf_token": client.token, "suite": target, "theme": "clair"}
    way = client.send("POST", "/apparence", data=data, headers=HTMX).headers["HX-Redirect"]
    assert way.isascii()
    assert way == client.send("POST", "/apparence", data=data).headers["Location"]
