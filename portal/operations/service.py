"""What keeps the portal in order: the database at the right version, the demo filled, the old removed."""

from datetime import timedelta

from flask import current_app

from portal import clock, db
from portal.accounts import counters, sessions
from portal.audit import retention
from portal.config import settings
from portal.db import transaction
from portal.mail import service as mail
from portal.medimail.mailboxes.joining import store as joinings
from portal.medimail.mailboxes.joining.rules import LIFE as JOINING_LIFE
from portal.migrations.commands import upgrade
from portal.password import store as resets
from portal.profiles.imports import jobs as imports
from portal.raccordement.deposit import store as deposits
from portal.raccordement.deposit.rules import DRAFT_LIFE
from portal.signin import store as challenges
from portal.web import kept

# Requests and challenges are dead within the hour; a week of them helps to understand an incident.
KEPT = timedelta(days=7)


def prepare() -> None:
    """Bring the database of the current application up to date, and fill it if this is a demo."""
    upgrade()
    if settings().demo:
        from portal import demo  # noqa: PLC0415 - nothing of the demo is loaded elsewhere

        demo.fill_registers(current_app)
        demo.prepare(current_app)
    db.database().engine.dispose()


def purge() -> None:
    """Remove what is of no more use; run every night, and as often as one likes."""
    before = clock.now() - KEPT
    with transaction() as session:
        sessions.purge(session)
        counters.purge(session, clock.now())
        challenges.purge(session, before)
        resets.purge(session, before)
        kept.purge(session)
        joinings.purge(session, clock.now() - JOINING_LIFE)
        deposits.purge(session, proofs_before=before, drafts_before=clock.now() - DRAFT_LIFE)
    imports.purge()
    mail.purge()
    retention.purge()
