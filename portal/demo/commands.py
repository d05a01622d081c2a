"""`portail demo load`: fictitious physicians by the thousand, for benches and load."""

import click
from flask.cli import with_appcontext

from portal.accounts import service as accounts
from portal.accounts.hashing import PasswordTooLongError
from portal.config import settings
from portal.db import transaction
from portal.demo import service
from portal.demo.physicians import physician
from portal.migrations.commands import upgrade

# Few enough for a portal that is running to write in between.
CHUNK = 5_000
MOST = 1_000_000


@click.group()
def demo() -> None:
    """La démonstration. Données fictives, jamais sur un vrai portail."""


@demo.command()
@click.option("--medecins", type=click.IntRange(1, MOST), required=True, help="Combien de médecins.")
@click.option("--mot-de-passe", required=True, help="Le mot de passe de tous.")
@with_appcontext
def load(medecins: int, mot_de_passe: str) -> None:
    """Ajoute des médecins fictifs. Ils sont prêts à se connecter ; écrit « rpps;adresse » pour chacun.

    Ceux qui existent déjà reçoivent de nouveau ce mot de passe.
    """
    if not settings().demo:
        raise click.ClickException(
            "Ces médecins fictifs ne s’ajoutent qu’à une démonstration : relancez avec PORTAL_DEMO=1."
        )
    try:
        password_hash = accounts.hasher().hash_password(mot_de_passe)
    except PasswordTooLongError:
        raise click.ClickException("Ce mot de passe est trop long : 128 caractères au plus.") from None
    upgrade()
    for start in range(1, medecins + 1, CHUNK):
        chunk = [physician(number) for number in range(start, min(start + CHUNK, medecins + 1))]
        with transaction() as session:
            service.load(session, chunk, password_hash)
        click.echo("\n".join(f"{p.rpps};{p.mssante}" for p in chunk))
        click.echo(f"{chunk[-1].mssante} : {start - 1 + len(chunk)} sur {medecins}", err=True)
