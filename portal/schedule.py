"""What the worker does: a table of tasks that a commit wakes, and one of the work that comes round."""

from datetime import time, timedelta

from flask import Flask
from sqlalchemy.orm import Session

from portal import audit
from portal.accounts import jobs as accounts
from portal.audit import Event
from portal.config import Settings
from portal.jobs import storage
from portal.jobs.rules import Daily
from portal.jobs.runner import Runner, Slot
from portal.mail import outbox
from portal.mail import service as mail
from portal.medimail.mailboxes.addresses import jobs as addresses
from portal.medimail.mailboxes.ageing import jobs as ageing
from portal.medimail.mailboxes.listing.bulk import working as bulk
from portal.medimail.mailboxes.listing.bulk.service import WORK as BULK
from portal.medimail.mailboxes.listing.relances import service as relances
from portal.medimail.mailboxes.record.rules.nights import ADDRESSES_AT, AGEING_AT
from portal.operations import service as operations
from portal.profiles.imports import jobs as imports
from portal.profiles.imports.service import WORK as IMPORT
from portal.raccordement.certificates import jobs as certificates
from portal.raccordement.instruction.listing import jobs as instruction

MINUTE = timedelta(minutes=1)


def runner(app: Flask, settings: Settings) -> Runner:
    """The worker's tasks and slots for this application."""
    return Runner(
        app,
        storage.connect(settings.jobs_url),
        tasks={
            outbox.DELIVER: lambda mail_id: mail.deliver(mail_id, on_give_up=note_given_up),
            IMPORT: imports.work,
            relances.WORK: relances.work,
            BULK: bulk.work,
            ageing.WORK: ageing.wake,
        },
        slots=[
            Slot("mail.sweep", MINUTE, lambda: mail.sweep(on_give_up=note_given_up), patience=timedelta(minutes=5)),
            Slot("imports.sweep", MINUTE, imports.sweep, patience=timedelta(minutes=5)),
            Slot("relances.sweep", MINUTE, relances.sweep, patience=timedelta(minutes=5)),
            Slot("bulk.sweep", MINUTE, bulk.sweep, patience=timedelta(minutes=5)),
            Slot("bulk.purge", Daily(time(3, 40)), bulk.purge),
            Slot("accounts.remind", Daily(time(6, 30)), accounts.remind),
            Slot("certificates.warn", Daily(time(6, 45)), certificates.warn),
            Slot("raccordement.tell", Daily(time(7, 0)), instruction.tell),
            Slot("addresses.change", Daily(ADDRESSES_AT), addresses.change),
            Slot("mailboxes.age", Daily(AGEING_AT), ageing.age),
            Slot("operations.purge", Daily(time(3, 30)), operations.purge),
        ],
    )


def note_given_up(session: Session, given_up: mail.GivenUp) -> None:
    """Write in the journal that a mail never reached its recipient."""
    audit.record(session, Event.MAIL_GIVEN_UP, after={"message": given_up.mail_id, "modele": given_up.template})
