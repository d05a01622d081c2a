"""The structures, who is told of what happens there, and whom they enrol.

Who administers a structure is a right of the account (`administrateur_medimail`) whose scope is the structure's key;
the same right without a scope is the GRADeS's.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import AutoKey, Base, stored_words
from portal.medimail.structures.rules.settings import UNLIMITED, Criterion, NumberKind, Status
from portal.registers.models import Exact


class Structure(Base):
    """A structure, under its mother or at the top of the tree.

    `version` counts what was changed: whoever saves says which version they saw. What is not filled in is empty text.
    """

    __tablename__ = "structure"
    __table_args__ = (Index("ix_structure_folded", "folded", "id"),)

    id: Mapped[int] = mapped_column(AutoKey, primary_key=True)
    mother_id: Mapped[int | None] = mapped_column(ForeignKey("structure.id"), index=True)
    # Its place in the tree (see rules.tree); written once the key is known.
    path: Mapped[str] = mapped_column(Exact, unique=True)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    name: Mapped[str] = mapped_column(String(200))
    # The name as it is searched and sorted.
    folded: Mapped[str] = mapped_column(Exact)
    number_kind: Mapped[NumberKind | None] = mapped_column(stored_words(NumberKind))
    number: Mapped[str | None] = mapped_column(Exact, index=True)
    phone: Mapped[str] = mapped_column(String(20), default="")
    # What its people's addresses end with; empty when any domain will do.
    domain: Mapped[str] = mapped_column(String(253), default="")

    address: Mapped[str] = mapped_column(String(200), default="")
    complement: Mapped[str] = mapped_column(String(200), default="")
    postal_code: Mapped[str] = mapped_column(String(5), default="")
    city: Mapped[str] = mapped_column(String(100), default="")
    departement_code: Mapped[str | None] = mapped_column(ForeignKey("departement.code"))
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"))

    # The notices that its accounts start with: at each reception, each day, of shared mailboxes, at each opening.
    notify_each: Mapped[bool] = mapped_column(default=True)
    notify_daily: Mapped[bool] = mapped_column(default=False)
    notify_shared: Mapped[bool] = mapped_column(default=True)
    notify_opening: Mapped[bool] = mapped_column(default=False)

    enrols_status: Mapped[Status] = mapped_column(stored_words(Status), default=Status.ANY)

    mss_domain: Mapped[str] = mapped_column(String(253), default="")
    mss_max_per: Mapped[int] = mapped_column(default=UNLIMITED)
    mss_max_org: Mapped[int] = mapped_column(default=UNLIMITED)
    mss_max_app: Mapped[int] = mapped_column(default=UNLIMITED)
    mss_admin_only: Mapped[bool] = mapped_column(default=False)
    # « n’est plus proposé aux nouvelles structures »: None where it never was.
    office365_max: Mapped[int | None]

    mother: Mapped["Structure | None"] = relationship(remote_side="Structure.id", lazy="raise")


class Contact(Base):
    """Somebody who is told what the administrators of a structure are told, without being one."""

    __tablename__ = "structure_contact"
    __table_args__ = (UniqueConstraint("structure_id", "email"),)

    id: Mapped[int] = mapped_column(AutoKey, primary_key=True)
    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(200))


class Enrolment(Base):
    """One value by which a structure enrols those who register alone: a domain, a région, or the like."""

    __tablename__ = "structure_enrolment"
    __table_args__ = (Index("ix_structure_enrolment_value", "criterion", "value"),)

    structure_id: Mapped[int] = mapped_column(ForeignKey("structure.id", ondelete="CASCADE"), primary_key=True)
    criterion: Mapped[Criterion] = mapped_column(stored_words(Criterion), primary_key=True)
    value: Mapped[str] = mapped_column(Exact, primary_key=True)
