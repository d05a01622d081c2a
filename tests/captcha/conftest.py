"""A browser on a form that asks for the captcha; what it shows is worked out with the key of the tests."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup

from portal.captcha import rules, tokens
from portal.captcha.service import answer
from portal.db import transaction
from tests.captcha import host
from tests.pages.client import PageClient


@pytest.fixture
def page(app) -> PageClient:
    """A browser on the form."""
    return PageClient(host.settle(app)).open(host.PATH)


@pytest.fixture
def token(app) -> str:
    """The token of a new captcha."""
    return tokens.write_token()


@pytest.fixture
def answer_once(app) -> Callable[[str, str], object]:
    """Answers a captcha in a transaction of its own."""

    def try_it(token: str, typed: str) -> object:
        with transaction() as session:
            return answer(session, token, typed)

    return try_it


def text_of(token: str) -> str:
    """The digits of a captcha."""
    captcha = tokens.read_token(token)
    assert captcha
    return captcha.text


def wrong_for(token: str) -> str:
    """Six digits that are not those of a captcha."""
    return "".join(rules.ALPHABET[rules.ALPHABET.index(digit) - 1] for digit in text_of(token))


def shown(soup: BeautifulSoup) -> str:
    """The token of the captcha that a page shows."""
    return str(soup.select_one("input[name=captcha_jeton]")["value"])
