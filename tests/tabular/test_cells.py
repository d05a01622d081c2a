"""A text is guarded on its way out and given back on its way in; a cell is called by its name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.tabular.cells import plain, reference, unguarded


@given(st.text(st.sampled_from("'=+-@a\t")) | st.text())
def test_a_text_comes_back_as_it_was(text):
    assert unguarded(plain(text)) == text


@pytest.mark.parametrize("text", ["'", "''", "'hui", "l'eau", "a=b"])
def test_an_apostrophe_that_guards_nothing_stays(text):
    assert (plain(text), unguarded(text)) == (text, text)


@pytest.mark.parametrize(
    ("line", "at", "name"), [(1, 0, "A1"), (2, 25, "Z2"), (3, 26, "AA3"), (1048576, 16383, "XFD1048576")]
)
def test_a_cell_is_called_as_spreadsheets_call_it(line, at, name):
    assert reference(line, at) == name
