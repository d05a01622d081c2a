"""« Mon compte »: who I am, how long my password lives, which browsers and sessions are mine."""

from flask import Blueprint, abort, flash, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from portal import audit, clock
from portal.accounts import lifetime, scopes, sections, service, sessions, store
from portal.accounts.rules import CORRECTS, KIND_LABELS
from portal.audit import Event
from portal.audit import store as journal
from portal.audit.rules import LABELS
from portal.config import settings
from portal.db import reading, transaction
from portal.web import guards, hx
from portal.web.visitor import visitor

blueprint = Blueprint("accounts", __name__)

# Enough to recognise one's own week; the whole journal is the administrators' affair.
RECENT = 10


@blueprint.get("/mon-compte")
@guards.signed_in
def overview() -> ResponseReturnValue:
    """Everything that concerns the person and nobody else."""
    with reading() as session:
        account = store.get(session, current_user.account_id)
        rights = scopes.shown(session, store.rights(session, account.id))
        browsers = store.browsers(session, account.id)
        open_sessions = store.open_sessions(session, account.id)
        events = journal.about(session, account.id, limit=RECENT)
        others = sections.of(session, account.id)
    age, life = service.password_age(account), service.lifetime()
    return hx.show(
        "accounts/overview.html",
        partial="accounts/_overview.html",
        account=account,
        kind=KIND_LABELS[account.kind],
        corrects=CORRECTS[account.kind],
        rights=rights,
        expires_on=lifetime.expires_on(age, life),
        remaining=lifetime.remaining(age, clock.today(), life),
        others=others,
        browsers=browsers,
        events=[(LABELS[event.event], event) for event in events],
        sessions=[row for row in open_sessions if sessions.is_open(row)],
        idle=settings().idle_minutes,
        this_mark=visitor().mark,
        this_session=current_user.session_id,
    )


@blueprint.post("/mon-compte/navigateurs/<int:browser_id>/oublier")
@guards.signed_in
def forget_browser(browser_id: int) -> ResponseReturnValue:
    """Ask this browser for the code again."""
    with transaction() as session:
        label = store.forget_browser(session, current_user.account_id, browser_id)
        if label is None:
            abort(404)
        audit.record(
            session,
            Event.BROWSER_FORGOTTEN,
            subject=current_user.account_id,
            actor=current_user.account_id,
            before={"navigateur": label},
        )
    flash("Ce navigateur est oublié\u00a0: il demandera un code à la prochaine connexion.", "success")
    return hx.go(url_for(".overview"))


@blueprint.post("/mon-compte/sessions/<int:session_id>/fermer")
@guards.signed_in
def end_session(session_id: int) -> ResponseReturnValue:
    """End one session, this one included."""
    with transaction() as session:
        if not store.end_session(session, current_user.account_id, session_id):
            abort(404)
        _note_end(session, 1)
    if session_id == current_user.session_id:
        sessions.forget()
        return hx.go(url_for("signin.start", motif="deconnexion"))
    flash("Cette session est fermée.", "success")
    return hx.go(url_for(".overview"))


@blueprint.post("/mon-compte/sessions/fermer-les-autres")
@guards.signed_in
def end_other_sessions() -> ResponseReturnValue:
    """End every session but this one."""
    with transaction() as session:
        count = store.end_sessions(session, current_user.account_id, keep=current_user.session_id)
        _note_end(session, count)
    flash("Vos autres sessions sont fermées.", "success")
    return hx.go(url_for(".overview"))


def _note_end(session: Session, count: int) -> None:
    who = current_user.account_id
    audit.record(session, Event.SESSIONS_ENDED, subject=who, actor=who, after={"sessions": count})
