"""A form says of an address or of a number that somebody has it already: a few times an hour, no more."""

from flask_login import current_user
from sqlalchemy.orm import Session

from portal.db import transaction
from portal.medimail.mailboxes.record import braking
from portal.medimail.mailboxes.record.rules.acts import TOO_MANY_GUESSES, Faulty
from portal.medimail.mailboxes.sheet.forms import SheetForm


def is_stopped(session: Session, form: SheetForm) -> bool:
    """Whether whoever fills in this form has tried too many; the form then says so, and nothing is judged."""
    if not braking.is_guessing(session, current_user.account_id):
        return False
    form.form_errors.append(TOO_MANY_GUESSES)
    return True


def note(outcome: object) -> None:
    """Count what this outcome tells of others, apart from the change that did not happen."""
    if isinstance(outcome, Faulty) and braking.tells(outcome.faults):
        with transaction() as session:
            braking.guessed(session, current_user.account_id)
