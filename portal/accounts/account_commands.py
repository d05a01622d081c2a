"""`portail compte …`: what an operator does to one account that no page does."""

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from portal.accounts import closing, store
from portal.accounts.closing import NotClosed, Opened, StillClosed
from portal.accounts.models import Account
from portal.accounts.rules import CLOSER_LABELS, RIGHT_LABELS, Right, canonical_identifier
from portal.db import reading, transaction

_who = click.argument("identifiant", metavar="IDENTIFIANT")


@click.group()
def compte() -> None:
    """Le compte d’une personne.

    Elle est nommée par son numéro RPPS, son identifiant CertDc ou son adresse.
    """


@compte.command("fermer")
@_who
@with_appcontext
def close(identifiant: str) -> None:
    """Ferme un compte et ses sessions. Ses droits restent, pour qui le rouvrirait."""
    with transaction() as session:
        account = _find(session, identifiant)
        changed = closing.close(session, account)
    click.echo(f"Le compte de {account.full_name} {'est fermé' if changed else 'était déjà fermé'}.")


@compte.command("rouvrir")
@_who
@with_appcontext
def reopen(identifiant: str) -> None:
    """Rouvre un compte. Il a le mot de passe et les droits qu’il avait.

    Ce que Medimail a fermé, une BAL validée ou réhabilitée le rouvre.
    """
    with transaction() as session:
        account = _find(session, identifiant)
        outcome = closing.reopen(session, account)
    click.echo(_told(account, outcome))


def _told(account: Account, outcome: Opened | NotClosed | StillClosed) -> str:
    match outcome:
        case Opened():
            return f"Le compte de {account.full_name} est rouvert."
        case NotClosed():
            return f"Le compte de {account.full_name} n’était pas fermé."
        case StillClosed(lifted):
            now = (
                "n’est plus fermé par l’exploitant, mais" if lifted else "n’a pas été fermé par l’exploitant\u00a0: il"
            )
            return (
                f"Le compte de {account.full_name} {now} reste fermé par Medimail, où aucune de ses BAL n’est ouverte. "
                "Il se rouvrira quand un administrateur Medimail en validera ou en réhabilitera une."
            )


@compte.command("droits")
@_who
@with_appcontext
def rights(identifiant: str) -> None:
    """Liste les droits d’un compte, et sur quoi."""
    with reading() as session:
        account = _find(session, identifiant)
        held = store.rights(session, account.id)
    click.echo(f"{account.full_name}{_closed(account)}")
    for right in held:
        over = f" : {right.scope}" if right.scope else ""
        click.echo(f"– {right.name.value} ({RIGHT_LABELS[right.name]}){over}")
    if not held:
        click.echo("– aucun droit au-delà de son propre compte")


@compte.command("retirer-droit")
@_who
@click.argument("droit", type=click.Choice(sorted(right.value for right in Right)), metavar="DROIT")
@with_appcontext
def take_back(identifiant: str, droit: str) -> None:
    """Retire un droit à un compte, sur tout ce qu’il couvrait."""
    with transaction() as session:
        account = _find(session, identifiant)
        scopes = closing.take_back(session, account, Right(droit))
    if not scopes:
        raise click.ClickException(f"{account.full_name} n’a pas ce droit : « portail compte droits » dit les siens.")
    click.echo(f"{account.full_name} n’a plus ce droit : {RIGHT_LABELS[Right(droit)]}.")


def _closed(account: Account) -> str:
    return f" (compte fermé {CLOSER_LABELS[account.closer]})" if account.closer else ""


def _find(session: Session, identifier: str) -> Account:
    account = store.find_even_closed(session, canonical_identifier(identifier))
    if account is None:
        raise click.ClickException("Aucun compte ne porte cet identifiant.")
    return account
