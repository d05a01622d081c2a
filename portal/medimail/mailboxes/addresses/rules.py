"""What becomes of a change of address that an administrator asks for, and why the night may refuse it."""

from dataclasses import dataclass
from enum import StrEnum

from portal.medimail.mailboxes.record.rules.acts import Braked
from portal.medimail.mailboxes.record.rules.addresses import Claim, is_of
from portal.medimail.mailboxes.record.rules.kinds import SHARED, Kind
from portal.medimail.mailboxes.record.rules.states import Action, State, Who, move_of


@dataclass(frozen=True)
class Asked:
    """It waits for the night."""


@dataclass(frozen=True)
class Same:
    """This is the address that the account has already."""


@dataclass(frozen=True)
class Taken:
    """An account has this address, whatever its state, or will have it tomorrow."""


@dataclass(frozen=True)
class Claimed:
    """It is the address of a person, and the account is shared, or under another name: what to do."""

    sentence: str


@dataclass(frozen=True)
class Outside:
    """The structure only has addresses of this domain."""

    domain: str


@dataclass(frozen=True)
class NotInThisState:
    """The address of an account in this state does not change."""

    state: State


@dataclass(frozen=True)
class Overtaken:
    """Somebody has asked for something else since the page was shown."""


@dataclass(frozen=True)
class Guarded:
    """Codes go to this address, and open more than the administrators of the structure hold themselves."""


Refusal = Same | Taken | Claimed | Outside | NotInThisState | Guarded | Braked


@dataclass(frozen=True)
class Subject:
    """The account, as far as its address goes.

    Attributes:
        kind: Its type.
        state: Where it stands.
        address: The one it has.
        domain: That of its structure, empty when any will do.
        is_guarded: Whether its holder's codes would follow, and open more than its structure.
    """

    kind: Kind
    state: State
    address: str
    domain: str
    is_guarded: bool = False


def refusal(subject: Subject, new: str, *, taken: bool, claim: Claim | None = None) -> Refusal | None:
    """Why the address may not become this one; None when it may. The night asks again what the form asked."""
    if move_of(subject.state, subject.kind, Who.ADMINISTRATOR, Action.CHANGE_ADDRESS) is None:
        return NotInThisState(subject.state)
    if new == subject.address:
        return Same()
    if subject.is_guarded:
        return Guarded()
    if not is_of(new, subject.domain):
        return Outside(subject.domain)
    if taken:
        return Taken()
    return Claimed(claim.label) if claim else None


def sentence(refused: Refusal) -> str:
    """What happened, and what to do."""
    match refused:
        case Same():
            return "C’est déjà l’adresse de ce compte\u00a0: saisissez la nouvelle."
        case Taken():
            return (
                "Un compte a déjà cette adresse, ou l’aura demain\u00a0: une adresse ne sert qu’à un compte, même "
                "supprimé. Saisissez-en une autre."
            )
        case Braked(said) | Claimed(said):
            return said
        case Outside(domain):
            return f"Les adresses de cette structure se terminent par @{domain}\u00a0: saisissez-en une de ce domaine."
        case NotInThisState(state):
            return f"L’adresse d’un compte «\u00a0{state.label.lower()}\u00a0» ne change pas."
        case Guarded():
            return (
                "Les codes de connexion de cette personne suivraient la nouvelle adresse, et ouvrent davantage que "
                "cette structure. Qu’elle enregistre d’abord une adresse MSSanté, ou qu’elle appelle l’assistance."
            )


class WayIn(StrEnum):
    """How those who read of a change sign in once it is done: what the mails and the page say of it."""

    FOLLOWS = "follows"
    """With the new address, where their codes go too."""
    CODES_STAY = "codes_stay"
    """With the new address; their codes still go to their MSSanté address."""
    STAYS = "stays"
    """As before: it is not with this address that the person signs in."""
    SHUT = "shut"
    """With the new address, on the day when their account opens."""
    INVITED = "invited"
    """By the link of finalisation, which goes to the new address."""
    UNTOLD = "untold"
    """Nobody was ever sent a link: nobody knows of this account."""
    SHARED = "shared"
    """By their own account, as before."""
    OUT = "out"
    """Nobody, as long as the account is rejected: who could read of it reads of its rehabilitation, if any."""
    NOBODY = "nobody"
    """Nobody signs in to it."""


# Of these, nobody is told.
QUIET = frozenset({WayIn.UNTOLD, WayIn.OUT})


@dataclass(frozen=True)
class Holder:
    """The person of an account, as far as signing in goes.

    Attributes:
        uses_address: Whether it is with the address that changes.
        has_mssante: Whether codes go to an MSSanté address.
        is_closed: Whether their account is closed for now.
    """

    uses_address: bool
    has_mssante: bool
    is_closed: bool


def way_in(kind: Kind, state: State, holder: Holder | None, *, was_invited: bool) -> WayIn:
    """How one signs in once the address has changed; `was_invited` when a link of finalisation was ever sent."""
    if state is State.REJECTED and _lets_nobody_in(kind, holder):
        return WayIn.OUT
    if kind in SHARED:
        return WayIn.SHARED
    if state is State.PREREGISTERED:
        return WayIn.INVITED if was_invited else WayIn.UNTOLD
    return _of(holder) if holder else WayIn.NOBODY


def _of(holder: Holder) -> WayIn:
    if not holder.uses_address:
        return WayIn.STAYS
    if holder.is_closed:
        return WayIn.SHUT
    return WayIn.CODES_STAY if holder.has_mssante else WayIn.FOLLOWS


def _lets_nobody_in(kind: Kind, holder: Holder | None) -> bool:
    """Whether a rejected account of this type and holder is one that nobody signs in with, nor to, meanwhile."""
    return kind in SHARED or holder is None or (holder.is_closed and not holder.uses_address)
