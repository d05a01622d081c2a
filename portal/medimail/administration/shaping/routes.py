"""The tree over HTTP, for the GRADeS alone: to anybody else, none of these pages exists."""

from typing import Any

from flask import Blueprint, Response, abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from portal.accounts.roles import medimail_administrators
from portal.config import settings
from portal.db import reading, transaction
from portal.medimail.administration.shaping import store
from portal.medimail.administration.shaping.forms import MAX_NAME, TAKEN, TOP, MotherForm, NewForm, key
from portal.medimail.structures import access, service
from portal.medimail.structures import store as structures
from portal.medimail.structures.models import Structure
from portal.medimail.structures.rules.shaping import (
    NAMESAKE,
    Done,
    Kept,
    MotherClosed,
    NameTaken,
    NoSuch,
    Stale,
    Unchanged,
    UnderItself,
    may_stand_under,
)
from portal.web import hx, kept

blueprint = Blueprint("shaping", __name__)

LOOP = (
    "Une structure ne se place ni sous elle-même, ni sous l’une de ses filles. "
    "Choisissez une autre mère, ou déplacez d’abord cette fille ailleurs."
)
GONE = "La structure mère choisie est fermée ou n’existe plus\u00a0; choisissez-en une autre."
SAME = "La structure est déjà à cette place."
SISTER = "Cette mère a déjà une fille de ce nom\u00a0; renommez l’une des deux, puis recommencez."
MOVED = "L’arborescence ou ses administrateurs ont changé pendant que vous lisiez. Voici ce qui changerait."


@blueprint.get("/structures/nouvelle")
@medimail_administrators
def new() -> ResponseReturnValue:
    """The choice of a mother; once made, the form that creates a structure under her."""
    with reading() as session:
        access.of_the_grades(session)
        # What came back stays behind as soon as another place is looked for: the addresses say what was typed.
        form = (None if request.args else kept.back(session, NewForm)) or _begun()
    return _new(form)


def _begun() -> NewForm:
    """The place that the address of the page says, and the name that was typed before another was looked for."""
    return NewForm(formdata=None, mere=request.args.get("mere", ""), nom=request.args.get("nom", "")[:MAX_NAME])


def _new(form: NewForm) -> Response:
    search = MotherForm(request.args)
    search.validate()
    with reading() as session:
        mother_id = key(form.mere.data)
        mother = structures.get(session, mother_id) if mother_id else None
        is_gone = mother_id is not None and not _is_open(mother)
        found = store.mothers(session, search.q.data or "")
    name = form.nom.data or None
    page = render_template(
        "medimail/shaping/new.html",
        form=form,
        search=search,
        chosen=bool(form.mere.data) and not is_gone,
        refused=GONE if is_gone else next(iter(form.mere.errors), ""),
        top_url=url_for(".new", mere=TOP, nom=name),
        mother=mother,
        rows=[(one, parent, url_for(".new", mere=one.id, nom=name)) for one, parent in found],
        most=store.SHOWN,
    )
    return Response(page, status=hx.UNPROCESSABLE if form.errors else 200)


def _is_open(mother: Structure | None) -> bool:
    return mother is not None and mother.closed_at is None


@blueprint.post("/structures/nouvelle")
@medimail_administrators
@kept.entries(NewForm, page=".new")
def create() -> ResponseReturnValue:
    """Create a structure."""
    form = NewForm()
    with reading() as session:
        access.of_the_grades(session)
    if not form.validate_on_submit():
        return _new(form)
    with transaction() as session:
        access.of_the_grades(session)
        outcome = service.create(session, current_user.account_id, form.nom.data or "", key(form.mere.data))
    match outcome:
        case Done(made):
            flash("La structure est créée. Déclarez maintenant ses administrateurs.", "success")
            _tell_namesake(made)
            return hx.go(url_for("structures.home", structure_id=made))
        case NoSuch():
            form.mere.errors = [GONE]
        case NameTaken():
            form.nom.errors = [TAKEN]
    return _new(form)


def _tell_namesake(structure_id: int) -> None:
    """« Structure : l’intitulé exact » (source 003): two of one name are told apart by nothing in a file."""
    with reading() as session:
        made = access.structure(session, structure_id)
        if structures.has_namesake(session, made, access.reach(session)):
            flash(NAMESAKE, "warning")


def _ours(session: Session, structure_id: int, *, lock: bool = False) -> Structure:
    """The structure of this key, for the GRADeS; if it is to change, the tree is locked before it."""
    access.of_the_grades(session)
    if lock:
        service.lock_tree(session)
    return access.standing(session, structure_id, lock=lock)


@blueprint.get("/structures/<int:structure_id>/deplacer")
@medimail_administrators
def ask_to_move(structure_id: int) -> ResponseReturnValue:
    """Choose another mother, then see who gains and who loses rights by it."""
    return _move_page(structure_id, request.args.get("mere"))


