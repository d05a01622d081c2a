"""`portail create-admin`: the first administrator, when nobody can be one yet."""

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import IntegrityError

from portal.accounts import service
from portal.accounts.policy import check
from portal.accounts.rules import ADMINISTRATION, Kind, Right, canonical_identifier
from portal.accounts.service import NewAccount
from portal.config import settings
from portal.db import transaction
from portal.identifiers import Refused, mssante
from portal.mail.rules import is_address
from portal.naming import person

MAX_NAME = 100


@click.command("create-admin")
@click.option(
    "--email",
    prompt="Adresse de connexion\u00a0",
    metavar="ADRESSE",
    help="Adresse avec laquelle la personne se connecte.",
)
@click.option("--nom", prompt="Nom\u00a0", metavar="NOM", help="Nom de famille.")
@click.option("--prenom", prompt="Prénom\u00a0", metavar="PRÉNOM", help="Prénom.")
@click.option(
    "--mssante",
    "address",
    prompt="Adresse MSSanté\u00a0",
    metavar="ADRESSE",
    help="Adresse à laquelle son mot de passe se réinitialise.",
)
@click.option(
    "--role",
    type=click.Choice(sorted(right.value for right in ADMINISTRATION)),
    default=Right.ADMINISTRATOR.value,
    show_default=True,
    help="Droit donné.",
)
@click.password_option(
    "--mot-de-passe",
    prompt="Mot de passe initial\u00a0",
    confirmation_prompt="Le même, une seconde fois\u00a0",
    metavar="MOT_DE_PASSE",
    help="Initial : à changer à la première connexion.",
)
@with_appcontext
def create_admin(email: str, nom: str, prenom: str, address: str, role: str, mot_de_passe: str) -> None:
    """Crée un administrateur. Son mot de passe initial sera à changer à la première connexion."""
    new = NewAccount(
        kind=Kind.MAILBOX_HOLDER,
        last_name=_name(nom),
        first_name=_name(prenom),
        email=_email(email),
        mssante=_mssante(address),
        rights=frozenset({Right(role)}),
        password_hash=service.hasher().hash_password(_accepted(mot_de_passe, about=[nom, prenom, email])),
    )
    try:
        with transaction() as session:
            service.create(session, new)
    except IntegrityError:
        raise click.ClickException(f"Quelqu’un se connecte déjà avec {new.email}.") from None
    click.echo(f"{new.first_name} {new.last_name} peut se connecter avec {new.email}.")


def _name(typed: str) -> str:
    name = " ".join(typed.split())
    if not name or len(name) > MAX_NAME:
        raise click.ClickException(f"Un nom ou un prénom compte de 1 à {MAX_NAME} lettres\u00a0; écrivez-le ainsi.")
    found = person(name)
    if isinstance(found, Refused):
        raise click.ClickException(found.message)
    return found


def _email(typed: str) -> str:
    address = canonical_identifier(typed)
    if not is_address(address):
        raise click.ClickException(f"L’adresse de connexion « {address} » ne se lit pas ; écrivez nom@domaine.fr.")
    return address


def _mssante(typed: str) -> str:
    address = mssante.parse(typed)
    if isinstance(address, Refused):
        raise click.ClickException(address.message)
    return address


def _accepted(password: str, *, about: list[str]) -> str:
    failed = [found.sentence for found in check(password, about, settings().password_min_length) if not found.met]
    if failed:
        raise click.ClickException("Mot de passe refusé. " + " ".join(failed))
    return password
