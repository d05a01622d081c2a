"""What the name of a person, and that of a thing, may hold: neither reads as an address, nor shows what it is not.

Anybody may type a name, and mails carry it to others: there, a domain becomes a link, and a mark that turns the reading
order a lie. One rule for all the doors: public forms, sheets, files, command line.
"""

import re
import unicodedata
from collections.abc import Callable

from portal.identifiers.refused import Refused, named

Rule = Callable[[str], str | Refused]

# Most names in France, of which nothing more is asked.
_PLAIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿŒœŸ]+(?:[ '’-][A-Za-zÀ-ÖØ-öø-ÿŒœŸ]+)*")
# Apostrophes, hyphens, and the middle dot of Catalan and Occitan (« Gal·la »).
_SIGNS = frozenset(" '’‘-\u2010\u2011·.")
# Letters of old abbreviations (« Mª »), though others can be written for them.
_COMPATIBLE = frozenset("ªº\u2011")
# Letters and marks that show nothing at all: fillers, joiners, selectors.
_UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
_MOST_MARKS = 3  # on one letter: two in Vietnamese, three in Hebrew; beyond, they cover the lines around
# What mail readers take for an address: a scheme or a share, a mail, a domain, whichever way its dot is written.
_DOTS = ".\u2024\u3002\ufe52\uff0e\uff61"
_DOMAIN = re.compile(rf"[{_DOTS}][^\W\d_]{{2}}")
_ADDRESS = re.compile(rf"//|\\\\|@|[<>]|{_DOMAIN.pattern}")
# Where a link is broken: within its scheme, before the dots of its domain, whose letters may bear marks.
_BREAKS = re.compile(rf"(?<=:)(?=//)|(?<=\S)(?=[{_DOTS}][^\W\d_][\u0300-\u036f]*[^\W\d_])")
# « • » hides the letters of an address that is shown in part.
_WORD, _MAIL = re.compile(r"\S+"), re.compile(r"\W*[\w.+'•-]+@[\w.-]+\W*")
_BREAK = "\u200b"

_POINT = "mettez une espace ou un trait d’union après le point d’une abréviation, comme «\u00a0J.-P.\u00a0»."
_ONLY = "Un nom s’écrit avec des lettres, des espaces, des apostrophes, des traits d’union et des points d’abréviation"


def person(text: str) -> str | Refused:
    """A last name or a first name, on one line and single-spaced: as typed, or why not.

    Letters of any script with their marks; no digit: civil status has none, and a telephone number would be a trap.
    """
    if _PLAIN.fullmatch(text):
        return text
    if stranger := _stranger(text):
        return Refused("nom_signe", f"{_ONLY}\u00a0; retirez ou remplacez {_shown(stranger)}.")
    if not text.lstrip("'’‘")[:1].isalpha():
        return Refused("nom_sans_lettre", "Un nom commence par une lettre\u00a0; corrigez-le.")
    if _DOMAIN.search(_bare(text)):
        return Refused("nom_adresse", f"Un nom n’est pas une adresse web\u00a0; {_POINT}")
    if any(map(_mixes, text.split(" "))):
        return Refused(
            "nom_alphabets",
            "Ce nom mêle des lettres de plusieurs alphabets\u00a0; saisissez-le de nouveau, dans un seul.",
        )
    return text


def thing(text: str) -> str | Refused:
    """The name of a structure, a service or a system: digits, « & », « / » and brackets too, but no address."""
    if (hidden := next((c for c in text if not c.isprintable()), None)) or (hidden := _unseen(text)):
        return Refused("texte_invisible", f"Ce texte contient {named(hidden)}\u00a0; saisissez-le de nouveau.")
    if _ADDRESS.search(_bare(text)):
        return Refused(
            "texte_adresse",
            "Ce nom ne contient ni adresse web ni adresse mail\u00a0; retirez-la, ou mettez une espace après le point.",
        )
    return text


def unlinked(text: str) -> str:
    """The same words, of which no mail reader makes a link to a page; an address of mail is left whole."""
    return _WORD.sub(lambda word: word[0] if _MAIL.fullmatch(word[0]) else _BREAKS.sub(_BREAK, word[0]), text)


def _bare(text: str) -> str:
    """Without marks, that would part a dot from its letters for the rule and not for the eye."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def _unseen(text: str) -> str:
    found = _UNSEEN.search(text)
    return found[0] if found else ""


def _shown(character: str) -> str:
    return f"le caractère invisible U+{ord(character):04X}" if _unseen(character) else named(character)


def _stranger(text: str) -> str:
    """The first character that no name has; « » for none."""
    marks = 0
    for character in text:
        is_mark = unicodedata.category(character) in {"Mn", "Mc"}
        marks = marks + 1 if is_mark else 0
        if character in _SIGNS or character in _COMPATIBLE:
            continue
        if not (is_mark or character.isalpha()) or marks > _MOST_MARKS or _unseen(character):
            return character
        # Letters that stand for others: 𝐃, ｄ, ⓓ show a name, and fold to the letters of an address.
        if unicodedata.normalize("NFKC", character) != unicodedata.normalize("NFC", character):
            return character
    return ""


def _mixes(word: str) -> bool:
    """Whether Latin letters stand beside letters of another script, that are drawn like them."""
    scripts = {unicodedata.name(c, "").partition(" ")[0] for c in word if unicodedata.category(c) in {"Lu", "Ll"}}
    return len(scripts - {"MICRO"}) > 1