def _move_page(structure_id: int, chosen: str | None, told: str = "", status: int = 200) -> Response:
    search = MotherForm(request.args)
    search.validate()
    with reading() as session:
        structure = _ours(session, structure_id)
        mother_id = key(chosen)
        mother = structures.get(session, mother_id) if mother_id else None
        told = told or ("" if chosen is None else _refusal(structure, mother_id, mother))
        shown: dict[str, Any] = {"change": None}
        if chosen is not None and (status == hx.CONFLICT or not told):
            change = service.consequences(session, structure, mother)
            shown = {"change": change, "mark": service.seen(structure, change)}
        page = render_template(
            "medimail/shaping/move.html",
            **access.around(session, structure),
            current=structures.names(session, [structure.mother_id]) if structure.mother_id else {},
            search=search,
            mother=mother,
            told=told,
            rows=_rows(session, structure, search.q.data or "") if search.q.data or not shown["change"] else [],
            most=store.SHOWN,
            **shown,
        )
    return Response(page, status=status)


def _refusal(structure: Structure, mother_id: int | None, mother: Structure | None) -> str:
    """Why this mother cannot be chosen; nothing when she can."""
    if mother_id and not _is_open(mother):
        return GONE
    if structure.mother_id == mother_id:
        return SAME
    return LOOP if mother and not may_stand_under(structure.path, mother.path) else ""


def _rows(session: Session, structure: Structure, text: str) -> list[tuple[Structure, str, str]]:
    """The mothers found, each with the address that chooses her; none of those that would make a loop."""
    found = store.mothers(session, text, of=structure)
    return [(one, name, url_for(".ask_to_move", structure_id=structure.id, mere=one.id)) for one, name in found]


@blueprint.post("/structures/<int:structure_id>/deplacer")
@medimail_administrators
def move(structure_id: int) -> ResponseReturnValue:
    """Put the structure under the mother that was shown, with the consequences that were."""
    chosen = request.form.get("mere", "")
    with transaction() as session:
        access.of_the_grades(session)
        mother_id, shown = key(chosen), request.form.get("vu", "")
        outcome = service.move(session, current_user.account_id, structure_id, mother_id, shown=shown)
    match outcome:
        case Done() | Unchanged():
            _tell_namesake(structure_id)
            flash("La structure est à sa nouvelle place, avec tout ce qui est sous elle.", "success")
            return hx.go(url_for("structures.home", structure_id=structure_id))
        case UnderItself():
            return _move_page(structure_id, chosen, LOOP, hx.UNPROCESSABLE)
        case NoSuch():
            return _move_page(structure_id, chosen, GONE, hx.UNPROCESSABLE)
        case NameTaken():
            return _move_page(structure_id, chosen, SISTER, hx.UNPROCESSABLE)
        case Stale():
            return _move_page(structure_id, chosen, MOVED, hx.CONFLICT)


@blueprint.get("/structures/<int:structure_id>/fermer")
@medimail_administrators
def ask_to_close(structure_id: int) -> ResponseReturnValue:
    """What closing does, or what stands in its way."""
    return _close_page(structure_id)


def _close_page(structure_id: int, status: int = 200) -> Response:
    with reading() as session:
        structure = _ours(session, structure_id)
        page = render_template(
            "medimail/shaping/close.html",
            **access.around(session, structure),
            accounts=store.accounts(session, structure_id),
            daughters=structures.daughters(session, structure, limit=store.SHOWN),
            administrators=[person for person, _ in structures.administrators(session, [structure_id])],
            rejection_months=settings().medimail_rejection_months,
            refused=status != 200,  # noqa: PLR2004 - the page is the answer to a POST that did nothing
        )
    return Response(page, status=status)


@blueprint.post("/structures/<int:structure_id>/fermer")
@medimail_administrators
def close(structure_id: int) -> ResponseReturnValue:
    """Close the structure, if nothing is left in it."""
    with transaction() as session:
        structure = _ours(session, structure_id, lock=True)
        if structure.closed_at:
            abort(404)
        left = store.accounts(session, structure_id)
        outcome = service.close(session, current_user.account_id, structure, accounts=left)
    match outcome:
        case Kept():
            return _close_page(structure_id, hx.UNPROCESSABLE)
        case Done():
            flash("La structure est fermée. Le GRADeS peut la rouvrir.", "success")
    return hx.go(url_for("structures.home", structure_id=structure_id))


@blueprint.post("/structures/<int:structure_id>/rouvrir")
@medimail_administrators
def reopen(structure_id: int) -> ResponseReturnValue:
    """Open the structure again, as it was."""
    with transaction() as session:
        structure = _ours(session, structure_id, lock=True)
        opened = service.reopen(session, current_user.account_id, structure) if structure.closed_at else Done(0)
    match opened:
        case MotherClosed(name):
            flash(f"Sa structure mère, {name}, est fermée\u00a0: rouvrez-la d’abord.", "warning")
        case NameTaken():
            flash("Une autre structure porte ce nom au même endroit\u00a0: renommez-la d’abord.", "warning")
        case Done():
            flash("La structure est rouverte\u00a0; ses administrateurs y ont de nouveau accès.", "success")
    return hx.go(url_for("structures.home", structure_id=structure_id))
