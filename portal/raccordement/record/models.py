"""A request to connect an information system, its establishments, its people, and all that was said and done."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import AutoKey, Base, stored_words
from portal.raccordement.record.rules import FIELDS, Values
from portal.raccordement.record.states import Action, Role, State
from portal.registers.models import Exact


class Raccordement(Base):
    """The request of one information system; a draft has no number yet.

    `version` counts what was changed: whoever acts says which version they saw, so that of two the second is told.
    """

    __tablename__ = "raccordement"
    __table_args__ = (Index("ix_raccordement_state_since", "state", "state_since"),)

    id: Mapped[int] = mapped_column(AutoKey, primary_key=True)
    number: Mapped[str | None] = mapped_column(String(20), unique=True)
    state: Mapped[State] = mapped_column(stored_words(State))
    # Where it stood before it left the line: suspended, revoked or archived.
    stood: Mapped[State | None] = mapped_column(stored_words(State))
    version: Mapped[int] = mapped_column(default=1)
    last_name: Mapped[str] = mapped_column(String(100), default="")
    first_name: Mapped[str] = mapped_column(String(100), default="")
    function: Mapped[str] = mapped_column(String(100), default="")
    email: Mapped[str] = mapped_column(String(254), index=True)
    phone: Mapped[str] = mapped_column(String(20), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    postal_code: Mapped[str] = mapped_column(String(5), default="")
    commune: Mapped[str] = mapped_column(String(100), default="")
    si_name: Mapped[str] = mapped_column(String(100), default="")
    si_version: Mapped[str] = mapped_column(String(50), default="")
    comments: Mapped[str] = mapped_column(Text, default="")
    # Folded: what the instructeurs' search reads, and what tells two requests of one system.
    search: Mapped[str] = mapped_column(Exact, default="")
    si_key: Mapped[str] = mapped_column(Exact, default="", index=True)
    instructor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime] = mapped_column(index=True)
    deposited_at: Mapped[datetime | None]
    state_since: Mapped[datetime]

    establishments: Mapped[list["Attached"]] = relationship(
        lazy="raise", order_by="Attached.finess_ej, Attached.finess_et", cascade="all, delete-orphan"
    )

    @property
    def values(self) -> Values:
        """The fields of the form, as they are."""
        return {name: getattr(self, name) for name in FIELDS}


class Attached(Base):
    """An establishment of a request: a territorial (ET), with the juridical one (EJ) under which it was ticked."""

    __tablename__ = "raccordement_establishment"

    raccordement_id: Mapped[int] = mapped_column(ForeignKey("raccordement.id", ondelete="CASCADE"), primary_key=True)
    finess_et: Mapped[str] = mapped_column(Exact, primary_key=True, index=True)
    finess_ej: Mapped[str] = mapped_column(Exact, index=True)


class Member(Base):
    """A gestionnaire SI of a record; one of them is the main correspondent."""

    __tablename__ = "raccordement_member"

    raccordement_id: Mapped[int] = mapped_column(ForeignKey("raccordement.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)
    main: Mapped[bool]
    joined_at: Mapped[datetime]


class Invitation(Base):
    """A colleague asked to join; the link names this row, which says whether it still opens."""

    __tablename__ = "raccordement_invitation"

    id: Mapped[int] = mapped_column(AutoKey, primary_key=True)
    raccordement_id: Mapped[int] = mapped_column(ForeignKey("raccordement.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    invited_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class Entry(Base):
    """What was done to a record: a move, a change of fields, an arrival; shown to both sides."""

    __tablename__ = "raccordement_entry"
    __table_args__ = (UniqueConstraint("raccordement_id", "version"),)

    id: Mapped[int] = mapped_column(AutoKey, primary_key=True)
    raccordement_id: Mapped[int] = mapped_column(ForeignKey("raccordement.id", ondelete="CASCADE"))
    # The version that it made.
    version: Mapped[int]
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    role: Mapped[Role] = mapped_column(stored_words(Role))
    # None for a change that moves nothing.
    action: Mapped[Action | None] = mapped_column(stored_words(Action))
    left_state: Mapped[State | None] = mapped_column(stored_words(State))
    reached_state: Mapped[State | None] = mapped_column(stored_words(State))
    reason: Mapped[str] = mapped_column(Text, default="")
    # field → [before, after], as they were shown.
    changes: Mapped[dict[str, list[str]]] = mapped_column(JSON, default=dict)


class Message(Base):
    """A line of the conversation; an internal note is never shown outside the instruction."""

    __tablename__ = "raccordement_message"

    id: Mapped[int] = mapped_column(AutoKey, primary_key=True)
    raccordement_id: Mapped[int] = mapped_column(ForeignKey("raccordement.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    role: Mapped[Role] = mapped_column(stored_words(Role))
    body: Mapped[str] = mapped_column(Text)
    internal: Mapped[bool]
    # What the browser drew when it showed the form: the same press twice is one message.
    press: Mapped[str] = mapped_column(String(43), unique=True)


class EstablishmentsRequest(Base):
    """Another list of establishments, asked for once the record is accepted; what was accepted stays live meanwhile."""

    __tablename__ = "raccordement_establishments_request"

    id: Mapped[int] = mapped_column(AutoKey, primary_key=True)
    raccordement_id: Mapped[int] = mapped_column(ForeignKey("raccordement.id", ondelete="CASCADE"), index=True)
    wanted: Mapped[list[str]] = mapped_column(JSON)
    asked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    accepted: Mapped[bool | None]
    reason: Mapped[str] = mapped_column(Text, default="")


class SandboxResult(Base):
    """What the bac à sable answered to one transfer; the web service that fills this table comes with it."""

    __tablename__ = "raccordement_sandbox_result"

    id: Mapped[int] = mapped_column(AutoKey, primary_key=True)
    raccordement_id: Mapped[int] = mapped_column(ForeignKey("raccordement.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    # The reference of the transfer in the caller's own system: the same one again is the same result.
    reference: Mapped[str] = mapped_column(String(64))
    conclusive: Mapped[bool]
    # The controls that failed, in words.
    findings: Mapped[list[str]] = mapped_column(JSON, default=list)

    __table_args__ = (UniqueConstraint("raccordement_id", "reference"),)
