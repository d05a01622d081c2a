"""The queries of runs; whoever asks for one says whose it must be."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, delete, exists, func, insert, or_, select, update
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from portal.accounts.models import AccountRight
from portal.db import one_at_a_time, table_of
from portal.medimail.mailboxes.listing.bulk.models import BulkLine, BulkRun
from portal.medimail.mailboxes.listing.bulk.rules import MOST, NOTHING_TO_UNDO, Stage
from portal.medimail.mailboxes.listing.tabs.rules import Filters
from portal.medimail.mailboxes.listing.tabs.store import keys
from portal.medimail.mailboxes.record import store as records
from portal.medimail.mailboxes.record.models import AddressChange, Mailbox
from portal.medimail.mailboxes.record.rules.changes import ChangeState
from portal.medimail.mailboxes.record.store import of_structure
from portal.medimail.structures.models import Structure
from portal.medimail.structures.rules.tree import Reach
from portal.medimail.structures.store import within
from portal.tabular.report import Outcome

_LINES = table_of(BulkLine)
_ALERT = (
    update(_LINES)
    .where(_LINES.c.mailbox_id == bindparam("box"), _LINES.c.concerned)
    .values(outcome=Outcome.ALERT, said=bindparam("sentence"))
)
_REFUSE = (
    update(_LINES)
    .where(_LINES.c.mailbox_id == bindparam("box"), _LINES.c.concerned)
    .values(outcome=Outcome.ERROR, said=bindparam("why"), concerned=False)
)


@dataclass(frozen=True)
class Tally:
    """How many accounts of a run have each outcome, those that the act is done to apart from the others."""

    of: Mapping[tuple[Outcome, bool], int]

    @property
    def outcomes(self) -> Mapping[Outcome, int]:
        """How many have each outcome, done or not."""
        return {outcome: sum(self.of.get((outcome, done), 0) for done in (True, False)) for outcome in Outcome}

    @property
    def concerned(self) -> int:
        """How many the act is done to."""
        return sum(count for (_, done), count in self.of.items() if done)

    @property
    def alerted(self) -> int:
        """How many it is done to, of which there is something to know."""
        return self.of.get((Outcome.ALERT, True), 0)


def chosen(session: Session, structure: Structure, ids: Sequence[int]) -> Sequence[Mailbox]:
    """The accounts of these keys that are of this structure or of its daughters; the others are left out."""
    return _accounts(session, select(Mailbox.id).where(of_structure(structure, daughters=True), Mailbox.id.in_(ids)))


def searched(session: Session, structure: Structure, filters: Filters) -> Sequence[Mailbox]:
    """All the accounts of a search; one more than the most says that there are too many."""
    return _accounts(session, keys(structure, filters))


def _accounts(session: Session, ids: Select[int]) -> Sequence[Mailbox]:
    query = select(Mailbox).where(Mailbox.id.in_(ids)).order_by(Mailbox.search, Mailbox.id).limit(MOST + 1)
    return session.scalars(query).all()


def add_lines(session: Session, lines: Sequence[Mapping[str, object]]) -> None:
    """Write the lines of a run."""
    session.execute(insert(BulkLine), list(lines))


def get(session: Session, run_id: int, *, lock: bool = False) -> BulkRun | None:
    """The run of this key, whoever it is of."""
    return session.scalar(_locked(select(BulkRun).where(BulkRun.id == run_id), lock=lock))


def find(session: Session, structure_id: int, reference: str, author_id: int, *, lock: bool = False) -> BulkRun | None:
    """The run of this reference, if it is this person's, in this structure."""
    query = select(BulkRun).options(joinedload(BulkRun.target)).where(BulkRun.reference == reference)
    mine = query.where(BulkRun.structure_id == structure_id, BulkRun.author_id == author_id)
    return session.scalar(_locked(mine, lock=lock))


def _locked(query: Select[BulkRun], *, lock: bool) -> Select[BulkRun]:
    if not lock:
        return query
    return query.with_for_update(of=BulkRun, key_share=True).execution_options(populate_existing=True)


def tally(session: Session, run: BulkRun) -> Tally:
    """How many accounts have each outcome, and how many the act is done to."""
    query = select(BulkLine.outcome, BulkLine.concerned, func.count()).where(BulkLine.run_id == run.id)
    found = session.execute(query.group_by(BulkLine.outcome, BulkLine.concerned)).all()
    return Tally({(outcome, concerned): count for outcome, concerned, count in found})


