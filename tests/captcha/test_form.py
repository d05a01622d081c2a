"""A form with a captcha, without JavaScript: what is asked, what is kept, what is refused, in which words."""

import pytest

from portal.captcha.rules import OFF
from tests.captcha import host
from tests.captcha.conftest import shown, text_of, wrong_for

# What is answered is judged on both databases in test_answers.
pytestmark = [pytest.mark.own_app, pytest.mark.one_database]

OVER = "Cette image ne sert plus. En voici une autre ; le reste de votre saisie est gardé."
WRONG = "Ce n’est pas ce que montrait l’image. En voici une autre ; le reste de votre saisie est gardé."


def fill(page, typed, **more):
    return page.submit({"nom": "Durand", "captcha": typed, **more})


def kept(page):
    return page.soup.select_one("#nom")["value"]


def test_the_right_digits_let_the_form_through(page):
    assert fill(page, text_of(shown(page.soup))).heading == "Déposé"


def test_the_page_says_that_there_is_a_sound_and_lets_it_be_fetched(page):
    image, audio = page.soup.select_one(".captcha img"), page.soup.select_one("audio")
    link = page.soup.select_one("a[download]")
    assert image["alt"] == "Six chiffres à recopier. Le son qui suit dit les mêmes."
    assert audio.has_attr("controls")
    assert audio["preload"] == "none"
    assert audio["src"] == link["href"]
    assert image["src"].removesuffix(".png") == audio["src"].removesuffix(".wav")


def test_wrong_digits_are_told_and_another_captcha_is_shown_beside_what_was_typed(page):
    before = shown(page.soup)
    fill(page, wrong_for(before))
    assert (page.status, page.errors) == (422, [WRONG])
    assert kept(page) == "Durand"
    assert shown(page.soup) != before
    assert page.soup.select_one("#captcha")["value"] == ""


def test_the_form_sent_twice_is_deposited_once(page):
    token = shown(page.soup)
    fill(page, text_of(token))
    page.open(host.PATH)
    page.post(host.PATH, {"nom": "Durand", "captcha": text_of(token), "captcha_jeton": token})
    assert (page.status, page.errors) == (422, [OVER])


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Saisissez les six chiffres de l’image ou du son."),
        ("2345", "Le texte compte 6 chiffres ; vous en avez saisi 4."),
        ("2345678", "Le texte compte 6 chiffres ; vous en avez saisi 7."),
    ],
)
def test_what_cannot_be_an_answer_costs_no_captcha(page, typed, sentence):
    before = shown(page.soup)
    fill(page, typed)
    assert page.errors == [sentence]
    assert shown(page.soup) == before
    assert fill(page, text_of(before)).heading == "Déposé"


def test_an_error_elsewhere_costs_no_captcha_and_keeps_the_digits_typed(page):
    before = shown(page.soup)
    page.submit({"nom": "", "captcha": text_of(before)})
    assert page.errors == ["Saisissez votre nom."]
    assert page.soup.select_one("#captcha")["value"] == text_of(before)
    assert fill(page, text_of(before)).heading == "Déposé"


def test_the_summary_of_errors_leads_to_the_digits(page):
    fill(page, "")
    assert page.soup.select_one(".error-summary a")["href"] == "#captcha"


@pytest.mark.parametrize("sent", ["", "forge", "MQ.forge"])
def test_a_captcha_of_nobody_is_replaced(page, sent):
    page.post(host.PATH, {"nom": "Durand", "captcha": "234567", "captcha_jeton": sent})
    assert (page.status, page.errors, kept(page)) == (422, [OVER], "Durand")
    assert fill(page, text_of(shown(page.soup))).heading == "Déposé"


def test_a_captcha_too_old_is_replaced_and_what_was_typed_stays(page, later):
    typed = text_of(shown(page.soup))
    later(hours=3)
    fill(page, typed)
    assert (page.errors, kept(page)) == ([OVER], "Durand")
    assert fill(page, text_of(shown(page.soup))).heading == "Déposé"


def test_another_image_is_asked_for_without_losing_or_judging_what_was_typed(page):
    before = shown(page.soup)
    page.submit({"nom": "", "captcha": "23", "captcha_autre": "1"})
    assert (page.status, page.errors) == (200, [])
    assert shown(page.soup) != before
    assert page.soup.select_one("#captcha")["value"] == ""
    page.submit({"nom": "Durand", "captcha": "", "captcha_autre": "1"})
    assert kept(page) == "Durand"


def test_asking_for_another_image_keeps_the_focus_on_the_button(page):
    assert not page.soup.select_one("#captcha-autre").has_attr("autofocus")
    page.submit({"nom": "Durand", "captcha_autre": "1"})
    assert page.soup.select_one("#captcha-autre").has_attr("autofocus")


def test_the_first_button_of_the_form_sends_it(page):
    buttons = page.soup.select("main form[action='/essai'] button")
    assert "name" not in buttons[0].attrs
    assert [button.get("name") for button in buttons].count("captcha_autre") == 1


def test_nothing_of_the_digits_is_in_the_page_the_headers_or_the_addresses(page):
    text = text_of(shown(page.soup))
    assert text not in page.response.text
    assert text not in str(page.response.headers)
    for tag in page.soup.select(".captcha [src]"):
        answer = page.send("GET", tag["src"])
        assert text not in tag["src"]
        assert text not in str(answer.headers)
        assert text.encode() not in answer.data


def test_a_program_that_fills_in_everything_is_refused_in_the_words_of_any_unreadable_request(page):
    fill(page, text_of(shown(page.soup)), site_internet="https://exemple.fr")
    assert (page.status, page.heading) == (400, "Demande incomprise")


def test_the_trap_is_out_of_sight_of_the_order_of_the_keyboard_and_of_screen_readers(page):
    trap = page.soup.select_one("#site_internet")
    assert (trap["tabindex"], trap["autocomplete"], trap["type"]) == ("-1", "off", "text")
    assert trap.find_parent(attrs={"aria-hidden": "true"}, class_="visually-hidden")


def test_every_question_is_compulsory_and_the_trap_is_no_question(page):
    assert page.soup.select_one(".form-note").get_text(strip=True) == "Tous les champs sont obligatoires."


def test_a_portal_without_captcha_asks_for_none_and_keeps_its_trap(page, configure):
    configure(captcha=OFF)
    page.open(host.PATH)
    assert not page.soup.select(".captcha, img, audio")
    assert page.submit({"nom": "Durand", "site_internet": "x"}).status == 400
    assert page.open(host.PATH).submit({"nom": "Durand"}).heading == "Déposé"


def test_a_portal_without_captcha_still_says_what_is_missing(page, configure):
    configure(captcha=OFF)
    assert page.open(host.PATH).submit({"nom": ""}).errors == ["Saisissez votre nom."]
