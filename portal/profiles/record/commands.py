"""`portail profils …`: what the code itself knows of the import of profiles, written out for the documents."""

import click

from portal.profiles.record import codes_page


@click.group()
def profils() -> None:
    """Les profils du personnel des établissements."""


@profils.command()
def codes() -> None:
    """Écrit la table des colonnes et celle des codes du rapport (docs/metier/codes-rapport.md)."""
    click.echo(codes_page.page())
