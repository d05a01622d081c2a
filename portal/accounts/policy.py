"""Which passwords are accepted: long, unguessable, of any characters that one can see; no composition rule.

Every rule is given with its state, so that one list serves the page while one types and the refusal afterwards.
Sources: ASVS 5.0 §6.2, CNIL 2022-100, domain facts §4; decisions in docs/adr/0004.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from portal.accounts import guessing
from portal.accounts.guessing import Kind

MIN_LENGTH = 12
MAX_LENGTH = 128
MAX_BYTES = 1024

# CNIL 2022-100, case 2: a password with restricted access (tries are counted, and a code is asked for as well).
ENOUGH_BITS = 50.0

# Control and format characters, lone surrogates, private and unassigned ones, separators of lines: they cannot be
# retyped, and what Unicode has not assigned yet may be normalised otherwise by a later version.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})

# Words that say where the password is used: each person meets them on the page that asks for it.
SERVICE = (
    *("portail", "santé", "médecin", "docteur", "hôpital", "hospitalier", "ministère", "Inserm", "CépiDc"),
    *("CertDc", "certificat", "certification", "décès", "déclarant", "raccordement", "référent"),
    *("Medimail", "MSSanté", "messagerie", "courriel", "RPPS", "ADELI", "FINESS"),
)


class Rule(Enum):
    """What a password must be, in the order in which it is told."""

    LONG_ENOUGH = auto()
    NOT_TOO_LONG = auto()
    VISIBLE = auto()
    NOT_COMMON = auto()
    NOT_OWN = auto()
    NOT_A_PATTERN = auto()


# What each rule says, and what a password that breaks it lacks.
_WORDING = {
    Rule.LONG_ENOUGH: ("Au moins {minimum} caractères", "il en manque {count}"),
    Rule.NOT_TOO_LONG: ("Au plus {maximum} caractères", "il y en a {count} de trop"),
    Rule.VISIBLE: ("Aucun caractère invisible", "il en contient {count}, retapez-le au clavier"),
    Rule.NOT_COMMON: (
        "Ne repose pas sur un mot de passe courant",
        "ajoutez un ou deux mots sans rapport entre eux",
    ),
    Rule.NOT_OWN: (
        "Ne repose pas sur votre nom, votre identifiant ou le nom du service",
        "ajoutez un ou deux mots sans rapport avec vous",
    ),
    Rule.NOT_A_PATTERN: (
        "Ne repose pas sur une suite, une répétition ou des chiffres seuls",
        "ajoutez un ou deux mots",
    ),
}
_BLAMED = {Kind.COMMON: Rule.NOT_COMMON, Kind.OWN: Rule.NOT_OWN, Kind.PATTERN: Rule.NOT_A_PATTERN}
_SERVICE_WORDS = guessing.own_words(SERVICE)


@dataclass(frozen=True)
class Finding:
    """One rule and its state for one password."""

    rule: Rule
    label: str
    lack: str = ""

    @property
    def met(self) -> bool:
        """Whether the password keeps the rule."""
        return not self.lack

    @property
    def sentence(self) -> str:
        """The rule, and what is lacking if it is not kept."""
        return f"{self.label}\u00a0: {self.lack}." if self.lack else self.label


@dataclass(frozen=True)
class TooLong:
    """More characters than a password may have; `excess` of them once normalised."""

    excess: int


def canonical(password: str) -> str | TooLong:
    """The password as it is counted and hashed: NFKC, nothing cut, nothing trimmed.

    Two keyboards that type é in two ways type one password. What is over 1 kB as typed is not even normalised.
    """
    if len(password.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        return TooLong(len(password) - MAX_LENGTH)
    composed = unicodedata.normalize("NFKC", password)
    return composed if len(composed) <= MAX_LENGTH else TooLong(len(composed) - MAX_LENGTH)


def check(password: str, about: Sequence[str], minimum: int = MIN_LENGTH) -> tuple[Finding, ...]:
    """Every rule with its state for this password.

    Args:
        password: as typed.
        about: what names the person: last name, first name, RPPS, identifier, e-mail addresses.
        minimum: how many characters are asked for, after NFKC (setting PORTAL_PASSWORD_MIN_LENGTH).
    """
    text = canonical(password)
    judged = password[:MAX_LENGTH] if isinstance(text, TooLong) else text
    broken = _counted(text, judged, minimum) | dict.fromkeys(_guessable(judged, about, minimum), 1)
    if not any(broken.values()):
        return _met(minimum)
    return tuple(_finding(rule, broken.get(rule, 0), minimum) for rule in Rule)


def _counted(text: str | TooLong, judged: str, minimum: int) -> dict[Rule, int]:
    return {
        Rule.LONG_ENOUGH: max(0, minimum - len(judged)),
        Rule.NOT_TOO_LONG: text.excess if isinstance(text, TooLong) else 0,
        Rule.VISIBLE: 0 if judged.isprintable() else sum(unicodedata.category(c) in _INVISIBLE for c in judged),
    }


def _guessable(text: str, about: Sequence[str], minimum: int) -> set[Rule]:
    """The rules that a password worth too little breaks.

    The pieces found are never told: they would show in clear what the field hides.
    """
    estimate = guessing.estimate(text, _SERVICE_WORDS | guessing.own_words(about))
    if estimate.bits >= ENOUGH_BITS * min(1, minimum / MIN_LENGTH):
        return set()
    blamed = {_BLAMED[kind] for kind in estimate.kinds}
    # Long enough, made of no word at all, and yet worth little: these are digits, or one mark again and again.
    return blamed or ({Rule.NOT_A_PATTERN} if len(text) >= minimum else set())


@lru_cache(8)
def _met(minimum: int) -> tuple[Finding, ...]:
    return tuple(_finding(rule, 0, minimum) for rule in Rule)


# The same few sentences for every password of a file; nothing of a password is in them.
@lru_cache(256)
def _finding(rule: Rule, count: int, minimum: int) -> Finding:
    label, lack = _WORDING[rule]
    numbers = {"minimum": minimum, "maximum": MAX_LENGTH, "count": count}
    return Finding(rule, label.format(**numbers), lack.format(**numbers) if count else "")
