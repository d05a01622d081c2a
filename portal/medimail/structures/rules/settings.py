"""The words of a structure's settings (source 002 p. 4-7): how it is numbered, whom it enrols, how many accounts."""

from portal.labelled import Labelled

# « le chiffre -1 indique un nombre de comptes illimités » (p. 7)
UNLIMITED = -1
# « Il est recommandé d’avoir au moins deux administrateurs par structure » (p. 5)
RECOMMENDED = 2


class NumberKind(Labelled):
    """The register in which a structure has its number."""

    FINESS = "finess", "FINESS"
    SIREN = "siren", "SIREN"
    SIRET = "siret", "SIRET"


class Criterion(Labelled):
    """By what somebody who registers alone is enrolled in a structure."""

    DOMAIN = "domaine", "Enrôlement via le domaine"
    REGION = "region", "Enrôlement via la région"
    DEPARTEMENT = "departement", "Enrôlement via le département"
    POSTAL_CODE = "code_postal", "Enrôlement par le code postal"
    CITY = "ville", "Enrôlement par ville"
    PROFESSION = "profession", "Enrôlement par profession"


class Status(Labelled):
    """By which way of practising somebody is enrolled."""

    ANY = "aucun", "Pas d’enrôlement par le statut"
    LIBERAL = "liberal", "Libéral"
    EMPLOYED = "non_liberal", "Non-libéral"
