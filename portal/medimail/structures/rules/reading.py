"""How what is typed of a structure, or of an account, is read: the value kept, or the sentence that says what to do."""

import re

from portal.identifiers import Refused, finess, mssante, siren, siret
from portal.medimail.structures.rules.settings import NumberKind

_LABEL = r"(?!-)[a-z0-9-]{1,63}(?<!-)"
_DOMAIN = re.compile(rf"(?=.{{3,253}}\Z){_LABEL}(?:\.{_LABEL})*\.[a-z][a-z0-9-]+")
# What comes before the @ of an address.
LOCAL, MAX_LOCAL = re.compile(r"[a-z0-9][a-z0-9_'+-]*(?:\.[a-z0-9_'+-]+)*"), 64
_ADDRESS = re.compile(rf"(?=.{{3,254}}\Z){LOCAL.pattern}@{_LABEL}(?:\.{_LABEL})*\.[a-z][a-z0-9-]+")
_PHONE = re.compile(r"0[1-9][0-9]{8}|\+[1-9][0-9]{7,14}")
_PHONE_SIGNS = re.compile(r"[\s.\-\u00a0\u202f()/]+")
_NUMBERS = {NumberKind.FINESS: finess.parse, NumberKind.SIREN: siren.parse, NumberKind.SIRET: siret.parse}
# Those whom the -1 of « illimité » leaves as the only number below zero.
_MOST = 999_999


def number(kind: NumberKind, text: str, *, check_key: bool = True) -> str | Refused:
    """The number of a structure in this register."""
    return _NUMBERS[kind](text, check_key=check_key)


def phone(text: str) -> str | Refused:
    """A telephone number without what is put between its digits; empty when none is given."""
    digits = _PHONE_SIGNS.sub("", text)
    if not text or _PHONE.fullmatch(digits):
        return digits
    sentence = "Un numéro de téléphone compte dix chiffres et commence par 0, ou par + et l’indicatif du pays."
    return Refused("telephone_forme", sentence)


def address(text: str) -> str | Refused:
    """A mail address, in lower case; its shape alone is looked at."""
    lowered = text.lower()
    if _ADDRESS.fullmatch(lowered) and len(lowered.partition("@")[0]) <= MAX_LOCAL:
        return lowered
    return Refused(
        "adresse_forme",
        "Une adresse mail s’écrit sans espace ni accent, comme prenom.nom@etablissement.fr\u00a0; corrigez celle-ci.",
    )


def domain(text: str) -> str | Refused:
    """What the addresses of a structure end with, in lower case; empty when any will do."""
    lowered = text.lower().removeprefix("@")
    if not lowered or _DOMAIN.fullmatch(lowered):
        return lowered
    return Refused(
        "domaine_forme", "Un domaine s’écrit comme ch-exemple.fr, sans @, sans espace ni accent\u00a0; corrigez-le."
    )


def mss_domain(text: str) -> str | Refused:
    """« sous la forme nom.de.domaine.mssante.fr » (source 002 p. 7); empty when none is declared."""
    lowered = text.lower().removeprefix("@")
    if not lowered:
        return ""
    if lowered.endswith(".mssante.fr") and not isinstance(mssante.parse(f"x@{lowered}"), Refused):
        return lowered
    return Refused(
        "domaine_mssante",
        "Le domaine MSSanté s’écrit sous la forme nom.de.domaine.mssante.fr, tel que déclaré auprès de l’ANS.",
    )


def most(text: str) -> int | Refused:
    """How many accounts there may be: -1 for « illimité », or a whole number from 0 on."""
    plain = text.replace("\u2212", "-")
    if plain == "-1" or (
        plain.isascii() and plain.isdecimal() and int(plain[:7]) <= _MOST and len(plain) <= len(str(_MOST))
    ):
        return int(plain)
    return Refused("maximum_forme", "Saisissez un nombre de 0 à 999\u202f999, ou -1 pour un nombre illimité.")
