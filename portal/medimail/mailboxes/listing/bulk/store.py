"""The queries of runs; whoever asks for one says whose it must be."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, delete, func, insert, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.medimail.mailboxes.listing.bulk.models import BulkLine, BulkRun
from portal.medimail.mailboxes.listing.bulk.rules import MOST, Stage
from portal.medimail.mailboxes.listing.tabs.rules import Filters
from portal.medimail.mailboxes.listing.tabs.store import keys, of_structure
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.structures.models import Structure
from portal.tabular.report import Outcome


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


def counts(session: Session, run: BulkRun) -> Mapping[Outcome, int]:
    """How many accounts have each outcome."""
    query = select(BulkLine.outcome, func.count()).where(BulkLine.run_id == run.id).group_by(BulkLine.outcome)
    return dict(iter(session.execute(query)))


def already_there(session: Session, run: BulkRun, target_id: int) -> int:
    """How many of the accounts that may move already are in this structure."""
    query = select(func.count()).select_from(BulkLine).join(BulkLine.mailbox)
    here = (BulkLine.run_id == run.id, BulkLine.outcome == Outcome.OK, Mailbox.structure_id == target_id)
    return session.scalar(query.where(*here)) or 0


def page(session: Session, run: BulkRun, outcome: Outcome | None, *, offset: int, size: int) -> Sequence[BulkLine]:
    """Some of the lines, each with its account."""
    query = _lines(run).where(BulkLine.outcome == outcome) if outcome else _lines(run)
    return session.scalars(query.offset(offset).limit(size)).all()


def every_line(session: Session, run: BulkRun) -> Iterator[BulkLine]:
    """All the lines, read little by little."""
    yield from session.scalars(_lines(run), execution_options={"yield_per": 1000})


def _lines(run: BulkRun) -> Select[BulkLine]:
    query = select(BulkLine).join(BulkLine.mailbox).options(contains_eager(BulkLine.mailbox))
    return query.where(BulkLine.run_id == run.id).order_by(BulkLine.position)


def piece(session: Session, run: BulkRun, size: int) -> Sequence[BulkLine]:
    """The next lines to treat."""
    query = select(BulkLine).where(BulkLine.run_id == run.id, BulkLine.position > run.done)
    return session.scalars(query.order_by(BulkLine.position).limit(size)).all()


def lock_accounts(session: Session, lines: Sequence[BulkLine]) -> Mapping[int, Mailbox]:
    """Their accounts, locked in the order of keys: two runs at once wait for each other, and never both."""
    query = (
        select(Mailbox)
        .options(joinedload(Mailbox.structure, innerjoin=True))
        .where(Mailbox.id.in_([line.mailbox_id for line in lines]))
        .order_by(Mailbox.id)
        .with_for_update(of=Mailbox, key_share=True)
    )
    found = session.scalars(query.execution_options(populate_existing=True))
    return {mailbox.id: mailbox for mailbox in found}


def transferred(session: Session, run: BulkRun) -> Mapping[int, Sequence[str]]:
    """The addresses of the accounts that a run has moved, by the structure that they came from."""
    query = (
        select(BulkLine.structure_id, Mailbox.address)
        .join(BulkLine.mailbox)
        .where(BulkLine.run_id == run.id, BulkLine.outcome == Outcome.OK, BulkLine.left > 0)
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
