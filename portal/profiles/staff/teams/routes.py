"""The teams over HTTP: the list, one team and its members, and what becomes of them."""

from typing import Any

from flask import Blueprint, Response, abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from portal.accounts.roles import referents
from portal.db import reading, transaction
from portal.profiles.record import teams
from portal.profiles.record.models import Team
from portal.profiles.record.rules.acts import (
    Done,
    Emptied,
    NameRefused,
    NameTaken,
    NotEmpty,
    NotYours,
    Stale,
    Unchanged,
)
from portal.profiles.record.store import Filters, Tab
from portal.profiles.staff.access import held, place
from portal.profiles.staff.listing import display
from portal.profiles.staff.listing.forms import FilterForm
from portal.profiles.staff.listing.page import found
from portal.profiles.staff.listing.store import count_teams
from portal.profiles.staff.teams import service, store
from portal.profiles.staff.teams.forms import REFUSED, TAKEN, RenameForm, TeamForm
from portal.web import hx, kept
from portal.web.dates import plural
from portal.web.paging import paging

blueprint = Blueprint("teams", __name__)

# Members that the eye finds by itself: beyond, they are searched.
FEW = 10
RENAMED = "Quelqu’un a renommé cette équipe pendant que vous la lisiez\u00a0; vérifiez son nom, puis recommencez."
MOVED = "Les membres de l’équipe ont changé pendant que vous lisiez\u00a0: rien n’a été fait. Voici ce qui changerait."


@blueprint.get("/etablissements/<finess_et>/equipes")
@referents
def listing(finess_et: str) -> ResponseReturnValue:
    """The teams, and the form that creates one."""
    with reading() as session:
        form = kept.back(session, TeamForm) or TeamForm(formdata=None)
    return _listing(finess_et, form)


def _listing(finess_et: str, form: TeamForm) -> Response:
    with reading() as session:
        at = place(session, held(session), finess_et)
        shown = paging(request.args.get("page"), count_teams(session, finess_et))
        rows = store.page(session, finess_et, offset=shown.offset, size=shown.size)
    return hx.show_form(
        "profiles/staff/teams.html",
        partial="profiles/staff/_teams.html",
        form=form,
        at=at,
        name=at.full_name,
        rows=rows,
        found=shown,
        page_url=lambda number: url_for(".listing", finess_et=finess_et, page=number),
    )


@blueprint.post("/etablissements/<finess_et>/equipes")
@referents
@kept.entries(TeamForm, page=".listing")
def create(finess_et: str) -> ResponseReturnValue:
    """Make a team, empty at first."""
    form = TeamForm()
    with reading() as session:
        place(session, held(session), finess_et)
    if not form.validate_on_submit():
        return _listing(finess_et, form)
    with transaction() as session:
        outcome = teams.create(session, held(session), current_user.account_id, finess_et, form.nom.data or "")
    if isinstance(outcome, Done):
        flash("L’équipe est créée\u00a0; elle est vide.", "success")
        return hx.go(url_for(".team", team_id=outcome.key))
    _refuse(form, outcome)
    return _listing(finess_et, form)


def _refuse(form: TeamForm, why: NameRefused | NameTaken | NotYours) -> None:
    """Say beside the name why it is not given; of a team that is not theirs, nothing."""
    match why:
        case NameRefused():
            form.nom.errors = [REFUSED]
        case NameTaken():
            form.nom.errors = [TAKEN]
        case NotYours():
            abort(404)


def _team(session: Session, team_id: int) -> Team:
    return teams.get(session, held(session), team_id) or abort(404)


def _named(session: Session, team_id: int) -> tuple[Team, str]:
    """The team, and the name of its establishment."""
    mine = held(session)
    one = teams.get(session, mine, team_id) or abort(404)
    return one, place(session, mine, one.finess_et).full_name


@blueprint.get("/etablissements/equipes/<int:team_id>")
@referents
def team(team_id: int) -> ResponseReturnValue:
    """A team, its members, and the form that renames it."""
    with reading() as session:
        one = _team(session, team_id)
        form = kept.back(session, RenameForm) or RenameForm(formdata=None, nom=one.name, vu=one.name)
    return _team_page(team_id, form)


