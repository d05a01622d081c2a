"""The référents of an establishment over HTTP."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.accounts.roles import referents
from portal.accounts.rules import address_of, code_route
from portal.db import reading, transaction
from portal.profiles.record import referents as record
from portal.profiles.record import store as profiles
from portal.profiles.record.rules.acts import Done, LastReferent, NotYours, Unchanged
from portal.profiles.record.rules.perimeter import Perimeter
from portal.profiles.record.store import PAGE
from portal.profiles.staff.access import held, place
from portal.profiles.staff.listing import display
from portal.profiles.staff.listing.display import Row
from portal.profiles.staff.listing.store import names
from portal.profiles.staff.referents.forms import SearchForm
from portal.profiles.staff.referents.rules import Reach, read
from portal.registers.models import Establishment
from portal.web import hx

blueprint = Blueprint("referents", __name__)

LAST = "Un établissement a toujours un référent\u00a0: ajoutez-en un autre avant de retirer celui-ci."
NAMED = (
    "Cette personne est maintenant référente\u00a0; un courriel le lui dit, ainsi qu’aux autres référents, là où le "
    "portail a leur adresse."
)
ALREADY = "Cette personne l’était déjà."


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
        found = _searched(session, mine, form) if form.q.data else ()
    managing = {account.id for account, _ in rows}
    reaches = [reach for reach in Reach if mine.may_hand(reach.scope(finess_et, at.finess_ej))]
    return hx.show_form(
        "profiles/staff/referents.html",
        partial="profiles/staff/_candidates.html",
        form=form,
        at=at,
        name=at.full_name,
        rows=[_holder(at, mine, rows, account, scope) for account, scope in rows],
        people=[row for row in found if row.listed.account_id not in managing],
        are_there=bool(found),
        reaches=reaches,
        me=current_user.account_id,
    )


def _holder(
    at: Establishment, mine: Perimeter, rows: Sequence[tuple[Account, str]], account: Account, scope: str
) -> dict[str, Any]:
    """Somebody who manages the establishment, and what may be done of their right."""
    scopes = {found for other, found in rows if other.id == account.id}
    return {
        "account": account,
        "reach": _reach(at, scope),
        "may_leave": mine.may_hand(scope) and any(other.id != account.id for other, _ in rows),
        "may_widen": at.finess_ej not in scopes and mine.may_hand(at.finess_ej),
    }


def _reach(at: Establishment, scope: str) -> Reach:
    return Reach.PLACE if scope == at.finess_et else Reach.ENTITY


def _searched(session: Session, mine: Perimeter, form: SearchForm) -> Sequence[Row]:
    """The people of the staff who answer, each once."""
    found = profiles.page(session, mine, form.read())[:PAGE]
    return [display.row(listed) for listed in {listed.account_id: listed for listed in found}.values()]


@blueprint.get("/etablissements/<finess_et>/referents/<int:account_id>/nommer")
@referents
def ask_to_add(finess_et: str, account_id: int) -> ResponseReturnValue:
    """What the right opens, to whom, over what, before it is given."""
    with reading() as session:
        mine = held(session)
        at = place(session, mine, finess_et)
        reach = read(request.args.get("portee", ""))
        scope = reach.scope(finess_et, at.finess_ej)
        who = record.candidate(session, mine, account_id) if mine.may_hand(scope) else None
        if who is None:
            abort(404)
        is_one = record.holds(session, who.id, scope)
        over = names(session, mine, scope)
        told = len(record.others(session, mine, scope, but={who.id, current_user.account_id}))
        has_address = bool(address_of(code_route(who.reach)))
    if is_one:
        flash(ALREADY, "info")
        return hx.go(url_for(".listing", finess_et=finess_et))
    return render_template(
        "profiles/staff/referent_add.html",
        at=at,
        name=at.full_name,
        who=who,
        reach=reach,
        over=over,
        told=told,
        has_address=has_address,
    )


@blueprint.post("/etablissements/<finess_et>/referents/<int:account_id>/nommer")
@referents
def add(finess_et: str, account_id: int) -> ResponseReturnValue:
    """Make somebody référent, once what it opens has been read."""
    with transaction() as session:
        mine = held(session)
        at = place(session, mine, finess_et)
        scope = read(request.form.get("portee", "")).scope(finess_et, at.finess_ej)
        outcome = record.add(session, mine, current_user.account_id, account_id, scope)
    match outcome:
        case Done():
            flash(NAMED, "success")
        case Unchanged():
            flash(ALREADY, "info")
        case NotYours():
            abort(404)
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
