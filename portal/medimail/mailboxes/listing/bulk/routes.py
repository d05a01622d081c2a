"""Runs over HTTP: only their author sees them, and nobody can tell another's from one that does not exist."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import parse_qs

from flask import Blueprint, Response, abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from portal import clock
from portal.accounts.roles import medimail_administrators
from portal.audit import Event
from portal.db import reading, transaction
from portal.medimail.mailboxes.listing.acts import store as acts_store
from portal.medimail.mailboxes.listing.acts.forms import PlaceForm
from portal.medimail.mailboxes.listing.back import back
from portal.medimail.mailboxes.listing.bulk import display, rules, service, spreadsheet, store, working
from portal.medimail.mailboxes.listing.bulk.forms import BulkRejectForm, chosen
from portal.medimail.mailboxes.listing.bulk.models import BulkLine, BulkRun
from portal.medimail.mailboxes.listing.bulk.rules import Stage
from portal.medimail.mailboxes.listing.bulk.service import NobodyChosen, Past, Prepared, Started, TooMany
from portal.medimail.mailboxes.listing.tabs.forms import FilterForm
from portal.medimail.mailboxes.record.rules.states import Action
from portal.medimail.structures import access, exporting
from portal.medimail.structures.access import structure
from portal.medimail.structures.models import Structure
from portal.tabular.report import Outcome
from portal.web import hx
from portal.web.keys import read_key
from portal.web.paging import paging

blueprint = Blueprint("bulk", __name__, url_prefix="/structures/<int:structure_id>/comptes/lots")

NO_ACT = "Choisissez l’acte à faire sur les comptes cochés."
NOBODY = "Cochez les comptes d’abord."
TOO_MANY = f"Pas plus de {rules.MOST:,} comptes à la fois\u00a0: resserrez la recherche.".replace(",", "\u202f")
PAST = "Rien n’a été fait\u00a0: ce n’est plus le moment, ou il n’y a rien à faire."


@blueprint.post("")
@medimail_administrators
def prepare(structure_id: int) -> ResponseReturnValue:
    """Note the accounts that were ticked, or all those of the search; the page shows what would be done."""
    action = rules.read_action(request.form.get("acte", ""))
    with transaction() as session:
        at = structure(session, structure_id)
        outcome = _prepare(session, at, action) if action else None
    match outcome:
        case Prepared(reference):
            return hx.go(url_for(".run", structure_id=structure_id, reference=reference))
        case NobodyChosen():
            flash(NOBODY, "warning")
        case TooMany():
            flash(TOO_MANY, "warning")
        case None:
            flash(NO_ACT, "warning")
    return hx.go(back(structure_id))


def _prepare(session: Session, at: Structure, action: Action) -> Prepared | NobodyChosen | TooMany:
    if request.form.get("tous") == "1":
        asked = parse_qs(request.form.get("liste", ""))
        filters = FilterForm(MultiDict((name, value) for name, found in asked.items() for value in found)).read()
        accounts = store.searched(session, at, filters)
    else:
        accounts = store.chosen(session, at, chosen())
    return service.prepare(session, at, current_user.account_id, action, accounts)


def _mine(session: Session, structure_id: int, reference: str, *, lock: bool = False) -> BulkRun:
    if not rules.is_reference(reference):
        abort(404)
    found = store.find(session, structure_id, reference, current_user.account_id, lock=lock)
    return found or abort(404)


@blueprint.get("/<reference>")
@medimail_administrators
def run(structure_id: int, reference: str) -> ResponseReturnValue:
    """Where a run stands: its preview, its progress or its report."""
    return _run(structure_id, reference, BulkRejectForm(formdata=None), read_key(request.args.get("vers", "")))


def _run(structure_id: int, reference: str, form: BulkRejectForm, target_id: int | None) -> Response:
    place_form = PlaceForm(request.args)
    place_form.validate()
    outcome = next((outcome for outcome in Outcome if outcome.value == request.args.get("resultat")), None)
    with reading() as session:
        around = access.around(session, structure(session, structure_id))
        found = _mine(session, structure_id, reference)
        tally = store.tally(session, found)
        reach = access.reach(session)
        pages = paging(request.args.get("page"), store.count_seen(session, found, reach, outcome))
        lines = store.page(session, found, reach, outcome, offset=pages.offset, size=pages.size)
        shown = {
            **around,
            **_administered(session, found),
            "run": found,
            "tally": tally,
            "found": pages,
            "unseen": (tally.outcomes.get(outcome, 0) if outcome else found.lines) - pages.total,
            "lines": lines,
            **_target(session, found, target_id, place_form.q.data or "", lines),
        }

    def link(wanted: Outcome | None, **values: Any) -> str:
        values |= {"resultat": wanted.value if wanted else None, "vers": target_id}
        return url_for(".run", structure_id=structure_id, reference=reference, **values)

    return hx.show_form(
        "medimail/listing/bulk/run.html",
        partial="medimail/listing/bulk/_run.html",
        form=form,
        place_form=place_form,
        tabs=display.tabs(found, tally.outcomes, outcome, link),
        **display.said_of(found),
        undo_until=_undo_until(found),
        delay=service.delay(),
        page_url=lambda number: link(outcome, page=number),
        place_url=lambda place: url_for(".run", structure_id=structure_id, reference=reference, vers=place.id),
        **shown,
    )


def _target(
    session: Session, found: BulkRun, target_id: int | None, text: str, lines: Sequence[BulkLine]
) -> dict[str, Any]:
    """Where the accounts go: what was confirmed, what is chosen, or what there is to choose from.

    Once it is chosen, how many have an address that it does not take, and what to tell of those shown.
    """
    told: dict[str, Any] = {"target": None, "places": (), "there": 0, "outside": 0, "foretold": {}}
    if found.action is not Action.TRANSFER or found.stage is not Stage.PREVIEWED:
        return {**told, "target": found.target}
    if not target_id:
        return {**told, "places": acts_store.places(session, access.reach(session), text)}
    target = access.structure(session, target_id)
    going = [line.mailbox for line in lines if line.concerned and line.mailbox.structure_id != target.id]
    return {
        **told,
        "target": target,
        "there": store.already_there(session, found, target.id),
        "outside": store.outside(session, found, target),
        "foretold": service.outside(session, going, target),
    }


def _administered(session: Session, found: BulkRun) -> dict[str, int]:
    """Of how many of those to reject the holder administers what one reaches: then the page asks about it."""
    asks = found.action is Action.REJECT and found.stage is Stage.PREVIEWED
    return {"administrators": service.administrators(session, found, access.reach(session)) if asks else 0}


def _undo_until(found: BulkRun) -> Any:
    is_open = found.stage is Stage.DONE and rules.may_undo(
        found.action, found.finished_at, service.delay(), clock.now()
    )
    return found.finished_at + service.delay() if is_open and found.finished_at else None


@blueprint.post("/<reference>/confirmer")
@medimail_administrators
def confirm(structure_id: int, reference: str) -> ResponseReturnValue:
    """Have the run done; at once where it is short."""
    form, target_id = BulkRejectForm(), read_key(request.form.get("vers", ""))
    with transaction() as session:
        structure(session, structure_id)
        found = _mine(session, structure_id, reference, lock=True)
        target = None
        if found.action is Action.TRANSFER:
            target = access.structure(session, target_id or abort(404))
        is_wrong = found.action is Action.REJECT and not form.validate_on_submit()
        if not is_wrong:
            dismisses = found.action is Action.REJECT and bool(form.retirer.data)
            outcome = service.confirm(session, found, reason=_reason(found, form), target=target, dismisses=dismisses)
    return _run(structure_id, reference, form, None) if is_wrong else _go_on(found, outcome)


def _reason(found: BulkRun, form: BulkRejectForm) -> str:
    return form.motif.data or "" if found.action is Action.REJECT else ""


@blueprint.post("/<reference>/annuler")
@medimail_administrators
def undo(structure_id: int, reference: str) -> ResponseReturnValue:
    """Lead the accounts back, those that nothing else has changed."""
    with transaction() as session:
        structure(session, structure_id)
        found = _mine(session, structure_id, reference, lock=True)
        outcome = service.undo(session, found)
    return _go_on(found, outcome)


def _go_on(found: BulkRun, outcome: Started | Past) -> ResponseReturnValue:
    match outcome:
        case Started(is_long):
            if not is_long:
                working.work(found.id)
        case Past():
            flash(PAST, "warning")
    return hx.go(url_for(".run", structure_id=found.structure_id, reference=found.reference))


@blueprint.get("/<reference>/rapport.<kind>")
@medimail_administrators
def report(structure_id: int, reference: str, kind: str) -> ResponseReturnValue:
    """The report as a file, once something was done; names and addresses leave, and the journal says with whom."""
    made = spreadsheet.FORMATS.get(kind) or abort(404)
    with reading() as session:
        at = structure(session, structure_id)
        found, reach = _mine(session, structure_id, reference), access.reach(session)
        seen = store.count_seen(session, found, reach)
    if found.stage is Stage.PREVIEWED:
        abort(404)
    name = f"rapport-comptes-{clock.local(found.asked_at).date().isoformat()}.{kind}"

    def write() -> Iterator[bytes]:
        return made.write(spreadsheet.COLUMNS, spreadsheet.rows(found, reach))

    told = {"format": kind, "lot": found.reference, "comptes": seen}
    return exporting.export(name, made.kind, at, write, Event.MAILBOXES_EXPORTED, **told)
