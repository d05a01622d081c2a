"""What the optional settings allow, and what is said of a delegation (source 002 p. 11)."""

from dataclasses import dataclass

from portal.medimail.mailboxes.record.rules.acts import Braked
from portal.medimail.mailboxes.record.rules.kinds import SHARED, Kind
from portal.medimail.mailboxes.record.rules.states import OPEN, State

# As many accounts as one may reasonably answer for.
MOST_DELEGATES = 20
# Word for word (p. 11).
MED_WARNING = (
    "Un compte MED est limité dans ses droits par rapport à un compte INT, PER et ORG. Aussi, si on délègue à un "
    "compte MED, ce dernier ne pourra pas envoyer de message sur les adresses en mssante.fr"
)


@dataclass(frozen=True)
class Delegated:
    """The account now receives a copy of each message."""

    address: str
    kind: Kind


@dataclass(frozen=True)
class Unknown:
    """No account that is open has this address, or it only sends, or its holder is in no directory."""


@dataclass(frozen=True)
class Itself:
    """The account would receive its own messages twice."""


@dataclass(frozen=True)
class Already:
    """It receives them already."""


@dataclass(frozen=True)
class Loop:
    """Its own messages come back to the account, in one step or in several: a copy would go round for ever."""


@dataclass(frozen=True)
class TooMany:
    """The account has as many delegations as one may have."""


@dataclass(frozen=True)
class Guarded:
    """Codes or links come to the account, and open more than the administrators of its structure hold themselves."""


Delegation = Delegated | Unknown | Itself | Already | Loop | TooMany | Guarded | Braked


_REFUSALS: dict[type, str] = {
    Unknown: "Aucun compte Medimail de type PER, INT, MED ou ORG, validé ou inactif, n’a cette adresse\u00a0; "
    "vérifiez-la, ou faites créer le compte.",
    Itself: "C’est l’adresse du compte lui-même\u00a0; donnez celle d’un autre compte.",
    Already: "Ce compte reçoit déjà une copie des messages.",
    Loop: "Les messages de ce compte reviennent déjà ici par une délégation\u00a0: une copie tournerait sans fin. "
    "Supprimez d’abord l’autre délégation.",
    TooMany: f"{MOST_DELEGATES}\u00a0délégations au plus\u00a0: supprimez-en une, puis recommencez.",
    Guarded: "Les codes ou les liens de connexion de cette personne arrivent à ce compte, et ouvrent davantage que "
    "cette structure\u00a0: leur copie les donnerait à lire. Elle seule ajoute une délégation, dans "
    "«\u00a0Mon compte\u00a0».",
}


def refusal(outcome: Delegation) -> str:
    """Why there is no delegation, and what to do; « » when there is one."""
    return outcome.sentence if isinstance(outcome, Braked) else _REFUSALS.get(type(outcome), "")


@dataclass(frozen=True)
class Kept:
    """The settings are as asked; `changed` is false when they already were."""

    changed: bool


@dataclass(frozen=True)
class NotOpened:
    """The account opens no such mailbox."""


def may_notify(kind: Kind, state: State) -> bool:
    """Whether a shared account tells those who open it of its mail (« organisationnel ou applicatif », p. 6)."""
    return kind in SHARED and state in OPEN
