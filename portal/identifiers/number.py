"""How any register's number is read: harmless separators go, a spreadsheet's damage is named.

Promise 6: nothing is altered in silence, so a number that needs a repair is refused and the repair proposed.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from portal.identifiers import luhn
from portal.identifiers.refused import Refused, named

Number = TypeVar("Number", bound=str)

# Every class below is spelt out in ASCII: \d and str.isdigit also take ², ١ and １.
_DIGITS = re.compile(r"\A[0-9]*")
# Pages and PDFs add no-break spaces, which \s covers, and zero-width ones, which it does not.
_SPACES = re.compile(r"[\s\u200b\u2060\ufeff]")
# Two characters on either side, lest the eight digits of 10780054.0 become nine others.
_SEPARATORS = re.compile(r"(?<=[0-9A-Za-z]{2})[.\-\u2010\u2011\u2013](?=[0-9A-Za-z]{2})")
# Spreadsheets sign the exponent, Java does not. Three digits of it at most: 0E0172805 is a test FINESS.
_SCIENTIFIC = re.compile(r"[0-9]{1,20}(?:[.,][0-9]{1,20})?[Ee][+-]?[0-9]{1,3}")
_DECIMAL = re.compile(r"([0-9]+)[.,]0+")

_SENTENCES = {
    "vide": "Indiquez le numéro {name} : {length} {unit}.",
    "chiffres": "Le numéro {name} ne s’écrit qu’avec {alphabet} ; retirez ou remplacez {culprit}.",
    "longueur": "Le numéro {name} compte {length} {unit} ; vous en avez saisi {count}.",
    "zeros": "Le numéro {name} n’est jamais fait que de zéros. Saisissez le vrai numéro.",
    "cle": "La clé du numéro {name} ne correspond pas : un chiffre est faux, ou deux sont intervertis. "
    "Relisez le numéro et saisissez-le de nouveau.",
    "notation_excel": "Un tableur a remplacé le numéro {name} par « {typed} » et a pu perdre des chiffres. "
    "Mettez la colonne au format « Texte », puis saisissez de nouveau le numéro.",
    "nombre_decimal": "Un tableur a enregistré le numéro {name} comme un nombre à virgule. "
    "Mettez la colonne au format « Texte », puis saisissez le numéro sans virgule ni décimale.",
    "zero_perdu": "Le numéro {name} compte {length} {unit} ; vous en avez saisi {count}. Un tableur a "
    "sans doute effacé le zéro du début : mettez la colonne au format « Texte », puis rétablissez-le.",
}


@dataclass(frozen=True, slots=True)
class Form(Generic[Number]):
    """How one register writes its numbers.

    Attributes:
        kind: The type that a number takes once read.
        name: As in « le numéro RPPS »; in lower case, it opens the codes of refusal.
        length: In characters, key included.
        leading_zeros: How many a genuine number may open with, and a spreadsheet hence drop.
        shape: What it is made of, whatever the length.
        alphabet: The shape in French, after « ne s’écrit qu’avec ».
        unit: What the length counts, in French.
        has_key: Whether a number of the right shape and length carries the right key.
    """

    kind: Callable[[str], Number]
    name: str
    length: int
    leading_zeros: int = 0
    shape: re.Pattern[str] = _DIGITS
    alphabet: str = "des chiffres"
    unit: str = "chiffres"
    has_key: Callable[[str], bool] = luhn.is_valid


def read(form: Form[Number], text: str, *, check_key: bool) -> Number | Refused:
    """Read one number of the register, or say what is wrong with it.

    Args:
        form: The register's.
        text: Anything at all.
        check_key: False for a test register, whose keys are not kept; the form is still checked.

    Returns:
        The canonical number: no separator, letters in upper case.
    """
    if (
        len(text) == form.length
        and text.isascii()
        and text.isdigit()
        and _fault(form, text, check_key=check_key) is None
    ):
        return form.kind(text)  # most are typed as they are: what follows looks for what went wrong
    compact = _SPACES.sub("", text)
    if _SCIENTIFIC.fullmatch(compact):
        return _refuse(form, "notation_excel", compact)
    if decimal := _DECIMAL.fullmatch(compact):
        return _refuse(form, "nombre_decimal", compact, _repaired(form, decimal[1], check_key=check_key))
    number = _SEPARATORS.sub("", compact)
    fault = _fault(form, number, check_key=check_key)
    if fault is None:
        return form.kind(number.upper())
    repaired = _repaired(form, number, check_key=check_key)
    return _refuse(form, "zero_perdu" if repaired else fault, number, repaired)


def _fault(form: Form[Number], number: str, *, check_key: bool) -> str | None:
    if not number:
        return "vide"
    if _beyond_shape(form, number):
        return "chiffres"
    if len(number) != form.length:
        return "longueur"
    if not number.strip("0"):  # typed to get past a required field, and Luhn says yes
        return "zeros"
    return "cle" if check_key and not form.has_key(number) else None


def _repaired(form: Form[Number], number: str, *, check_key: bool) -> str | None:
    """Put the lost zeros back, where that and nothing else makes a genuine number."""
    padded = number.zfill(form.length)
    lost = len(padded) - len(number)
    genuine = lost <= form.leading_zeros and _fault(form, padded, check_key=check_key) is None
    return padded.upper() if genuine else None


def _beyond_shape(form: Form[Number], number: str) -> str:
    return form.shape.sub("", number, count=1)


def _refuse(form: Form[Number], fault: str, typed: str, proposal: str | None = None) -> Refused:
    beyond = _beyond_shape(form, typed)
    message = _SENTENCES[fault].format(
        name=form.name,
        length=form.length,
        unit=form.unit,
        alphabet=form.alphabet,
        typed=typed,
        count=len(typed),
        culprit=named(beyond[0]) if beyond else "",
    )
    return Refused(f"{form.name.lower()}_{fault}", message, proposal)
