"""What a link of finalisation opens, and whose account the mailbox is attached to (promise 7, ADR 0017)."""

from dataclasses import dataclass
from datetime import datetime

from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import Action, State, Who, move_of


@dataclass(frozen=True)
class Dead:
    """The link opens nothing: spent, expired, replaced by a later one, or never made here."""


@dataclass(frozen=True)
class NewAccount:
    """Nobody is known by this number nor this address: an account is made, with a password."""


@dataclass(frozen=True)
class KnownAccount:
    """Somebody is: they sign in to that account, and to it alone is the mailbox attached. No password is asked for."""

    account_id: int


Opening = Dead | NewAccount | KnownAccount


@dataclass(frozen=True)
class Done:
    """It is done."""


@dataclass(frozen=True)
class Stranger:
    """Whoever is signed in is not the person of the account: nothing is done."""


@dataclass(frozen=True)
class TooManyReports:
    """So many errors were told of this account today that no more is sent."""


@dataclass(frozen=True)
class Link:
    """What is known of the account when its link is followed; `ends_at` is None when no link was ever sent."""

    kind: Kind
    state: State
    ends_at: datetime | None


def is_alive(link: Link, now: datetime) -> bool:
    """Whether the link of the last sending still opens the account."""
    is_open = move_of(link.state, link.kind, Who.HOLDER, Action.FINALISE) is not None
    return is_open and link.ends_at is not None and now < link.ends_at


def whose(by_number: int | None, by_address: int | None) -> int | None:
    """Of the accounts of the number and of the address, the one that must be signed in to.

    The number comes first: the address is whatever the administrator wrote, and may be their own.
    """
    return by_number if by_number is not None else by_address
