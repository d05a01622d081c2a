"""What the coming night will do to the accounts of a structure, and the export of those that it has removed."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import audit, clock
from portal.accounts.roles import medimail_administrators
from portal.audit import Event
from portal.db import reading, transaction
from portal.jobs.rules import Daily, following
from portal.medimail.mailboxes.ageing import service, sheets, store
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.nights import ADDRESSES_AT
from portal.medimail.structures import access
from portal.tabular.writing import XLSX
from portal.web import hx
from portal.web.downloads import download

blueprint = Blueprint("ageing", __name__)

# Names of each list; beyond, how many more there are.
SHOWN = 20


@dataclass(frozen=True)
class Coming:
    """What will happen to some accounts: how many, and the first of them."""

    key: str
    title: str
    text: str
    count: int
    mailboxes: tuple[Mailbox, ...]


COMING = (
    ("finals", "Rejets qui deviennent définitifs", store.rejected_for_long),
    ("expired", "Comptes dont la date de péremption arrive", store.expired),
    ("unused", "Comptes qui deviennent inactifs", store.unused),
    ("removed", "Comptes inactifs supprimés", store.asleep_for_long),
)
TEXTS = {
    "finals": "Un rejet définitif ne se réhabilite plus. Réhabilitez dès aujourd’hui un compte rejeté par erreur.",
    "expired": "Ils deviennent inactifs. Pour en garder un, changez sa date de péremption dans sa fiche.",
    "unused": "Leur titulaire reçoit un message\u00a0: il suffit de se connecter pour que le compte soit rétabli.",
    "removed": "Leur adresse reste prise. Pour en garder un, réhabilitez-le, ou demandez au titulaire de se connecter.",
}


@blueprint.get("/structures/<int:structure_id>/cette-nuit")
@medimail_administrators
def tonight(structure_id: int) -> ResponseReturnValue:
    """« Cette nuit »: what would surprise an administrator tomorrow."""
    daughters = request.args.get("filles") == "1"
    at = following(Daily(ADDRESSES_AT), clock.now())
    night, ageing = clock.local(at).date(), service.ageing()
    with reading() as session:
        structure = access.structure(session, structure_id)
        coming = []
        for key, title, find in COMING:
            due = find(ageing, night)
            count = store.count(session, structure, due, daughters=daughters)
            rows = store.first(session, structure, due, daughters=daughters, limit=SHOWN) if count else ()
            coming.append(Coming(key, title, TEXTS[key], count, tuple(rows)))
        total, changes = store.changes(session, structure, daughters=daughters, limit=SHOWN)
        around = access.around(session, structure)

    labels = {False: "Cette structure", True: "Avec ses structures filles"}
    return hx.show(
        "medimail/ageing/tonight.html",
        partial="medimail/ageing/_tonight.html",
        **around,
        at=at,
        tabs=[
            {
                "label": label,
                "url": url_for(".tonight", structure_id=structure_id, filles="1" if wide else None),
                "current": wide is daughters,
            }
            for wide, label in labels.items()
        ],
        coming=coming,
        changes=changes,
        total=total,
        ageing=ageing,
    )


@blueprint.get("/structures/<int:structure_id>/comptes-inactifs.xlsx")
@medimail_administrators
def export(structure_id: int) -> ResponseReturnValue:
    """The accounts removed for the last six months, and those that were told that they will be."""
    with reading() as session:
        structure = access.structure(session, structure_id)
    name = f"comptes-inactifs-{structure.id}-{clock.today().isoformat()}.xlsx"

    def write() -> Iterator[bytes]:
        with transaction() as session:
            after = {"structure": structure.name, "cle": structure.id}
            audit.record(session, Event.INACTIVE_EXPORTED, actor=current_user.account_id, after=after)
        return sheets.book(structure)

    return download(name, XLSX, write)
