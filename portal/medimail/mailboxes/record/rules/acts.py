"""What comes out of an act on an account."""

from dataclasses import dataclass

from portal.medimail.mailboxes.record.rules.sheets import Fault
from portal.medimail.mailboxes.record.rules.states import State


@dataclass(frozen=True)
class Created:
    """The account is there; `is_invited` when the link of finalisation has gone."""

    mailbox_id: int
    state: State
    is_invited: bool = False


@dataclass(frozen=True)
class Saved:
    """The account is as it was asked; `changed` is false when it already was."""

    changed: bool


@dataclass(frozen=True)
class Faulty:
    """Fields will not do; nothing was changed."""

    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Stale:
    """Somebody changed the account since it was shown; nothing was changed."""


@dataclass(frozen=True)
class Held:
    """Something else stands on the account as it is; each sentence says what, and what to do."""

    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Shut:
    """The state of the account does not allow it."""

    state: State
