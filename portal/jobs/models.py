"""The slots that were taken: the key makes one winner of however many workers tick at once."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class JobSlot(Base):
    """One run of a periodic job."""

    __tablename__ = "job_slot"

    job: Mapped[str] = mapped_column(String(64), primary_key=True)
    slot: Mapped[datetime] = mapped_column(primary_key=True)
    claimed_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
