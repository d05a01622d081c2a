"""One's own password: the expired or initial one to replace, and « Changer mon mot de passe »."""

from flask import Response, flash, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts import service as accounts
from portal.accounts import sessions, store
from portal.accounts.models import Account
from portal.config import settings
from portal.db import reading, transaction
from portal.password import service
from portal.password.forms import ChangePasswordForm, NewPasswordForm
from portal.password.routes.choosing import SAME, accepted, blueprint, rules_of, same_as_before
from portal.web import guards, hx
from portal.web.dates import duration, plural
from portal.web.visitor import visitor


@blueprint.get("/mot-de-passe/renouveler")
@guards.renewing
def renew() -> ResponseReturnValue:
    """An expired or initial password: choose a new one before anything else opens."""
    with reading() as session:
        return _renew_page(NewPasswordForm(formdata=None), store.get(session, current_user.account_id))


def _renew_page(form: NewPasswordForm, account: Account) -> Response:
    return hx.show_form(
        "password/renew.html",
        partial="password/_renew_form.html",
        form=form,
        initial=account.credential.must_change,
        rules=rules_of(form, account),
    )


@blueprint.post("/mot-de-passe/renouveler")
@guards.renewing
def submit_renew() -> ResponseReturnValue:
    """Replace the expired or initial password."""
    form = NewPasswordForm()
    with reading() as session:
        account = store.get(session, current_user.account_id)
    if not accepted(form, account) or same_as_before(form, account):
        return _renew_page(form, account)
    password_hash = accounts.hasher().hash_password(form.nouveau.data or "")
    with transaction() as session:
        locked = store.get(session, account.id, lock=True)
        if not sessions.not_ended(session, current_user.session_id):
            return guards.ask_to_sign_in()  # renewed or reset elsewhere while this one was being hashed
        token = service.renew(session, visitor(), locked, password_hash)
    sessions.enter(token)
    flash("Votre nouveau mot de passe est enregistré.", "success")
    return hx.go(url_for("information.home"))


def _differs(form: ChangePasswordForm) -> bool:
    """Whether the new password is another one."""
    same = bool(form.nouveau.data) and form.nouveau.data == form.actuel.data
    if same:
        form.refuse([SAME])
    return not same


@blueprint.get("/.well-known/change-password")
@guards.public
def well_known() -> ResponseReturnValue:
    """Where a password manager asks the way from (W3C, « A Well-Known URL for Changing Passwords »)."""
    return hx.go(url_for(".change"))


@blueprint.get("/mon-compte/mot-de-passe")
@guards.signed_in
def change() -> ResponseReturnValue:
    """« Changer mon mot de passe »."""
    with reading() as session:
        return _change_page(ChangePasswordForm(formdata=None), store.get(session, current_user.account_id))


def _change_page(form: ChangePasswordForm, account: Account) -> Response:
    return hx.show_form(
        "password/change.html",
        partial="password/_change_form.html",
        form=form,
        rules=rules_of(form, account),
    )


@blueprint.post("/mon-compte/mot-de-passe")
@guards.signed_in
def submit_change() -> ResponseReturnValue:
    """Change the password, the current one proved again."""
    form = ChangePasswordForm()
    with reading() as session:
        account = store.get(session, current_user.account_id)
    if not all([accepted(form, account), _current_proved(form, account), _differs(form)]):
        return _change_page(form, account)
    password_hash = accounts.hasher().hash_password(form.nouveau.data or "")
    with transaction() as session:
        locked = store.get(session, account.id, lock=True)
        if not sessions.not_ended(session, current_user.session_id):
            return guards.ask_to_sign_in()  # its owner has just reset it: a thief's change must not follow
        service.change(session, locked, password_hash, keep_session=current_user.session_id)
    flash("Votre mot de passe est changé. Vos autres sessions sont fermées.", "success")
    return hx.go(url_for("accounts.overview"))


def _current_proved(form: ChangePasswordForm, account: Account) -> bool:
    """Whether the current password is right; tries are counted, a stolen session must not serve to guess it."""
    if not form.actuel.data:
        return False  # the field already says so
    with transaction() as session:
        gate = service.count_proof(session, account)
    right = accounts.hasher().verify(gate, form.actuel.data).matches
    if right:
        with transaction() as session:
            service.forget_proofs(session, account)
        return True
    limit = settings().limit_browser
    most, wait = plural(limit.count, "erreur"), duration(limit.window)
    form.actuel.errors = [f"Ce n’est pas votre mot de passe actuel. Après {most}, il faut attendre {wait}."]
    return False
