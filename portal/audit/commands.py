"""`portail audit verify`: prove the journal from its first row to its last, or name the row that breaks it."""

import re
from collections.abc import Mapping

import click
from flask.cli import with_appcontext

from portal.audit import service
from portal.audit.chain import Broken, Fault, Sound, Witness
from portal.db import reading

SENTENCES: Mapping[Fault, str] = {
    Fault.ALTERED: "La ligne {row} a été modifiée : son contenu ne correspond plus à son sceau.",
    Fault.EITHER: "La ligne {row} ou la suivante a été modifiée : une clé que le portail n’a plus les a scellées.",
    Fault.ERASED: "Dans la ligne {row}, ce qui désigne les personnes a été effacé hors du portail, ou trop tôt.",
    Fault.EARLY: "Dans la ligne {row}, ce qui désigne les personnes a été effacé avant six mois\u00a0: aucun "
    "réglage ne le permet.",
    Fault.MISSING: "La ligne {row} a été retirée : elle devrait exister et n’est plus là.",
    Fault.MOVED: "La ligne {row} n’est pas à sa place : une ligne a été retirée, déplacée ou rejouée juste avant elle.",
    Fault.ADDED: "La ligne {row} a été ajoutée hors du portail : la tête du journal ne la connaît pas.",
    Fault.HEAD: "La tête du journal ne correspond pas à ses lignes : l’une d’elles a été modifiée à partir de la "
    "ligne {row}, ou la tête elle-même.",
    Fault.NO_HEAD: "La tête du journal a été retirée : rien ne dit plus où il finit, à partir de la ligne {row}.",
    Fault.UNPROVED: "Rien ne prouve le journal à partir de la ligne {row} : il est scellé par une clé que le "
    "portail n’a plus. Ajoutez l’ancienne clé à la fin de PORTAL_SECRET_KEY, puis recommencez.",
    Fault.WITNESS: "La ligne {row} n’est plus celle du témoin : le journal a été remplacé jusque-là.",
}
_ADVICE = (
    "Gardez une copie de la base en l’état, comparez-la à la dernière sauvegarde et prévenez le responsable de la "
    "sécurité."
)
_TAKEN_OVER = (
    "Attention : à la ligne {row}, le portail a repris un journal scellé par une clé qu’il n’avait pas. Si sa clé a "
    "changé ce jour-là sans que l’ancienne reste dans PORTAL_SECRET_KEY, tout va bien ; sinon, des lignes ont pu être "
    "retirées juste avant celle-ci."
)
_WITNESS = re.compile(r"([1-9][0-9]{0,17})-([0-9a-f]{16})")


def _read_witness(_ctx: click.Context, _param: click.Parameter, value: str | None) -> Witness | None:
    if value is None:
        return None
    found = _WITNESS.fullmatch(value)
    if not found:
        raise click.BadParameter("recopiez le témoin tel qu’il a été affiché, par exemple 1234-0a1b2c3d4e5f6a7b.")
    return Witness(int(found[1]), found[2])


def _lines(count: int) -> str:
    return f"{count:,}".replace(",", "\u202f") + ("\u00a0lignes" if count > 1 else "\u00a0ligne")


@click.group()
def audit() -> None:
    """Le journal des actions."""


@audit.command()
@click.option(
    "--temoin",
    "noted",
    callback=_read_witness,
    metavar="TÉMOIN",
    help="Témoin affiché par une vérification antérieure.",
)
@with_appcontext
def verify(noted: Witness | None) -> None:
    """Vérifie le journal. Une ligne modifiée, retirée ou déplacée est nommée."""
    with reading() as session:
        outcome = service.verify(session, noted)
    match outcome:
        case Sound(0, _):
            click.echo("Le journal est vide.")
        case Sound(rows, witness, erased, taken_over):
            click.echo(f"Le journal est intact\u00a0: {_lines(rows)}.")
            if erased:
                click.echo(f"Ancien, il ne désigne plus personne\u00a0: {_lines(erased)}, depuis la première.")
            if taken_over:
                click.echo(_TAKEN_OVER.format(row=taken_over), err=True)
            click.echo(f"Témoin à noter hors du serveur\u00a0: {witness}")
        case Broken(row, why):
            click.echo(SENTENCES[why].format(row=row), err=True)
            click.echo(_ADVICE, err=True)
            raise SystemExit(1)
