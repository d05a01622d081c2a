"""What the coming night will do to the accounts of a structure: how many, and the first of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select
from sqlalchemy.orm import Session

from portal.medimail.mailboxes.ageing import service, store
from portal.medimail.mailboxes.ageing.rules import Ageing
from portal.medimail.mailboxes.ageing.store import Due
from portal.medimail.mailboxes.record import leaving
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.structures.models import Structure

# Names of each list; beyond, how many more there are.
SHOWN = 20


@dataclass(frozen=True)
class Fate:
    """What the night does to some accounts, as it is announced; `find` says to which.

    Asleep, an account opens a shared mailbox still, and reads answers; one that `leaves` does neither.
    """

    key: str
    title: str
    text: str
    find: Callable[[Ageing, date], Due]
    leaves: bool = False


@dataclass(frozen=True)
class Coming:
    """To how many accounts a fate comes, the first of them by name, and what there is to know of each, by key."""

    fate: Fate
    count: int
    mailboxes: Sequence[Mailbox]
    alerts: Mapping[int, str]


FATES = (
    Fate(
        "finals",
        "Rejets qui deviennent définitifs",
        "Un rejet définitif ne se réhabilite plus. Réhabilitez dès aujourd’hui un compte rejeté par erreur.",
        store.rejected_for_long,
    ),
    Fate(
        "expired",
        "Comptes dont la date de péremption arrive",
        "Ils deviennent inactifs. Pour en garder un, changez sa date de péremption dans sa fiche.",
        store.expired,
    ),
    Fate(
        "unused",
        "Comptes qui deviennent inactifs",
        "Leur titulaire reçoit un message\u00a0: il suffit de se connecter pour que le compte soit rétabli.",
        store.unused,
    ),
    Fate(
        "removed",
        "Comptes inactifs supprimés",
        "Leur adresse reste prise. Pour en garder un, réhabilitez-le, ou demandez au titulaire de se connecter.",
        store.asleep_for_long,
        leaves=True,
    ),
)


def coming(session: Session, structure: Structure, night: date, *, daughters: bool) -> Sequence[Coming]:
    """What comes that night to the accounts of this structure, or of its whole tree, one fate after the other."""
    return [_coming(session, structure, fate, night, daughters=daughters) for fate in FATES]


def _coming(session: Session, structure: Structure, fate: Fate, night: date, *, daughters: bool) -> Coming:
    due = fate.find(service.ageing(), night)
    count = store.count(session, structure, due, daughters=daughters)
    if not count:
        return Coming(fate, 0, (), {})
    first = store.first(session, structure, due, daughters=daughters, limit=SHOWN)
    return Coming(fate, count, first, _left(session, store.of(structure, due, daughters=daughters), fate))


def _left(session: Session, going: Select[int], fate: Fate) -> Mapping[int, str]:
    return leaving.told(session, going) if fate.leaves else {}
