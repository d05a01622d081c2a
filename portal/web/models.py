"""What a person had typed when the session ended, kept for them alone until they are back."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class KeptEntries(Base):
    """The entries of one form of one page, for one person; secrets never come here.

    `entries` maps the name of each field to the values sent under it.
    """

    __tablename__ = "kept_entries"

    # Accounts are a floor above: only the table is named.
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    path: Mapped[str] = mapped_column(String(500), primary_key=True)
    form: Mapped[str] = mapped_column(String(64), primary_key=True)
    entries: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    kept_at: Mapped[datetime] = mapped_column(index=True)
