"""Reading the registers, and the one way that rows enter them: only what differs is written."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Column, Select, and_, or_, select, union
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.db import Base
from portal.registers.models import Commune, Edition, Establishment, PostalCode, Register
from portal.registers.rules.folding import ByNumber, ByWords, Nothing, read_query

Row = TypeVar("Row", bound=NamedTuple)

_STREAMED = {"yield_per": 1000}
# After every character that a number or a folded word may have.
_LAST = "~"


def edition(session: Session, register: Register) -> Edition | None:
    """The file that this register was last read from."""
    return session.get(Edition, register.value)


def editions(session: Session) -> Sequence[Edition]:
    """The files that the registers in place were last read from."""
    return session.scalars(select(Edition)).all()


def communes_of(session: Session, postal_code: str) -> Sequence[Commune]:
    """The communes that have this postal code, to be proposed once it is typed."""
    having = select(PostalCode.commune_code).where(PostalCode.postal_code == postal_code)
    return session.scalars(select(Commune).where(Commune.code.in_(having)).order_by(Commune.search)).all()


def open_numbers(session: Session) -> Iterator[str]:
    """The FINESS ET of every establishment that has not left the register."""
    yield from session.scalars(
        select(Establishment.finess_et).where(Establishment.left_on.is_(None)), execution_options=_STREAMED
    )


def current_communes(session: Session) -> Iterator[str]:
    """The code of every commune that still exists."""
    yield from session.scalars(select(Commune.code).where(Commune.current), execution_options=_STREAMED)


def merge(session: Session, model: type[Base], rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Write the rows that the table does not hold as they are.

    Args:
        session: Of the transaction.
        model: Their table; its columns have the names of the rows' fields, the first one being its key.
        rows: One at least, of different keys.

    Returns:
        The rows created, and those changed.
    """
    table = model.metadata.tables[model.__tablename__]
    columns = [table.c[name] for name in rows[0]._fields]
    found = session.execute(select(*columns).where(columns[0].in_([row[0] for row in rows])))
    known = {old[0]: tuple(old) for old in found}
    created = [row for row in rows if row[0] not in known]
    changed = [row for row in rows if known.get(row[0], row) != row]
    if written := created + changed:
        _upsert(session, columns, written)
    return created, changed


def _upsert(session: Session, columns: Sequence[Column[Any]], rows: Sequence[Row]) -> None:
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    key, *others = columns
    statement = dialect.insert(key.table)
    values = {column.name: statement.excluded[column.name] for column in others}
    upsert = statement.on_conflict_do_update(index_elements=[key], set_=values)
    session.execute(upsert, [row._asdict() for row in rows])


def search(session: Session, text: str, limit: int = 20) -> Sequence[Establishment]:
    """Open establishments that answer to a number (FINESS, SIREN, SIRET), a postal or INSEE code, a name or a commune.

    Words may be typed in any order and cut short; accents, case, hyphens and apostrophes do not matter. Names that
    begin with the first word come first, then the others, both in alphabetical order.
    """
    match read_query(text):
        case ByNumber() as number:
            return _load(session, session.scalars(_bearing(number).limit(limit)).all())
        case ByWords(groups):
            return _load(session, _by_words(session, groups, limit))
        case Nothing():
            return []


def _by_words(session: Session, groups: Sequence[tuple[str, ...]], limit: int) -> Sequence[str]:
    words = [_has_word(prefixes) for prefixes in groups]
    leading = _begins(Establishment.search, f" {groups[0][0]}")
    first = session.scalars(_searched(leading, *words).limit(limit)).all()
    if len(first) == limit:
        return first
    others = session.scalars(_searched(*words).limit(limit)).all()
    return list(dict.fromkeys([*first, *others]))[:limit]


def _searched(*conditions: Any) -> Select[str]:
    """What the index on `search` answers by itself, in its own order."""
    return (
        select(Establishment.finess_et)
        .where(*conditions, Establishment.left_on.is_(None))
        .order_by(Establishment.search, Establishment.finess_et)
    )


def _has_word(prefixes: tuple[str, ...]) -> Any:
    return or_(*(Establishment.search.like(f"% {prefix}%") for prefix in prefixes))


def _begins(column: InstrumentedAttribute[Any], prefix: str) -> Any:
    return and_(column >= prefix, column < prefix + _LAST)


def _bearing(number: ByNumber) -> Select[str]:
    """What bears such a number: one range of an index each, whichever the planner would rather scan."""
    beginning = [
        (column, prefix)
        for prefix in number.prefixes
        for column in (Establishment.finess_et, Establishment.finess_ej, Establishment.siret)
    ]
    beginning += [(Establishment.commune_code, commune) for commune in number.communes]
    numbers: list[Select[str]] = [
        select(Establishment.finess_et).where(_begins(column, prefix)) for column, prefix in beginning
    ]
    for postal_code in number.postal_codes:
        communes = select(PostalCode.commune_code).where(PostalCode.postal_code == postal_code)
        numbers.append(select(Establishment.finess_et).where(Establishment.postal_code == postal_code))
        numbers.append(select(Establishment.finess_et).where(Establishment.commune_code.in_(communes)))
    bearing = union(*numbers).subquery()
    return _searched().join(bearing, bearing.c.finess_et == Establishment.finess_et)


def _load(session: Session, numbers: Sequence[str]) -> Sequence[Establishment]:
    by_number = {
        found.finess_et: found
        for found in session.scalars(select(Establishment).where(Establishment.finess_et.in_(numbers)))
    }
    return [by_number[number] for number in numbers]
