"""What comes out of an act on an account."""

from dataclasses import dataclass

from portal.medimail.mailboxes.record.rules.sheets import Fault
from portal.medimail.mailboxes.record.rules.states import State

# The window is that of the settings: no sentence names it.
TOO_MANY_GUESSES = (
    "Trop d’adresses ou de numéros d’autres comptes ont été essayés en peu de temps\u00a0: recommencez plus tard, en "
    "les vérifiant d’abord auprès des personnes."
)
TOO_OFTEN = "Trop de courriels sont déjà partis en peu de temps\u00a0: rien n’a été fait. Recommencez plus tard."
TOO_MANY_LINKS = (
    "Le lien de finalisation n’est pas parti\u00a0: vous avez fait écrire à beaucoup de personnes en peu de temps. "
    "Relancez l’utilisateur plus tard."
)
TOO_MANY_TOLD = (
    "Rien n’a été fait\u00a0: vous avez fait écrire à beaucoup de personnes en peu de temps. Recommencez plus tard."
)


@dataclass(frozen=True)
class Braked:
    """The same has been done too many times in so long; nothing was changed."""

    sentence: str


@dataclass(frozen=True)
class Created:
    """The account is there; `is_invited` when the link of finalisation has gone, `is_held` when too many have.

    `rejected` are the addresses of the accounts within reach that bear its number, and were rejected.
    """

    mailbox_id: int
    state: State
    is_invited: bool = False
    is_held: bool = False
    rejected: tuple[str, ...] = ()


@dataclass(frozen=True)
class Saved:
    """The account is as it was asked; `changed` is false when it already was.

    `is_held` when the link that was asked for did not leave: too many have.
    """

    changed: bool
    is_held: bool = False


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
