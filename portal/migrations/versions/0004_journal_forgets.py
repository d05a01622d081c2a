"""The journal forgets people: the chain covers a salted digest of what tells of them, and the head how far it is erased.

The chain is made anew over the rows that are there, once the old one has been followed to its end: a witness noted
before no longer says anything. Rows are read and written a thousand at a time.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC
from typing import Any, NoReturn

import sqlalchemy as sa
from alembic import op

from portal.config import ConfigError, settings
from portal.db import UtcDateTime


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

_BATCH = 1000
_GENESIS = '0' * 64
_PEOPLE = ('actor_id', 'subject_id', 'address', 'request_id', 'before', 'after')
_CHAINED = ('salt', 'commitment', 'previous', 'key', 'digest')
_ABORT = "BEGIN SELECT RAISE(ABORT, 'le journal ne se modifie pas'); END"
_CALL = "EXECUTE FUNCTION journal_refuse()"
_FORGETS = (
    "NEW.id = OLD.id AND NEW.at = OLD.at AND NEW.event = OLD.event AND NEW.commitment = OLD.commitment "
    "AND NEW.previous = OLD.previous AND NEW.key = OLD.key AND NEW.digest = OLD.digest "
    "AND NEW.actor_id IS NULL AND NEW.subject_id IS NULL AND NEW.address IS NULL AND NEW.request_id IS NULL "
    "AND NEW.before IS NULL AND NEW.after IS NULL AND NEW.salt IS NULL AND OLD.salt IS NOT NULL"
)
_MOVES = (
    "NEW.rows > OLD.rows AND NEW.erased = OLD.erased OR "
    "NEW.rows = OLD.rows AND NEW.link = OLD.link AND NEW.erased > OLD.erased AND NEW.erased <= NEW.rows"
)
_AHEAD = "NEW.id > COALESCE((SELECT erased FROM journal_head), 0)"
_ERASE = (
    "CREATE OR REPLACE FUNCTION journal_erase() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN IF {_AHEAD} THEN RAISE EXCEPTION 'le journal ne se modifie pas'; END IF; RETURN NEW; END $$"
)
_BEFORE = {
    "sqlite": (
        f"CREATE TRIGGER journal_keeps BEFORE UPDATE ON journal {_ABORT}",
        f"CREATE TRIGGER journal_head_goes_on BEFORE UPDATE ON journal_head WHEN NEW.rows <= OLD.rows {_ABORT}",
    ),
    "postgresql": (
        f"CREATE TRIGGER journal_keeps BEFORE UPDATE OR DELETE ON journal FOR EACH ROW {_CALL}",
        f"CREATE TRIGGER journal_head_goes_on BEFORE UPDATE ON journal_head FOR EACH ROW WHEN (NEW.rows <= OLD.rows) {_CALL}",
    ),
}
_AFTER = {
    "sqlite": (
        f"CREATE TRIGGER journal_keeps BEFORE UPDATE ON journal WHEN NOT ({_FORGETS}) {_ABORT}",
        f"CREATE TRIGGER journal_erases BEFORE UPDATE ON journal WHEN {_AHEAD} {_ABORT}",
        f"CREATE TRIGGER journal_head_goes_on BEFORE UPDATE ON journal_head WHEN NOT ({_MOVES}) {_ABORT}",
    ),
    "postgresql": (
        _ERASE,
        f"CREATE TRIGGER journal_keeps BEFORE UPDATE ON journal FOR EACH ROW WHEN (NOT ({_FORGETS})) {_CALL}",
        "CREATE TRIGGER journal_erases BEFORE UPDATE ON journal FOR EACH ROW EXECUTE FUNCTION journal_erase()",
        f"CREATE TRIGGER journal_remains BEFORE DELETE ON journal FOR EACH ROW {_CALL}",
        f"CREATE TRIGGER journal_head_goes_on BEFORE UPDATE ON journal_head FOR EACH ROW WHEN (NOT ({_MOVES})) {_CALL}",
    ),
}

_journal = sa.table('journal', sa.column('id'), sa.column('at', UtcDateTime()), *map(sa.column, (
    'event', *_PEOPLE, 'salt', 'commitment', 'previous', 'key', 'digest')))
_head = sa.table('journal_head', *map(sa.column, ('rows', 'link', 'erased', 'key', 'seal')))


def upgrade() -> None:
    _drop('journal_keeps', 'journal')
    _drop('journal_head_goes_on', 'journal_head')
    _prove()
    op.add_column('journal', sa.Column('salt', sa.String(length=32), nullable=True))
    op.add_column('journal', sa.Column('commitment', sa.String(length=64), nullable=False, server_default=''))
    op.add_column('journal_head', sa.Column('erased', sa.Integer(), nullable=False, server_default='0'))
    if op.get_bind().dialect.name == 'postgresql':
        op.alter_column('journal', 'commitment', server_default=None)
        op.alter_column('journal_head', 'erased', server_default=None)
    _chain_anew(_committed, _link, lambda rows, link: f'head\n{rows}\n{link}\n0')
    for statement in _AFTER[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    _drop('journal_keeps', 'journal')
    _drop('journal_erases', 'journal')
    _drop('journal_head_goes_on', 'journal_head')
    if op.get_bind().dialect.name == 'postgresql':
        _drop('journal_remains', 'journal')
        op.execute("DROP FUNCTION journal_erase()")
    _chain_anew(lambda _: {}, _former_link, lambda rows, link: f'head\n{rows}\n{link}')
    # Of what was erased nothing comes back: the former chain then covers empty values.
    for table, column in (('journal', 'salt'), ('journal', 'commitment'), ('journal_head', 'erased')):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    for statement in _BEFORE[op.get_bind().dialect.name]:
        op.execute(statement)


def _drop(trigger: str, table: str) -> None:
    op.execute(f"DROP TRIGGER IF EXISTS {trigger}" + (f" ON {table}" if op.get_bind().dialect.name == 'postgresql' else ""))


def _rows(columns: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Every row in order, a thousand at a time."""
    last = 0
    query = sa.select(*columns).order_by(_journal.c.id).limit(_BATCH)
    while batch := op.get_bind().execute(query.where(_journal.c.id > last)).mappings().all():
        yield batch
        last = batch[-1]['id']


