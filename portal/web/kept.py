"""Nothing typed is lost (promise 14): what a form sends once its session has ended is there again after sign-in.

Entries belong to the person to whom the form was shown, never to the browser: on a shared computer the next one to
sign in sees nothing of them. The form says whose it is by a signed field, since an ended session no longer can.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, TypeVar

from flask import Flask, Response, current_app, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from wtforms import FileField, HiddenField, PasswordField, SelectField, StringField

from portal import clock
from portal.db import transaction
from portal.keys import sign, unsign
from portal.web import hx
from portal.web.forms import Form
from portal.web.models import KeptEntries

View = TypeVar("View", bound=Callable[..., Any])
Kind = TypeVar("Kind", bound="KeptForm")

# A working day: whoever is not back by then has gone on otherwise.
LIFE = timedelta(hours=12)
# How long ago a page may have been shown for what it sends to be kept: a week-end left open.
SHOWN = timedelta(days=4)
# Forms of one person; beyond, the oldest makes room.
MOST = 20

AUTHOR = "auteur"
DISCARD = "renoncer"

_PURPOSE = "kept entries"


class KeptForm(Form):
    """A form whose entries come back when the session ends before they are sent.

    Attributes:
        beside: Names that its page sends besides its fields, such as boxes that a template makes.
        returned_at: When the entries that came back had been sent.
        returned: What had been sent, what is beside its fields included.
    """

    beside: ClassVar[tuple[str, ...]] = ()
    returned_at: datetime | None = None
    returned: MultiDict[str, str] | None = None

    @staticmethod
    def author() -> str:
        """The signed field that says to whom this form is shown, and when."""
        return sign(_PURPOSE, [current_user.account_id, int(clock.now().timestamp())])


@dataclass(frozen=True)
class Keeping:
    """What a view keeps: the fields of this form, for the page of this endpoint."""

    form: type[KeptForm]
    page: str


def entries(form: type[KeptForm], page: str) -> Callable[[View], View]:
    """Declare that this POST keeps what was typed; `page` is the endpoint that shows the form, with the same arguments.

    Under the route and its guard: `page` may be relative to the blueprint (`.edit`).
    """

    def declare(view: View) -> View:
        view.keeping = Keeping(form, page)  # type: ignore[attr-defined]
        return view

    return declare


def _keeping() -> Keeping | None:
    if request.method != "POST" or request.endpoint is None:
        return None
    return getattr(current_app.view_functions[request.endpoint], "keeping", None)


def _page(keeping: Keeping) -> str:
    return url_for(keeping.page, **(request.view_args or {}))


def keep() -> str | None:
    """Keep what this request sends, if its view keeps entries; the path of the page where they come back.

    Called where a request is refused for want of a session, or of its token: nothing of it is read but its fields,
    and only for whoever it was signed for.
    """
    keeping = _keeping()
    account_id = _author() if keeping else None
    if keeping is None or account_id is None:
        return None
    try:
        with transaction() as session:
            kept = _write(session, account_id, keeping)
    except IntegrityError:  # the account is gone, or the same form arrived twice at once: the other one is kept
        return None
    return _page(keeping) if kept else None


def _author() -> int | None:
    match unsign(_PURPOSE, request.form.get(AUTHOR, "")):
        case [int(account_id), int(shown)]:
            pass
        case _:
            return None
    return account_id if clock.now().timestamp() - shown <= SHOWN.total_seconds() else None


def _write(session: Session, account_id: int, keeping: Keeping) -> bool:
    """Put the entries in their row; False when there is nothing to keep."""
    typed, is_empty = _typed(keeping.form)
    if is_empty:
        return False
    key = (account_id, _page(keeping), keeping.form.__name__)
    row = session.get(KeptEntries, key)
    if row is None:
        _make_room(session, account_id)
        row = KeptEntries(account_id=key[0], path=key[1], form=key[2])
        session.add(row)
    row.entries, row.kept_at = typed, clock.now()
    return True


def _typed(form: type[KeptForm]) -> tuple[dict[str, list[str]], bool]:
    """What was sent for this form, passwords and files excepted; and whether a person wrote none of it."""
    fields = form(formdata=None, meta={"csrf": False})
    kept = {field.name: field for field in fields if not isinstance(field, PasswordField | FileField)}
    sent = {name: request.form.getlist(name) for name in [*kept, *form.beside] if name in request.form}
    written = (values for name, values in sent.items() if not isinstance(kept.get(name), HiddenField))
    return sent, not any(value for values in written for value in values)


def typed() -> list[tuple[str, str]]:
    """What this request sends of a form that keeps entries, as (label, text), for whoever sends it to copy."""
    keeping = _keeping()
    if keeping is None:
        return []
    fields = keeping.form(formdata=None, meta={"csrf": False})
    asked = [field for field in fields if isinstance(field, StringField | SelectField)]
    open_to_read = (field for field in asked if not isinstance(field, PasswordField | HiddenField))
    sent = ((field.label.text, ", ".join(request.form.getlist(field.name))) for field in open_to_read)
    return [(label, text) for label, text in sent if text]


def _make_room(session: Session, account_id: int) -> None:
    mine = select(KeptEntries).where(KeptEntries.account_id == account_id)
    for row in session.scalars(mine.order_by(KeptEntries.kept_at.desc()).offset(MOST - 1)).all():
        session.delete(row)


def back(session: Session, form: type[Kind]) -> Kind | None:
    """The form as this person left it on this page when the session ended before it was sent; None if nothing was.

    Looking consumes nothing.
    """
    row = session.get(KeptEntries, (current_user.account_id, request.path, form.__name__))
    if row is None or clock.now() - row.kept_at > LIFE:
        return None
    sent = _multi(row.entries)
    found = form(formdata=sent)
    found.returned_at, found.returned = row.kept_at, sent
    return found


def _multi(values: Mapping[str, list[str]]) -> MultiDict[str, str]:
    return MultiDict([(name, value) for name, sent in values.items() for value in sent])


def purge(session: Session) -> None:
    """Remove the entries for which nobody came back."""
    session.execute(delete(KeptEntries).where(KeptEntries.kept_at < clock.now() - LIFE))


def init(app: Flask) -> None:
    """Forget the entries once they are sent for good, or given up; after the guards, which say who is there."""

    @app.before_request
    def give_up() -> ResponseReturnValue | None:
        keeping = _keeping()
        if keeping is None or DISCARD not in request.form or not current_user.is_authenticated:
            return None
        with transaction() as session:
            _forget(session, keeping)
        return hx.go(_page(keeping))

    @app.after_request
    def forget(response: Response) -> Response:
        keeping = _keeping()
        taken = response.status_code < 400  # noqa: PLR2004 - otherwise it is shown again, with its errors
        if keeping and taken and current_user.is_authenticated and not current_user.must_renew:
            with transaction() as session:
                _forget(session, keeping)
        return response


def _forget(session: Session, keeping: Keeping) -> None:
    mine = delete(KeptEntries).where(
        KeptEntries.account_id == current_user.account_id,
        KeptEntries.path == _page(keeping),
        KeptEntries.form == keeping.form.__name__,
    )
    session.execute(mine)
