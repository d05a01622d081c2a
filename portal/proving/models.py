"""What every proof of an address is made of; each room has a table of its own, with what the proof opens there."""

from datetime import datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import AutoKey


class Proof:
    """An address that somebody says is theirs, in one browser.

    The secret behind its codes is never stored, only its salt; a proof that no code gave has none.
    """

    id: Mapped[int] = mapped_column(AutoKey, primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    browser_mark: Mapped[str] = mapped_column(String(64), index=True)
    salt: Mapped[str] = mapped_column(String(43), default="")
    issued: Mapped[list[str]] = mapped_column(JSON, default=list)
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(index=True)
    proved_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    @property
    def issued_at(self) -> list[datetime]:
        """When each code was asked to be sent."""
        return [datetime.fromisoformat(text) for text in self.issued]
