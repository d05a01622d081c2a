"""The reply templates, shared by all instructeurs."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import AutoKey, Base
from portal.raccordement.instruction.replies.rules import MAX_TITLE


class ReplyTemplate(Base):
    """A text with variables; `version` tells of two who change it at once."""

    __tablename__ = "raccordement_reply_template"

    id: Mapped[int] = mapped_column(AutoKey, primary_key=True)
    title: Mapped[str] = mapped_column(String(MAX_TITLE), unique=True)
    body: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
