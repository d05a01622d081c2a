"""Counters behind every limit: one row a key, one statement a count, exact under concurrency.

An event is counted before what it protects is done, and given back when it turns out innocent: a thousand tries
sent at once are then a thousand events, not one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Table, bindparam, case, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.accounts.models import Counter
from portal.db import table_of
from portal.keys import mac
from portal.limits import Limit


class Scope(StrEnum):
    """What is counted, each apart from the others, in the order in which rows are locked: see `_in_order`."""

    ACCOUNT_ORIGIN = "compte et origine"
    NETWORK = "reseau"
    ACCOUNT = "compte"
    BROWSER = "navigateur reconnu"
    PROOFS = "mots de passe actuels"
    CODES = "codes faux"
    CODE_MAILS = "codes envoyes"
    ADDRESS_MAILS = "codes pour une adresse"
    RESET_MAILS = "liens envoyes"
    RESETS_NETWORK = "demandes par reseau"
    PROVING_CODES = "codes de preuve"
    PROVING_CODES_NETWORK = "codes de preuve par reseau"
    DEPOSITS = "demandes envoyees"
    DEPOSITS_NETWORK = "demandes envoyees par reseau"
    CAPTCHAS = "captchas par reseau"
    CAPTCHAS_SPENT = "captchas employes"
    INVITATIONS = "invitations par gestionnaire"
    INVITATION_MAILS = "invitations par adresse"
    SENDINGS = "envois par gestionnaire"
    MAILBOX_REPORTS = "erreurs signalees par compte"
    NOTICES = "actes annonces par compte"
    APPOINTMENTS = "nominations par administrateur et personne"
    LINKS = "liens de finalisation par administrateur"
    GUESSES = "adresses et numeros essayes"


@dataclass(frozen=True)
class Tally:
    """One thing to count."""

    scope: Scope
    name: str
    limit: Limit

    @property
    def key(self) -> str:
        """The digest under which it is stored."""
        return mac("counter", self.scope, self.name).hex()


def subject(account_id: int | None, typed: str = "") -> str:
    """The name under which a person is counted; somebody unknown is counted by what was typed."""
    return f"inconnu {typed}" if account_id is None else f"compte {account_id}"


def count(session: Session, tallies: list[Tally], now: datetime) -> Mapping[Scope, int]:
    """Count one event for each tally and return how many there are in its window, this one included."""
    count_one = _COUNT[session.get_bind().dialect.name]
    return {
        tally.scope: session.execute(count_one, {"of": key, "now": now, "ends": now + tally.limit.window}).scalar_one()
        for key, tally in _in_order(tallies)
    }


def admits(session: Session, tally: Tally, now: datetime) -> bool:
    """Count one event of this tally; whether it is within the limit."""
    return count(session, [tally], now)[tally.scope] <= tally.limit.count


def is_over(session: Session, tally: Tally, now: datetime) -> bool:
    """Whether the limit of this tally is already reached, without counting anything."""
    return events(session, tally, now) >= tally.limit.count


def events(session: Session, tally: Tally, now: datetime) -> int:
    """How many events of this tally there are in its window, without counting one."""
    return session.scalar(_EVENTS, {"of": tally.key, "now": now}) or 0


def window(session: Session, tally: Tally, now: datetime) -> datetime | None:
    """When the window under way ends; another once its count was cleared and has risen again, none if it has not."""
    return session.scalar(_WINDOW, {"of": tally.key, "now": now})


def clear(session: Session, tallies: list[Tally], *, give_back: Sequence[Tally] = ()) -> None:
    """Forget these counts, and take back one event of others: what was counted turned out innocent."""
    for key, tally in _in_order([*tallies, *give_back]):
        session.execute(_GIVE_BACK if tally in give_back else _CLEAR, {"of": key})


def purge(session: Session, now: datetime) -> None:
    """Remove the windows that have ended."""
    session.execute(delete(Counter).where(Counter.ends_at <= now))


def _in_order(tallies: list[Tally]) -> list[tuple[str, Tally]]:
    """The tallies by scope, then by key: two who lock the same rows never wait for each other.

    By key alone, whoever locks some rows in two steps would lock them in another order than whoever does in one.
    """
    return sorted(((tally.key, tally) for tally in tallies), key=lambda row: (_PLACES[row[1].scope], row[0]))


_PLACES = {scope: place for place, scope in enumerate(Scope)}


def _counting(insert: Callable[[Table], Any]) -> Any:
    """One more event of a key, in a window that begins anew once it has ended; how many there then are."""
    new = insert(_ROW).values(key=bindparam("of"), events=1, ends_at=bindparam("ends"))
    over = Counter.ends_at <= bindparam("now")
    return new.on_conflict_do_update(
        index_elements=[Counter.key],
        set_={
            "events": case((over, 1), else_=Counter.events + 1),
            "ends_at": case((over, new.excluded.ends_at), else_=Counter.ends_at),
        },
    ).returning(Counter.events)


# Built once, and on the table: made anew each time, on the mapped class, they were a third of what a sign-in costs.
_ROW = table_of(Counter)
_COUNT = {"sqlite": _counting(sqlite.insert), "postgresql": _counting(postgresql.insert)}
_EVENTS = select(_ROW.c.events).where(_ROW.c.key == bindparam("of"), _ROW.c.ends_at > bindparam("now"))
_WINDOW = select(_ROW.c.ends_at).where(_ROW.c.key == bindparam("of"), _ROW.c.ends_at > bindparam("now"))
_GIVE_BACK = update(_ROW).where(_ROW.c.key == bindparam("of"), _ROW.c.events > 0).values(events=_ROW.c.events - 1)
_CLEAR = delete(_ROW).where(_ROW.c.key == bindparam("of"))
