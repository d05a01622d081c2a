"""In a real browser: a hostile message does nothing, its links open beside, the list follows by itself."""

import pytest

from portal import demo
from tests.demo.looking import write
from tests.served import chromium, served

pytestmark = [pytest.mark.browser, pytest.mark.one_database]

HOSTILE = """<!DOCTYPE html><html><head><title>Message</title><style>p { color: rgb(1, 2, 3) }</style>
<meta http-equiv="refresh" content="0; url=/demo"></head>
<body><p>Bonjour</p><script>document.title = "pris"; top.location = "/demo"</script>
<img src="/static/img/favicon.svg?message" onerror="document.title = 'pris'" onload="document.title = 'pris'">
<iframe src="/demo"></iframe><form action="/demo/horloge" method="post"><button>Avancer</button></form>
<a href="BASE/connexion">Se connecter</a></body></html>"""


@pytest.fixture
def live(make_app, letters):
    """The address of a demonstration that a browser can reach."""

    def make(home):
        app = make_app(demo=True, smtp_url=f"file:{letters}", base_url=home)
        demo.prepare(app)
        return app

    with served(make) as home:
        yield home


@pytest.fixture(scope="module", name="chromium")
def _chromium():
    """A browser."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def tab(chromium):
    """A page in a fresh context."""
    with chromium.new_context() as context:
        yield context.new_page()


@pytest.fixture
def hostile(tab, live, letters):
    """The page of a hostile message, and the frame that shows it."""
    name = write(letters, html=HOSTILE.replace("BASE", live))
    tab.goto(f"{live}/demo/messagerie/{name}")
    frame = tab.frame_locator("iframe.letter-frame")
    frame.locator("p").wait_for()
    return frame


def test_a_hostile_message_runs_nothing_and_leads_nowhere(tab, live, hostile):
    tab.wait_for_timeout(300)
    assert hostile.locator("html").evaluate("() => document.title") == "Message"
    assert tab.url.startswith(f"{live}/demo/messagerie/")
    assert tab.frames[1].url == f"{tab.url}/html"


def test_a_hostile_message_fetches_nothing(tab, live, letters):
    asked = []
    tab.on("response", lambda response: asked.append(response.url))
    name = write(letters, html=HOSTILE.replace("BASE", live))
    tab.goto(f"{live}/demo/messagerie/{name}")
    tab.frame_locator("iframe.letter-frame").locator("p").wait_for()
    tab.wait_for_timeout(300)
    assert [url for url in asked if url.endswith(("?message", "/demo"))] == []


def test_a_hostile_message_sends_no_form(tab, hostile):
    posted = []
    tab.on("request", lambda request: posted.append(request.method))
    hostile.get_by_role("button", name="Avancer").click()
    tab.wait_for_timeout(300)
    assert "POST" not in posted


def test_a_message_keeps_its_own_styles(hostile):
    assert hostile.locator("p").evaluate("p => getComputedStyle(p).color") == "rgb(1, 2, 3)"


def test_a_link_of_a_message_opens_beside_a_page_that_works(tab, hostile):
    with tab.expect_popup() as opened:
        hostile.get_by_role("link", name="Se connecter").click()
    page = opened.value
    page.get_by_role("heading", level=1, name="Se connecter").wait_for()
    # Out of the sandbox: the page has its cookies and its scripts, which come once it is loaded.
    page.wait_for_load_state()
    assert page.evaluate("typeof htmx") == "object"


def test_the_html_form_can_be_read_alone(tab, hostile):
    tab.get_by_role("link", name="L’ouvrir seul").click()
    tab.locator("p").wait_for()
    assert tab.title() == "Message"


def test_the_list_follows_and_says_so(tab, live, letters):
    tab.goto(f"{live}/demo/messagerie")
    write(letters, subject="Votre code")
    tab.get_by_role("link", name="Votre code").wait_for(timeout=4000)
    assert tab.locator("#annonce").inner_text() == "Nouveau message pour camille@demo.mssante.fr\u00a0: Votre code"


def test_whoever_reads_the_list_keeps_the_place(tab, live, letters):
    write(letters, subject="Premier", number=1)
    tab.goto(f"{live}/demo/messagerie")
    tab.get_by_role("link", name="Premier").focus()
    write(letters, subject="Second", number=2)
    tab.get_by_role("link", name="Second").wait_for(timeout=4000)
    assert tab.evaluate("document.activeElement.textContent") == "Premier"


def test_the_list_stops_when_told_to(tab, live, letters):
    tab.goto(f"{live}/demo/messagerie")
    tab.get_by_role("link", name="Arrêter").click()
    tab.get_by_role("link", name="Reprendre").wait_for()
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.wait_for_timeout(2500)
    assert asked == []
