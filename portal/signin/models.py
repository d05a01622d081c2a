"""The challenge between a right password and a session."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import AutoKey, Base, stored_words
from portal.signin.rules import Purpose


class Challenge(Base):
    """Codes mailed to one person for one browser; the secret behind them is never stored, only its salt."""

    __tablename__ = "challenge"

    id: Mapped[int] = mapped_column(AutoKey, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    browser_mark: Mapped[str] = mapped_column(String(64), index=True)
    purpose: Mapped[Purpose] = mapped_column(stored_words(Purpose))
    address: Mapped[str | None] = mapped_column(String(254))
    # The version of the credential when the password was right: changed since, it opens nothing.
    credential_version: Mapped[int]
    salt: Mapped[str] = mapped_column(String(43))
    issued: Mapped[list[str]] = mapped_column(JSON, default=list)
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(index=True)
    closed_at: Mapped[datetime | None]

    @property
    def issued_at(self) -> list[datetime]:
        """When each code was asked to be sent."""
        return [datetime.fromisoformat(text) for text in self.issued]
