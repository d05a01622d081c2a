"""The files over HTTP; who took the profiles away, and whose, is written in the journal."""

from collections.abc import Iterator

from flask import Blueprint, Response, abort
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import audit, clock
from portal.accounts.roles import referents
from portal.audit import Event
from portal.db import reading, transaction
from portal.profiles.record import teams
from portal.profiles.record.rules.perimeter import Perimeter
from portal.profiles.record.store import Filters
from portal.profiles.staff.access import held, place
from portal.profiles.staff.files import spreadsheet
from portal.web.downloads import download

blueprint = Blueprint("files", __name__)


@blueprint.get("/etablissements/modele.<kind>")
@referents
def template(kind: str) -> ResponseReturnValue:
    """« Pour obtenir un modèle du fichier d’entrée »: the columns, and nobody."""
    made = spreadsheet.FORMATS.get(kind) or abort(404)
    return download(f"modele-profils.{kind}", made.kind, lambda: made.write(spreadsheet.HEADS, ()))


@blueprint.get("/etablissements/profils.<kind>")
@referents
def of_perimeter(kind: str) -> ResponseReturnValue:
    """The profiles of all the establishments of the référent."""
    with reading() as session:
        mine = held(session)
    return _export(kind, mine, Filters(), "profils", {})


@blueprint.get("/etablissements/<finess_et>/profils.<kind>")
@referents
def of_place(finess_et: str, kind: str) -> ResponseReturnValue:
    """The profiles of one establishment."""
    with reading() as session:
        mine = held(session)
        place(session, mine, finess_et)
    return _export(kind, mine, Filters(finess_et), f"profils-{finess_et}", {"etablissement": finess_et})


@blueprint.get("/etablissements/equipes/<int:team_id>/profils.<kind>")
@referents
def of_team(team_id: int, kind: str) -> ResponseReturnValue:
    """The profiles of one team."""
    with reading() as session:
        mine = held(session)
        team = teams.get(session, mine, team_id) or abort(404)
    told = {"etablissement": team.finess_et, "equipe": team.name}
    return _export(kind, mine, Filters(team.finess_et, team_id=team.id), f"profils-{team.finess_et}-equipe", told)


def _export(kind: str, mine: Perimeter, filters: Filters, name: str, told: dict[str, str]) -> Response:
    made = spreadsheet.FORMATS.get(kind) or abort(404)

    def write() -> Iterator[bytes]:
        with transaction() as session:
            after = {"format": kind, **told}
            audit.record(session, Event.PROFILES_EXPORTED, actor=current_user.account_id, after=after)
        return made.write(spreadsheet.HEADS, spreadsheet.rows(mine, filters))

    return download(f"{name}-{clock.today().isoformat()}.{kind}", made.kind, write)
