"""Requests made on « Mot de passe oublié ou compte bloqué ? »."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import AutoKey, Base


class ResetRequest(Base):
    """One per press of the button, for somebody or for nobody, so that both cost the same."""

    __tablename__ = "reset_request"

    id: Mapped[int] = mapped_column(AutoKey, primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    browser_mark: Mapped[str] = mapped_column(String(64), index=True)
    browser_label: Mapped[str] = mapped_column(String(80))
    salt: Mapped[str] = mapped_column(String(43))
    # The version of the credential when the link was made; any later change of it kills the link.
    credential_version: Mapped[int | None]
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    # Later than usual for a link that opens a new account: its owner asked for nothing, and may be on holiday.
    ends_at: Mapped[datetime] = mapped_column(index=True)
    closed_at: Mapped[datetime | None]
