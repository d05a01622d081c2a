"""The fields in the groups of the page, in the order in which one fills them in."""

from dataclasses import dataclass, replace

from portal.medimail.mailboxes.record.rules.fields import Field, Need, need
from portal.medimail.mailboxes.record.rules.kinds import Kind


@dataclass(frozen=True)
class Group:
    """A part of the sheet: its title, what it is for, its fields."""

    key: str
    title: str
    note: str
    fields: tuple[Field, ...]


_MSSANTE = Field.RETURN_ADDRESS

GROUPS = (
    Group("compte", "Compte", "", (Field.ADDRESS, Field.DESCRIPTION, Field.EXPIRES_ON)),
    Group("identite", "Identité", "", (Field.LAST_NAME, Field.FIRST_NAME, Field.TITLE)),
    Group(
        "activite",
        "Activité",
        "",
        (
            Field.PROFESSION,
            Field.SPECIALTY,
            Field.DIPLOMA,
            Field.RPPS,
            Field.ADELI,
            Field.IS_LIBERAL,
            Field.PHONE,
            Field.OTHER_PHONE,
        ),
    ),
    Group(
        "connexions",
        "Comptes de connexion",
        "Une BAL partagée n’est pas nominative\u00a0: on doit savoir qui l’ouvre.",
        (Field.CONNECTIONS,),
    ),
    Group(
        "responsable",
        "Responsable",
        "La personne garante du bon usage de la messagerie.",
        (
            Field.RESPONSIBLE_LAST_NAME,
            Field.RESPONSIBLE_FIRST_NAME,
            Field.RESPONSIBLE_PROFESSION,
            Field.RESPONSIBLE_RPPS,
        ),
    ),
    Group(
        "localisation",
        "Localisation",
        "Reprise du paramétrage de la structure, si elle y est renseignée.",
        (
            Field.STREET,
            Field.COMPLEMENT,
            Field.POSTAL_CODE,
            Field.CITY,
            Field.DEPARTEMENT,
            Field.REGION,
        ),
    ),
    Group("structure", "Structure", "", (Field.COMPANY, Field.SERVICE, Field.PLACE_KIND, Field.PLACE_NUMBER)),
    Group("mssante", "MSSanté et Apicrypt", "", (Field.RETURN_ADDRESS, Field.APICRYPT, Field.APICRYPT_SPECIALTY)),
)


def groups_of(kind: Kind) -> tuple[Group, ...]:
    """The groups of this type, each with the fields that concern it."""
    found = (
        replace(group, fields=tuple(field for field in group.fields if need(kind, field) is not Need.NONE))
        for group in GROUPS
    )
    return tuple(_titled(group) for group in found if group.fields)


def _titled(group: Group) -> Group:
    """A group that has lost its MSSanté field no longer says its name."""
    return replace(group, title="Apicrypt") if group.key == "mssante" and _MSSANTE not in group.fields else group
