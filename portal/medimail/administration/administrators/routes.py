"""The administrators of a structure over HTTP."""

from collections.abc import Sequence
from functools import partial

from flask import Blueprint, abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.accounts.roles import medimail_administrators
from portal.db import reading, transaction
from portal.medimail.administration.administrators import display, service, store, tokens
from portal.medimail.administration.administrators.forms import SearchForm
from portal.medimail.administration.administrators.rules import (
    Added,
    AlreadyThere,
    NotThere,
    Oneself,
    OneselfAdded,
    Removed,
    Unknown,
)
from portal.medimail.mailboxes.record import braking, copying
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.acts import TOO_MANY_GUESSES, Braked
from portal.medimail.structures import access
from portal.medimail.structures import store as structures
from portal.medimail.structures.access import reach, structure
from portal.medimail.structures.models import Structure
from portal.medimail.structures.rules.settings import RECOMMENDED
from portal.medimail.structures.rules.tree import lineage
from portal.web import hx

blueprint = Blueprint("structure_administrators", __name__)

PERSON = "personne"
# A mother out of reach is not named beside her people: the list and the settings name the one right above, no more.
SOME_MOTHER = "Structure mère"


@blueprint.get("/structures/<int:structure_id>/administrateurs")
@medimail_administrators
def listing(structure_id: int) -> ResponseReturnValue:
    """Who administers the structure, by whose right, and the search of whom to add."""
    form = SearchForm(request.args)
    form.validate()
    with reading() as session:
        at = structure(session, structure_id)
        mine = reach(session)
        around = access.around(session, at, mine)
        own, inherited = _administrators(session, at, around["above"])
        is_stopped = braking.is_guessing(session, current_user.account_id)
        look = store.search if is_stopped else store.anywhere
        found = look(session, mine, form.read(), request.args.get("page"))
        daughters = structures.daughters(session, at)
    if found.is_guess:
        with transaction() as session:
            braking.guessed(session, current_user.account_id)
    return hx.show_form(
        "medimail/administrators/listing.html",
        partial="medimail/administrators/_candidates.html",
        form=form,
        **around,
        own=own,
        inherited=inherited,
        lacks_one=len(own) < RECOMMENDED,
        has_daughters=bool(daughters),
        found=found.at,
        people=found.people,
        has_more=found.has_more,
        stopped=TOO_MANY_GUESSES if is_stopped and store.whole(form.read()) else "",
        known={account.id for account in own},
        me=current_user.account_id,
        reference=lambda box: _reference(at, box),
        shows=lambda box: mine.holds(box.structure.path),
        page_url=lambda page: url_for(".listing", structure_id=at.id, q=form.q.data, page=page),
    )


def _administrators(
    session: Session, at: Structure, above: Sequence[Structure]
) -> tuple[list[Account], list[tuple[Account, str]]]:
    """Those of the structure, then those of its mothers with the name of each where it may be told."""
    rows = structures.administrators(session, lineage(at.path))
    names = {mother.id: mother.name for mother in above}
    own = [account for account, held in rows if held == at.id]
    return own, [(account, names.get(held, SOME_MOTHER)) for account, held in rows if held != at.id]


@blueprint.get("/structures/<int:structure_id>/administrateurs/ajouter")
@medimail_administrators
def ask_to_add(structure_id: int) -> ResponseReturnValue:
    """What making somebody administrator opens to them, before it is done."""
    with reading() as session:
        at = structure(session, structure_id)
        found = _named(session, at, request.args.get(PERSON, ""))
        daughters = structures.daughters(session, at) if found else ()
        mine = reach(session)
        around = access.around(session, at, mine)
        account = found.account if found else None
        readings = copying.readings(session, account, over=at.path) if account else ()
    if found is None:
        return _said(structure_id, Unknown())
    if found.account_id == current_user.account_id:
        return _said(structure_id, OneselfAdded())
    reference = _reference(at, found)
    return render_template(
        "medimail/administrators/add.html",
        **around,
        found=found,
        reference=reference,
        daughters=daughters,
        ending=display.ending(readings, mine),
        read_by=display.read_by(readings, mine),
    )