def _team_page(team_id: int, form: RenameForm, *, told: str = "") -> Response:
    search = FilterForm(request.args)
    search.validate()
    with reading() as session:
        mine = held(session)
        one = teams.get(session, mine, team_id) or abort(404)
        at = place(session, mine, one.finess_et)
        listing = found(session, mine, search.read(one.finess_et, team_id), request.args.get("page"))

    def link(filters: Filters, **values: Any) -> str:
        return url_for(".team", team_id=team_id, **values, **display.arguments(filters))

    return hx.show(
        "profiles/staff/team.html",
        partial="profiles/staff/_listing.html",
        status=hx.status_of(told, form.errors),
        form=form,
        filter_form=search,
        is_searched=bool(search.q.data) or listing.counts[Tab.ALL] > FEW,
        team=one,
        at=at,
        name=at.full_name,
        listing=listing,
        in_team=True,
        told=told,
        tabs=display.tabs(listing.filters, listing.counts, link),
        chips=display.chips(listing.filters, link),
        clear_url=link(Filters(tab=listing.filters.tab)),
        page_url=lambda number: link(listing.filters, page=number),
    )


@blueprint.post("/etablissements/equipes/<int:team_id>/renommer")
@referents
@kept.entries(RenameForm, page=".team")
def rename(team_id: int) -> ResponseReturnValue:
    """Give the team another name; its profiles follow."""
    form = RenameForm()
    if not form.validate_on_submit():
        return _team_page(team_id, form)
    name, seen = form.nom.data or "", form.vu.data or ""
    with transaction() as session:
        outcome = service.rename(session, held(session), current_user.account_id, team_id, name=name, seen=seen)
    match outcome:
        case Done() | Unchanged():
            flash("L’équipe porte ce nom\u00a0; ses profils ont suivi.", "success")
            return hx.go(url_for(".team", team_id=team_id))
        case Stale():
            with reading() as session:
                form.vu.data = _team(session, team_id).name
            return _team_page(team_id, form, told=RENAMED)
        case refused:
            _refuse(form, refused)
    return _team_page(team_id, form)


@blueprint.get("/etablissements/equipes/<int:team_id>/vider")
@referents
def ask_to_empty(team_id: int) -> ResponseReturnValue:
    """What emptying the team does, before it is done."""
    return _empty_page(team_id)


def _empty_page(team_id: int, told: str = "") -> Response:
    with reading() as session:
        one, name = _named(session, team_id)
        fate = teams.fate(session, one)
    page = render_template(
        "profiles/staff/team_empty.html", team=one, name=name, fate=fate, mark=service.mark(fate), told=told
    )
    return Response(page, status=hx.CONFLICT if told else 200)


@blueprint.post("/etablissements/equipes/<int:team_id>/vider")
@referents
def empty(team_id: int) -> ResponseReturnValue:
    """Take everybody out of the team."""
    seen = request.form.get("vu", "")
    with transaction() as session:
        outcome = service.empty(session, held(session), current_user.account_id, team_id, seen=seen)
    match outcome:
        case NotYours():
            abort(404)
        case Stale():
            return _empty_page(team_id, MOVED)
        case Emptied(deleted, kept=alone):
            said = f"{plural(deleted, 'profil supprimé', 'profils supprimés')}, {plural(alone, 'gardé', 'gardés')}"
            flash(f"L’équipe est vide\u00a0: {said} sans équipe.", "success")
    return hx.go(url_for(".team", team_id=team_id))


@blueprint.get("/etablissements/equipes/<int:team_id>/supprimer")
@referents
def ask_to_delete(team_id: int) -> ResponseReturnValue:
    """What deleting the team does, before it is done."""
    with reading() as session:
        one, name = _named(session, team_id)
    return render_template("profiles/staff/team_delete.html", team=one, name=name)


@blueprint.post("/etablissements/equipes/<int:team_id>/supprimer")
@referents
def delete(team_id: int) -> ResponseReturnValue:
    """Delete the team, once it is empty."""
    with transaction() as session:
        mine = held(session)
        finess_et = (teams.get(session, mine, team_id) or abort(404)).finess_et
        outcome = teams.remove(session, mine, current_user.account_id, team_id)
    match outcome:
        case NotEmpty(count):
            held_by = plural(count, "profil")
            flash(f"L’équipe n’est pas vide\u00a0: {held_by} encore. Videz-la, puis supprimez-la.", "warning")
            return hx.go(url_for(".team", team_id=team_id))
        case NotYours():
            abort(404)
        case Done():
            flash("L’équipe est supprimée.", "success")
    return hx.go(url_for(".listing", finess_et=finess_et))
