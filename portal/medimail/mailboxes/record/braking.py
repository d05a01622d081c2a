"""What is counted of those who administer: whom they write to, mails of one account or to one address, guesses.

A notice is never left out, or an attacker would first send harmless ones: it is the act that is refused.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from sqlalchemy.orm import Session

from portal import clock
from portal.accounts import counters
from portal.accounts.counters import Scope, Tally
from portal.config import settings
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.acts import TOO_MANY_GUESSES, Braked
from portal.medimail.mailboxes.record.rules.sheets import Fault

T = TypeVar("T")

# What a form tells of accounts that whoever fills it in may have no right to see.
TELLING = frozenset({"adresse_prise", "adresse_personne", "adresse_autrui", "rpps_autrui"})


def may_invite(session: Session, by: int | None) -> bool:
    """Count somebody whom this person has written to, who asked for nothing; whether they may be.

    A link of finalisation, a contact, an administrator. The portal itself writes to any.
    """
    if by is None:
        return True
    return counters.admits(session, Tally(Scope.LINKS, counters.subject(by), settings().limit_links), clock.now())


def may_tell(session: Session, mailbox: Mailbox) -> bool:
    """Count an act of which the people of this account are told; whether it may be done."""
    return counters.admits(session, Tally(Scope.NOTICES, str(mailbox.id), settings().limit_notices), clock.now())


def may_appoint(session: Session, by: int, account_id: int) -> bool:
    """Count an appointment of this person by that one; whether it may be done.

    Apart from the acts on their account: whoever appoints may not administer it, and would use up what those who do
    have. Each pair by itself, for the same reason.
    """
    pair = f"{counters.subject(by)} {counters.subject(account_id)}"
    return counters.admits(session, Tally(Scope.APPOINTMENTS, pair, settings().limit_appointments), clock.now())


def may_name(session: Session, address: str) -> bool:
    """Count a mail to an address that somebody typed, whoever they are; whether it may leave."""
    return counters.admits(session, Tally(Scope.NOTICES, address, settings().limit_notices), clock.now())


def answer(session: Session, by: int, look: Callable[[], T], is_guess: Callable[[T], bool]) -> T | Braked:
    """What this person is answered, counted when it tells what others have; nothing once they have tried too many."""
    if is_guessing(session, by):
        return Braked(TOO_MANY_GUESSES)
    found = look()
    if is_guess(found):
        guessed(session, by)
    return found


def is_guessing(session: Session, by: int) -> bool:
    """Whether this person has tried too many addresses or numbers; nothing is counted."""
    return counters.is_over(session, _guesses(by), clock.now())


def guessed(session: Session, by: int) -> None:
    """Count an answer that told this person what somebody else has, or that nobody has it."""
    counters.count(session, [_guesses(by)], clock.now())


def tells(faults: Iterable[Fault]) -> bool:
    """Whether one of these faults says what another account has."""
    return any(fault.code in TELLING for fault in faults)


def _guesses(by: int) -> Tally:
    return Tally(Scope.GUESSES, counters.subject(by), settings().limit_guesses)
