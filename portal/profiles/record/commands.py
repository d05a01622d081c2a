"""`portail profils …`: what the code itself knows of the import of profiles, written out for the documents."""

import click

from portal.profiles.record import codes_page


@click.group()
def profils() -> None:
    """Les profils du personnel des établissements."""


@profils.command()
def codes() -> None:
    """Écrit les tables des colonnes et des codes du rapport."""
    click.echo(codes_page.page())
