"""The draft: shown, kept at each touch, searched, sent; then the page that says what comes next."""

from collections.abc import Mapping
from typing import Any

from flask import Response, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import clock
from portal.db import reading, transaction
from portal.raccordement.deposit import drafts, forms, proofs, service
from portal.raccordement.deposit.forms import DraftForm
from portal.raccordement.deposit.routes.browser import NAMED, OPEN, blueprint, elsewhere, full, named, of_form, proof_id
from portal.raccordement.deposit.rules import (
    AlreadyAsked,
    Deposited,
    Gone,
    Incomplete,
    Kept,
    Lapsed,
    Overtaken,
    Sent,
    ToChoose,
    TooManyDeposits,
)
from portal.raccordement.picker import service as picker
from portal.raccordement.picker.forms import GESTURE, sentence
from portal.raccordement.picker.gestures import MOST_SAID, Notices, chosen
from portal.raccordement.picker.routes import brake
from portal.raccordement.picker.rules import MAX_TEXT, Choice, Wrong
from portal.raccordement.record.rules import AddressClosed
from portal.registers import store as registers
from portal.web import guards, hx
from portal.web.visitor import visitor

SEND, COMMUNES = "envoyer", "communes"
NOTICES = "raccordement_dit"

Shown = Mapping[str, Any]
Refused = Incomplete | AlreadyAsked | TooManyDeposits | AddressClosed | Gone
Outcome = Sent | Refused | ToChoose | Deposited | Lapsed


@blueprint.get("/raccordement/demande/brouillon")
@guards.public
def draft() -> ResponseReturnValue:
    """The form, as the draft has it, with the answer to a search."""
    if request.args.get("recherche"):
        brake()
    with reading() as session:
        found = drafts.opened(session, visitor(), proof_id())
        if not isinstance(found, drafts.Open):
            return elsewhere(found)
        form = forms.shown(found.record.values)
        form.recherche.data = request.args.get("recherche", "")[:MAX_TEXT]
        shown = _shown(session, form, found.choice)
    return _page(form, shown, _as_kept(found), found.record.email, notices=_said_before(), of=named(found.record))


def _said_before() -> Notices:
    return [(str(kind), str(text)) for kind, text in cookie.pop(NOTICES, [])]


def _as_kept(found: drafts.Open) -> Kept:
    return Kept(found.record.version, found.record.changed_at)


def _shown(session: Session, form: DraftForm, choice: Choice) -> Shown:
    """What the page reads of the registers."""
    return {
        "picker": picker.view(session, choice, form.recherche.data or ""),
        "communes": registers.communes_of(session, form.code_postal.data or ""),
    }


def _page(
    form: DraftForm,
    shown: Shown,
    kept: Kept | Overtaken | None,
    email: str,
    *,
    notices: Notices,
    refused: Refused | None = None,
    status: int = 200,
    of: str = "",
) -> Response:
    """The page, or the picker alone when htmx asks for what one of its buttons has changed.

    `of` names the draft that it is of; where a form was sent, it is the one that the form was shown for.
    """
    return hx.show(
        "raccordement/deposit/draft.html",
        partial="raccordement/picker/_picker.html",
        status=status,
        **shown,
        form=form,
        email=email,
        named=of or request.form.get(NAMED, ""),
        kept=kept,
        seen=_version(),
        notices=notices,
        refused=refused,
        act=url_for("deposit.touch"),
        beside="raccordement/deposit/_kept.html" if hx.wants_fragment() else "",
    )


@blueprint.post("/raccordement/demande/brouillon")
@guards.public
def touch() -> ResponseReturnValue:
    """Keep what the page shows, do what its button asks, and send the request if that is what it asks."""
    form, asked = DraftForm(), request.form.get(GESTURE, "")
    with transaction() as session:
        found = of_form(session, goes_on=not hx.wants_fragment())
        choice, notices = _choose(session, form, asked)
        if isinstance(found, drafts.Open):
            values = {**form.typed(), **_proposed(session, form, asked)}
            kept = drafts.keep(session, found, values, choice, version=_version())
        shown = _shown(session, form, choice or Choice())
    if isinstance(found, Gone):
        return _unkept(form, shown)
    if not isinstance(found, drafts.Open):
        return elsewhere(found)
    if isinstance(kept, Overtaken):
        return _overtaken(form, shown, kept, found.record.email)
    if hx.wants_fragment():
        return _page(form, shown, kept, found.record.email, notices=notices)
    if asked == SEND:
        return _send(form)
    cookie[NOTICES] = notices
    anchor = "commune" if asked == COMMUNES else "etablissements" if asked else None
    return hx.go(url_for(".draft", recherche=form.recherche.data or None, _anchor=anchor))


def _version() -> int:
    return request.form.get("version", default=0, type=int)


def _unkept(form: DraftForm, shown: Shown) -> Response:
    """This browser has no draft open any more: what was typed stays on its page, and nowhere else."""
    if hx.wants_fragment():
        return hx.beside(render_template("raccordement/deposit/_unkept.html"), hx.CONFLICT)
    return _page(form, shown, None, "", notices=[], refused=Gone(), status=hx.CONFLICT)


def _overtaken(form: DraftForm, shown: Shown, kept: Overtaken, email: str) -> Response:
    """Another tab has written meanwhile: say what differs, and let the person choose."""
    if hx.wants_fragment():
        return hx.beside(render_template("raccordement/deposit/_overtaken.html", kept=kept), hx.CONFLICT)
    return _page(form, shown, kept, email, notices=[], status=hx.CONFLICT)


