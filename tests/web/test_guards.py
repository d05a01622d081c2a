"""`safe_path`: whatever comes in `suite`, a browser stays on this site."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.web.guards import safe_path

HERE = "https://portail.exemple.fr"


def _where_a_browser_goes(target):
    """The host that a browser would ask, by the rules of WHATWG: it drops tabs and line ends, and turns \\ into /."""
    seen = re.sub(r"[\t\r\n]", "", target.strip("".join(map(chr, range(33))))).replace("\\", "/")
    return urlsplit(urljoin(HERE, seen)).netloc


@pytest.mark.parametrize(
    "target", ["/", "/mon-compte", "/aide?page=2&tri=nom", "/a/b#c", "/é", "/a//b", "/:80", "/@evil"]
)
def test_a_path_of_this_site_is_kept(target):
    assert safe_path(target) == target


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "mon-compte",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/a\\b",
        "https://evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "/\t/evil.example",
        "/\n/evil.example",
        "/\r\nSet-Cookie: x=1",
        "/\x00",
        " //evil.example",
        "/\u202e",
        "/\u2028",
        "/\ud800",
        "@evil.example",
    ],
)
def test_what_leads_elsewhere_is_nothing(target):
    assert safe_path(target) is None


_PIECES = st.sampled_from(
    ["/", "\\", ":", "@", "evil.example", "http", "\t", "\n", "\r", " ", "?", "#", ".", "é", "%2f"]
)


@given(st.lists(_PIECES, max_size=8).map("".join))
def test_no_target_ever_leads_to_another_site(target):
    kept = safe_path(target)
    assert kept is None or (kept == target and _where_a_browser_goes(kept) == urlsplit(HERE).netloc)


@given(st.text(max_size=40))
def test_no_text_ever_breaks_a_header(target):
    kept = safe_path(target)
    assert kept is None or not re.search(r"[\x00-\x1f\x7f]", kept)
