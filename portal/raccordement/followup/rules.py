"""What to check before the production is asked for (source 004 p. 4), and what the portal sees of it by itself."""

from collections.abc import Mapping
from dataclasses import dataclass

# What only the gestionnaire knows: each is ticked before the request leaves; what is said of one that is not.
DECLARED: Mapping[str, tuple[str, str]] = {
    "certificat": (
        "Le certificat serveur CertDc est installé dans notre système d’information.",
        "Installez le certificat serveur CertDc, puis cochez sa ligne.",
    ),
    "parametres": (
        "Nos appels suivent le manuel technique, et peuvent passer au mode «\u00a0production\u00a0».",
        "Réglez vos appels d’après le manuel technique, puis cochez leur ligne.",
    ),
    "etablissements": (
        "La liste des établissements rattachés est complète et à jour.",
        "Vérifiez la liste des établissements, puis cochez sa ligne.",
    ),
    "purge": (
        "Nos médecins savent que les données transférées restent 96\u00a0heures, puis sont effacées.",
        "Prévenez vos médecins de la durée de 96\u00a0heures, puis cochez cette ligne.",
    ),
}


@dataclass(frozen=True)
class Seen:
    """One thing that the portal has checked: whether it is as it should be, and what to do if it is not."""

    label: str
    met: bool
    remedy: str


def seen(*, conclusive: bool, certificate: bool, left: int) -> tuple[Seen, ...]:
    """What the portal sees of a record before its production: none of it forbids to ask.

    Args:
        conclusive: whether a test passed every control of the bac à sable.
        certificate: whether a server certificate is in service, so that there is one to install.
        left: how many of its establishments have left the register.
    """
    return (
        Seen(
            "Un transfert de test a passé tous les contrôles du bac à sable",
            conclusive,
            "Aucun ne les a encore passés. Vous pouvez demander la production malgré tout\u00a0: l’instructeur le "
            "verra, et peut la refuser.",
        ),
        Seen(
            "Un certificat serveur CertDc est en service",
            certificate,
            "L’administrateur n’en a pas encore mis en service. Vous serez prévenu par courriel.",
        ),
        Seen(
            "Tous les établissements rattachés sont dans le registre",
            not left,
            "L’un d’eux au moins a quitté le registre FINESS\u00a0: changez la liste des établissements.",
        ),
    )
