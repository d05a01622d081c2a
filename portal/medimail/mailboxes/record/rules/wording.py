"""How each field is named and explained to whoever fills it in (source 003 section 3, annexes of source 002)."""

from collections.abc import Mapping

from portal.medimail.mailboxes.record.rules.fields import Field
from portal.medimail.mailboxes.record.rules.kinds import PERSONS, Kind

# Where the name of a column would be obscure, or shouted, on a page.
_LABELS: Mapping[Field, str] = {
    Field.LAST_NAME: "Nom",
    Field.RPPS: "N°\u00a0RPPS",
    Field.ADELI: "N°\u00a0ADELI",
    Field.COMPANY: "Raison sociale",
    Field.STREET: "Adresse",
    Field.COMPLEMENT: "Complément d’adresse",
    Field.POSTAL_CODE: "Code postal",
    Field.CITY: "Ville",
    Field.PHONE: "Téléphone",
    Field.OTHER_PHONE: "Autre téléphone",
    Field.PLACE_KIND: "Type d’identifiant de la structure",
    Field.PLACE_NUMBER: "Identifiant de la structure",
    Field.RESPONSIBLE_LAST_NAME: "Nom du responsable",
    Field.RESPONSIBLE_FIRST_NAME: "Prénom du responsable",
    Field.RESPONSIBLE_PROFESSION: "Profession du responsable",
    Field.RESPONSIBLE_RPPS: "N°\u00a0RPPS du responsable",
    Field.TITLE: "Civilité d’exercice",
    Field.MSSANTE: "Correspondance MSSanté",
    Field.APICRYPT: "Adresse Apicrypt",
    Field.APICRYPT_SPECIALTY: "Spécialité Apicrypt",
    Field.CONNECTIONS: "Comptes de connexion",
    Field.KIND: "Type de compte",
}

_HELP: Mapping[Field, str] = {
    Field.ADDRESS: "Une adresse qui existe\u00a0: c’est avec elle que la personne se connecte.",
    Field.LAST_NAME: "Tel qu’il sert à l’exercice\u00a0; il est mis en majuscules.",
    Field.FIRST_NAME: "Celui de l’exercice.",
    Field.RPPS: "11\u00a0chiffres. Il peut manquer si le numéro ADELI est rempli.",
    Field.ADELI: "9\u00a0chiffres. Il peut manquer si le numéro RPPS est rempli.",
    Field.COMPANY: "L’établissement où exerce la personne.",
    Field.SERVICE: "«\u00a0@SIDEPE\u00a0» si le compte sert au dispositif SIDEPE.",
    Field.STREET: "Numéro et voie.",
    Field.COMPLEMENT: "Bâtiment, service, boîte postale.",
    Field.POSTAL_CODE: "Cinq chiffres\u00a0; le département et la région en viennent.",
    Field.CITY: "Elle est mise en majuscules.",
    Field.DEPARTEMENT: "Celui du code postal.",
    Field.REGION: "Celle du département.",
    Field.PHONE: "Dix chiffres\u00a0; les espaces et les points sont retirés. Il paraît dans l’annuaire.",
    Field.OTHER_PHONE: "Il ne paraît pas dans l’annuaire.",
    Field.PROFESSION: "Une profession de la liste.",
    Field.SPECIALTY: "Pour un médecin, un chirurgien-dentiste ou un infirmier spécialisé.",
    Field.DIPLOMA: "Obligatoire pour une profession médico-sociale.",
    Field.IS_LIBERAL: "NON pour un salarié de l’établissement.",
    Field.PLACE_KIND: "Le FINESS de préférence\u00a0; SIREN ou SIRET seulement si la structure n’en a pas.",
    Field.PLACE_NUMBER: "De la structure à laquelle la BAL est rattachée\u00a0: FINESS géographique ou juridique, "
    "SIREN ou SIRET.",
    Field.RETURN_ADDRESS: "L’adresse MSSanté (PER, ORG ou INT) de qui lira les réponses\u00a0; elle est mentionnée "
    "au pied des messages envoyés.",
    Field.RESPONSIBLE_LAST_NAME: "Un professionnel de santé qui a un numéro RPPS, par exemple le chef de service.",
    Field.RESPONSIBLE_FIRST_NAME: "Son prénom d’exercice.",
    Field.RESPONSIBLE_PROFESSION: "Une profession de santé.",
    Field.RESPONSIBLE_RPPS: "11\u00a0chiffres.",
    Field.DESCRIPTION: "Générique et explicite\u00a0: c’est ce que lit le destinataire d’un message de cette BAL.",
    Field.TITLE: "Obligatoire pour un médecin, un pharmacien ou un chirurgien-dentiste.",
    Field.APICRYPT: "Ce qui précède la clé de l’établissement\u00a0: «\u00a0test\u00a0» pour "
    "test.cle@medical31.apicrypt.org.",
    Field.APICRYPT_SPECIALTY: "Obligatoire si l’adresse Apicrypt est remplie.",
    Field.EXPIRES_ON: "Le jour où le compte sera désactivé. Vide\u00a0: jamais.",
    Field.CONNECTIONS: "Les comptes nominatifs (MED, PER ou INT) qui ouvrent cette BAL\u00a0: au moins un, même "
    "si elle ne sert que dans un logiciel.",
}

_SHARED_HELP: Mapping[Field, str] = {
    Field.ADDRESS: "Générique, comme secretariat@ehpad-mimosas.fr. Elle peut être fictive, sauf pour le connecteur de "
    "certains logiciels.",
    Field.LAST_NAME: "Générique, comme SECRÉTARIAT.",
    Field.FIRST_NAME: "Générique, comme EHPAD Les Mimosas.",
    Field.PROFESSION: "Celle du responsable, ou celle du service.",
    Field.COMPANY: "L’établissement de la BAL.",
}


def label(name: Field) -> str:
    """The name of a field on a page."""
    return _LABELS.get(name, name.label)


def help_of(name: Field, kind: Kind) -> str:
    """How to fill in a field of this type."""
    shared = "" if kind in PERSONS else _SHARED_HELP.get(name, "")
    return shared or _HELP.get(name, "")
