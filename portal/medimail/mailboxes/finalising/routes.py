"""Finalising over HTTP: what the link opens, the password, the account that one has already, an error to report."""

from flask import Blueprint, Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.exc import IntegrityError

from portal.accounts import policy
from portal.accounts import service as accounts
from portal.config import settings
from portal.db import reading, transaction
from portal.medimail.mailboxes.finalising import display, service
from portal.medimail.mailboxes.finalising.forms import AttachForm, FinaliseForm, ReportForm
from portal.medimail.mailboxes.finalising.rules import Dead, Done, KnownAccount, NewAccount, Stranger, TooManyReports
from portal.medimail.mailboxes.record import knowing
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules import terms
from portal.password.routes.choosing import accepted, rules_of
from portal.web import guards, hx

blueprint = Blueprint("finalising", __name__)


def _dead() -> Response:
    return Response(render_template("medimail/finalising/dead.html"), hx.GONE)


@blueprint.get("/inscription/finaliser/<token>")
@guards.public
def open(token: str) -> ResponseReturnValue:  # noqa: A001 - the endpoint that every room links to
    """What the link opens; a scanner may fetch it as often as it likes, nothing is consumed."""
    return _page(token)


def _page(token: str, form: FinaliseForm | AttachForm | None = None) -> Response:
    """The page of a link: the password, the confirmation, or the way to the account that one has already."""
    with reading() as session:
        found = service.opened(session, token)
        lists = knowing.lists(session)
    if isinstance(found, Dead):
        return _dead()
    mailbox, asks = found
    shown = {"facts": display.facts(mailbox, lists)}
    if current_user.is_authenticated and not _is_theirs(asks):
        return _show("medimail/finalising/stranger.html", token, mailbox)
    match asks:
        case NewAccount():
            new = form if isinstance(form, FinaliseForm) else FinaliseForm(formdata=None)
            rules = rules_of(new, service.as_account(mailbox))
            return _show("medimail/finalising/finalise.html", token, mailbox, form=new, rules=rules, **shown)
        case KnownAccount() if current_user.is_authenticated:
            known = form if isinstance(form, AttachForm) else AttachForm(formdata=None)
            return _show("medimail/finalising/attach.html", token, mailbox, form=known, **shown)
        case KnownAccount():
            return _show("medimail/finalising/known.html", token, mailbox)


def _is_theirs(asks: NewAccount | KnownAccount) -> bool:
    """Whether whoever is signed in, entirely, is the person that the link asks for."""
    return not current_user.must_renew and asks == KnownAccount(current_user.account_id)


def _show(page: str, token: str, mailbox: Mailbox, **context: object) -> Response:
    form = context.get("form")
    wrong = isinstance(form, FinaliseForm | AttachForm) and form.errors
    body = render_template(page, token=token, mailbox=mailbox, terms_path=terms.PATH, **context)
    return Response(body, hx.UNPROCESSABLE if wrong else 200)


@blueprint.post("/inscription/finaliser/<token>")
@guards.public
def finalise(token: str) -> ResponseReturnValue:
    """Make the account, its password chosen; then lead to the sign-in."""
    form = FinaliseForm()
    with reading() as session:
        found = service.opened(session, token)
    if isinstance(found, Dead):
        return _dead()
    mailbox, asks = found
    if current_user.is_authenticated or isinstance(asks, KnownAccount):
        return _page(token)
    if not accepted(form, service.as_account(mailbox)):
        return _page(token, form)
    password_hash = accounts.hasher().hash_password(form.nouveau.data or "")
    try:
        outcome = _finalise(token, password_hash)
    except IntegrityError:
        outcome = _finalise(token, password_hash)
    match outcome:
        case Done():
            flash(
                "Votre inscription est finalisée\u00a0: connectez-vous avec votre adresse et ce mot de passe.",
                "success",
            )
            return hx.go(url_for("signin.start"))
        case Dead():
            return _dead()
        case KnownAccount():
            return _page(token)


def _finalise(token: str, password_hash: str) -> Done | Dead | KnownAccount:
    with transaction() as session:
        return service.finalise(session, token, password_hash)


@blueprint.post("/inscription/finaliser/<token>/rattacher")
@guards.signed_in
def attach(token: str) -> ResponseReturnValue:
    """Attach the mailbox to the account of the person signed in, if it is the one that the registration names."""
    form = AttachForm()
    with reading() as session:
        found = service.opened(session, token)
    if not isinstance(found, Dead) and not form.validate_on_submit():
        return _page(token, form)
    with transaction() as session:
        outcome = service.attach(session, token, current_user.account_id)
    match outcome:
        case Done():
            flash("Votre inscription est finalisée\u00a0: ce compte Medimail est rattaché au vôtre.", "success")
            return hx.go(url_for("accounts.overview", _anchor="medimail"))
        case Dead() | Stranger():  # the page of the link says so
            return hx.go(url_for(".open", token=token))


@blueprint.post("/inscription/regles")
@guards.public
def check_rules() -> ResponseReturnValue:
    """The state of every rule while a password is typed."""
    typed = request.form.get("nouveau", "")[:1024]
    with reading() as session:
        found = service.opened(session, request.form.get("lien", ""))
    about = [] if isinstance(found, Dead) else accounts.words_about(service.as_account(found[0]))
    findings = policy.check(typed, about, settings().password_min_length)
    return render_template("password/_rules.html", rules=findings, typed=bool(typed))


@blueprint.get("/inscription/finaliser/<token>/signaler")
@guards.public
def ask_to_report(token: str) -> ResponseReturnValue:
    """« Signaler une erreur »: what the structure wrote, and a place to say what is wrong in it."""
    return _report_page(token, ReportForm(formdata=None))


def _report_page(token: str, form: ReportForm) -> Response:
    with reading() as session:
        found = service.opened(session, token)
        lists = knowing.lists(session)
    if isinstance(found, Dead):
        return _dead()
    facts = display.facts(found[0], lists)
    page = render_template("medimail/finalising/report.html", token=token, mailbox=found[0], form=form, facts=facts)
    return Response(page, hx.UNPROCESSABLE if form.errors else 200)


@blueprint.post("/inscription/finaliser/<token>/signaler")
@guards.public
def report(token: str) -> ResponseReturnValue:
    """Send it to the administrators of the structure."""
    form = ReportForm()
    if not form.validate_on_submit():
        return _report_page(token, form)
    with transaction() as session:
        outcome = service.report(session, token, form.erreur.data or "")
    match outcome:
        case Dead():
            return _dead()
        case TooManyReports():
            form.erreur.errors = [
                f"Cinq signalements sont déjà partis aujourd’hui\u00a0: téléphonez au {settings().support_phone}."
            ]
            return _report_page(token, form)
        case Done():
            flash(
                "L’administrateur de votre structure est prévenu. Ce lien reste valable\u00a0: rouvrez-le une fois "
                "l’erreur corrigée.",
                "success",
            )
            return hx.go(url_for(".open", token=token))
