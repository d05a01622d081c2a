"""Addresses proved by a mailed code or link, and what a draft keeps that a request has not."""

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base
from portal.proving.models import Proof


class AddressProof(Proof, Base):
    """An address proved for the public request, by a code or by the link of a draft; it opens one draft there."""

    __tablename__ = "raccordement_address_proof"

    # The draft that this browser has open, then the request that it became.
    raccordement_id: Mapped[int | None] = mapped_column(ForeignKey("raccordement.id", ondelete="CASCADE"), index=True)


class Draft(Base):
    """The juridical establishments picked in a draft, in order: one of them may have no territorial ticked yet."""

    __tablename__ = "raccordement_draft"

    raccordement_id: Mapped[int] = mapped_column(ForeignKey("raccordement.id", ondelete="CASCADE"), primary_key=True)
    juridicals: Mapped[list[str]] = mapped_column(JSON, default=list)
