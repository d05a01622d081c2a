"""In a real browser: Enter sends the form, « Une autre image » keeps what was typed, the sound plays, axe is silent."""

from io import BytesIO

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from PIL import Image
from PIL.ImageStat import Stat
from playwright.sync_api import expect

from tests.captcha import host
from tests.captcha.conftest import text_of
from tests.served import chromium, served

pytestmark = [pytest.mark.browser, pytest.mark.one_database]


@pytest.fixture
def live(make_app):
    """The address of the form, where an application answers."""
    made = []

    def make(home):
        made.append(host.settle(make_app(base_url=home)))
        return made[0]

    with served(make) as home, made[0].app_context():
        yield f"{home}{host.PATH}"


@pytest.fixture(scope="module", name="chromium")
def _chromium():
    """A browser."""
    with chromium("--mute-audio") as browser:
        yield browser


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def tab(chromium, live, request):
    """The form, with and without scripts; whatever a page complains of fails the test."""
    with chromium.new_context(java_script_enabled=request.param) as context:
        page = context.new_page()
        wrong = []
        page.on("console", lambda message: wrong.append(message.text) if message.type in {"error", "warning"} else None)
        page.on("response", lambda answer: wrong.append(answer.url) if answer.status >= 400 else None)
        page.goto(live)
        yield page
        assert wrong == []


with_scripts = pytest.mark.parametrize("tab", [True], indirect=True, ids=["scripts"])


def _token(tab):
    return tab.locator("input[name=captcha_jeton]").get_attribute("value")


def _another(tab):
    before = _token(tab)
    tab.get_by_role("button", name="Une autre image").click()
    expect(tab.locator("input[name=captcha_jeton]")).not_to_have_value(before)


def test_enter_in_a_field_sends_the_form(tab):
    tab.get_by_label("Nom").fill("Durand")
    tab.get_by_label("Saisissez le texte").fill(text_of(_token(tab)))
    tab.get_by_label("Nom").press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Déposé")


def test_another_image_keeps_what_was_typed_elsewhere_and_may_be_answered(tab):
    tab.get_by_label("Nom").fill("Durand")
    tab.get_by_label("Saisissez le texte").fill("23")
    _another(tab)
    expect(tab.get_by_label("Nom")).to_have_value("Durand")
    expect(tab.get_by_label("Saisissez le texte")).to_have_value("")
    tab.get_by_label("Saisissez le texte").fill(text_of(_token(tab)))
    tab.get_by_role("button", name="Déposer").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Déposé")


def test_another_image_leaves_the_focus_on_its_button_so_that_it_can_be_asked_again(tab):
    for _ in range(2):
        _another(tab)
        expect(tab.get_by_role("button", name="Une autre image")).to_be_focused()


@with_scripts
def test_another_image_is_announced(tab):
    _another(tab)
    expect(tab.locator("#annonce")).to_contain_text("Une autre image est affichée")


@with_scripts
def test_nothing_typed_goes_with_the_asking_for_another_image(tab):
    tab.get_by_label("Nom").fill("Durand")
    with tab.expect_request("**/captcha/nouveau") as asked:
        _another(tab)
    assert "Durand" not in (asked.value.post_data or "")


@with_scripts
def test_the_image_is_shown_and_the_sound_plays_to_its_end(tab):
    assert tab.locator(".captcha img").evaluate("image => image.complete && image.naturalWidth") == 480
    played = tab.locator("audio").evaluate(
        """async audio => {
          audio.playbackRate = 8;
          const ended = new Promise(done => audio.addEventListener("ended", done));
          await audio.play();
          await ended;
          return audio.duration;
        }"""
    )
    assert 6 < played < 11


@with_scripts
def test_the_keyboard_meets_the_sound_the_button_and_the_field_and_never_the_trap(tab):
    tab.get_by_label("Nom").focus()
    met = []
    for _ in range(12):
        tab.keyboard.press("Tab")
        met.append(tab.evaluate("document.activeElement.id || document.activeElement.tagName"))
    order = [name for name in met if name in {"AUDIO", "captcha-autre", "captcha", "site_internet"}]
    assert list(dict.fromkeys(order)) == ["AUDIO", "captcha-autre", "captcha"]


@with_scripts
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1366])
def test_axe_finds_nothing_and_nothing_is_cut_off(tab, scheme, width, tmp_path):
    tab.emulate_media(color_scheme=scheme)
    tab.set_viewport_size({"width": width, "height": 900})
    tab.evaluate(AXE_SCRIPT)
    report = AxeResults(tab.evaluate("axe.run({resultTypes: ['violations']})"))
    assert report.violations_count == 0, report.generate_report()
    assert not tab.evaluate("document.documentElement.scrollWidth > innerWidth")
    shot = Image.open(BytesIO(tab.locator(".captcha-image").screenshot())).convert("L")
    assert shot.size[0] <= 290
    assert Stat(shot).median[0] > 128  # its own paper, in the dark too; a stroke may pass anywhere
