"""Which addresses an account of a structure may have, and under which name."""

from collections.abc import Set as AbstractSet

from portal.folding import words
from portal.labelled import Labelled
from portal.medimail.mailboxes.record.rules.kinds import SHARED, Kind

_GENERIC = (
    "Cette adresse est celle d’une personne, qui s’en sert déjà. Donnez à cette BAL une adresse générique, comme "
    "secretariat@etablissement.fr."
)
_OTHER_NAME = (
    "Cette adresse est celle d’une personne connue sous un autre nom. Relisez-la\u00a0; si elle est bonne, écrivez le "
    "nom et le prénom comme cette personne les a donnés, ou voyez avec l’exploitant du portail."
)


class Claim(Labelled):
    """Why the address of a person is not that of an account: the code of the fault, and the sentence."""

    PERSON = "adresse_personne", _GENERIC
    OTHER = "adresse_autrui", _OTHER_NAME


def claim(kind: Kind, last_name: str, first_name: str, owners: AbstractSet[str]) -> Claim | None:
    """Why this account may not have the address of these people, by their names; None when it may.

    An account goes to the person whose address it is: under another name, one of the two is mistaken.
    """
    if kind in SHARED:
        return Claim.PERSON if owners else None
    return Claim.OTHER if owners - {person_key(last_name, first_name)} else None


def person_key(last_name: str, first_name: str) -> str:
    """A person's name as two of them are compared."""
    return " ".join(words(f"{last_name} {first_name}"))


def is_of(address: str, domain: str) -> bool:
    """Whether an address is of this domain, or of one under it; a structure without a domain takes any."""
    own, asked = f".{address.rpartition('@')[2].lower()}", domain.lower()
    return not asked or own.endswith(f".{asked}")
