"""One profile over HTTP: seen, created, modified, deleted, and its person helped to sign in again."""

from flask import Blueprint, Response, abort, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.exc import IntegrityError

from portal.accounts import service as accounts
from portal.accounts.roles import referents
from portal.config import settings
from portal.db import reading, transaction
from portal.profiles.record import columns
from portal.profiles.record.rules.acts import Stale
from portal.profiles.record.rules.decisions import Decision, Delete, Modify, Refused, findings, sets_password
from portal.profiles.record.rules.lines import Line, Unreadable
from portal.profiles.record.rules.roles import Action
from portal.profiles.staff.access import held, place
from portal.profiles.staff.listing import display
from portal.profiles.staff.person import service
from portal.profiles.staff.person.forms import GIVEN, EditForm, NewForm, ProfileForm, of_line, said
from portal.profiles.staff.person.service import Shown
from portal.profiles.staff.teams import store as teams
from portal.registers.models import Establishment
from portal.web import hx, kept

blueprint = Blueprint("person", __name__)

OVERTAKEN = (
    "Quelqu’un a modifié ce profil pendant que vous le lisiez. Votre saisie est encore là\u00a0: comparez-la au "
    "profil, puis enregistrez-la si elle convient toujours."
)


@blueprint.get("/etablissements/<finess_et>/profils/nouveau")
@referents
def new(finess_et: str) -> ResponseReturnValue:
    """The form, empty; or as it was left when the session ended."""
    with reading() as session:
        at = place(session, held(session), finess_et)
        form = kept.back(session, NewForm) or NewForm(formdata=None, equipe=request.args.get("equipe", ""))
    return _new_page(at, form)


def _new_page(at: Establishment, form: NewForm) -> Response:
    with reading() as session:
        names = teams.names(session, at.finess_et)
    page = render_template("profiles/staff/new.html", form=form, at=at, name=at.full_name, teams=names)
    return make_response(page, hx.UNPROCESSABLE if form.errors else 200)


@blueprint.post("/etablissements/<finess_et>/profils/nouveau")
@referents
@kept.entries(NewForm, page=".new")
def create(finess_et: str) -> ResponseReturnValue:
    """Create the profile, by the rules of a line C."""
    form = NewForm()
    with reading() as session:
        at = place(session, held(session), finess_et)
    line = _read(form, form.cells(at))
    decision = _carry_out_twice(line) if line else None
    if decision is None or isinstance(decision, Refused):
        form.show(findings(decision) if decision else ())
        return _new_page(at, form)
    flash("Le profil est créé.", "success")
    _tell(decision)
    with reading() as session:
        key = service.key_of(session, decision.line)
    return hx.go(url_for(".profile", profile_id=key) if key else url_for("staff.establishment", finess_et=finess_et))


def _read(form: ProfileForm, cells: tuple[str, ...]) -> Line | None:
    """The line that the form is, once all is well with it; all that is not is said at once."""
    is_whole = form.validate_on_submit()
    line = columns.parse(cells, 1, check_key=settings().check_keys)
    if isinstance(line, Unreadable):
        form.show(line.findings)
        return None
    return line if is_whole else None


def _hashes(line: Line) -> tuple[Decision, dict[int, str]]:
    """What would become of the line, and its password hashed if it is to be set: outside of any transaction."""
    with reading() as session:
        decision = service.decide(session, current_user.account_id, line)
    needed = sets_password(decision)
    return decision, {line.number: accounts.hasher().hash_password(line.password)} if needed else {}


def _carry_out_twice(line: Line) -> Decision:
    """Do it; again if the same account, team or profile was being made at that instant: the second time finds it."""
    decision, hashes = _hashes(line)
    if isinstance(decision, Refused):
        return decision
    try:
        return _carry_out(line, hashes)
    except IntegrityError:
        return _carry_out(line, hashes)


def _carry_out(line: Line, hashes: dict[int, str]) -> Decision:
    with transaction() as session:
        return service.carry_out(session, current_user.account_id, line, hashes)


