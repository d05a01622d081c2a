"""The référents of an establishment over HTTP."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.accounts.roles import referents
from portal.db import reading, transaction
from portal.profiles.record import referents as record
from portal.profiles.record import store as profiles
from portal.profiles.record.rules.acts import Done, LastReferent, NotYours, Unchanged
from portal.profiles.record.rules.perimeter import Perimeter
from portal.profiles.record.store import PAGE
from portal.profiles.staff.access import held, place
from portal.profiles.staff.listing import display
from portal.profiles.staff.listing.display import Row
from portal.profiles.staff.referents.forms import AddForm, SearchForm
from portal.profiles.staff.referents.rules import Reach, read
from portal.registers.models import Establishment
from portal.web import hx

blueprint = Blueprint("referents", __name__)

LAST = "Un établissement a toujours un référent\u00a0: ajoutez-en un autre avant de retirer celui-ci."
UNKNOWN = "Personne n’a été ajouté\u00a0: cette personne n’a plus de profil dans vos établissements."


@blueprint.get("/etablissements/<finess_et>/referents")
@referents
def listing(finess_et: str) -> ResponseReturnValue:
    """Who manages the establishment, and the search of whom to add."""
    form = SearchForm(request.args)
    form.validate()
    with reading() as session:
        mine = held(session)
        at = place(session, mine, finess_et)
        rows = record.of(session, mine, finess_et)
        people = _searched(session, mine, form) if form.q.data else ()
    return hx.show_form(
        "profiles/staff/referents.html",
        partial="profiles/staff/_candidates.html",
        form=form,
        at=at,
        name=at.full_name,
        rows=[(account, _reach(at, scope), mine.may_hand(scope)) for account, scope in rows],
        people=people,
        reaches=[reach for reach in Reach if mine.may_hand(reach.scope(finess_et, at.finess_ej))],
        me=current_user.account_id,
    )


def _reach(at: Establishment, scope: str) -> Reach:
    return Reach.PLACE if scope == at.finess_et else Reach.ENTITY


def _searched(session: Session, mine: Perimeter, form: SearchForm) -> Sequence[Row]:
    """The people of the staff who answer, each once."""
    found = profiles.page(session, mine, form.read())[:PAGE]
    return [display.row(listed) for listed in {listed.account_id: listed for listed in found}.values()]


@blueprint.post("/etablissements/<finess_et>/referents")
@referents
def add(finess_et: str) -> ResponseReturnValue:
    """Make somebody of the staff référent."""
    form = AddForm()
    form.validate()
    identifier, reach = form.read()
    with transaction() as session:
        mine = held(session)
        at = place(session, mine, finess_et)
        scope = reach.scope(finess_et, at.finess_ej)
        outcome = record.add(session, mine, current_user.account_id, identifier, scope)
    match outcome:
        case Done():
            flash(
                "Cette personne est maintenant référente\u00a0; si le portail a son adresse, un courriel le lui dit.",
                "success",
            )
        case Unchanged():
            flash("Cette personne l’était déjà.", "info")
        case NotYours():
            flash(UNKNOWN, "warning")
    return hx.go(url_for(".listing", finess_et=finess_et))


def _asked(session: Session, finess_et: str, account_id: int) -> tuple[Establishment, Perimeter, Account, Reach]:
    """Whose right is meant, and which.

    Raises:
        NotFound: the establishment is not one of theirs, or this person does not manage it so.
    """
    mine = held(session)
    at = place(session, mine, finess_et)
    reach = read(request.values.get("portee", ""))
    scope = reach.scope(finess_et, at.finess_ej)
    holders = record.of(session, mine, finess_et) if mine.may_hand(scope) else ()
    who = next((account for account, found in holders if (account.id, found) == (account_id, scope)), None)
    return at, mine, who or abort(404), reach


@blueprint.get("/etablissements/<finess_et>/referents/<int:account_id>/retirer")
@referents
def ask_to_remove(finess_et: str, account_id: int) -> ResponseReturnValue:
    """What taking the right back does, before it is done."""
    with reading() as session:
        at, _, who, reach = _asked(session, finess_et, account_id)
    leaves = account_id == current_user.account_id
    return render_template(
        "profiles/staff/referent_remove.html", at=at, name=at.full_name, who=who, reach=reach, leaves=leaves
    )


@blueprint.post("/etablissements/<finess_et>/referents/<int:account_id>/retirer")
@referents
def remove(finess_et: str, account_id: int) -> ResponseReturnValue:
    """Take the right back from somebody, or give it up; never from the last one."""
    with transaction() as session:
        at, mine, _, reach = _asked(session, finess_et, account_id)
        scope = reach.scope(finess_et, at.finess_ej)
        outcome = record.remove(session, mine, current_user.account_id, account_id, scope)
    match outcome:
        case Done():
            flash("Le droit de référent est retiré.", "success")
        case LastReferent():
            flash(LAST, "warning")
        case NotYours():
            abort(404)
    if account_id == current_user.account_id and isinstance(outcome, Done):
        return hx.go(url_for("information.home"))
    return hx.go(url_for(".listing", finess_et=finess_et))
