"""« Mot de passe oublié ou compte bloqué ? », the choice behind the link, and the change of a password, over HTTP."""

from collections.abc import Sequence

from flask import Blueprint, Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import TooManyRequests

from portal.accounts import policy, sessions, store
from portal.accounts import service as accounts
from portal.accounts.models import Account
from portal.config import settings
from portal.db import reading, transaction
from portal.password import rules, service
from portal.password.forms import ChangePasswordForm, ForgottenForm, NewPasswordForm, ResetCodeForm
from portal.web import guards, hx, remember
from portal.web.dates import duration, plural
from portal.web.visitor import renew as renew_mark
from portal.web.visitor import visitor

blueprint = Blueprint("password", __name__)

GONE = 410
SAME = "Choisissez un mot de passe différent de celui que vous remplacez."


@blueprint.get("/mot-de-passe/oublie")
@guards.public
def forgotten() -> ResponseReturnValue:
    """The one question: whose account."""
    visitor()  # its mark goes with the page: sent twice at once, the form is of one browser
    return _forgotten_page(ForgottenForm(formdata=None, identifiant=remember.recall(remember.IDENTIFIER)))


def _forgotten_page(form: ForgottenForm) -> Response:
    return hx.show_form(
        "password/forgotten.html",
        partial="password/_forgotten_form.html",
        form=form,
        si_by_contact=not settings().reset_mssante_only,
    )


@blueprint.post("/mot-de-passe/oublie")
@guards.public
def submit_forgotten() -> ResponseReturnValue:
    """Note the request; the same answer for everybody."""
    form = ForgottenForm()
    if not form.validate_on_submit():
        return _forgotten_page(form)
    with transaction() as session:
        outcome = service.request_reset(session, visitor(), form.read(), link=_full_address)
    if isinstance(outcome, rules.TooManyAsked):
        raise TooManyRequests(retry_after=int(settings().limit_resets_network.window.total_seconds()))
    return hx.go(url_for(".sent"))


def _full_address(token: str) -> str:
    # From the settings, never from the request: a forged Host header must not end up in a mail.
    return settings().base_url + url_for(".choice", token=token)


@blueprint.get("/mot-de-passe/oublie/envoye")
@guards.public
def sent() -> ResponseReturnValue:
    """« Consultez votre messagerie MSSanté »: where the code may be typed."""
    return _sent_page(ResetCodeForm(formdata=None))


def _sent_page(form: ResetCodeForm) -> ResponseReturnValue:
    with reading() as session:
        asked = service.waiting(session, visitor())
    if asked is None:
        return hx.go(url_for(".forgotten"))
    return hx.show_form(
        "password/sent.html",
        partial="password/_sent_form.html",
        form=form,
        asked_at=asked.created_at,
        ends_at=asked.ends_at,
        si_by_contact=not settings().reset_mssante_only,
    )


@blueprint.post("/mot-de-passe/oublie/envoye")
@guards.public
def submit_code() -> ResponseReturnValue:
    """Try the code of the mail."""
    form = ResetCodeForm()
    if not form.validate_on_submit():
        return _sent_page(form)
    with transaction() as session:
        outcome = service.submit_code(session, visitor(), form.code.data or "")
    match outcome:
        case rules.Proved(token):
            return hx.go(url_for(".choice", token=token))
        case rules.WrongCode(left):
            tries = "il vous reste un essai" if left == 1 else f"il vous reste {left}\u00a0essais"
            form.code.errors = [f"Ce code n’est pas celui du courriel\u00a0; {tries}."]
            return _sent_page(form)
        case rules.CodeSpent():
            return _dead(wrong_codes=settings().code_tries)
        case rules.Dead():
            return _dead()


def _dead(wrong_codes: int = 0) -> Response:
    """What opens nothing any more: the link, or the code alone after so many wrong ones."""
    return hx.show("password/dead.html", partial="password/_dead.html", status=GONE, wrong_codes=wrong_codes)