def concerned(run: BulkRun) -> Select[int]:
    """The keys of the accounts that an act is done to."""
    return select(BulkLine.mailbox_id).where(BulkLine.run_id == run.id, BulkLine.concerned)


def rights(session: Session, run: BulkRun) -> Mapping[int, Sequence[AccountRight]]:
    """What the people of the accounts that an act is done to may do besides, by the keys of the accounts."""
    query = select(Mailbox.id, AccountRight).join(AccountRight, AccountRight.account_id == Mailbox.account_id)
    found: dict[int, list[AccountRight]] = {}
    for key, right in session.execute(query.where(Mailbox.id.in_(concerned(run))).order_by(Mailbox.id)):
        found.setdefault(key, []).append(right)
    return found


def holders(session: Session, lines: Sequence[BulkLine]) -> Sequence[int]:
    """Whose the accounts of these lines are; of shared ones, nobody's."""
    held = (Mailbox.id.in_([line.mailbox_id for line in lines]), Mailbox.account_id.is_not(None))
    return [key for key in session.scalars(select(Mailbox.account_id).where(*held)) if key is not None]


def shut_out(session: Session, run: BulkRun) -> Sequence[int]:
    """The keys of those whose person an operator has shut out."""
    return session.scalars(select(Mailbox.id).where(Mailbox.id.in_(concerned(run)), records.shut_out())).all()


def bound(session: Session, run: BulkRun) -> Sequence[tuple[int, str, str]]:
    """The key and the address of those whose structure has a domain, and this domain."""
    query = select(Mailbox.id, Mailbox.address, Structure.domain).join(Mailbox.structure)
    query = query.where(Mailbox.id.in_(concerned(run)), Structure.domain != "")
    return [(key, address, domain) for key, address, domain in session.execute(query)]


def outside(session: Session, run: BulkRun, target: Structure) -> int:
    """How many come to this structure with an address, or one that they take tonight, that is not of its domain."""
    if not target.domain:
        return 0
    asked = select(AddressChange.new).where(
        AddressChange.mailbox_id == Mailbox.id, AddressChange.state == ChangeState.ASKED
    )
    address = func.lower(func.coalesce(asked.scalar_subquery(), Mailbox.address))
    own = or_(*(address.endswith(f"{sign}{target.domain.lower()}", autoescape=True) for sign in "@."))
    comes = (Mailbox.id.in_(concerned(run)), Mailbox.structure_id != target.id)
    return session.scalar(select(func.count()).select_from(Mailbox).where(*comes, ~own)) or 0


def sharing_number(session: Session, run: BulkRun) -> Sequence[int]:
    """The keys of those whose RPPS or ADELI number another's account bears; a question for each, for its index."""
    other = aliased(Mailbox)
    others = (other.id != Mailbox.id, records.of_another(other, Mailbox.account_id))
    rpps = exists().where(other.rpps == Mailbox.rpps, *others)
    adeli = exists().where(other.adeli == Mailbox.adeli, *others)
    return session.scalars(select(Mailbox.id).where(Mailbox.id.in_(concerned(run)), or_(rpps, adeli))).all()


def asked(session: Session, ids: Sequence[int]) -> Mapping[int, str]:
    """The addresses that these accounts take tonight."""
    query = select(AddressChange.mailbox_id, AddressChange.new).where(AddressChange.mailbox_id.in_(ids))
    return dict(iter(session.execute(query.where(AddressChange.state == ChangeState.ASKED))))


def alert(session: Session, run: BulkRun, said: Mapping[int, str]) -> None:
    """Tell something of these accounts, by their keys, that the act is done to."""
    if said:
        session.flush()
        told = [{"box": key, "sentence": sentence} for key, sentence in said.items()]
        session.connection().execute(_ALERT.where(_LINES.c.run_id == run.id), told)


def refuse(session: Session, run: BulkRun, keys: Collection[int], said: str) -> None:
    """Say of these accounts why the act will not be done to them."""
    if keys:
        session.flush()
        session.connection().execute(_REFUSE.where(_LINES.c.run_id == run.id), [{"box": k, "why": said} for k in keys])


def leave_out(session: Session, run: BulkRun) -> None:
    """Say of the accounts that a run has not changed that nothing of them is undone: why not says nothing any more."""
    left = (BulkLine.run_id == run.id, BulkLine.concerned.is_(False))
    session.execute(update(BulkLine).where(*left).values(outcome=Outcome.ALERT, said=NOTHING_TO_UNDO))


