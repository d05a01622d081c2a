"""Signing in and out, over HTTP: password, mailed code, registration of an address."""

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import TooManyRequests

from portal import audit, clock
from portal.accounts import service as accounts
from portal.accounts import sessions, store
from portal.accounts.rules import ADMINISTRATION, Level
from portal.config import settings
from portal.db import reading, transaction
from portal.identifiers import rpps
from portal.identifiers.refused import Refused as Misspelt
from portal.mail.rules import masked
from portal.signin import challenges, rules, service
from portal.signin.forms import AddressForm, Claim, CodeForm, NameSignInForm, SignInForm
from portal.web import guards, hx, kept, remember
from portal.web.dates import duration
from portal.web.visitor import renew as renew_mark
from portal.web.visitor import visitor as current_visitor

blueprint = Blueprint("signin", __name__)

# Enough for as many tabs as a person opens; each turn costs a hash.
TURNS = 6


def _suite() -> str | None:
    """The page of this site that the person was going to."""
    return guards.safe_path(request.values.get("suite"))


@blueprint.get("/connexion")
@guards.public
def start() -> ResponseReturnValue:
    """The sign-in page, with what this browser was asked to remember.

    The browser is given its mark with the page: what it then sends twice at once is of one browser, one challenge, one
    mail.
    """
    current_visitor()
    if current_user.is_authenticated:
        return hx.go(url_for("information.home"))
    identifier, name = remember.recall(remember.IDENTIFIER), remember.recall(remember.NAME)
    return _page(
        SignInForm(formdata=None, identifiant=identifier, retenir=bool(identifier)),
        NameSignInForm(formdata=None, nom_prenom=name, retenir=bool(name)),
    )


def _page(form: SignInForm, name_form: NameSignInForm, *, refused: str = "") -> Response:
    wrong = bool(form.errors or name_form.errors or refused)
    return hx.show(
        "signin/start.html",
        partial="signin/_panels.html",
        status=hx.UNPROCESSABLE if wrong else 200,
        form=form,
        name_form=name_form,
        refused=refused,
        wrong=wrong,
        by_name=bool(name_form.errors or refused == remember.NAME or name_form.nom_prenom.data),
        suite=_suite(),
        motif=request.args.get("motif"),
        limits=settings(),
        kept_for=kept.LIFE,
    )


@blueprint.post("/connexion")
@guards.public
@guards.way_in
def submit() -> ResponseReturnValue:
    """The first panel: identifier and password."""
    form, other = SignInForm(), NameSignInForm(formdata=None)
    if not form.validate_on_submit():
        return _page(form, other)
    way = _try(form.read(), remember.IDENTIFIER)
    return way or _page(form, other, refused=remember.IDENTIFIER)


@blueprint.post("/connexion/nom")
@guards.public
@guards.way_in
def submit_name() -> ResponseReturnValue:
    """The second panel: name and password, for « un compte spécifique »."""
    form, other = NameSignInForm(), SignInForm(formdata=None)
    if not form.validate_on_submit():
        return _page(other, form)
    way = _try(form.read(), remember.NAME)
    return way or _page(other, form, refused=remember.NAME)


def _try(claim: Claim, panel: str) -> Response | None:
    """Check a claim made in a panel: the way on, or None when it is refused."""
    match _judge(claim, panel):
        case rules.Refused() | rules.Again():
            return None
        case rules.CodeAsked():
            way = url_for(".code", suite=_suite())
        case rules.NoMoreMail():
            way = url_for(".start", motif="envois")
        case rules.AddressAsked():
            way = url_for(".address", suite=_suite())
        case rules.SignedIn() as opened:
            way = _enter(opened)
    response = make_response(hx.go(way))
    remember.keep(response, panel, claim.typed, wanted=claim.remember)
    return response


def _judge(claim: Claim, panel: str, turns: int = TURNS) -> service.Outcome:
    """Compare the password; anew, a few times at most, while others sent at once with it turn out right."""
    find = store.find_by_name if panel == remember.NAME else store.find
    visitor = current_visitor()
    with transaction() as session:
        attempt = service.begin(session, visitor, find(session, claim.canonical), claim.canonical)
    if isinstance(attempt, rules.Throttled):
        raise TooManyRequests(retry_after=int(settings().limit_network.window.total_seconds()))
    verdict = accounts.hasher().verify(attempt.password_hash, claim.password)
    # The parameters of the hash have been raised since: the password is at hand only now.
    rehashed = accounts.hasher().hash_password(claim.password) if verdict.needs_rehash else None
    with transaction() as session:
        outcome = service.conclude(session, visitor, attempt, verdict, rehashed)
    return _judge(claim, panel, turns - 1) if isinstance(outcome, rules.Again) and turns > 1 else outcome


def _enter(opened: rules.SignedIn) -> str:
    """Put this browser in the session just opened; where that session begins."""
    sessions.enter(opened.token)
    if opened.level is Level.RENEW:
        return url_for("password.renew")
    return _suite() or url_for("information.home")