@blueprint.get("/mot-de-passe/lien/<token>")
@guards.public
def choice(token: str) -> ResponseReturnValue:
    """What the link opens; a scanner may fetch it as often as it likes, nothing is consumed."""
    with reading() as session:
        found = service.opened(session, token)
    return _dead() if isinstance(found, rules.Dead) else _choice_page(token, found[1], NewPasswordForm(formdata=None))


def _choice_page(token: str, account: Account, form: NewPasswordForm) -> Response:
    return hx.show_form(
        "password/choice.html",
        partial="password/_choice_form.html",
        form=form,
        token=token,
        name=account.full_name,
        expired=accounts.has_expired(account),
        blocked=accounts.blocked(account),
        rules=_rules_of(form, account),
    )


def _rules_of(form: NewPasswordForm, account: Account) -> Sequence[policy.Finding]:
    """Each rule with its state for what has been typed: none before anything is."""
    return policy.check(form.nouveau.data or "", accounts.words_about(account), settings().password_min_length)


def _accepted(form: NewPasswordForm, account: Account) -> bool:
    """Whether the form is whole and the policy accepts its password; all that is wrong is said at once."""
    whole = form.validate_on_submit()
    failed = [found.sentence for found in _rules_of(form, account) if not found.met]
    if form.nouveau.data:
        form.refuse(failed)
    return whole and not failed


@blueprint.post("/mot-de-passe/lien/<token>/debloquer")
@guards.public
def unblock(token: str) -> ResponseReturnValue:
    """Unblock, and keep the password."""
    with transaction() as session:
        outcome = service.unblock(session, visitor(), token)
    return _settled(outcome, "debloque")


def _settled(outcome: rules.Done | rules.Dead, motif: str) -> ResponseReturnValue:
    """Lead to the sign-in, in a browser that is recognised from now on."""
    if isinstance(outcome, rules.Dead):
        return _dead()
    renew_mark()
    return hx.go(url_for("signin.start", motif=motif))


@blueprint.post("/mot-de-passe/lien/<token>/choisir")
@guards.public
def reset(token: str) -> ResponseReturnValue:
    """Choose a new password."""
    form = NewPasswordForm()
    with reading() as session:
        found = service.opened(session, token)
    if isinstance(found, rules.Dead):
        return _dead()
    account = found[1]
    if not _accepted(form, account) or (accounts.has_expired(account) and _same_as_before(form, account)):
        return _choice_page(token, account, form)
    password_hash = accounts.hasher().hash_password(form.nouveau.data or "")
    with transaction() as session:
        outcome = service.reset(session, visitor(), token, password_hash)
    return _settled(outcome, "mot-de-passe")


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
        rules=_rules_of(form, account),
    )


@blueprint.post("/mot-de-passe/renouveler")
@guards.renewing
def submit_renew() -> ResponseReturnValue:
    """Replace the expired or initial password."""
    form = NewPasswordForm()
    with reading() as session:
        account = store.get(session, current_user.account_id)
    if not _accepted(form, account) or _same_as_before(form, account):
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


def _same_as_before(form: NewPasswordForm, account: Account) -> bool:
    """Whether an expired password was chosen again: its life would start anew, and nothing be changed."""
    same = accounts.hasher().verify(account.credential.password_hash, form.nouveau.data or "").matches
    if same:
        form.refuse([SAME])
    return same


def _differs(form: ChangePasswordForm) -> bool:
    """Whether the new password is another one."""
    same = bool(form.nouveau.data) and form.nouveau.data == form.actuel.data
    if same:
        form.refuse([SAME])
    return not same


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
        rules=_rules_of(form, account),
    )


@blueprint.post("/mon-compte/mot-de-passe")
@guards.signed_in
def submit_change() -> ResponseReturnValue:
    """Change the password, the current one proved again."""
    form = ChangePasswordForm()
    with reading() as session:
        account = store.get(session, current_user.account_id)
    if not all([_accepted(form, account), _current_proved(form, account), _differs(form)]):
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