def already_there(session: Session, run: BulkRun, target_id: int) -> int:
    """How many of the accounts that may move already are in this structure."""
    query = select(func.count()).select_from(BulkLine).join(BulkLine.mailbox)
    here = (BulkLine.run_id == run.id, BulkLine.concerned, Mailbox.structure_id == target_id)
    return session.scalar(query.where(*here)) or 0


def count_seen(session: Session, run: BulkRun, reach: Reach, outcome: Outcome | None = None) -> int:
    """How many of the accounts, of all or of an outcome, are still within reach."""
    return session.scalar(_seen(select(func.count()).select_from(BulkLine), run, reach, outcome)) or 0


def page(
    session: Session, run: BulkRun, reach: Reach, outcome: Outcome | None, *, offset: int, size: int
) -> Sequence[BulkLine]:
    """Some of the lines, each with its account, which is still within reach."""
    return session.scalars(_lines(run, reach, outcome).offset(offset).limit(size)).all()


def every_line(session: Session, run: BulkRun, reach: Reach) -> Iterator[BulkLine]:
    """All of them, read little by little."""
    yield from session.scalars(_lines(run, reach), execution_options={"yield_per": 1000})


def _lines(run: BulkRun, reach: Reach, outcome: Outcome | None = None) -> Select[BulkLine]:
    query = _seen(select(BulkLine), run, reach, outcome)
    return query.options(contains_eager(BulkLine.mailbox)).order_by(BulkLine.position)


def _seen(query: Select[Any], run: BulkRun, reach: Reach, outcome: Outcome | None) -> Select[Any]:
    """What an account is called now is told to who reaches it now: a run is kept for months."""
    joined = query.join(BulkLine.mailbox).join(Structure, Structure.id == Mailbox.structure_id)
    mine = joined.where(BulkLine.run_id == run.id, within(reach))
    return mine.where(BulkLine.outcome == outcome) if outcome else mine


def piece(session: Session, run: BulkRun, size: int) -> Sequence[BulkLine]:
    """The next lines to treat."""
    query = select(BulkLine).where(BulkLine.run_id == run.id, BulkLine.position > run.done)
    return session.scalars(query.order_by(BulkLine.position).limit(size)).all()


def lock_accounts(session: Session, lines: Sequence[BulkLine]) -> Mapping[int, Mailbox]:
    """Their accounts, locked in the order of keys: two runs at once wait for each other, and never both."""
    query = select(Mailbox).where(Mailbox.id.in_([line.mailbox_id for line in lines])).order_by(Mailbox.id)
    return {mailbox.id: mailbox for mailbox in session.scalars(records.locking(query))}


def transferred(session: Session, run: BulkRun) -> Mapping[int, Sequence[str]]:
    """The addresses of the accounts that a run has moved, by the structure that they came from."""
    query = (
        select(BulkLine.structure_id, Mailbox.address)
        .join(BulkLine.mailbox)
        .where(BulkLine.run_id == run.id, BulkLine.concerned, BulkLine.left > 0)
        .order_by(BulkLine.position)
    )
    found: dict[int, list[str]] = {}
    for structure_id, address in session.execute(query):
        found.setdefault(structure_id, []).append(address)
    return found


def lost(session: Session, before: datetime) -> Sequence[BulkRun]:
    """The runs under way that no worker has moved since this instant, locked."""
    under_way = BulkRun.stage.in_([Stage.DOING, Stage.UNDOING])
    query = select(BulkRun).where(under_way, BulkRun.moved_at < before).with_for_update(skip_locked=True)
    return session.scalars(query).all()


def forget(session: Session, *, previews_before: datetime, before: datetime) -> None:
    """Remove the runs that nobody confirmed, and the reports that are no longer kept."""
    unconfirmed = (BulkRun.stage == Stage.PREVIEWED) & (BulkRun.asked_at < previews_before)
    session.execute(delete(BulkRun).where(unconfirmed | (BulkRun.asked_at < before)))


def forget_oldest(session: Session, author_id: int, *, but: int) -> None:
    """Remove the previews of this person, all but the latest."""
    one_at_a_time(session, f"medimail.lots.{author_id}")
    waiting = (BulkRun.author_id == author_id, BulkRun.stage == Stage.PREVIEWED)
    kept = session.scalars(select(BulkRun.id).where(*waiting).order_by(BulkRun.id.desc()).limit(but)).all()
    session.execute(delete(BulkRun).where(*waiting, BulkRun.id.not_in(kept)))
