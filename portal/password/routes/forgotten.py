"""« Mot de passe oublié ou compte bloqué ? », and the choice behind the link."""

from flask import Response, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import TooManyRequests

from portal.accounts import service as accounts
from portal.accounts.models import Account
from portal.config import settings
from portal.db import reading, transaction
from portal.password import rules, service
from portal.password.forms import ForgottenForm, NewPasswordForm, ResetCodeForm
from portal.password.routes.choosing import accepted, blueprint, rules_of, same_as_before
from portal.web import guards, hx, remember
from portal.web.visitor import renew as renew_mark
from portal.web.visitor import visitor


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
        outcome = service.request_reset(session, visitor(), form.read())
    if isinstance(outcome, rules.TooManyAsked):
        raise TooManyRequests(retry_after=int(settings().limit_resets_network.window.total_seconds()))
    return hx.go(url_for(".sent"))


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
    return hx.show("password/dead.html", partial="password/_dead.html", status=hx.GONE, wrong_codes=wrong_codes)


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
        rules=rules_of(form, account),
    )


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
    if not accepted(form, account) or (accounts.has_expired(account) and same_as_before(form, account)):
        return _choice_page(token, account, form)
    password_hash = accounts.hasher().hash_password(form.nouveau.data or "")
    with transaction() as session:
        outcome = service.reset(session, visitor(), token, password_hash)
    return _settled(outcome, "mot-de-passe")