def _reference(at: Structure, box: Mailbox) -> str:
    return tokens.reference(at.id, current_user.account_id).write(box)


def _named(session: Session, at: Structure, reference: str) -> Mailbox | None:
    """Who is named to whoever is signed in, as long as they may be added."""
    return tokens.reference(at.id, current_user.account_id).read(reference, partial(store.candidate, session))


@blueprint.post("/structures/<int:structure_id>/administrateurs/ajouter")
@medimail_administrators
def add(structure_id: int) -> ResponseReturnValue:
    """Make somebody administrator."""
    with transaction() as session:
        at = structure(session, structure_id, lock=True)
        found = _named(session, at, request.form.get(PERSON, ""))
        outcome = service.add(session, at, found, by=current_user.account_id)
    return _said(structure_id, outcome)


@blueprint.get("/structures/<int:structure_id>/administrateurs/<int:account_id>/retirer")
@medimail_administrators
def ask_to_remove(structure_id: int, account_id: int) -> ResponseReturnValue:
    """What taking somebody off closes to them, before it is done."""
    with reading() as session:
        at = structure(session, structure_id)
        around = access.around(session, at)
        own, inherited = _administrators(session, at, around["above"])
    who = next((account for account in own if account.id == account_id), None) or abort(404)
    if account_id == current_user.account_id:
        return _said(structure_id, Oneself())
    return render_template(
        "medimail/administrators/remove.html", **around, who=who, is_last=len(own) == 1 and not inherited
    )


@blueprint.post("/structures/<int:structure_id>/administrateurs/<int:account_id>/retirer")
@medimail_administrators
def remove(structure_id: int, account_id: int) -> ResponseReturnValue:
    """Take somebody off."""
    with transaction() as session:
        at = structure(session, structure_id, lock=True)
        outcome = service.remove(session, at, account_id, by=current_user.account_id)
    return _said(structure_id, outcome)


def _said(
    structure_id: int, outcome: Added | AlreadyThere | Unknown | Removed | Oneself | OneselfAdded | NotThere | Braked
) -> ResponseReturnValue:
    """Back to the list, with what came of it."""
    match outcome:
        case Added(name, ends_copies):
            flash(f"{name} administre maintenant la structure\u00a0; un courriel le lui dit.", "success")
            if ends_copies:
                flash(
                    "Des copies de ses messages, qui auraient donné à lire ses codes de connexion, ont pris fin\u00a0; "
                    "les personnes concernées l’apprennent par courriel.",
                    "info",
                )
        case AlreadyThere(name):
            flash(f"{name} administrait déjà la structure.", "info")
        case Unknown():
            flash(
                "Personne n’a été ajouté\u00a0: cette personne n’a plus de compte Medimail validé, ou la page n’était "
                "pas la vôtre. Cherchez-la de nouveau.",
                "warning",
            )
        case Removed(name):
            flash(f"{name} n’administre plus la structure\u00a0; un courriel le lui dit.", "success")
        case Oneself():
            flash("Nul ne se retire soi-même\u00a0: demandez-le à un autre administrateur de la structure.", "warning")
        case OneselfAdded():
            flash(
                "Nul ne s’ajoute soi-même\u00a0: vous administrez déjà cette structure. Pour recevoir aussi ses "
                "notifications, demandez à un autre de ses administrateurs, de ceux de sa structure mère ou du GRADeS "
                "de vous ajouter.",
                "warning",
            )
        case NotThere():
            flash("Cette personne n’administrait déjà plus la structure.", "info")
        case Braked(sentence):
            flash(sentence, "warning")
    return hx.go(url_for(".listing", structure_id=structure_id))
