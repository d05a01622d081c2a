"""Every sentence of refusal is good French: true typography, a full stop, and a way out."""

import re

from portal.identifiers import Refused, mssante, rpps
from tests.identifiers.registers import PARSE
from tests.identifiers.test_mssante_table import REFUSED

TEXTS = ["", "O", "é\u200b", "12", "10780054", "10780054.0", "1,01E+10", "123456789", "0" * 11]
REFUSALS = [
    *(parse(text) for parse in PARSE.values() for text in TEXTS),
    *(mssante.parse(typed) for typed, *_ in REFUSED),
    rpps.parse_national("8"),
]
SENTENCES = sorted({refusal.message for refusal in REFUSALS if isinstance(refusal, Refused)})


def test_a_sentence_keeps_french_typography(subtests):
    for sentence in SENTENCES:
        with subtests.test(sentence):
            ours = re.sub("«\u00a0.*?\u00a0»", "", sentence)
            assert ours.endswith(".")
            assert not re.search(r"[«»]|[^\u00a0][:;!?]|\w'\w|\.\.", ours)


def test_a_sentence_says_more_than_invalid(subtests):
    for sentence in SENTENCES:
        with subtests.test(sentence):
            assert "invalide" not in sentence


def test_a_code_is_snake_case_and_opens_with_its_identifier():
    openings = "|".join([*PARSE, "mssante"])
    codes = {refusal.code for refusal in REFUSALS if isinstance(refusal, Refused)}
    assert all(re.fullmatch(rf"({openings})(_[a-z]+)+", code) for code in codes)
