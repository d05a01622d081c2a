"""The server certificates that were installed, the last one being the one in service; never a private key."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import AutoKey, Base


class ServerCertificate(Base):
    """One certificate, with its chain."""

    __tablename__ = "server_certificate"

    id: Mapped[int] = mapped_column(AutoKey, primary_key=True)
    pem: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    subject: Mapped[str] = mapped_column(Text)
    issuer: Mapped[str] = mapped_column(Text)
    not_before: Mapped[datetime]
    not_after: Mapped[datetime]
    installed_at: Mapped[datetime]
    installed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))


class CertificateWarning(Base):
    """An announcement that was made: the key makes one of however many nights run."""

    __tablename__ = "certificate_warning"

    certificate_id: Mapped[int] = mapped_column(
        ForeignKey("server_certificate.id", ondelete="CASCADE"), primary_key=True
    )
    days: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sent_at: Mapped[datetime]
