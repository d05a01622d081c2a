"""RPPS: eleven digits, the last one a Luhn key; the number of a health professional for life.

Source 001, « Numéro RPPS sur 11 chiffres »; source 003, section 3, forbids spaces: they are dropped here.
"""

import re
from typing import NewType

from portal.identifiers.number import Form, read
from portal.identifiers.refused import Refused

Rpps = NewType("Rpps", str)

_FORM = Form(Rpps, "RPPS", length=11)
_NATIONAL = re.compile(r"8[0-9]{11}")


def parse(text: str, *, check_key: bool = True) -> Rpps | Refused:
    """Read an RPPS number as typed, pasted or imported; `check_key=False` is for test registers."""
    return read(_FORM, text, check_key=check_key)


def parse_national(text: str, *, check_key: bool = True) -> Rpps | Refused:
    """Read the RPPS number out of a national identifier, which is `8` and the number.

    Pro Santé Connect (`SubjectNameID`) and CPS cards (CN of the certificate) carry it. Machines write it, so
    it is taken to the letter: the CN of a hospital employee, `30B0057881/CPET0002`, must match nobody.
    """
    if not _NATIONAL.fullmatch(text):
        sentence = "L’identifiant national d’un professionnel inscrit au RPPS est 8 suivi des 11 chiffres du RPPS."
        return Refused("rpps_identifiant_national", sentence)
    return parse(text[1:], check_key=check_key)
