"""The counts that are watched."""

from math import inf
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal import clock
from portal.accounts.models import Credential, SignedInSession
from portal.jobs import store as jobs
from portal.mail import store as mail
from portal.mail.models import OutboxMail


def revision(session: Session) -> str:
    """The revision of the tables.

    Raises:
        SQLAlchemyError: the database does not answer, or was never migrated.
    """
    return str(session.scalar(text("SELECT version_num FROM alembic_version")))


def gauges(session: Session) -> dict[str, tuple[str, float]]:
    """What is watched: name, what it means, value."""
    count, oldest = mail.backlog(session)
    worked = jobs.last_finished(session)
    return {
        "courriels_en_attente": ("Messages de la boîte d’envoi qui attendent.", count),
        "courriel_plus_ancien_secondes": (
            "Âge du plus ancien message qui attend.",
            (clock.now() - oldest).total_seconds() if oldest else 0,
        ),
        "travail_de_fond_secondes": (
            "Temps écoulé depuis le dernier passage du travail de fond, infini s’il n’est jamais passé.",
            (clock.now() - worked).total_seconds() if worked else inf,
        ),
        "courriels_abandonnes": ("Messages abandonnés.", _count(session, OutboxMail.given_up_at)),
        "sessions_ouvertes": ("Sessions ouvertes.", _count(session, SignedInSession.id)),
        "comptes_bloques": ("Comptes bloqués.", _count(session, Credential.blocked_at)),
    }


def _count(session: Session, column: InstrumentedAttribute[Any]) -> int:
    """How many rows have something in this column."""
    return session.scalar(select(func.count(column)).where(column.is_not(None))) or 0
