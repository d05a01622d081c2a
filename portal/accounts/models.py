"""People, their secret, their rights, the browsers and sessions that are theirs, and the counters that protect them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.rules import Closer, Kind, Level, Reach, Right
from portal.db import AutoKey, Base, stored_words


class Account(Base):
    """One per person; RPPS, CertDc identifier and e-mail address each name it alone."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(AutoKey, primary_key=True)
    kind: Mapped[Kind] = mapped_column(stored_words(Kind))
    rpps: Mapped[str | None] = mapped_column(String(11), unique=True)
    certdc_id: Mapped[str | None] = mapped_column(String(64), unique=True)
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    # Only « un compte spécifique » signs in by name (source 004): the key must then name one person.
    name_key: Mapped[str | None] = mapped_column(String(200), unique=True)
    last_name: Mapped[str] = mapped_column(String(100))
    first_name: Mapped[str] = mapped_column(String(100))
    mssante: Mapped[str | None] = mapped_column(String(254), index=True)
    contact: Mapped[str | None] = mapped_column(String(254))
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    # Who keeps it closed. Written by `closing` alone, and read through `closer`.
    closed_by: Mapped[Closer | None] = mapped_column(stored_words(Closer))

    credential: Mapped["Credential"] = relationship(back_populates="account", lazy="raise", passive_deletes=True)
    rights: Mapped[list["AccountRight"]] = relationship(
        lazy="raise", order_by="AccountRight.name", passive_deletes=True
    )

    @property
    def reach(self) -> Reach:
        """How this person may be reached."""
        return Reach(self.kind, self.mssante, self.contact, self.email)

    @property
    def closer(self) -> Closer | None:
        """Who keeps this account closed, None when it is open; an operator when nobody is named: the safe side."""
        return (self.closed_by or Closer.OPERATOR) if self.closed_at else None

    @property
    def full_name(self) -> str:
        """First name and last name, for display."""
        return f"{self.first_name} {self.last_name}"


class Credential(Base):
    """The password of a person and its age."""

    __tablename__ = "credential"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    password_hash: Mapped[str | None] = mapped_column(String(255))
    set_at: Mapped[datetime]
    sign_ins: Mapped[int] = mapped_column(default=0)
    # The last whole sign-in: six months without one make a mailbox inactive.
    signed_in_at: Mapped[datetime | None]
    must_change: Mapped[bool] = mapped_column(default=False)
    # Counts the changes of password and of state: a link made before the last one is dead.
    version: Mapped[int] = mapped_column(default=1)
    blocked_at: Mapped[datetime | None]
    reminded_days: Mapped[int | None]
    reminded_sign_ins: Mapped[int | None]

    account: Mapped[Account] = relationship(back_populates="credential", lazy="raise")


class AccountRight(Base):
    """A right, over everything or over one thing (`scope`: a FINESS number, a structure…)."""

    __tablename__ = "account_right"
    __table_args__ = (
        UniqueConstraint("account_id", "name", "scope"),
        # Who holds this right over this thing.
        Index("ix_account_right_name_scope", "name", "scope"),
    )

    id: Mapped[int] = mapped_column(AutoKey, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    name: Mapped[Right] = mapped_column(stored_words(Right))
    scope: Mapped[str] = mapped_column(String(64), default="")


class Browser(Base):
    """A browser that a person has proved to be theirs; `trusted_until` says how long it needs no code."""

    __tablename__ = "browser"
    __table_args__ = (UniqueConstraint("account_id", "mark"),)

    id: Mapped[int] = mapped_column(AutoKey, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    mark: Mapped[str] = mapped_column(String(64))
    label: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    trusted_until: Mapped[datetime | None]


class SignedInSession(Base):
    """An open session; the browser holds the token, the database only its digest."""

    __tablename__ = "signed_in_session"

    id: Mapped[int] = mapped_column(AutoKey, primary_key=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    level: Mapped[Level] = mapped_column(stored_words(Level))
    browser_mark: Mapped[str] = mapped_column(String(64))
    label: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(index=True)


class Counter(Base):
    """So many events since the window opened; the key is a digest, since it may be an identifier or an address."""

    __tablename__ = "counter"
    __table_args__ = (Index("ix_counter_ends_at", "ends_at"),)

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    events: Mapped[int]
    ends_at: Mapped[datetime]
