"""The image, the sound and « Une autre image » over HTTP: to whom, how often, in which pieces."""

import pytest
from bs4 import BeautifulSoup

from portal.captcha import speech, tokens
from portal.captcha.rules import OFF
from portal.limits import Limit
from tests.attacks.crowd import at_once
from tests.captcha.conftest import shown


def _get(client, token, kind="png", **headers):
    return client.send("GET", f"/captcha/{token}.{kind}", headers=headers)


def test_the_image_is_a_png_that_no_cache_keeps(client, token):
    answer = _get(client, token)
    assert (answer.status_code, answer.mimetype, answer.headers["Cache-Control"]) == (200, "image/png", "no-store")
    assert answer.data.startswith(b"\x89PNG")


def test_the_sound_is_that_of_the_digits_of_the_image(client, token):
    captcha = tokens.read_token(token)
    answer = _get(client, token, "wav")
    assert (answer.status_code, answer.mimetype) == (200, "audio/wav")
    assert answer.data == speech.wav(captcha.text, captcha.noise)


def test_the_sound_is_given_by_pieces_to_a_player_that_asks_for_them(client, token):
    whole = _get(client, token, "wav").data
    first = _get(client, token, "wav", Range="bytes=0-1")
    rest = _get(client, token, "wav", Range="bytes=2-")
    assert (first.status_code, first.headers["Content-Range"]) == (206, f"bytes 0-1/{len(whole)}")
    assert first.data + rest.data == whole


def test_a_piece_that_is_not_there_is_refused_in_plain_words(client, token):
    answer = _get(client, token, "wav", Range="bytes=9000000-")
    assert (answer.status_code, "Demande incomprise" in answer.text) == (416, True)


@pytest.mark.parametrize("kind", ["png", "wav"])
def test_no_cookie_comes_with_it(client, token, kind):
    assert "Set-Cookie" not in _get(client, token, kind).headers


@pytest.mark.parametrize("kind", ["png", "wav"])
@pytest.mark.parametrize(
    "sent", ["x", "MQ.forge", "é", "a" * 4000, "..%2f..%2fmdp"], ids=["short", "dots", "accent", "long", "folders"]
)
def test_what_was_not_signed_here_shows_nothing(client, sent, kind):
    assert _get(client, sent, kind).status_code == 404


@pytest.mark.parametrize("kind", ["png", "wav"])
def test_a_captcha_too_old_shows_nothing(client, token, later, kind):
    later(hours=2)
    assert _get(client, token, kind).status_code == 404


@pytest.mark.parametrize("kind", ["png", "wav"])
def test_a_portal_without_captcha_shows_none(client, token, configure, kind):
    configure(captcha=OFF)
    assert _get(client, token, kind).status_code == 404
    assert client.fragment("/captcha/nouveau").status_code == 404


def test_images_and_sounds_are_counted_together_by_network(client, new_client, token, configure):
    configure(limit_captchas=Limit.parse("4/10min"))
    kinds = ["png", "wav", "png", "wav", "png", "wav"]
    assert [_get(client, token, kind).status_code for kind in kinds] == [200] * 4 + [429] * 2
    assert _get(client, token).headers["Retry-After"] == "600"
    assert _get(new_client(), token).status_code == 200


def test_fifty_images_asked_for_at_once_are_no_more_than_the_limit(app, client, token, configure):
    configure(limit_captchas=Limit.parse("5/10min"))
    answers = at_once([lambda: _get(client, token).status_code] * 50)
    assert sorted(answers) == [200] * 5 + [429] * 45


def test_what_shows_nothing_is_not_counted(client, token, configure):
    configure(limit_captchas=Limit.parse("1/10min"))
    _get(client, "x")
    assert _get(client, token).status_code == 200


def test_the_limit_passes_with_time(client, token, configure, later):
    configure(limit_captchas=Limit.parse("1/10min"))
    _get(client, token)
    assert _get(client, token).status_code == 429
    later(minutes=11)
    assert _get(client, token).status_code == 200


def test_another_image_takes_the_place_of_the_first_and_is_announced(client):
    answer = client.fragment("/captcha/nouveau")
    soup = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 200
    assert soup.select_one("#captcha-defi #captcha")["value"] == ""
    assert tokens.read_token(shown(soup))
    assert soup.select_one("[hx-swap-oob]")["hx-swap-oob"] == "innerHTML:#annonce"
    assert soup.select_one("[data-focus]")["id"] == "captcha-autre"


def test_each_asking_shows_another(client):
    tokens_shown = {shown(BeautifulSoup(client.fragment("/captcha/nouveau").text, "html.parser")) for _ in range(5)}
    assert len(tokens_shown) == 5


def test_another_image_that_would_not_be_shown_is_refused_with_a_sentence(client, token, configure):
    configure(limit_captchas=Limit.parse("1/10min"))
    _get(client, token)
    answer = client.fragment("/captcha/nouveau")
    assert (answer.status_code, "Attendez quelques minutes" in answer.text) == (429, True)


def test_another_image_asked_for_outside_of_any_page_leads_home(client):
    assert client.post("/captcha/nouveau").path == "/"
