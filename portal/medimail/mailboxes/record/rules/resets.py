"""Whether an administrator may have a reset link sent, and where (source 002 p. 12, promise 11, ADR 0019)."""

from dataclasses import dataclass
from enum import Enum


class Sending(Enum):
    """Where the link goes."""

    MSSANTE = "mssante"
    """To the address that the rule of everybody gives: MSSanté, or that of a gestionnaire SI."""
    OWN = "own"
    """To the address with which the person signs in."""


class Obstacle(Enum):
    """Why no link may leave."""

    NOBODY = "nobody"
    """Nobody signs in to the account yet."""
    CLOSED = "closed"
    """The person's account is closed."""
    PROFESSIONAL = "professional"
    """One of the person's mailboxes is, or was, that of a health professional: MSSanté or nothing."""
    MORE = "more"
    """The person's account opens more than MED mailboxes."""
    MOVING = "moving"
    """The address is about to change, or has just changed: whoever changed it might read the new one."""


@dataclass(frozen=True)
class Known:
    """What is known of the person of an account.

    Attributes:
        is_closed: Whether their account is closed.
        has_route: Whether a link may leave by the rule of everybody.
        has_own: Whether they are a Medimail holder whose sign-in address could be written to.
        is_known_elsewhere: Whether they bear an RPPS number, a CertDc identifier or a name to sign in with.
        has_right: Whether they hold a right, whatever it is over.
        is_med: Whether all their mailboxes, in any state, are MED, and none is or ever was of a health professional, by
            its type or by a profession that has a register.
        is_moving: Whether a change of address waits, or was made too recently.
    """

    is_closed: bool
    has_route: bool
    has_own: bool
    is_known_elsewhere: bool
    has_right: bool
    is_med: bool
    is_moving: bool


def sending(person: Known | None) -> Sending | Obstacle:
    """Where the link goes, or why it does not leave; nobody is None."""
    if person is None:
        return Obstacle.NOBODY
    if person.is_closed:
        return Obstacle.CLOSED
    if person.has_route:
        return Sending.MSSANTE
    if not person.is_med:
        return Obstacle.PROFESSIONAL
    if not person.has_own or person.is_known_elsewhere or person.has_right:
        return Obstacle.MORE
    return Obstacle.MOVING if person.is_moving else Sending.OWN


_WHY = {
    Obstacle.NOBODY: "Le mot de passe ne se réinitialise pas\u00a0: personne ne se connecte encore à ce compte.",
    Obstacle.CLOSED: "La réinitialisation du mot de passe ne se demande pas\u00a0: le compte du portail de cette "
    "personne est fermé.",
    Obstacle.PROFESSIONAL: "La réinitialisation du mot de passe ne se demande pas ici\u00a0: pour un professionnel de "
    "santé, son lien ne part qu’à une adresse MSSanté, et cette personne n’en a pas. Le GRADeS peut lui "
    "donner une correspondance MSSanté (un compte MED n’en a pas\u00a0: changez d’abord son type)\u00a0; d’ici là, "
    "elle appelle l’assistance.",
    Obstacle.MORE: "La réinitialisation du mot de passe ne se demande pas ici\u00a0: ce compte du portail n’ouvre pas "
    "que des boîtes MED, et son lien ne part alors qu’à une adresse MSSanté. Si elle a oublié son mot de passe, la "
    "personne appelle l’assistance.",
    Obstacle.MOVING: "La réinitialisation du mot de passe ne se demande pas encore\u00a0: l’adresse de cette personne "
    "va changer, ou a changé depuis moins de {days}\u00a0jours. D’ici là, elle appelle l’assistance.",
}


def sentence(obstacle: Obstacle, days: int) -> str:
    """Why no link leaves, and what to do; `days` is how long a new address waits."""
    return _WHY[obstacle].format(days=days)
