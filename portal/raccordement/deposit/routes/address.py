"""The address is asked, its code typed, a draft chosen or opened by its link."""

from flask import Response, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.db import reading, transaction
from portal.proving.routes import CodePages, add_code_pages, mail_code
from portal.raccordement.deposit import drafts, proofs
from portal.raccordement.deposit.forms import AddressForm
from portal.raccordement.deposit.proofs import DOOR
from portal.raccordement.deposit.routes.browser import OPEN, blueprint, elsewhere, link, proof_id
from portal.raccordement.deposit.rules import MAX_DRAFTS, Gone, Opened, TooManyDrafts
from portal.web import guards, hx
from portal.web.visitor import visitor


@blueprint.get("/raccordement/demande")
@guards.public
def start() -> ResponseReturnValue:
    """« Raccorder un SI »: what is needed first, then the address."""
    return _start_page(AddressForm(formdata=None))


def _start_page(form: AddressForm) -> Response:
    return hx.show_form(
        "raccordement/deposit/start.html",
        partial="raccordement/deposit/_address_form.html",
        form=form,
        motif=request.args.get("motif"),
        has_draft=OPEN in cookie,
    )


@blueprint.post("/raccordement/demande")
@guards.public
def ask() -> ResponseReturnValue:
    """Mail a code to the address; the same answer whether or not anybody knows it."""
    form = AddressForm()
    return hx.go(url_for(".code")) if mail_code(form, DOOR) else _start_page(form)


def _enter(session: Session, proof_id: int) -> str:
    """A first draft, or the choice between those that there are."""
    proof = DOOR.proved(session, visitor(), proof_id, lock=True)
    way = drafts.enter(session, proof, link=link) if proof else None
    return ".draft" if isinstance(way, Opened) else ".choice"


add_code_pages(
    blueprint, CodePages(DOOR, "/raccordement/demande/code", cookie_name=OPEN, inside=".draft", enter=_enter)
)


@blueprint.get("/raccordement/demande/choix")
@guards.public
def choice() -> ResponseReturnValue:
    """The drafts and the requests of the address just confirmed: go on with one, or begin another."""
    return _choice_page()


def _choice_page(*, full_up: bool = False) -> ResponseReturnValue:
    with reading() as session:
        proof = DOOR.proved(session, visitor(), proof_id() or 0)
        known = drafts.known(session, proof) if proof and proofs.is_fresh(proof) else None
    if proof is None or known is None:
        return elsewhere(Gone())
    return hx.show(
        "raccordement/deposit/choice.html",
        partial="raccordement/deposit/_choice.html",
        status=hx.UNPROCESSABLE if full_up else 200,
        address=proof.email,
        known=known,
        full_up=full_up,
        most=MAX_DRAFTS,
    )


@blueprint.post("/raccordement/demande/choix")
@guards.public
def choose() -> ResponseReturnValue:
    """Go on with the draft named, or begin one."""
    named = request.form.get("brouillon", type=int)
    with transaction() as session:
        proof = DOOR.proved(session, visitor(), proof_id() or 0, lock=True)
        if proof is None or not proofs.is_fresh(proof):
            return elsewhere(Gone())
        way = drafts.go_on(session, proof, named) if named else drafts.begin(session, proof, link=link)
    match way:
        case Opened():
            cookie[OPEN] = proof.id
            return hx.go(url_for(".draft"))
        case TooManyDrafts():
            return _choice_page(full_up=True)
        case Gone():
            return hx.go(url_for(".choice"))


@blueprint.get("/raccordement/demande/lien/<token>")
@guards.public
def link_page(token: str) -> ResponseReturnValue:
    """What the mailed link shows: a button, since a scanner may fetch it as often as it likes."""
    with reading() as session:
        record = proofs.linked(session, token)
    if record is None:
        return _dead()
    return hx.show("raccordement/deposit/link.html", partial="raccordement/deposit/_link.html", token=token)


def _dead() -> Response:
    return hx.show("raccordement/deposit/dead.html", partial="raccordement/deposit/_dead.html", status=hx.GONE)


@blueprint.post("/raccordement/demande/lien/<token>")
@guards.public
def follow(token: str) -> ResponseReturnValue:
    """Open the draft of the link in this browser."""
    with transaction() as session:
        found = proofs.follow(session, visitor(), token)
    if isinstance(found, Gone):
        return _dead()
    cookie[OPEN] = found[0].proof_id
    return hx.go(url_for(".draft"))
