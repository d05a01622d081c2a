"""The journal and its head; neither points at another table, since the journal outlives what it speaks of.

Both refuse in the database itself what the code never does: see `portal.audit.triggers`.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.audit import triggers
from portal.audit.naming import AddressNamed
from portal.db import AutoKey, Base


class JournalRow(Base):
    """One event. Its columns, in this order, are those of `portal.audit.chain.Row`.

    Once it is old enough, what tells of people is erased, salt included; the rest stays for ever.
    """

    __tablename__ = "journal"
    __table_args__ = (Index("ix_journal_subject_id_id", "subject_id", "id"),)

    # Given by the head, without a gap: a sequence would leave some behind each transaction undone.
    id: Mapped[int] = mapped_column(AutoKey, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    event: Mapped[str] = mapped_column(String(40))
    actor_id: Mapped[int | None]
    subject_id: Mapped[int | None]
    address: Mapped[str | None] = mapped_column(String(64))
    request_id: Mapped[str | None] = mapped_column(String(64))
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)
    salt: Mapped[str | None] = mapped_column(String(32))
    commitment: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(8))
    digest: Mapped[str] = mapped_column(String(64))


class JournalHead(Base):
    """Where the chain stands: one row, locked by whoever appends."""

    __tablename__ = "journal_head"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    rows: Mapped[int]
    link: Mapped[str] = mapped_column(String(64))
    # So many rows, from the first on, no longer tell of people.
    erased: Mapped[int]
    key: Mapped[str] = mapped_column(String(8))
    seal: Mapped[str] = mapped_column(String(64))


# What was done to one mailbox, whoever it is of and whether anybody signs in to it; rows that name no address, most of
# them, take no room there, nor do those that forgot it.
_ADDRESS = AddressNamed(JournalRow.after, JournalRow.before)
Index(
    "ix_journal_address",
    _ADDRESS,
    JournalRow.id,
    sqlite_where=_ADDRESS.is_not(None),
    postgresql_where=_ADDRESS.is_not(None),
)

for guarded in (JournalRow, JournalHead):
    triggers.install(guarded.metadata.tables[guarded.__tablename__])
