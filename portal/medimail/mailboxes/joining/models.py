"""A registration that somebody has begun in a browser."""

from datetime import datetime

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, stored_words
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.proving.models import Proof


class Joining(Proof, Base):
    """An address proved to register with, and what has been typed since, passwords left out.

    Once sent, what was typed is forgotten: the account has it. Where nothing was made of it, the mail that says so
    leads back to it (`joining.reopening`).
    """

    __tablename__ = "mailbox_joining"

    kind: Mapped[Kind | None] = mapped_column(stored_words(Kind))
    typed: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    sent_at: Mapped[datetime | None]
