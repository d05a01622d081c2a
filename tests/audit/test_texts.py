"""The texts of the journal are those of `json`, to the letter: rows written by either are proved alike."""

import json

from hypothesis import given
from hypothesis import strategies as st

from portal.audit import texts

_WORDS = st.text(st.characters(blacklist_categories=["Cs"]))


@given(st.lists(st.one_of(_WORDS, st.integers(), st.none())))
def test_a_list_is_written_as_json_writes_it(values):
    assert texts.listed(values) == json.dumps(values, ensure_ascii=False, separators=(",", ":"))


@given(st.dictionaries(_WORDS, _WORDS))
def test_texts_by_name_are_written_as_json_writes_them_in_the_order_of_names(values):
    assert texts.mapped(values) == json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
