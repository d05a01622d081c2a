"""Controls of forms are written as WTForms writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from wtforms.widgets import html_params

from portal.web.widgets import attributes

NAMES = st.sampled_from(["id", "class_", "for_", "data_sens", "aria_describedby", "hx-get", "value", "checked"])
TEXTS = st.text(alphabet="aé<>&\"' ;")
VALUES = st.booleans() | st.none() | st.integers() | TEXTS | TEXTS.map(Markup)


@given(st.dictionaries(NAMES, VALUES))
def test_attributes_are_those_of_the_library(given):
    assert attributes(**given) == html_params(**given)


@pytest.mark.parametrize("value", ['"><script>', "'", "&", "<"])
def test_a_value_never_leaves_its_quotes(value):
    written = attributes(value=value).removeprefix('value="').removesuffix('"')
    assert not set(written) & set("\"'<>")
