"""PORTAL_CAPTCHA: `image` unless said otherwise; a word that is neither stops the start and is named."""

import pytest

from portal.config import load
from portal.environ import ConfigError

ENVIRONMENT = {"PORTAL_DEMO": "1"}


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    monkeypatch.setitem(ENVIRONMENT, "PORTAL_DATA", str(tmp_path))


def test_a_captcha_is_asked_for_unless_said_otherwise():
    assert load(ENVIRONMENT).captcha == "image"


@pytest.mark.parametrize("word", ["image", "none"])
def test_either_word_is_taken(word):
    assert load({**ENVIRONMENT, "PORTAL_CAPTCHA": word}).captcha == word


@pytest.mark.parametrize("word", ["non", "None", "IMAGE", "0"])
def test_any_other_word_stops_the_start_and_is_told_the_two(word):
    with pytest.raises(ConfigError, match=r"^PORTAL_CAPTCHA.: attendu.: image ou none\.$"):
        load({**ENVIRONMENT, "PORTAL_CAPTCHA": word})
