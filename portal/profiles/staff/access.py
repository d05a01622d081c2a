"""What of the staff a person may see: their own establishments; all else is answered as what does not exist."""

from flask import abort
from flask_login import current_user
from sqlalchemy.orm import Session

from portal.profiles.record import loading
from portal.profiles.record.rules.perimeter import Perimeter
from portal.registers.models import Establishment


def held(session: Session) -> Perimeter:
    """The establishments of the person signed in, as they are now."""
    return loading.perimeter(session, current_user.account_id)


def place(session: Session, perimeter: Perimeter, finess_et: str) -> Establishment:
    """The establishment of this number.

    Raises:
        NotFound: it is not one of theirs, or there is none.
    """
    return (session.get(Establishment, finess_et) if perimeter.holds(finess_et) else None) or abort(404)
