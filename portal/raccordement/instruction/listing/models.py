"""What has been told of what waits, so that it is told once."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class Digest(Base):
    """The digest of overdue requests that an instructeur was sent on a day."""

    __tablename__ = "raccordement_digest"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)


class Reminder(Base):
    """The reminder that a request « à corriger » was given: once for each version of it that is left untouched."""

    __tablename__ = "raccordement_reminder"

    raccordement_id: Mapped[int] = mapped_column(ForeignKey("raccordement.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
