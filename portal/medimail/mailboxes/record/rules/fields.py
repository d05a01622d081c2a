"""The 36 fields of an account and what each type asks of them: one grid for the form, the file and its report.

Source 003 section 3 for PER, INT, ORG and MED; source 002 p. 9 and 18-19 for APP, « mêmes informations que le type
ORG » and a return address. The names are those of the columns of the loadusers file, in its order.
"""

from collections.abc import Mapping

from portal.labelled import Labelled
from portal.medimail.mailboxes.record.rules.kinds import Kind


class Need(Labelled):
    """What a type asks of a field: the words of source 003's key."""

    REQUIRED = "O", "Obligatoire"
    CONDITIONAL = "OSC", "Obligatoire sous condition"
    RECOMMENDED = "R", "Recommandé"
    OPTIONAL = "F", "Facultatif"
    NONE = "NC", "Non concerné"


class Field(Labelled):
    """A field of an account: its name in the code, its label on screen and in the file."""

    ADDRESS = "address", "Adresse mail"
    LAST_NAME = "last_name", "NOM"
    FIRST_NAME = "first_name", "Prénom"
    RPPS = "rpps", "RPPS"
    ADELI = "adeli", "ADELI"
    COMPANY = "company", "Raison Sociale"
    SERVICE = "service", "Service de rattachement"
    STREET = "street", "Adresse (1)"
    COMPLEMENT = "complement", "Adresse (2)"
    POSTAL_CODE = "postal_code", "CP"
    CITY = "city", "VILLE"
    DEPARTEMENT = "departement", "Département"
    REGION = "region", "Région"
    PHONE = "phone", "Téléphone (1)"
    OTHER_PHONE = "other_phone", "Téléphone (2)"
    PROFESSION = "profession", "Profession"
    SPECIALTY = "specialty", "Spécialité"
    DIPLOMA = "diploma", "Diplôme"
    IS_LIBERAL = "is_liberal", "Activité libérale"
    KIND = "kind", "Type BAL"
    PLACE_KIND = "place_kind", "Type identifiant structure resp"
    PLACE_NUMBER = "place_number", "Identifiant structure resp"
    RETURN_ADDRESS = "return_address", "Adresse de retour"
    RESPONSIBLE_LAST_NAME = "responsible_last_name", "Nom resp"
    RESPONSIBLE_FIRST_NAME = "responsible_first_name", "Prénom resp"
    RESPONSIBLE_PROFESSION = "responsible_profession", "Profession resp"
    RESPONSIBLE_RPPS = "responsible_rpps", "Identifiant resp"
    DESCRIPTION = "description", "Description fonctionnelle"
    TITLE = "title", "Civilité exercice"
    MSSANTE = "mssante", "MSSanté adresse"
    APICRYPT = "apicrypt", "Apicrypt adresse"
    APICRYPT_SPECIALTY = "apicrypt_specialty", "Apicrypt spécialité"
    EXPIRES_ON = "expires_on", "Date de péremption"
    ALIAS = "alias", "Alias"
    CONNECTIONS = "connections", "Compte(s) de connexion"
    STRUCTURE = "structure", "Structure"


_O, _OSC, _R, _F, _NC = Need.REQUIRED, Need.CONDITIONAL, Need.RECOMMENDED, Need.OPTIONAL, Need.NONE
_KINDS = (Kind.PER, Kind.INT, Kind.ORG, Kind.MED, Kind.APP)

# PER, INT, ORG, MED as source 003 writes them, then APP. A PER has an RPPS or an ADELI number: each of them is
# « O » in the source, whose comment says that one may be empty if the other is filled. « O » of « Civilité exercice »
# is likewise that of three professions, by its comment.
_GRID: Mapping[Field, tuple[Need, Need, Need, Need, Need]] = {
    Field.ADDRESS: (_O, _O, _O, _O, _O),
    Field.LAST_NAME: (_O, _O, _O, _O, _O),
    Field.FIRST_NAME: (_O, _O, _O, _O, _O),
    Field.RPPS: (_OSC, _NC, _NC, _NC, _NC),
    Field.ADELI: (_OSC, _NC, _NC, _NC, _NC),
    Field.COMPANY: (_R, _R, _R, _R, _R),
    Field.SERVICE: (_F, _F, _F, _F, _F),
    Field.STREET: (_R, _R, _R, _R, _R),
    Field.COMPLEMENT: (_F, _F, _F, _F, _F),
    Field.POSTAL_CODE: (_O, _O, _O, _O, _O),
    Field.CITY: (_O, _O, _O, _O, _O),
    Field.DEPARTEMENT: (_O, _O, _O, _O, _O),
    Field.REGION: (_O, _O, _O, _O, _O),
    Field.PHONE: (_F, _F, _F, _F, _F),
    Field.OTHER_PHONE: (_F, _F, _F, _F, _F),
    Field.PROFESSION: (_O, _O, _O, _O, _O),
    Field.SPECIALTY: (_R, _R, _R, _R, _R),
    Field.DIPLOMA: (_NC, _OSC, _NC, _NC, _NC),
    Field.IS_LIBERAL: (_O, _O, _O, _O, _O),
    Field.KIND: (_O, _O, _O, _O, _O),
    Field.PLACE_KIND: (_NC, _O, _O, _NC, _O),
    Field.PLACE_NUMBER: (_NC, _O, _O, _NC, _O),
    Field.RETURN_ADDRESS: (_NC, _NC, _NC, _NC, _O),
    Field.RESPONSIBLE_LAST_NAME: (_NC, _NC, _O, _NC, _O),
    Field.RESPONSIBLE_FIRST_NAME: (_NC, _NC, _O, _NC, _O),
    Field.RESPONSIBLE_PROFESSION: (_NC, _NC, _O, _NC, _O),
    Field.RESPONSIBLE_RPPS: (_NC, _NC, _O, _NC, _O),
    Field.DESCRIPTION: (_NC, _NC, _O, _NC, _O),
    Field.TITLE: (_NC, _OSC, _NC, _NC, _NC),
    Field.MSSANTE: (_F, _F, _F, _NC, _F),
    Field.APICRYPT: (_F, _F, _F, _F, _F),
    Field.APICRYPT_SPECIALTY: (_OSC, _OSC, _OSC, _OSC, _OSC),
    Field.EXPIRES_ON: (_F, _F, _F, _F, _F),
    Field.ALIAS: (_NC, _NC, _NC, _NC, _NC),
    Field.CONNECTIONS: (_NC, _NC, _O, _NC, _O),
    Field.STRUCTURE: (_NC, _NC, _NC, _NC, _NC),
}

NEEDS: Mapping[Kind, Mapping[Field, Need]] = {
    kind: {field: needs[place] for field, needs in _GRID.items()} for place, kind in enumerate(_KINDS)
}


def need(kind: Kind, field: Field) -> Need:
    """What this type asks of this field."""
    return NEEDS[kind][field]


def fields_of(kind: Kind) -> tuple[Field, ...]:
    """The fields that concern this type, in the order of the file."""
    return tuple(field for field in Field if need(kind, field) is not Need.NONE)
