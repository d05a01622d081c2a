"""`portail db …`: the tables, brought to the version that the code knows."""

from functools import cache

import click
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from flask.cli import with_appcontext


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "portal:migrations")
    config.set_main_option("path_separator", "os")
    return config


@cache
def head() -> str:
    """The revision that the code knows."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def upgrade(revision: str = "head") -> None:
    """Bring the database of the current application up to this revision."""
    command.upgrade(_config(), revision)


def downgrade(revision: str) -> None:
    """Bring the database of the current application down to this revision."""
    command.downgrade(_config(), revision)


@click.group("db")
def database() -> None:
    """La base de données et ses versions."""


@database.command("upgrade")
@with_appcontext
def upgrade_command() -> None:
    """Met la base à jour."""
    upgrade()
    click.echo("La base est à jour.")


@database.command("revision")
@click.argument("message")
@with_appcontext
def revision(message: str) -> None:
    """Écrit une migration d’après les modèles (développement)."""
    command.revision(_config(), message=message, autogenerate=True)
