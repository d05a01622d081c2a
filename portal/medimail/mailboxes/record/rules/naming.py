"""« Indiquer un nom et prénom générique » (source 002 p. 18): the name of a shared account, as far as one can tell.

No rule knows that a name is generic. What is known is who answers for the account and who opens it: the name, or the
MSSanté address (« Les types ORG doivent être génériques », p. 9), of one of them is a person’s. It is said and hinders
nothing: two people may share a name with a place.
"""

from collections.abc import Iterable

from portal.folding import words
from portal.medimail.mailboxes.record.rules.kinds import SHARED, Kind
from portal.medimail.mailboxes.record.rules.sheets import Sheet

ALERT = (
    "Le nom de ce compte est celui d’une personne qui en répond ou qui l’ouvre. Un compte partagé porte un nom et un "
    "prénom génériques (Nom\u00a0: Infirmerie, Prénom\u00a0: la structure)\u00a0; modifiez-le."
)
MSSANTE_ALERT = (
    "L’adresse MSSanté de ce compte est celle d’une personne qui en répond ou qui l’ouvre. Celle d’un compte partagé "
    "est générique\u00a0; le GRADeS peut la changer."
)


def doubt(kind: Kind, sheet: Sheet, openers: Iterable[tuple[str, str]]) -> str:
    """What to say of a shared account named after a person; « » when nothing shows it.

    `openers` are the last and first names of those who open it.
    """
    if kind not in SHARED:
        return ""
    people = [(sheet.responsible_last_name, sheet.responsible_first_name), *openers]
    known = {_key(f"{last} {first}") for last, first in people if last and first}
    if _key(f"{sheet.last_name} {sheet.first_name}") in known:
        return ALERT
    # A software’s begins with noreply or nepasrepondre, which is judged apart.
    return MSSANTE_ALERT if kind is Kind.ORG and _key(sheet.mssante) in known else ""


def _key(name: str) -> tuple[str, ...]:
    """A name as two are compared: in any order, without accents nor hyphens."""
    return tuple(sorted(words(name)))
