"""`portail …`: everything that is done from a terminal; each room brings its own commands."""

import os

import click
from flask.cli import ScriptInfo

from portal import french
from portal.config import ConfigError

french.teach_click()


SHOWN = {"help_option_names": ["-h", "--aide", "--help"], "max_content_width": 120}


class Portail(click.Group):
    """The commands, with errors of settings said in one sentence instead of a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except ConfigError as error:
            raise click.ClickException(str(error)) from None
        except Exception as error:
            from sqlalchemy.exc import DatabaseError, OperationalError, ProgrammingError

            # A file that is no database at all is neither of the first two, but their parent itself.
            if not isinstance(error, OperationalError | ProgrammingError) and type(error) is not DatabaseError:
                raise
            raise click.ClickException(
                "La base de données ne répond pas, ou n’est pas à jour : vérifiez PORTAL_DATABASE_URL, puis lancez "
                "« portail db upgrade »."
            ) from None


@click.group(cls=Portail, context_settings=SHOWN)
@click.pass_context
def main(ctx: click.Context) -> None:
    """Portail Santé : servir le portail et l’administrer depuis un terminal."""
    from portal.factory import create_app

    # Made by the command that needs it, once its words are understood: help and typing mistakes ask for no setting.
    ctx.obj = ScriptInfo(create_app=create_app, set_debug_flag=False)


def _assemble() -> None:
    from portal.accounts.account_commands import compte
    from portal.accounts.commands import create_admin
    from portal.audit.commands import audit
    from portal.demo.commands import demo
    from portal.mail.commands import mail
    from portal.medimail.mailboxes.commands import nuit
    from portal.migrations.commands import database
    from portal.operations.commands import purge, run, serve, settings_table, worker
    from portal.profiles.imports.commands import import_profiles
    from portal.profiles.record.commands import profils
    from portal.raccordement.record.commands import raccordement
    from portal.registers.commands import import_communes, import_finess

    for command in (
        run,
        serve,
        worker,
        settings_table,
        purge,
        nuit,
        database,
        create_admin,
        compte,
        demo,
        import_finess,
        import_communes,
        import_profiles,
        mail,
        audit,
        raccordement,
        profils,
    ):
        main.add_command(command)


_assemble()

if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    main()
