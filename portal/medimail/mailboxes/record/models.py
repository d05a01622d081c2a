"""The mailbox accounts, whom they open to, and what is asked of them for the night."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.db import AutoKey, Base, stored_words
from portal.medimail.mailboxes.record.rules.changes import ChangeState
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import State
from portal.medimail.structures.models import Structure
from portal.medimail.structures.rules.settings import NumberKind
from portal.registers.models import Exact


class Mailbox(Base):
    """A mailbox account of one of the five types; its address names it alone, whatever its state.

    `account_id` is the person who signs in to it: nobody for a shared one, nobody either before the registration is
    finalised. `version` counts what was changed: whoever saves says which version they saw. What is not filled in is
    empty text, save what is searched by its exact value.
    """

    __tablename__ = "mailbox"
    __table_args__ = (
        # A tab of one structure, and one of a whole tree, each in the order of names.
        Index("ix_mailbox_list", "structure_id", "state", "search", "id", "kind"),
        Index("ix_mailbox_state", "state", "search", "id", "kind", "structure_id"),
        Index("ix_mailbox_state_since", "state", "state_since"),
    )

    id: Mapped[int] = mapped_column(AutoKey, primary_key=True)
    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[Kind] = mapped_column(stored_words(Kind))
    # By its type or its profession, today or once: kept here, as the journal forgets. No change of type takes it away.
    was_professional: Mapped[bool] = mapped_column(default=False)
    state: Mapped[State] = mapped_column(stored_words(State))
    # Where it stood before it was rejected, asleep included, or before it fell asleep: where it comes back to.
    stood: Mapped[State | None] = mapped_column(stored_words(State))
    state_since: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    address: Mapped[str] = mapped_column(String(254), unique=True)
    last_name: Mapped[str] = mapped_column(String(100))
    first_name: Mapped[str] = mapped_column(String(100))
    rpps: Mapped[str | None] = mapped_column(String(11), index=True)
    adeli: Mapped[str | None] = mapped_column(String(9), index=True)
    company: Mapped[str] = mapped_column(String(200), default="")
    service: Mapped[str] = mapped_column(String(200), default="")
    street: Mapped[str] = mapped_column(String(200), default="")
    complement: Mapped[str] = mapped_column(String(200), default="")
    postal_code: Mapped[str] = mapped_column(String(5), default="")
    city: Mapped[str] = mapped_column(String(100), default="")
    departement_code: Mapped[str | None] = mapped_column(ForeignKey("departement.code"))
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"))
    phone: Mapped[str] = mapped_column(String(20), default="")
    other_phone: Mapped[str] = mapped_column(String(20), default="")
    # The labels of the nomenclature: half of the professions of source 003 bear no code.
    profession: Mapped[str] = mapped_column(String(100), default="")
    specialty: Mapped[str] = mapped_column(String(100), default="")
    diploma: Mapped[str] = mapped_column(String(100), default="")
    is_liberal: Mapped[bool] = mapped_column(default=False)
    place_kind: Mapped[NumberKind | None] = mapped_column(stored_words(NumberKind))
    place_number: Mapped[str | None] = mapped_column(String(14))
    return_address: Mapped[str] = mapped_column(String(254), default="", index=True)
    responsible_last_name: Mapped[str] = mapped_column(String(100), default="")
    responsible_first_name: Mapped[str] = mapped_column(String(100), default="")
    responsible_profession: Mapped[str] = mapped_column(String(100), default="")
    responsible_rpps: Mapped[str] = mapped_column(String(11), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    title: Mapped[str] = mapped_column(String(20), default="")
    apicrypt: Mapped[str] = mapped_column(String(100), default="")
    apicrypt_specialty: Mapped[str] = mapped_column(String(100), default="")
    expires_on: Mapped[date | None] = mapped_column(index=True)

    # The MSSanté correspondance: the whole address, published each night unless it is hidden.
    mssante: Mapped[str | None] = mapped_column(String(254), unique=True)
    mssante_visible: Mapped[bool] = mapped_column(default=True)

    # « liste rouge »: out of Medimail's own directory.
    unlisted: Mapped[bool] = mapped_column(default=False)
    paperless: Mapped[bool] = mapped_column(default=False)
    notify_each: Mapped[bool] = mapped_column(default=True)
    notify_daily: Mapped[bool] = mapped_column(default=False)
    notify_opening: Mapped[bool] = mapped_column(default=False)
    # The mailbox shown first to the person who signs in to this one; None for itself.
    default_id: Mapped[int | None] = mapped_column(ForeignKey("mailbox.id", ondelete="SET NULL"))

    # The last link of finalisation that counts: one sent again kills those before.
    link_version: Mapped[int] = mapped_column(default=1)
    relaunched_at: Mapped[datetime | None]
    finalised_at: Mapped[datetime | None]
    terms_version: Mapped[str] = mapped_column(String(20), default="")
    # When the night last warned of an end that draws near.
    warned_at: Mapped[datetime | None]
    # Why it was rejected, as its administrator wrote it; or why the night put it to sleep.
    reason: Mapped[str] = mapped_column(Text, default="")

    # Names, address and numbers, folded: what a search reads, and the order of the lists.
    search: Mapped[str] = mapped_column(Exact)

    structure: Mapped[Structure] = relationship(lazy="raise")
    account: Mapped[Account | None] = relationship(lazy="raise", foreign_keys=[account_id])

    @property
    def full_name(self) -> str:
        """First name and last name, for display."""
        return f"{self.first_name} {self.last_name}"


class Connection(Base):
    """A « compte de connexion »: a person's mailbox (MED, PER, INT) that opens a shared one (ORG, APP)."""

    __tablename__ = "mailbox_connection"

    shared_id: Mapped[int] = mapped_column(ForeignKey("mailbox.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("mailbox.id", ondelete="CASCADE"), primary_key=True, index=True)
    # Whether the person is told, at their own address, of what the shared one receives.
    notify: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]


class Delegation(Base):
    """A mailbox that receives a copy of all that another one receives, for as long as this row stands."""

    __tablename__ = "mailbox_delegation"

    mailbox_id: Mapped[int] = mapped_column(ForeignKey("mailbox.id", ondelete="CASCADE"), primary_key=True)
    delegate_id: Mapped[int] = mapped_column(ForeignKey("mailbox.id", ondelete="CASCADE"), primary_key=True, index=True)
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class AddressChange(Base):
    """A change of address asked for; the night does it, and until then it may be corrected or called off."""

    __tablename__ = "mailbox_address_change"
    __table_args__ = (
        # One at a time for each mailbox, and no two for one address.
        Index(
            "uq_mailbox_address_change_asked",
            "mailbox_id",
            unique=True,
            sqlite_where=text("state = 'demande'"),
            postgresql_where=text("state = 'demande'"),
        ),
        Index(
            "uq_mailbox_address_change_new",
            "new",
            unique=True,
            sqlite_where=text("state = 'demande'"),
            postgresql_where=text("state = 'demande'"),
        ),
        Index("ix_mailbox_address_change_state", "state", "asked_at"),
        # An address that was somebody's is given to nobody else.
        Index("ix_mailbox_address_change_old", "old"),
    )

    id: Mapped[int] = mapped_column(AutoKey, primary_key=True)
    mailbox_id: Mapped[int] = mapped_column(ForeignKey("mailbox.id", ondelete="CASCADE"), index=True)
    old: Mapped[str] = mapped_column(String(254))
    new: Mapped[str] = mapped_column(String(254))
    state: Mapped[ChangeState] = mapped_column(stored_words(ChangeState))
    asked_at: Mapped[datetime]
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    done_at: Mapped[datetime | None]
    # Why the night could not do it, as a sentence.
    failure: Mapped[str] = mapped_column(String(300), default="")

    mailbox: Mapped[Mailbox] = relationship(lazy="raise")


class Relance(Base):
    """One sending of « Relancer vos utilisateurs préinscrits » by a structure."""

    __tablename__ = "relance"
    __table_args__ = (Index("ix_relance_structure_id_id", "structure_id", "id"),)

    id: Mapped[int] = mapped_column(AutoKey, primary_key=True)
    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    # When everybody had been written to; None while a worker is at it.
    finished_at: Mapped[datetime | None]
    # When some were last written to, or a worker last called again; how many times it was.
    moved_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)


class Relaunched(Base):
    """Somebody to whom a relance was sent."""

    __tablename__ = "relance_mailbox"

    relance_id: Mapped[int] = mapped_column(ForeignKey("relance.id", ondelete="CASCADE"), primary_key=True)
    mailbox_id: Mapped[int] = mapped_column(ForeignKey("mailbox.id", ondelete="CASCADE"), primary_key=True, index=True)
