"""The five types of mailbox (source 002 p. 8-9, source 003 section 2)."""

from portal.labelled import Labelled


class Kind(Labelled):
    """The type of a mailbox account."""

    MED = "MED", "MEDimail"
    PER = "PER", "PERsonnel"
    INT = "INT", "INTerne"
    ORG = "ORG", "ORGanisationnel"
    APP = "APP", "Applicatif"


ABOUT = {
    Kind.MED: "Professionnels sans RPPS ni ADELI\u00a0: pas de correspondance MSSanté possible.",
    Kind.PER: "Professionnel de santé qui dispose d’un identifiant RPPS ou ADELI. L’adresse MSSanté est nominative.",
    Kind.INT: "Professionnel de santé sans identifiant RPPS ni ADELI (étranger, en formation…). "
    "L’adresse MSSanté est nominative.",
    Kind.ORG: "Secrétariat ou service, sous la responsabilité d’un professionnel habilité. "
    "L’adresse MSSanté est générique.",
    Kind.APP: "Envoi depuis un logiciel, sous la responsabilité d’un professionnel habilité. "
    "L’adresse MSSanté commence par noreply ou nepasrepondre.",
}

# One person signs in to it; the others are opened through these.
PERSONS = frozenset({Kind.MED, Kind.PER, Kind.INT})
SHARED = frozenset({Kind.ORG, Kind.APP})
# Of a health professional, with a number or without one.
PROFESSIONALS = frozenset({Kind.PER, Kind.INT})
# « Les types MED ne peuvent pas avoir de correspondance MSSanté » (p. 9)
MSSANTE = frozenset({Kind.PER, Kind.INT, Kind.ORG, Kind.APP})
# What a software's mailbox may have answers sent to (p. 19).
RETURNS = frozenset({Kind.PER, Kind.INT, Kind.ORG})
# A software only sends: it neither hands over what it receives nor receives for another (p. 11 and 19).
DELEGATES = frozenset({Kind.MED, Kind.PER, Kind.INT, Kind.ORG})


def crosses(before: Kind, after: Kind) -> bool:
    """Whether one is a person's and the other shared."""
    return (before in PERSONS) != (after in PERSONS)
