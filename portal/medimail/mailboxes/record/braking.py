"""What is counted of those who act on accounts: links sent, mails about one account, guesses at what others have.

A notice is never left out, or an attacker would first send harmless ones: it is the act that is refused.
"""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from portal import clock
from portal.accounts import counters
from portal.accounts.counters import Scope, Tally
from portal.config import settings
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.sheets import Fault

# What a form tells of accounts that whoever fills it in may have no right to see.
TELLING = frozenset({"adresse_prise", "adresse_personne", "adresse_autrui", "rpps_autrui"})


def may_invite(session: Session, by: int | None) -> bool:
    """Count a link of finalisation that this person sends; whether it may leave. The portal itself sends any."""
    if by is None:
        return True
    return counters.admits(session, Tally(Scope.LINKS, counters.subject(by), settings().limit_links), clock.now())


def may_tell(session: Session, mailbox: Mailbox) -> bool:
    """Count an act of which the people of this account are told; whether it may be done."""
    return counters.admits(session, Tally(Scope.NOTICES, str(mailbox.id), settings().limit_notices), clock.now())


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
