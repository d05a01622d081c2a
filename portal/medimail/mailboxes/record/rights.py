"""What whoever holds an account may do besides it: it would outlive a rejection, and outweigh a change of type."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.accounts import store as people
from portal.accounts.models import AccountRight
from portal.accounts.rules import RIGHT_LABELS, Right
from portal.medimail.mailboxes.record import store
from portal.medimail.mailboxes.record.rules import alerts
from portal.medimail.structures import store as structures
from portal.medimail.structures.models import Structure
from portal.medimail.structures.rules.tree import Reach


@dataclass(frozen=True)
class Besides:
    """The rights of whoever holds an account.

    Attributes:
        structures: Those that they administer and that somebody may take off them, by key.
        others: What the other rights open, in words; of a structure out of reach, not its name.
    """

    structures: tuple[Structure, ...] = ()
    others: tuple[str, ...] = ()


def besides(session: Session, account_id: int | None, reach: Reach) -> Besides:
    """What this person may do besides their account, told to whoever has this reach."""
    if account_id is None:
        return Besides()
    rights = people.rights(session, account_id)
    within = [place for place in structures.of_keys(session, over(rights)) if may_dismiss(place, reach)]
    shown = {str(place.id) for place in within}
    others = [RIGHT_LABELS[right.name] for right in rights if not (_is_over_one(right) and right.scope in shown)]
    return Besides(tuple(within), tuple(dict.fromkeys(others)))


def may_dismiss(place: Structure, reach: Reach) -> bool:
    """Whether whoever has this reach takes administrators off this structure."""
    return place.closed_at is None and reach.holds(place.path)


def administered(session: Session, account_ids: Collection[int]) -> Mapping[int, Sequence[int]]:
    """The keys of the structures that these people administer, by person."""
    found: dict[int, list[int]] = {}
    for right in store.rights_of(session, account_ids):
        if _is_over_one(right):
            found.setdefault(right.account_id, []).append(int(right.scope))
    return found


def lock(session: Session, keys: Collection[int]) -> Mapping[int, Structure]:
    """Lock these structures, in the order of keys, before any account.

    Whoever reads their own right afterwards finds whether a colleague has taken them off meanwhile.
    """
    found = [structures.get(session, key, lock=True) for key in sorted(set(keys))]
    return {place.id: place for place in found if place}


def over(rights: Collection[AccountRight]) -> list[int]:
    """The keys of the structures that these administer one by one."""
    return [int(right.scope) for right in rights if _is_over_one(right)]


def told(rights: Collection[AccountRight]) -> str:
    """What to tell of somebody who has these; no word of none."""
    if any(right.name is Right.MEDIMAIL_ADMINISTRATOR for right in rights):
        return alerts.ADMINISTERS
    return alerts.HOLDS if rights else ""


def _is_over_one(right: AccountRight) -> bool:
    return right.name is Right.MEDIMAIL_ADMINISTRATOR and right.scope.isdecimal()
