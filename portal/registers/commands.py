"""`portail import-finess` and `portail import-communes`: load the registers, from a file or those that are shipped."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import with_appcontext

from portal.registers import sources
from portal.registers.imports import communes, finess
from portal.registers.imports.frame import NotImported, Progress
from portal.registers.report import Groups, Report
from portal.registers.sources import UnreadableSource
from portal.web.dates import day, number, plural

FINESS_SHIPPED = "finess-sae-2023.csv.gz"
COMMUNES_SHIPPED = "communes.csv.gz"
DEPARTEMENTS_SHIPPED = "departements.csv"
REGIONS_SHIPPED = "regions.csv"
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("import-finess")
@click.argument("fichier", required=False, type=_FILE)
@click.option("--complet", is_flag=True, help="Le fichier est tout le registre : ferme ce qu’il ne nomme plus.")
@click.option("--plus-ancienne", is_flag=True, help="Accepte une extraction plus ancienne que le registre en place.")
@with_appcontext
def import_finess(fichier: Path | None, *, complet: bool, plus_ancienne: bool) -> None:
    """Charge les structures FINESS. Le fichier est l’extraction etalab-cs1100502, même compressée par gzip.

    Sans FICHIER, charge les établissements de santé livrés avec le portail (SAE 2023).
    """
    with _said_in_french():
        extract = finess.open_extract(fichier or sources.shipped(FINESS_SHIPPED), older=plus_ancienne)
        click.echo(f"FINESS, extraction du {day(extract.published_on)}.")
        with _progress(extract.source.lines) as progress:
            report = finess.run(extract, full=complet, progress=progress)
    _show(report, "structure", f"registre à jour au {day(extract.published_on)}")


@click.command("import-communes")
@click.argument("fichier", required=False, type=_FILE)
@click.option("--departements", type=_FILE, help="Table des départements ; sinon, celle livrée avec le portail.")
@click.option("--regions", type=_FILE, help="Table des régions ; sinon, celle livrée avec le portail.")
@with_appcontext
def import_communes(fichier: Path | None, departements: Path | None, regions: Path | None) -> None:
    """Charge les communes. Avec elles, leurs codes postaux, les départements et les régions.

    Sans FICHIER, charge les communes livrées avec le portail (découpage administratif 2026).
    """
    with _said_in_french():
        tables = communes.open_tables(
            regions or sources.shipped(REGIONS_SHIPPED),
            departements or sources.shipped(DEPARTEMENTS_SHIPPED),
            fichier or sources.shipped(COMMUNES_SHIPPED),
        )
        with _progress(tables.communes[0].lines) as progress:
            report = communes.run(tables, progress=progress)
    _show(report, "ligne", "communes, départements et régions à jour")


@contextmanager
def _said_in_french() -> Iterator[None]:
    try:
        yield
    except (NotImported, UnreadableSource) as refusal:
        raise click.ClickException(str(refusal)) from None


@contextmanager
def _progress(lines: int) -> Iterator[Progress]:
    with click.progressbar(length=lines, label="Lecture", file=sys.stderr) as bar:
        yield bar.update
        bar.update(lines)


def _show(report: Report, thing: str, done: str) -> None:
    """Say what was done, then every thing that was not."""
    if report.created or report.changed or report.closed:
        counts = [(report.created, "créée"), (report.changed, "modifiée"), (report.closed, "fermée")]
        said = ", ".join(f"{plural(count, thing)} {word}{'s' * (count > 1)}" for count, word in counts if count)
        click.echo(f"{said} ; {plural(report.unchanged, 'inchangée')}.")
    else:
        click.echo(f"Rien n’a changé : {plural(report.unchanged, thing)} déjà à jour.")
    if report.kept_open:
        click.echo(f"Rien n’a été fermé : {report.kept_open}.", err=True)
    for kind, group in report.others.items():
        where = ", ".join(number(line) for line, _ in group.shown) + ("…" if group.count > len(group.shown) else "")
        lines = "lignes" if group.count > 1 else "ligne"
        click.echo(f"Laissé de côté : {plural(group.count, 'ligne')} « {kind} » ({lines} {where}).")
    _show_groups("Valeurs laissées de côté", report.alerts)
    _show_groups("Lignes refusées", report.refused)
    click.echo(f"Terminé : {done}.")


def _show_groups(title: str, groups: Groups) -> None:
    if not groups:
        return
    click.echo(f"{title} : {number(sum(group.count for group in groups.values()))}.", err=True)
    for code, group in groups.items():
        for line, message in group.shown:
            click.echo(f"  ligne {number(line)} : {message}", err=True)
        if group.count > len(group.shown):
            click.echo(f"  … et {number(group.count - len(group.shown))} autres ({code}).", err=True)
