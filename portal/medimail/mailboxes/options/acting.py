"""The page of the settings and its acts, whoever asks: each door says which accounts it opens, and leads back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from flask import Response, abort, flash, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from portal.db import reading, transaction
from portal.medimail.mailboxes.options import rules, service
from portal.medimail.mailboxes.options.forms import DelegateForm, PreferencesForm
from portal.medimail.mailboxes.options.rules import Delegated, Kept, NotOpened
from portal.medimail.mailboxes.record import store as records
from portal.medimail.mailboxes.record import writing
from portal.medimail.mailboxes.record.display import TAGS
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.acts import Stale
from portal.medimail.mailboxes.record.rules.alerts import ASK_ELSEWHERE
from portal.medimail.mailboxes.record.rules.kinds import DELEGATES, PERSONS, Kind
from portal.medimail.mailboxes.record.rules.preferences import CLIENT_WARNING, LABELS, OPENING_NOTE
from portal.medimail.mailboxes.record.rules.states import OPEN, may_begin
from portal.medimail.structures import access
from portal.medimail.structures.rules.tree import Reach
from portal.web import hx
from portal.web.keys import read_key

OVERTAKEN = "Quelqu’un a modifié ce compte pendant que vous le lisiez\u00a0; vérifiez vos choix, puis enregistrez-les."
SAVED = "Les paramètres sont enregistrés."
UNDELEGATED = "La délégation est supprimée\u00a0: plus aucune copie ne part vers ce compte."
UNCHANGED = "Rien n’a changé\u00a0: c’était déjà réglé ainsi."


class Finder(Protocol):
    """Finds the account of a key."""

    def __call__(self, session: Session, mailbox_id: int, *, lock: bool = False) -> Mailbox:
        """The account, locked if asked."""


@dataclass(frozen=True)
class Door:
    """How one comes to the settings.

    Attributes:
        template: The page.
        base: The address of the page of an account.
        found: The account of a key, locked if asked; it aborts when this door does not open it.
        reach: How far whoever comes by it ends the copies that others send to the account; None where nobody does.
    """

    template: str
    base: Callable[[int], str]
    found: Finder
    reach: Callable[[Session], Reach] | None = None


def page(
    door: Door,
    mailbox_id: int,
    *,
    preferences: PreferencesForm | None = None,
    delegate: DelegateForm | None = None,
    told: str = "",
) -> Response:
    """Everything that may be set on this account."""
    with reading() as session:
        mailbox = door.found(session, mailbox_id)
        chosen = writing.preferences_of(mailbox)
        data = {name: getattr(chosen, name) for name in LABELS} | {"vu": str(mailbox.version)}
        is_person = mailbox.kind in PERSONS
        opened = service.opened(session, mailbox) if is_person else ()
        first = [shared for shared, _ in opened if may_begin(shared.kind, shared.state)]
        shown = render_template(
            door.template,
            mailbox=mailbox,
            **access.around(session, mailbox.structure),
            base=door.base(mailbox_id),
            preferences=preferences or PreferencesForm(formdata=None, data=data),
            delegate=delegate or DelegateForm(formdata=None),
            opened=opened,
            first=first,
            default_id=next((shared.id for shared in first if shared.id == mailbox.default_id), None),
            delegates=records.delegates(session, mailbox.id),
            delegates_allowed=mailbox.kind in DELEGATES,
            **_received(session, door, mailbox),
            is_person=is_person,
            open=OPEN,
            tags=TAGS,
            med_warning=rules.MED_WARNING,
            client_warning=CLIENT_WARNING,
            opening_note=OPENING_NOTE,
            ask_elsewhere=ASK_ELSEWHERE,
            told=told,
        )
    wrong = delegate is not None and delegate.errors
    return make_response(shown, hx.status_of(told, wrong))


def _received(session: Session, door: Door, mailbox: Mailbox) -> dict[str, Any]:
    """The accounts within reach whose messages this one receives a copy of, and how many are not."""
    if door.reach is None:
        return {"received": (), "elsewhere": 0}
    reach, found = door.reach(session), records.delegating(session, mailbox.id)
    within = [origin for origin in found if reach.holds(origin.structure.path)]
    return {"received": within, "elsewhere": len(found) - len(within)}


def prefer(door: Door, mailbox_id: int) -> ResponseReturnValue:
    """Set the notices and the rest."""
    form = PreferencesForm()
    version = read_key(form.vu.data) or 0
    with transaction() as session:
        mailbox = door.found(session, mailbox_id, lock=True)
        outcome = service.prefer(session, current_user.account_id, mailbox, version, form.read())
        current = mailbox.version
    if isinstance(outcome, Stale):
        form.vu.data = str(current)
        return page(door, mailbox_id, preferences=form, told=OVERTAKEN)
    return _kept(door, mailbox_id, outcome)


def begin_with(door: Door, mailbox_id: int) -> ResponseReturnValue:
    """Set the mailbox shown first, and those that tell of what they receive."""
    default, notified = (
        read_key(request.form.get("defaut", "")),
        {read_key(one) for one in request.form.getlist("notifie")},
    )
    with transaction() as session:
        mailbox = door.found(session, mailbox_id, lock=True)
        keys = {one for one in notified if one}
        first = None if default == mailbox.id else default
        outcome = service.begin_with(session, current_user.account_id, mailbox, first, keys)
    if isinstance(outcome, NotOpened):
        flash("Rien n’a été enregistré\u00a0: ce compte n’ouvre plus l’une de ces boîtes.", "warning")
        return hx.go(door.base(mailbox_id))
    return _kept(door, mailbox_id, outcome)


def _kept(door: Door, mailbox_id: int, outcome: Kept) -> ResponseReturnValue:
    flash(SAVED if outcome.changed else UNCHANGED, "success" if outcome.changed else "info")
    return hx.go(door.base(mailbox_id))


def delegate(door: Door, mailbox_id: int) -> ResponseReturnValue:
    """Add a delegation; to a MED, say what it cannot do."""
    form = DelegateForm()
    if not form.validate_on_submit():
        return page(door, mailbox_id, delegate=form)
    with transaction() as session:
        mailbox = door.found(session, mailbox_id, lock=True)
        outcome = service.delegate(session, current_user.account_id, mailbox, form.adresse.data or "")
    if not isinstance(outcome, Delegated):
        form.adresse.errors = [rules.refusal(outcome)]
        return page(door, mailbox_id, delegate=form)
    flash(f"{outcome.address} reçoit désormais une copie de chaque message.", "success")
    if outcome.kind is Kind.MED:
        flash(f"{rules.MED_WARNING}.", "warning")
    return hx.go(door.base(mailbox_id))


def undelegate(door: Door, mailbox_id: int, delegate_id: int) -> ResponseReturnValue:
    """End a delegation."""
    with transaction() as session:
        mailbox = door.found(session, mailbox_id, lock=True)
        gone = service.undelegate(session, current_user.account_id, mailbox, delegate_id)
    if not gone:
        abort(404)
    flash(UNDELEGATED, "success")
    return hx.go(door.base(mailbox_id))
