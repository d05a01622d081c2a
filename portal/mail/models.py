"""The outbox: one row per mail, written with the change that causes it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from portal.db import AutoKey, Base
from portal.mail.rules import MAX_ADDRESS, MAX_REASON, MAX_SUBJECT


class OutboxMail(Base):
    """A mail, waiting as long as `next_try_at` is set; then sent, dropped or given up."""

    __tablename__ = "outbox_mail"

    id: Mapped[int] = mapped_column(AutoKey, primary_key=True)
    recipient: Mapped[str] = mapped_column(String(MAX_ADDRESS))
    subject: Mapped[str] = mapped_column(String(MAX_SUBJECT))
    template: Mapped[str] = mapped_column(String(100))
    # Codes and links: wiped as soon as the mail is sent, dropped or given up, and never logged.
    context: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    message_id: Mapped[str] = mapped_column(String(300))
    created_at: Mapped[datetime] = mapped_column(index=True)
    not_after: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None]
    claimed_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(MAX_REASON))


def _partial(column: InstrumentedAttribute[datetime | None]) -> Index:
    return Index(None, column, sqlite_where=column.is_not(None), postgresql_where=column.is_not(None))


# The sweep and the count of failures stay as cheap with a million mails sent as with none.
_partial(OutboxMail.next_try_at)
_partial(OutboxMail.given_up_at)
