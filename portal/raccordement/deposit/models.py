"""Addresses proved by a mailed code or link, and what a draft keeps that a request has not."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import AutoKey, Base


class AddressProof(Base):
    """An address that somebody says is theirs, in one browser; proved, it opens one draft there.

    The secret behind its codes is never stored, only its salt; a proof that a link gave was sent no code.
    """

    __tablename__ = "raccordement_address_proof"

    id: Mapped[int] = mapped_column(AutoKey, primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    browser_mark: Mapped[str] = mapped_column(String(64), index=True)
    salt: Mapped[str] = mapped_column(String(43), default="")
    issued: Mapped[list[str]] = mapped_column(JSON, default=list)
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(index=True)
    proved_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    # The draft that this browser has open, then the request that it became.
    raccordement_id: Mapped[int | None] = mapped_column(ForeignKey("raccordement.id", ondelete="CASCADE"), index=True)

    @property
    def issued_at(self) -> list[datetime]:
        """When each code was asked to be sent."""
        return [datetime.fromisoformat(text) for text in self.issued]


class Draft(Base):
    """The juridical establishments picked in a draft, in order: one of them may have no territorial ticked yet."""

    __tablename__ = "raccordement_draft"

    raccordement_id: Mapped[int] = mapped_column(ForeignKey("raccordement.id", ondelete="CASCADE"), primary_key=True)
    juridicals: Mapped[list[str]] = mapped_column(JSON, default=list)