def _tell(decision: Decision) -> None:
    """What was left out, and what remains to be done."""
    for finding in findings(decision):
        flash(said(finding), "warning")
    if sets_password(decision):
        flash(GIVEN, "info")


def _found(profile_id: int) -> tuple[Shown, Establishment]:
    with reading() as session:
        mine = held(session)
        found = service.shown(session, mine, profile_id) or abort(404)
        return found, place(session, mine, found.listed.finess_et)


@blueprint.get("/etablissements/profils/<int:profile_id>")
@referents
def profile(profile_id: int) -> ResponseReturnValue:
    """Who, where, as what, until when; and what may be done."""
    found, at = _found(profile_id)
    return render_template(
        "profiles/staff/profile.html", shown=found, row=display.row(found.listed), at=at, name=at.full_name
    )


@blueprint.get("/etablissements/profils/<int:profile_id>/modifier")
@referents
def edit(profile_id: int) -> ResponseReturnValue:
    """The form, as the profile is; or as it was left when the session ended."""
    found, at = _found(profile_id)
    with reading() as session:
        form = kept.back(session, EditForm) or of_line(found.line, found.mark)
    return _edit_page(found, at, _kept_fields(form, found))


def _kept_fields(form: EditForm, found: Shown) -> EditForm:
    return form.keep(is_physician=found.is_physician, is_guarded=found.is_guarded)


def _edit_page(found: Shown, at: Establishment, form: EditForm, *, told: str = "") -> Response:
    page = render_template(
        "profiles/staff/edit.html",
        form=form,
        shown=found,
        row=display.row(found.listed),
        at=at,
        name=at.full_name,
        told=told,
    )
    return make_response(page, hx.status_of(told, form.errors))


@blueprint.post("/etablissements/profils/<int:profile_id>/modifier")
@referents
@kept.entries(EditForm, page=".edit")
def update(profile_id: int) -> ResponseReturnValue:
    """Modify the profile, by the rules of a line M; whoever comes second keeps what they typed."""
    found, at = _found(profile_id)
    form = _kept_fields(EditForm(), found)
    line = _read(form, form.cells(found.line))
    form.lost(found.line)
    if line is None or form.errors:
        return _edit_page(found, at, form)
    outcome = _modify(profile_id, line, form.vu.data or "")
    match outcome:
        case Stale():
            found, at = _found(profile_id)
            form.vu.data = found.mark
            return _edit_page(found, at, form, told=OVERTAKEN)
        case Refused():
            form.show(outcome.findings)
            return _edit_page(found, at, form)
        case Modify(changes=changes) if changes:
            flash("Les modifications sont enregistrées.", "success")
        case _:
            flash("Rien n’a changé\u00a0: le profil disait déjà cela.", "info")
    _tell(outcome)
    return hx.go(url_for(".profile", profile_id=profile_id))


def _modify(profile_id: int, line: Line, seen: str) -> Decision | Stale:
    decision, hashes = _hashes(line)
    if isinstance(decision, Refused):
        return decision
    with transaction() as session:
        return service.modify(session, current_user.account_id, profile_id, line, hashes, seen)


@blueprint.get("/etablissements/profils/<int:profile_id>/supprimer")
@referents
def ask_to_delete(profile_id: int) -> ResponseReturnValue:
    """What deleting the profile does, before it is done."""
    found, at = _found(profile_id)
    return render_template("profiles/staff/delete.html", shown=found, at=at, name=at.full_name)


@blueprint.post("/etablissements/profils/<int:profile_id>/supprimer")
@referents
def delete(profile_id: int) -> ResponseReturnValue:
    """Delete the profile, by the rules of a line S; the account stays."""
    found, at = _found(profile_id)
    outcome = _carry_out(found.line._replace(action=Action.DELETE), {})
    if not isinstance(outcome, Delete):  # somebody else was quicker: it is gone, as was wanted
        flash("Ce profil n’est déjà plus là.", "info")
    else:
        flash("Le profil est supprimé\u00a0; le compte de la personne reste.", "success")
    return hx.go(url_for("staff.establishment", finess_et=at.finess_et))
