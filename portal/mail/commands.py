"""`portail mail …`: see what waits, and send it without waiting."""

from datetime import datetime

import click
from flask.cli import with_appcontext

from portal import clock, db
from portal.db import reading, transaction
from portal.mail import outbox, store
from portal.mail.models import OutboxMail
from portal.mail.rules import masked
from portal.mail.store import State

SHOWN = 50


@click.group("mail")
def mail() -> None:
    """Voir et relancer les messages de la boîte d’envoi."""


@mail.command("list")
@click.option("--etat", type=click.Choice([s.value for s in State]), help="Ne montrer que ceux-là.")
@with_appcontext
def list_mails(etat: str | None) -> None:
    """Montre les derniers messages, destinataires masqués."""
    with reading() as session:
        waiting, oldest = store.backlog(session)
        mails = store.of_state(session, State(etat) if etat else None, SHOWN)
    since = f", le plus ancien depuis le {_when(oldest)}" if oldest else ""
    click.echo(f"Messages en attente : {waiting}{since}.")
    for row in mails:
        click.echo(_line(row))
    if len(mails) == SHOWN:
        click.echo(f"Seuls les {SHOWN} derniers sont montrés.")


@mail.command()
@click.argument("numero", type=int, required=False)
@click.option("--tous", is_flag=True, help="Tous les messages en attente.")
@with_appcontext
def retry(numero: int | None, *, tous: bool) -> None:
    """Envoie sans attendre le message NUMERO, ou tous ceux qui attendent."""
    if tous == (numero is not None):
        raise click.UsageError("Donnez un numéro de message, ou --tous.")
    with transaction() as session:
        count = store.hasten(session, clock.now(), numero)
        if numero is not None and count:
            db.nudge(session, outbox.DELIVER, numero)
    if numero is not None and not count:
        raise click.ClickException(
            f"Le message {numero} n’attend pas : il est parti, en cours d’envoi, ou abandonné. "
            "Le contenu d’un message abandonné est effacé ; il faut refaire l’action qui l’a causé."
        )
    click.echo(f"Messages relancés : {count}. Ils partent dans la minute.")


def _line(row: OutboxMail) -> str:
    parts = [
        f"{row.id:>8}",
        _when(row.created_at),
        f"{_state(row):<22}",
        masked(row.recipient),
        f"« {row.subject} »",
    ]
    return "  ".join([*parts, *([row.last_error] if row.last_error else [])])


def _state(row: OutboxMail) -> str:
    if row.sent_at:
        return "envoyé"
    if row.dropped_at:
        return "périmé, non envoyé"
    if row.given_up_at:
        return "abandonné"
    return f"en attente ({row.attempts} essais)" if row.attempts else "en attente"


def _when(instant: datetime) -> str:
    return f"{clock.local(instant):%d/%m/%Y %H:%M}"