def _choose(session: Session, form: DraftForm, asked: str) -> tuple[Choice | None, Notices]:
    """The choice of establishments as the page has it, once its button is pressed, and what to say of it.

    None when the page sent none: no box ticked sends nothing either, so that the picker says that it was there.
    """
    return chosen(session, form, asked) if form.has_picker() else (None, [])


def _proposed(session: Session, form: DraftForm, asked: str) -> dict[str, str]:
    """The commune of the postal code, when there is one alone and none was typed."""
    if asked != COMMUNES or form.commune.data:
        return {}
    communes = registers.communes_of(session, form.code_postal.data or "")
    return {"commune": communes[0].name} if len(communes) == 1 else {}


@blueprint.post("/raccordement/demande/brouillon/garder")
@guards.public
def keep() -> ResponseReturnValue:
    """Keep what the page shows as one fills it in; the answer is the line that says so, or that it is not."""
    form, seen = DraftForm(), _version()
    kept: Kept | Overtaken | None = None
    with transaction() as session:
        found = of_form(session, goes_on=False)
        if isinstance(found, drafts.Open):
            choice, _ = _choose(session, form, "")
            kept = drafts.keep(session, found, form.typed(), choice, version=seen)
    if isinstance(found, Deposited) or not hx.wants_fragment():
        return hx.go(url_for(".draft"))
    return Response(render_template("raccordement/deposit/_kept.html", kept=kept, seen=seen, told=True))


def _send(form: DraftForm) -> ResponseReturnValue:
    """Send what has just been kept; whatever is in the way is said on the page, and nothing is lost."""
    outcome = _deposit_twice() if form.validate() else Incomplete((), ())
    if isinstance(outcome, Sent):
        return elsewhere(Deposited())
    with reading() as session:
        found = drafts.opened(session, visitor(), proof_id())
        if not isinstance(found, drafts.Open):
            return elsewhere(found)
        lacks = service.lacking(session, found.record, found.choice)
        shown = _shown(session, form, found.choice)
    notices = _blame(form, lacks.wrong) if lacks else []
    status = hx.TOO_MANY if isinstance(outcome, TooManyDeposits) else hx.UNPROCESSABLE
    refused = None if isinstance(outcome, Incomplete) else outcome
    return _page(form, shown, _as_kept(found), found.record.email, notices=notices, refused=refused, status=status)


def _blame(form: DraftForm, wrong: tuple[Wrong, ...]) -> Notices:
    """Put what is wrong with the establishments on the search: the first on the field, the others beside it."""
    sentences = [sentence(one) for one in wrong]
    form.recherche.errors = sentences[:1]
    return [("error", text) for text in sentences[1:MOST_SAID]]


def _deposit_twice() -> Sent | Refused:
    """Deposit; again if an account of this address was being made at that instant: the second time finds it."""
    try:
        return _deposit()
    except IntegrityError:
        return _deposit()


def _deposit() -> Sent | Refused:
    with transaction() as session:
        found = drafts.opened(session, visitor(), proof_id(), lock=True)
        match found:
            case drafts.Open():
                return service.send(
                    session,
                    visitor(),
                    found,
                    choose=lambda token: full(url_for("password.choice", token=token)),
                    sign_in=full(url_for("signin.start")),
                )
            case Deposited():
                return Sent("")
            case _:
                return Gone()


@blueprint.get("/raccordement/demande/envoyee")
@guards.public
def sent() -> ResponseReturnValue:
    """The number of the request, what comes next and the usual delay."""
    with reading() as session:
        record = drafts.deposited(session, visitor(), proof_id())
        delay = service.usual_delay(session, clock.now()) if record else None
    if record is None:
        return elsewhere(Gone())
    return render_template("raccordement/deposit/sent.html", record=record, delay=delay)


@blueprint.get("/raccordement/demande/effacer")
@guards.public
def discard_page() -> ResponseReturnValue:
    """Ask whether the draft is really to be thrown away: that of the link, else the one that this browser shows."""
    with reading() as session:
        found = (
            _not_lapsed(of_form(session, goes_on=False, lock=False))
            if request.args.get(NAMED)
            else drafts.opened(session, visitor(), proof_id())
        )
    if not isinstance(found, drafts.Open):
        return _not_asked(found)
    fields = {NAMED: named(found.record)}
    return render_template("raccordement/deposit/discard.html", email=found.record.email, fields=fields)


@blueprint.post("/raccordement/demande/effacer")
@guards.public
def discard() -> ResponseReturnValue:
    """Throw away the draft whose page asked, whatever another tab has opened since."""
    with transaction() as session:
        found = _not_lapsed(of_form(session, goes_on=False))
        if not isinstance(found, drafts.Open):
            return _not_asked(found)
        key = found.proof.id
        drafts.forget(session, found)
    if key == proof_id():
        cookie.pop(OPEN, None)
    return hx.go(url_for(".start", motif="efface"))


def _not_asked(found: Gone | ToChoose | Deposited | Lapsed) -> ResponseReturnValue:
    """Where to go when there is nothing to throw away: another draft that this browser has open stays open."""
    return hx.go(url_for(".draft")) if isinstance(found, Gone) else elsewhere(found)


def _not_lapsed(found: drafts.Open | Deposited | Gone) -> drafts.Open | Deposited | Gone | Lapsed:
    """An address proved too long ago still has what is typed kept: it shows no draft, and throws none away."""
    return Lapsed() if isinstance(found, drafts.Open) and not proofs.is_fresh(found.proof) else found