@blueprint.post("/connexion/identifiant")
@guards.public
def check_identifier() -> ResponseReturnValue:
    """Length and key of an RPPS number while it is typed; never whether anybody has it."""
    typed = request.form.get("identifiant", "")[:64]
    digits = "".join(typed.split())
    # Only what looks like an RPPS is judged: a CertDc identifier and an address are free text.
    found = rpps.parse(typed, check_key=settings().check_keys) if digits.isdigit() else None
    return render_template(
        "signin/_identifier_hint.html",
        wrong=found.message if isinstance(found, Misspelt) else "",
        right=found,
    )


@blueprint.get("/connexion/code")
@guards.public
def code() -> ResponseReturnValue:
    """The page that waits for the code; reloaded or opened in another tab, it is the same."""
    return _code_page(CodeForm(formdata=None))


def _code_page(form: CodeForm, *, said: object = None) -> ResponseReturnValue:
    with reading() as session:
        challenge = challenges.current(session, current_visitor())
        if challenge is None or not challenge.issued:
            return _no_challenge()
        rights = {right.name for right in store.rights(session, challenge.account_id)}
    issued = challenge.issued_at
    return hx.show_form(
        "signin/code.html",
        partial="signin/_code.html",
        form=form,
        address=masked(str(challenge.address)),
        registers=challenge.purpose is rules.Purpose.REGISTER_ADDRESS,
        sent_at=issued[-1],
        several=len(issued) > 1,
        ends_at=issued[-1] + settings().code_minutes,
        resend_at=issued[-1] + settings().code_wait_seconds,
        wait=settings().code_wait_seconds,
        mails_left=settings().code_mails - len(issued),
        life=settings().code_minutes,
        now=clock.now(),
        may_trust=not rights & ADMINISTRATION,
        trust_days=settings().trust_days,
        said=said,
        suite=_suite(),
    )


def _no_challenge() -> ResponseReturnValue:
    if current_user.is_authenticated:  # the code was sent twice at once: the first one won
        return hx.go(url_for("information.home"))
    return hx.go(url_for(".start", motif="code", suite=_suite()))


@blueprint.post("/connexion/code")
@guards.public
@guards.way_in
def submit_code() -> ResponseReturnValue:
    """Try the code."""
    form = CodeForm()
    if not form.validate_on_submit():
        return _code_page(form)
    with transaction() as session:
        outcome = service.submit_code(session, current_visitor(), form.digits, trust=bool(form.confiance.data))
    match outcome:
        case rules.WrongCode(left):
            form.code.errors = [_wrong(left)]
            form.code.data = ""  # typing starts afresh, not behind what was wrong
            return _code_page(form)
        case rules.ChallengeOver():
            return _no_challenge()
        case rules.TooManyWrongCodes():
            return hx.go(url_for(".start", motif="essais"))
        case rules.SignedIn():
            renew_mark()
            return hx.go(_enter(outcome))


def _wrong(left: int) -> str:
    tries = "il vous reste un essai" if left == 1 else f"il vous reste {left}\u00a0essais"
    return f"Ce code n’est pas le bon, ou il a expiré\u00a0; {tries}. Recopiez l’un de ceux que vous avez reçus."


@blueprint.post("/connexion/code/renvoi")
@guards.public
@guards.way_in
def resend() -> ResponseReturnValue:
    """Mail a further code; those already received stay good."""
    with transaction() as session:
        outcome = service.resend(session, current_visitor())
    if isinstance(outcome, rules.ChallengeOver):
        return _no_challenge()
    if not hx.wants_fragment():
        return hx.go(url_for(".code", suite=_suite()))
    return _code_page(CodeForm(formdata=None), said=outcome)


@blueprint.get("/connexion/adresse")
@guards.public
def address() -> ResponseReturnValue:
    """The password was right but no address can receive a code: register one, or be shown the other ways."""
    return _address_page(AddressForm(formdata=None))


def _address_page(form: AddressForm) -> ResponseReturnValue:
    with reading() as session:
        challenge = challenges.current(session, current_visitor())
    if challenge is None or challenge.purpose is not rules.Purpose.REGISTER_ADDRESS:
        return _no_challenge()
    return hx.show_form("signin/address.html", partial="signin/_address.html", form=form, suite=_suite())


@blueprint.post("/connexion/adresse")
@guards.public
@guards.way_in
def submit_address() -> ResponseReturnValue:
    """Mail a code to the address to register."""
    form = AddressForm()
    if not form.validate_on_submit():
        return _address_page(form)
    with transaction() as session:
        outcome = service.register_address(session, current_visitor(), form.read())
    match outcome:
        case rules.ChallengeOver():
            return _no_challenge()
        case rules.NoMoreMail():
            wait = duration(settings().limit_address_mails.window)
            form.mssante.errors = [f"Trop de codes ont été envoyés\u00a0; attendez {wait}, puis recommencez."]
            return _address_page(form)
        case rules.CodeAsked():
            return hx.go(url_for(".code", suite=_suite()))


@blueprint.post("/deconnexion")
@guards.public
def leave() -> ResponseReturnValue:
    """Sign out; a second press, or a session already ended, leads to the same page."""
    if current_user.is_authenticated:
        with transaction() as session:
            audit.record(session, audit.Event.SIGN_OUT, subject=current_user.account_id, actor=current_user.account_id)
            sessions.leave(session)
    return hx.go(url_for(".start", motif="deconnexion"))
