"""What the fields of an account are checked against, as the caller found it: short lists, and what is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portal.medimail.mailboxes.record.rules.addresses import Claim
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.structures.rules.locating import Town


@dataclass(frozen=True)
class Trade:
    """A profession: its register (`RPPS`, `ADELI` or none), and its category in the nomenclature."""

    label: str
    register: str
    category: str


@dataclass(frozen=True)
class Lists:
    """The « listes prédéfinies » of source 003.

    Attributes:
        trades: The professions by their labels.
        specialties: The labels of the specialties.
        departements: The name and the région's code of each département, by its code.
        regions: The name of each région, by its code.
    """

    trades: Mapping[str, Trade]
    specialties: tuple[str, ...]
    departements: Mapping[str, tuple[str, str]]
    regions: Mapping[str, str]


@dataclass(frozen=True)
class Opener:
    """A mailbox that is named as a « compte de connexion », within reach of whoever names it."""

    kind: Kind
    is_live: bool


@dataclass(frozen=True)
class Facts:
    """What the database knows of a sheet, gathered before it is judged; what is not asked for is as if all were well.

    Attributes:
        lists: The lists it was read with.
        today: The day of Paris.
        is_taken: Whether its address is that of another account, or is about to be.
        domain: What addresses of the structure end with, « » when any will do.
        owners: The folded names of the other people whose accounts have its address, to sign in with or for MSSanté.
        claimed: Why the account, as it is, would not be given its address today: what is so already is not judged.
        bearers: The folded names of the other people who bear its RPPS number.
        responsible_bearers: Those of the people who bear the RPPS number of who answers for it.
        is_number_shut: Whether its RPPS number, which it did not have, is that of a person whose account is closed.
        communes: Those of its postal code.
        is_place_known: Whether its structure's number is in the register, None when no register can tell.
        is_return_known: Whether its return address is one of Medimail's that may be answered to.
        openers: The mailboxes within reach, by the addresses that name them.
        is_guarded: Whether it has new connection accounts, and codes or links come to it that open more than its
            structure.
        kept_names: Those that the account has already, in capitals: what was taken once remains.
    """

    lists: Lists
    today: date
    is_taken: bool = False
    domain: str = ""
    owners: frozenset[str] = frozenset()
    claimed: Claim | None = None
    bearers: frozenset[str] = frozenset()
    responsible_bearers: frozenset[str] = frozenset()
    is_number_shut: bool = False
    communes: tuple[Town, ...] = ()
    is_place_known: bool | None = None
    is_return_known: bool = True
    openers: Mapping[str, Opener] | None = None
    is_guarded: bool = False
    kept_names: frozenset[str] = frozenset()
