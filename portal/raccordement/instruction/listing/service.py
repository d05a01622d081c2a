"""What waits too long is told: one digest a day to each instructeur, a reminder to the gestionnaires who correct."""

from datetime import timedelta

from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.models import Account
from portal.accounts.rules import address_of, code_route
from portal.config import settings
from portal.mail import outbox
from portal.raccordement.instruction.listing import mails, store
from portal.raccordement.instruction.listing.models import Digest, Reminder
from portal.raccordement.instruction.listing.rules import delay_of
from portal.raccordement.instruction.listing.store import Eye
from portal.raccordement.record import service as records
from portal.raccordement.record.models import Raccordement
from portal.raccordement.record.states import Audience


def delay() -> timedelta:
    """How long an answer may take before it is late."""
    return delay_of(settings().instruction_days)


def eye(account_id: int) -> Eye:
    """This person before the list, now."""
    return Eye(account_id, clock.now() - delay())


def send_digest(session: Session, account: Account) -> bool:
    """Tell an instructeur what is overdue among their own requests and those of nobody; False when nothing was sent.

    One digest a day, however often this runs: the row of the day is written with the mail.
    """
    today = clock.today()
    address = address_of(code_route(account.reach))
    if address is None or session.get(Digest, (account.id, today)) is not None:
        return False
    count, oldest = store.overdue(session, eye(account.id))
    if not count:
        return False
    session.add(Digest(account_id=account.id, day=today))
    session.flush()
    outbox.add(session, mails.digest(address, count, oldest, link=f"{settings().base_url}/instruction?vue=en_retard"))
    return True


def remind_of_correction(session: Session, record: Raccordement) -> bool:
    """Tell the gestionnaires that a correction is still awaited; False when they were told of this version already."""
    if session.get(Reminder, (record.id, record.version)):
        return False
    session.add(Reminder(raccordement_id=record.id, version=record.version))
    session.flush()
    link = records.page(record, Audience.MANAGERS)
    for address in records.addresses(session, record, Audience.MANAGERS):
        mail = mails.correction(
            address, number=str(record.number), si_name=record.si_name, since=record.state_since, link=link
        )
        outbox.add(session, mail)
    return True
