"""SIREN: nine digits, the last one a Luhn key; the number of a legal entity (sources 002 and 003)."""

from typing import NewType

from portal.identifiers.number import Form, read
from portal.identifiers.refused import Refused

Siren = NewType("Siren", str)

_FORM = Form(Siren, "SIREN", length=9, leading_zeros=3)  # the oldest entities open with 000


def parse(text: str, *, check_key: bool = True) -> Siren | Refused:
    """Read a SIREN number as typed, pasted or imported; `check_key=False` is for test registers."""
    return read(_FORM, text, check_key=check_key)