def _sealed_by(key: bytes, text: str) -> str:
    return hmac.digest(key, text.encode(), hashlib.sha256).hex()


def _keys() -> dict[str, bytes]:
    """The sealing keys by name, the one that seals first."""
    derived = [hmac.digest(secret.encode(), b'portail:audit', hashlib.sha256) for secret in settings().secret_keys]
    return {hmac.digest(key, b'name', hashlib.sha256).hex()[:8]: key for key in derived}


def _instant(row: Mapping[str, Any]) -> str:
    return str(row['at'].astimezone(UTC).isoformat(timespec='microseconds'))


def _digest(prefix: bytes, values: Sequence[Any]) -> str:
    return hashlib.sha256(prefix + json.dumps(values, ensure_ascii=False, separators=(',', ':')).encode()).hexdigest()


def _former_link(previous: str, row: Mapping[str, Any]) -> str:
    return _digest(b'portail:journal:1\n', [previous, _instant(row), row['event'], *(row[name] for name in _PEOPLE)])


def _link(previous: str, row: Mapping[str, Any]) -> str:
    return _digest(b'portail:journal:2\n', [previous, _instant(row), row['event'], row['commitment']])


def _committed(row: Mapping[str, Any]) -> dict[str, str]:
    salt = secrets.token_hex(16)
    values = [row[name] for name in _PEOPLE]
    return {'salt': salt, 'commitment': _digest(b'portail:journal:personnes:1\n', [salt, *values])}


def _prove() -> None:
    """Follow the former chain to its end, so that a journal already tampered with is not sealed anew as if it were sound."""
    count, link = 0, _GENESIS
    for batch in _rows([column for column in _journal.c if column.name not in {'salt', 'commitment'}]):
        for row in batch:
            count += 1
            if row['id'] != count or row['previous'] != link:
                _refuse(count)
            link = _former_link(link, row)
    head = op.get_bind().execute(sa.select(_head.c.rows, _head.c.key, _head.c.seal)).mappings().one_or_none()
    if head is None or not head['rows']:
        return _refuse(count) if count else None
    key = _keys().get(head['key'])
    if not key or head['rows'] != count or head['seal'] != _sealed_by(key, f'head\n{count}\n{link}'):
        _refuse(count)


def _refuse(row: int) -> NoReturn:
    raise ConfigError(
        f"Le journal n’est pas intact vers la ligne {row}, ou la clé qui l’a scellé manque à PORTAL_SECRET_KEY\u00a0: la base "
        "reste à sa version. « portail audit verify », de la version précédente, dit ce qui ne va pas."
    )


def _chain_anew(
    committed: Callable[[Mapping[str, Any]], dict[str, str]],
    link_of: Callable[[str, Mapping[str, Any]], str],
    head_text: Callable[[int, str], str],
) -> None:
    """Chain and seal every row again, with the key that seals."""
    name, key = next(iter(_keys().items()))
    count, link = 0, _GENESIS
    update = sa.update(_journal).where(_journal.c.id == sa.bindparam('here')).values(
        {column: sa.bindparam(column) for column in _CHAINED})
    for batch in _rows(list(_journal.c)):
        changed = []
        for found in batch:
            row = {**found, **committed(found), 'previous': link, 'key': name}
            link, count = link_of(link, row), count + 1
            row['digest'] = _sealed_by(key, 'row\n' + link)
            changed.append({'here': row['id'], **{column: row[column] for column in _CHAINED}})
        op.get_bind().execute(update, changed)
    if count:
        op.get_bind().execute(_head.update().values(link=link, key=name, seal=_sealed_by(key, head_text(count, link))))
