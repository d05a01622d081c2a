"""SIRET: a SIREN and five digits, with a Luhn key over the nine and another over the fourteen.

Sources 002 and 003. La Poste has run out of keys: its post offices keep a rule of their own.
"""

from typing import NewType

from portal.identifiers import luhn
from portal.identifiers.number import Form, read
from portal.identifiers.refused import Refused

Siret = NewType("Siret", str)

_SIREN_LENGTH = 9
_LA_POSTE = "356000000"
_LA_POSTE_HEAD_OFFICE = "35600000000048"


def _has_key(number: str) -> bool:
    if number.startswith(_LA_POSTE) and number != _LA_POSTE_HEAD_OFFICE:
        return sum(int(digit) for digit in number) % 5 == 0
    return luhn.is_valid(number[:_SIREN_LENGTH]) and luhn.is_valid(number)


_FORM = Form(Siret, "SIRET", length=14, leading_zeros=3, has_key=_has_key)  # those of the SIREN


def parse(text: str, *, check_key: bool = True) -> Siret | Refused:
    """Read a SIRET number as typed, pasted or imported; `check_key=False` is for test registers."""
    return read(_FORM, text, check_key=check_key)
