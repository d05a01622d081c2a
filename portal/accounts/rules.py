"""Who a person is, by which address they may be reached, and when their account is blocked.

Sources: 000 (MSSanté for resets), 001 (kinds of staff), 002 page 2 (Medimail sign-in), 004 (gestionnaire SI).
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.folding import words


class Kind(StrEnum):
    """What a person is for the portal; it decides by which way a password may be reset."""

    HEALTH_PROFESSIONAL = "professionnel"
    STAFF = "personnel"
    SI_MANAGER = "gestionnaire_si"
    MAILBOX_HOLDER = "medimail"


class Right(StrEnum):
    """What a person may do beyond their own account."""

    ADMINISTRATOR = "administrateur"
    REFERENT = "referent"
    SI_MANAGER = "gestionnaire_si"
    INSTRUCTOR = "instructeur"
    MEDIMAIL_ADMINISTRATOR = "administrateur_medimail"


class World(StrEnum):
    """What a person has here whatever their rights; one account may have all of them."""

    CERTDC = "certdc"
    MEDIMAIL = "medimail"


class Closer(StrEnum):
    """Who keeps an account closed: each opens only what they have closed themselves."""

    OPERATOR = "exploitant"
    MEDIMAIL = "medimail"
    BOTH = "exploitant_et_medimail"


CLOSER_LABELS = {
    Closer.OPERATOR: "par l’exploitant",
    Closer.MEDIMAIL: "par Medimail",
    Closer.BOTH: "par l’exploitant et par Medimail",
}


def joined_by(held: Closer | None, by: Closer) -> Closer:
    """Who keeps an account closed once this one does too."""
    return by if held in {None, by} else Closer.BOTH


def left_by(held: Closer | None, by: Closer) -> Closer | None:
    """Who still keeps an account closed once this one does no more; None when it opens."""
    if held is Closer.BOTH:
        return Closer.MEDIMAIL if by is Closer.OPERATOR else Closer.OPERATOR
    return None if held is by else held


KIND_LABELS = {
    Kind.HEALTH_PROFESSIONAL: "Professionnel de santé",
    Kind.STAFF: "Personnel d’établissement",
    Kind.SI_MANAGER: "Gestionnaire SI",
    Kind.MAILBOX_HOLDER: "Titulaire d’un compte Medimail",
}
# Who corrects what a person's account says of them.
CORRECTS = {
    Kind.HEALTH_PROFESSIONAL: "Le référent de votre établissement peut la corriger.",
    Kind.STAFF: "Le référent de votre établissement peut la corriger.",
    Kind.SI_MANAGER: "L’assistance téléphonique vous dira qui peut la corriger.",
    Kind.MAILBOX_HOLDER: "L’administrateur Medimail de votre structure peut la corriger.",
}
RIGHT_LABELS = {
    Right.ADMINISTRATOR: "Administration du portail",
    Right.REFERENT: "Administration paramètres et profils (référent)",
    Right.SI_MANAGER: "Raccordement d’un système d’information",
    Right.INSTRUCTOR: "Instruction des raccordements",
    Right.MEDIMAIL_ADMINISTRATOR: "Administration Medimail",
}

# A stolen laptop must not open an administration: these rights always ask for the code.
ADMINISTRATION = frozenset({Right.ADMINISTRATOR, Right.INSTRUCTOR, Right.MEDIMAIL_ADMINISTRATOR})


class Level(StrEnum):
    """What a session opens."""

    FULL = "complet"
    RENEW = "renouvellement"


@dataclass(frozen=True)
class Reach:
    """What decides how a person may be reached."""

    kind: Kind
    mssante: str | None
    contact: str | None
    email: str | None


@dataclass(frozen=True)
class ByMssante:
    """Write to this MSSanté address."""

    address: str


@dataclass(frozen=True)
class ByContact:
    """Write to this address, confirmed by its owner."""

    address: str


@dataclass(frozen=True)
class Nowhere:
    """No address may be used: the référent or the CPS card is the way."""


Route = ByMssante | ByContact | Nowhere


def reset_route(reach: Reach, *, mssante_only: bool, at_own: bool = False) -> Route:
    """Where a reset link may go (source 000: MSSanté only; source 004: the gestionnaire SI's own address).

    A health professional, a member of staff or a Medimail holder without an MSSanté address is sent nothing; save a
    Medimail holder at the address they sign in with, when an administrator asks and their own rule allows it
    (`at_own`, source 002 p. 12, ADR 0019).
    """
    if reach.mssante:
        return ByMssante(reach.mssante)
    if reach.kind is Kind.SI_MANAGER and reach.contact and not mssante_only:
        return ByContact(reach.contact)
    if at_own and reach.kind is Kind.MAILBOX_HOLDER and reach.email and not mssante_only:
        return ByContact(reach.email)
    return Nowhere()


def code_route(reach: Reach) -> Route:
    """Where a sign-in code may go: a second factor only, so Medimail's own address will do (source 002 p. 2)."""
    if reach.mssante:
        return ByMssante(reach.mssante)
    if reach.email:
        return ByContact(reach.email)
    if reach.kind is Kind.SI_MANAGER and reach.contact:
        return ByContact(reach.contact)
    return Nowhere()


def address_of(route: Route) -> str | None:
    """The address of a route, None when there is none."""
    match route:
        case ByMssante(address) | ByContact(address):
            return address
        case Nowhere():
            return None


def is_blocked(blocked_at: datetime | None, now: datetime, hours: int) -> bool:
    """Whether an account blocked at this instant still is: a block ends by itself, so nobody is shut out for good."""
    return blocked_at is not None and now < blocked_at + timedelta(hours=hours)


_GROUPS = re.compile(r"[\s.\u00a0\u202f-]+")
_RPPS_LENGTH = 11
_NATIONAL_LENGTH = 12


def canonical_identifier(text: str) -> str:
    """What a person types to name themselves, in the form that is stored: RPPS, CertDc identifier or e-mail address.

    Groups of digits are joined and the national form `8` + RPPS loses its prefix; letters are lower-cased.
    """
    folded = unicodedata.normalize("NFKC", text).strip().lower()
    digits = _GROUPS.sub("", folded)
    if not (digits.isascii() and digits.isdigit()):
        return folded
    if len(digits) == _NATIONAL_LENGTH and digits.startswith("8"):
        return digits[1:]
    return digits


def name_key(text: str) -> str:
    """A person's name as « Nom / Prénom » is compared: accents, case, hyphens and apostrophes ignored."""
    return " ".join(words(text))
