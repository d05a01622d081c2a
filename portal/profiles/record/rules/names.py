"""The names of the thirteen columns of source 001."""

from enum import StrEnum


class Name(StrEnum):
    """The names of the thirteen columns, to the letter and in the order of source 001."""

    FINESS_EJ = "Finess EJ"
    FINESS_ET = "Finess ET"
    TEAM = "Nom de l" + "'équipe"  # the straight apostrophe of the source
    ACTION = "Code action"
    LAST_NAME = "Nom"
    FIRST_NAME = "Prénom"
    RPPS = "N° RPPS"
    ROLE = "Rôle"
    IDENTIFIER = "Identifiant"
    PASSWORD = "Mot de passe"  # noqa: S105 - the head of a column
    EMAIL = "Email"
    STARTS_ON = "Date de début"
    ENDS_ON = "Date de fin"
