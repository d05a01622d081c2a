"""The demonstration over HTTP: people and clock, messages, components; nothing of it exists without PORTAL_DEMO=1."""

from datetime import UTC, datetime

from flask import Blueprint, Response, abort, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import audit
from portal.accounts import sessions
from portal.accounts.rules import KIND_LABELS, RIGHT_LABELS
from portal.audit import Event
from portal.db import reading, transaction
from portal.demo import gallery, mailbox, moved_clock, service
from portal.demo.forms import FilterForm
from portal.demo.people import PASSWORD
from portal.demo.rules import FURTHEST, STEP_LABELS, Step, code_in, parts
from portal.web import guards, headers, hx, remember

blueprint = Blueprint("demo", __name__)

# A message is a page that somebody else wrote: it may use its own styles, be framed by its reader and open links in
# a new window. No script, no form, no image, no font, nothing fetched; and an origin of its own, without our cookies.
MESSAGE_CSP = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)
MESSAGE_HEADERS = {
    "Content-Security-Policy": MESSAGE_CSP,
    "X-Frame-Options": "SAMEORIGIN",
    # A page in a sandbox that asks for its own group of windows is refused by the standard.
    "Cross-Origin-Opener-Policy": "unsafe-none",
}
# Only the page of a message may frame anything, and only from here.
READER_CSP = f"{headers.CSP}; frame-src 'self'"


@blueprint.get("/demo")
@guards.demo_only
def home() -> ResponseReturnValue:
    """The sample people, what to play with each, and the clock."""
    with reading() as session:
        people = service.people(session)
    shift = moved_clock.current()
    return render_template(
        "demo/home.html",
        people=people,
        password=PASSWORD,
        kinds=KIND_LABELS,
        rights=RIGHT_LABELS,
        steps=STEP_LABELS,
        moved=bool(shift),
        stopped=shift == FURTHEST,
        real=datetime.now(UTC),
    )


@blueprint.post("/demo/connexion")
@guards.demo_only
def sign_in() -> ResponseReturnValue:
    """Go to the sign-in page with the identifier of a sample person; whoever was signed in here leaves."""
    with reading() as session:
        sample = service.find(session, request.form.get("personne", ""))
    if sample is None:
        abort(404)
    if current_user.is_authenticated:
        who = current_user.account_id
        with transaction() as session:
            audit.record(session, Event.SIGN_OUT, subject=who, actor=who)
            sessions.leave(session)
    response = make_response(hx.go(url_for("signin.start")))
    remember.keep(response, remember.NAME, sample.identifier, wanted=sample.specific)
    remember.keep(response, remember.IDENTIFIER, sample.identifier, wanted=not sample.specific)
    return response


@blueprint.post("/demo/horloge")
@guards.demo_only
def move_clock() -> ResponseReturnValue:
    """Move the clock of every process."""
    try:
        step = Step(request.form.get("pas", ""))
    except ValueError:
        abort(400)
    moved_clock.move(step)
    return hx.go(url_for(".home", _anchor="horloge"))


@blueprint.post("/demo/recommencer")
@guards.demo_only
def restart() -> ResponseReturnValue:
    """Start the demonstration again from nothing."""
    moved_clock.move(Step.NOW)
    with transaction() as session:
        service.restart(session)
    if where := mailbox.folder():
        mailbox.clear(where)
    sessions.forget()
    flash("La démonstration est revenue à son point de départ.", "success")
    return hx.go(url_for(".home"))


@blueprint.get("/demo/messagerie", endpoint="mailbox")
@guards.demo_only
def messages() -> ResponseReturnValue:
    """The last messages, for one recipient if asked; it follows them by itself unless told to stop.

    The list that follows says which message it showed first (`vu`): as long as that is still so there is nothing to
    answer, and whatever has the focus keeps it.
    """
    form = FilterForm(request.args)
    where, recipient = mailbox.folder(), form.read()
    found = mailbox.latest(where, recipient) if where else []
    newest = found[0].id if found else ""
    seen = request.args.get("vu") if hx.wants_fragment() else None
    if seen == newest:
        return Response(status=204)
    return hx.show(
        "demo/mailbox.html",
        partial="demo/_mailbox.html",
        form=form,
        elsewhere=where is None,
        found=found,
        newest=newest,
        recipient=recipient,
        follows=request.args.get("suivi") != "0",
        arrived=seen is not None,
        shown=mailbox.SHOWN,
    )


def _letter(message_id: str) -> mailbox.Letter:
    where = mailbox.folder()
    found = mailbox.letter(where, message_id) if where else None
    return found or abort(404)


@blueprint.get("/demo/messagerie/<message_id>")
@guards.demo_only
def message(message_id: str) -> ResponseReturnValue:
    """One message: its headers, its text with links, its HTML form in a frame."""
    letter = _letter(message_id)
    page = render_template("demo/message.html", letter=letter, parts=parts(letter.text), code=code_in(letter.text))
    return Response(page, headers={"Content-Security-Policy": READER_CSP})


@blueprint.get("/demo/messagerie/<message_id>/html")
@guards.demo_only
def message_html(message_id: str) -> ResponseReturnValue:
    """The HTML form alone, as it was sent, under a policy that lets it do nothing."""
    letter = _letter(message_id)
    if letter.html is None:
        abort(404)
    # Inside the frame a page of the portal would be refused: its links open beside.
    shown = letter.html.replace("<head>", '<head><base target="_blank">', 1)
    return Response(shown, headers=MESSAGE_HEADERS)


@blueprint.get("/composants")
@guards.demo_only
def components() -> ResponseReturnValue:
    """Every component in every state."""
    return render_template("demo/components.html", **gallery.context())
