"""FINESS: nine digits, or 2A or 2B and seven in Corsica; a Luhn key, A counting as 1 and B as 2.

Sources 001 and 002. No official text states the key; 13,531 real numbers keep it and none breaks it.
The number alone cannot tell an EJ (legal entity) from an ET (site): that takes a register.
"""

import re
from dataclasses import replace
from typing import NewType

from portal.identifiers import luhn
from portal.identifiers.number import Form, read
from portal.identifiers.refused import Refused

Finess = NewType("Finess", str)

_LETTERS = str.maketrans("AaBb", "1122")


def _has_key(number: str) -> bool:
    return luhn.is_valid(number.translate(_LETTERS))


_FORM = Form(
    Finess,
    "FINESS",
    length=9,
    leading_zeros=1,  # it opens with the département: 01 to 09
    shape=re.compile(r"\A(?:2[ABab])?[0-9]*"),
    alphabet="des chiffres, sauf 2A ou 2B au début en Corse",
    unit="caractères",
    has_key=_has_key,
)
# The establishments of the ANS test register have letters elsewhere: 0B0172805.
_TEST_FORM = replace(_FORM, shape=re.compile(r"\A[0-9A-Za-z]*"), alphabet="des chiffres et des lettres sans accent")


def parse(text: str, *, check_key: bool = True) -> Finess | Refused:
    """Read a FINESS number as typed, pasted or imported; `check_key=False` is for test registers."""
    return read(_FORM if check_key else _TEST_FORM, text, check_key=check_key)
