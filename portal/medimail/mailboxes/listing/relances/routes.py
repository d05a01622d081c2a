"""The relances over HTTP: confirm, send, see whom the last one wrote to."""

from collections.abc import Iterator
from datetime import timedelta

from flask import Blueprint, abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock
from portal.accounts.roles import medimail_administrators
from portal.audit import Event
from portal.config import settings
from portal.db import reading, transaction
from portal.medimail.mailboxes.listing.relances import service, spreadsheet, store
from portal.medimail.mailboxes.listing.relances.service import Begun, NobodyDue, UnderWay
from portal.medimail.mailboxes.record.display import TAGS
from portal.medimail.structures import access, exporting
from portal.medimail.structures.access import structure
from portal.web import hx
from portal.web.dates import plural
from portal.web.paging import paging

blueprint = Blueprint("relances", __name__, url_prefix="/structures/<int:structure_id>/comptes/relances")


@blueprint.get("/nouvelle")
@medimail_administrators
def ask(structure_id: int) -> ResponseReturnValue:
    """To how many people a link would be sent again, and to how many not."""
    with reading() as session:
        at = structure(session, structure_id)
        counts = store.counts(session, structure_id, service.recent_since(clock.now()))
        last, around = store.last(session, structure_id), access.around(session, at)
    hours = settings().relance_hours
    again = counts.first + timedelta(hours=hours) if counts.first else None
    return render_template(
        "medimail/listing/relance.html", **around, counts=counts, last=last, hours=hours, again=again
    )


@blueprint.post("")
@medimail_administrators
def send(structure_id: int) -> ResponseReturnValue:
    """Send it; twice at once, it is sent once."""
    with transaction() as session:
        outcome = service.begin(session, structure(session, structure_id, lock=True), current_user.account_id)
    match outcome:
        case Begun(relance_id, due, recent):
            if due <= service.AT_ONCE:
                service.work(relance_id)
            left = plural(recent, "vient de recevoir le sien", "viennent de recevoir le leur") if recent else ""
            flash("\u00a0; ".join(filter(None, (plural(due, "lien part", "liens partent"), left))) + ".", "success")
        case UnderWay():
            flash("Une relance de cette structure est déjà en cours\u00a0: voici où elle en est.", "info")
        case NobodyDue(recent):
            flash("Rien n’est parti\u00a0: " + (_ALL_RECENT if recent else "personne n’est préinscrit."), "info")
            return hx.go(url_for("mailboxes.listing", structure_id=structure_id, etat="preinscrit"))
    return hx.go(url_for(".last", structure_id=structure_id))


_ALL_RECENT = "les personnes préinscrites viennent toutes de recevoir leur lien."


@blueprint.get("/derniere")
@medimail_administrators
def last(structure_id: int) -> ResponseReturnValue:
    """« Afficher la dernière relance de vos utilisateurs préinscrits »: people, date, state today."""
    with reading() as session:
        at, reach = structure(session, structure_id), access.reach(session)
        relance = store.last(session, structure_id)
        sent = store.count_told(session, relance) if relance else 0
        found = paging(request.args.get("page"), store.count_seen(session, relance, reach) if relance else 0)
        rows = store.page(session, relance, reach, offset=found.offset, size=found.size) if relance else ()
        around = access.around(session, at, reach)
    return render_template(
        "medimail/listing/last_relance.html",
        **around,
        relance=relance,
        sent=sent,
        found=found,
        rows=rows,
        tags=TAGS,
        page_url=lambda number: url_for(".last", structure_id=structure_id, page=number),
    )


@blueprint.get("/derniere.<kind>")
@medimail_administrators
def export(structure_id: int, kind: str) -> ResponseReturnValue:
    """The same people as a file."""
    made = spreadsheet.FORMATS.get(kind) or abort(404)
    with reading() as session:
        at, reach = structure(session, structure_id), access.reach(session)
        relance = store.last(session, at.id) or abort(404)
    name = f"relance-{at.id}-{clock.local(relance.at).date().isoformat()}.{kind}"

    def write() -> Iterator[bytes]:
        return made.write(spreadsheet.COLUMNS, spreadsheet.rows(relance, reach))

    told = {"format": kind, "relance": relance.id}
    return exporting.export(name, made.kind, at, write, Event.MAILBOXES_EXPORTED, **told)
