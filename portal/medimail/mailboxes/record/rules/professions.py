"""Which professions a type is for (source 003 section 2), and how they and other labels are offered and shown."""

from collections.abc import Iterable

from portal.folding import words
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.reference import Trade

# INT is for a « professionnel de santé étranger ou interne SEULEMENT »; staff of offices are MED.
_OFFICE = "administratif"
# The same section has them MED too, but the grid of section 3 asks the diploma of an INT of that category.
_SOCIAL_CARE = "medico-social"

INT_ALERT = (
    "Le type INT est celui d’un professionnel de santé étranger ou interne\u00a0: un professionnel médico-social a "
    "d’ordinaire un compte MED. Vérifiez le type, et changez-le au besoin."
)


def is_accepted(kind: Kind, trade: Trade) -> bool:
    """Whether an account of this type may be of somebody of this profession."""
    if kind is Kind.PER:
        return bool(trade.register)
    return kind is not Kind.INT or trade.category != _OFFICE


def may_answer(trade: Trade) -> bool:
    """Whether somebody of this profession may be the responsable of a shared account."""
    return bool(trade.register)


def alert(kind: Kind, trade: Trade | None) -> str:
    """What to say of a profession that the source has elsewhere, without being firm; « » when nothing."""
    return INT_ALERT if kind is Kind.INT and trade is not None and trade.category == _SOCIAL_CARE else ""


def offered(labels: Iterable[str]) -> dict[str, str]:
    """Labels as a list offers them, each with what is read: in alphabetical order, accents left aside."""
    return {label: shown(label) for label in sorted(labels, key=words)}


def shown(label: str) -> str:
    """A label of a register as it is read, « Médecine d’urgence »: the register has typewriter apostrophes."""
    return label.replace("'", "’")
