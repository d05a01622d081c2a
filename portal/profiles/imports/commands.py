"""`portail import-profils`: the same import from a terminal: preview, application, report."""

import json
import time
from io import BytesIO
from pathlib import Path

import click
from flask.cli import with_appcontext

from portal.accounts import store as people
from portal.accounts.rules import Right, canonical_identifier
from portal.db import reading, transaction
from portal.profiles.imports import jobs, service, spreadsheet, store
from portal.profiles.imports.models import ImportRun
from portal.profiles.imports.rules import WORKING, State, Totals
from portal.profiles.imports.service import NothingToDo, Past, Received, Stale, Started, TooBig, TooMany
from portal.tabular.refusals import weighed
from portal.tabular.report import Outcome
from portal.web.dates import plural

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_REPORT = click.Path(dir_okay=False, writable=True, path_type=Path)
# Seconds between two looks at a run that a worker has taken meanwhile.
_LOOK = 0.2


@click.command("import-profils")
@click.argument("fichier", type=_FILE)
@click.option("--par", "identifier", required=True, metavar="IDENTIFIANT", help="Référent au nom de qui importer.")
@click.option("--apercu", "only_preview", is_flag=True, help="Dit ce que le fichier ferait, et n’importe rien.")
@click.option("--rapport", "report", type=_REPORT, help="Écrit le rapport : CSV, ou XLSX d’après l’extension.")
@click.option("--json", "as_json", is_flag=True, help="Écrit le résultat en JSON.")
@with_appcontext
def import_profiles(fichier: Path, identifier: str, report: Path | None, *, only_preview: bool, as_json: bool) -> None:
    """Importe un fichier de profils.

    Le code de sortie est 1 si le fichier est refusé ou si une ligne est en erreur.
    """
    run = _worked(_received(fichier, _author(identifier)))
    if run.state is State.PREVIEWED and not only_preview:
        run = _confirmed(run)
    if report:
        _write(run, report)
    totals = Totals.read(run.totals)
    click.echo(json.dumps(_told(run, totals), ensure_ascii=False) if as_json else _said(run, totals))
    if run.state is State.PREVIEWED:
        with transaction() as session:
            service.cancel(session, store.get(session, run.id, lock=True))
    if run.state is State.REFUSED or totals.of(Outcome.ERROR):
        raise SystemExit(1)


def _author(identifier: str) -> int:
    with reading() as session:
        account = people.find(session, canonical_identifier(identifier))
        if account is None or not any(right.name is Right.REFERENT for right in people.rights(session, account.id)):
            raise click.ClickException(f"« {identifier} » n’est l’identifiant d’aucun référent.")
        return account.id


def _received(path: Path, author_id: int) -> int:
    match service.receive(author_id, path.name, BytesIO(path.read_bytes())):
        case Received(run_id):
            return run_id
        case TooBig(size, limit):
            raise click.ClickException(f"Ce fichier pèse {weighed(size)} ; la limite est de {weighed(limit)}.")
        case TooMany(waiting):
            raise click.ClickException(f"Ce référent a déjà {waiting} imports en attente ; terminez-en un d’abord.")


def _worked(run_id: int) -> ImportRun:
    """The run once its work is done, by this process or by a worker that was quicker."""
    while True:
        jobs.work(run_id)
        with reading() as session:
            run = store.get(session, run_id)
        if run.state not in WORKING:
            return run
        time.sleep(_LOOK)


def _confirmed(run: ImportRun) -> ImportRun:
    """The run applied; a preview made stale within the second is made again, and is as much as ever what was asked."""
    while True:
        with transaction() as session:
            outcome = service.confirm(session, store.get(session, run.id, lock=True), run.attempt)
        match outcome:
            case NothingToDo() | Past():
                return run
            case Started() | Stale():
                run = _worked(run.id)
        if not isinstance(outcome, Stale):
            return run


def _write(run: ImportRun, path: Path) -> None:
    made = spreadsheet.FORMATS["xlsx" if path.suffix.lower() == ".xlsx" else "csv"]
    with path.open("wb") as file:
        file.writelines(spreadsheet.whole(run, made))


def _told(run: ImportRun, totals: Totals) -> dict[str, object]:
    counts = {outcome.value: totals.of(outcome) for outcome in Outcome}
    return {"etat": run.state.value, "refus": run.refusal, "lignes": run.lines, "a_changer": totals.changing, **counts}


def _said(run: ImportRun, totals: Totals) -> str:
    if run.state is State.REFUSED:
        return f"Fichier refusé. {run.refusal}"
    counts = ", ".join(f"{outcome.value} {totals.of(outcome)}" for outcome in Outcome)
    if run.state is State.DONE:
        return f"{plural(run.lines, 'ligne')} : {counts}. Import terminé."
    ending = f"{plural(totals.changing, 'ligne')} à importer" if totals.changing else "ce fichier ne changerait rien"
    return f"{plural(run.lines, 'ligne')} : {counts}. Rien n’a été importé : {ending}."
