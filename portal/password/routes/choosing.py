"""Choosing a password, wherever it is chosen: every rule with its state, live or once sent."""

from collections.abc import Sequence

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts import policy, store
from portal.accounts import service as accounts
from portal.accounts.models import Account
from portal.config import settings
from portal.db import reading
from portal.password import rules, service
from portal.password.forms import NewPasswordForm
from portal.web import guards

blueprint = Blueprint("password", __name__)

SAME = "Choisissez un mot de passe différent de celui que vous remplacez."


def rules_of(form: NewPasswordForm, account: Account) -> Sequence[policy.Finding]:
    """Each rule with its state for what has been typed: none before anything is."""
    return policy.check(form.nouveau.data or "", accounts.words_about(account), settings().password_min_length)


def accepted(form: NewPasswordForm, account: Account) -> bool:
    """Whether the form is whole and the policy accepts its password; all that is wrong is said at once."""
    whole = form.validate_on_submit()
    failed = [found.sentence for found in rules_of(form, account) if not found.met]
    if form.nouveau.data:
        form.refuse(failed)
    return whole and not failed


def same_as_before(form: NewPasswordForm, account: Account) -> bool:
    """Whether an expired password was chosen again: its life would start anew, and nothing be changed."""
    same = accounts.hasher().verify(account.credential.password_hash, form.nouveau.data or "").matches
    if same:
        form.refuse([SAME])
    return same


@blueprint.post("/mot-de-passe/regles")
@guards.public
def check_rules() -> ResponseReturnValue:
    """The state of every rule while a password is typed."""
    typed = request.form.get("nouveau", "")[:1024]
    with reading() as session:
        found = service.opened(session, request.form.get("lien", ""))
        if current_user.is_authenticated:
            about = accounts.words_about(store.get(session, current_user.account_id))
        else:
            about = [] if isinstance(found, rules.Dead) else accounts.words_about(found[1])
    findings = policy.check(typed, about, settings().password_min_length)
    return render_template("password/_rules.html", rules=findings, typed=bool(typed))
