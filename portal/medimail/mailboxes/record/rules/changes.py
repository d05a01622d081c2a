"""Where a change of address stands (source 002 p. 15, « Demandes de changement de mail »)."""

from portal.labelled import Labelled


class ChangeState(Labelled):
    """The status shown beside a request."""

    ASKED = "demande", "En attente de la nuit"
    DONE = "fait", "Réalisé"
    CANCELLED = "annule", "Annulé"
    FAILED = "echec", "Impossible"
