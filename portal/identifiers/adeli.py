"""ADELI: nine digits, the last one a Luhn key; the register of the professions that RPPS has not taken over.

Source 003, sections 1 and 3. No source gives Corsican numbers letters, so none is taken.
"""

from typing import NewType

from portal.identifiers.number import Form, read
from portal.identifiers.refused import Refused

Adeli = NewType("Adeli", str)

_FORM = Form(Adeli, "ADELI", length=9, leading_zeros=1)  # it opens with the département: 01 to 09


def parse(text: str, *, check_key: bool = True) -> Adeli | Refused:
    """Read an ADELI number as typed, pasted or imported; `check_key=False` is for test registers."""
    return read(_FORM, text, check_key=check_key)
