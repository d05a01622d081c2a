"""A page that is asked for exists, and says where it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.web.paging import paging


@pytest.mark.parametrize(
    ("asked", "current"),
    [
        (None, 1),
        ("", 1),
        ("2", 2),
        ("9", 9),
        ("10", 9),
        ("0", 1),
        ("-1", 1),
        ("1.5", 1),
        ("٢", 1),
        ("deux", 1),
        ("9" * 5000, 1),
    ],
)
def test_the_page_asked_for_is_one_that_exists(asked, current):
    assert paging(asked, 431).current == current


def test_a_page_says_where_it_stands():
    assert paging("2", 431).text == "51 à 100 sur 431"
    assert paging("9", 431).text == "401 à 431 sur 431"
    assert paging("1", 20_000).text == "1 à 50 sur 20\u202f000"


def test_an_empty_list_has_one_page_and_says_nothing():
    nothing = paging("3", 0)
    assert (nothing.current, nothing.pages, nothing.text) == (1, 1, "")


@given(st.text(max_size=12), st.integers(0, 10**7), st.integers(1, 500))
def test_no_page_begins_after_the_end(asked, total, size):
    page = paging(asked, total, size)
    assert 0 <= page.offset <= max(total - 1, 0)
    assert 1 <= page.current <= page.pages
