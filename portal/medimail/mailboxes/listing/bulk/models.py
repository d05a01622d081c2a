"""A run on many accounts, and what became of each: enough of what was before to lead back there."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import AutoKey, Base, stored_words
from portal.medimail.mailboxes.listing.bulk.rules import Stage
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.states import Action, State
from portal.medimail.structures.models import Structure
from portal.tabular.report import Outcome


class BulkRun(Base):
    """One act on the accounts that somebody chose; its reference names it in the address of its page.

    `done` is the position of the last line treated, in the stage that is under way.
    """

    __tablename__ = "bulk_run"

    id: Mapped[int] = mapped_column(AutoKey, primary_key=True)
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id", ondelete="CASCADE"))
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    action: Mapped[Action] = mapped_column(stored_words(Action))
    stage: Mapped[Stage] = mapped_column(stored_words(Stage))
    # Where the accounts go, and why they are rejected; known once the run is confirmed.
    target_id: Mapped[int | None] = mapped_column(ForeignKey("structure.id", ondelete="SET NULL"))
    reason: Mapped[str] = mapped_column(Text, default="")
    # Whether those who are rejected administer no more, where its author may take them off.
    dismisses: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime] = mapped_column(index=True)
    finished_at: Mapped[datetime | None]
    # When a worker was last at it.
    moved_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    lines: Mapped[int]

    target: Mapped[Structure | None] = relationship(lazy="raise", foreign_keys=[target_id])


class BulkLine(Base):
    """One account of a run: what is foretold of it, then what became of it."""

    __tablename__ = "bulk_line"
    __table_args__ = (Index("ix_bulk_line_outcome", "run_id", "outcome", "position"),)

    run_id: Mapped[int] = mapped_column(ForeignKey("bulk_run.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    mailbox_id: Mapped[int] = mapped_column(ForeignKey("mailbox.id", ondelete="CASCADE"), index=True)
    outcome: Mapped[Outcome] = mapped_column(stored_words(Outcome))
    # Two sentences that name accounts, of `rules.alerts`, and one that names none.
    said: Mapped[str] = mapped_column(String(600), default="")
    # Whether the act is to be done to it, then whether it was; an alert may be told of it all the same.
    concerned: Mapped[bool]
    # The version that was shown, then the one that the run left; 0 when it changed nothing.
    seen: Mapped[int]
    left: Mapped[int] = mapped_column(default=0)
    state: Mapped[State] = mapped_column(stored_words(State))
    since: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text, default="")
    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id", ondelete="CASCADE"))

    mailbox: Mapped[Mailbox] = relationship(lazy="raise")
