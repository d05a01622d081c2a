"""Over what a référent's right reaches, in an address and on screen."""

from portal.labelled import Labelled


class Reach(Labelled):
    """One establishment, or all those of its legal entity."""

    PLACE = "territorial", "Cet établissement"
    ENTITY = "juridique", "Tous les établissements de l’entité juridique"

    def scope(self, finess_et: str, finess_ej: str) -> str:
        """The number that the right bears."""
        return finess_et if self is Reach.PLACE else finess_ej


def read(word: str) -> Reach:
    """The reach of this word; the narrower when there is none."""
    return next((reach for reach in Reach if reach.value == word), Reach.PLACE)
