"""`portail raccordement …`: what the code itself knows of the requests, written out for the documents."""

import click

from portal.raccordement.record import diagram


@click.group()
def raccordement() -> None:
    """Les demandes de raccordement."""


@raccordement.command()
def diagramme() -> None:
    """Écrit le schéma des états. La table des passages suit, comme dans docs/metier/raccordement.md."""
    click.echo(diagram.page())
