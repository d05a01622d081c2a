"""What became of an act, as types and in words; and who may not be acted upon."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from portal.medimail.mailboxes.record.rules.acts import TOO_MANY_TOLD, TOO_OFTEN
from portal.medimail.mailboxes.record.rules.alerts import SHUT_OUT, named
from portal.medimail.mailboxes.record.rules.states import Action, State

MAX_REASON = 500
# Many acts that have not moved for so long have lost their worker; taken over so many times, they are given up.
LOST, MOST_TRIES = timedelta(minutes=5), 3


@dataclass(frozen=True)
class Done:
    """The act is done.

    Attributes:
        state: Where the account now stands.
        alert: What there is to know of it besides.
        dismissed: The structures that its holder administers no more.
        is_at_own: Of a reset link, whether it went to the address with which the person signs in.
    """

    state: State
    alert: str = ""
    dismissed: tuple[str, ...] = ()
    is_at_own: bool = False


@dataclass(frozen=True)
class Refused:
    """The table of states does not open this act: somebody was quicker, or the page was old."""

    state: State


@dataclass(frozen=True)
class Stale:
    """The account was changed since the person saw it."""

    state: State


@dataclass(frozen=True)
class Oneself:
    """Nobody rejects their own account, nor lets it in themselves."""


@dataclass(frozen=True)
class TooSoon:
    """The link was sent again less than so long ago; it may be once more from `again` on."""

    sent_at: datetime
    again: datetime


@dataclass(frozen=True)
class TooMany:
    """The person was sent too many reset links."""


@dataclass(frozen=True)
class NoWay:
    """No reset link may leave: why, and what to do, as a sentence."""

    why: str


@dataclass(frozen=True)
class SamePlace:
    """The account already is in that structure."""


@dataclass(frozen=True)
class Expired:
    """The date of the account is past: brought back, it would fall asleep again the next night."""


@dataclass(frozen=True)
class ShutOut:
    """An operator has closed the account of the person: a link would open nothing."""


@dataclass(frozen=True)
class AnothersNumber:
    """Its RPPS number is that of a person known under another name: of these accounts, as far as its reader may see."""

    accounts: tuple[str, ...] = ()


@dataclass(frozen=True)
class TooOften:
    """The people of the account have just been written to too many times: bringing it back would go on."""


@dataclass(frozen=True)
class TooManyLinks:
    """The administrator has sent as many links of finalisation as one may in so long."""


Outcome: TypeAlias = (
    Done
    | Refused
    | Stale
    | Oneself
    | TooSoon
    | TooMany
    | NoWay
    | SamePlace
    | Expired
    | ShutOut
    | AnothersNumber
    | TooOften
    | TooManyLinks
)


def may_relaunch_at(sent_at: datetime | None, delay: timedelta) -> datetime | None:
    """From when a link may be sent again; None when none was sent."""
    return sent_at + delay if sent_at else None


_DONE = {
    Action.VALIDATE: "Le compte est validé\u00a0; un courriel dit à son titulaire qu’il peut se connecter.",
    Action.REJECT: "Le compte est rejeté\u00a0; un courriel dit à son titulaire à qui s’adresser.",
    Action.RELAUNCH: "Un nouveau lien de finalisation est parti\u00a0; ceux d’avant ne s’ouvrent plus.",
    Action.RESET_PASSWORD: "Un lien est parti à l’adresse MSSanté de la personne\u00a0; il est valable 24\u00a0heures.",
    Action.TRANSFER: "Le compte a changé de structure\u00a0; ceux qui administrent l’une ou l’autre en sont prévenus.",
}
_BACK = {
    State.PREREGISTERED: "Le compte est réhabilité\u00a0: il est de nouveau préinscrit, et un lien est parti.",
    State.TO_VALIDATE: "Le compte est réhabilité\u00a0: il est de nouveau à valider.",
    State.INACTIVE: "Le compte est réhabilité\u00a0: il est de nouveau inactif, comme avant son rejet. Pour qu’il soit "
    "validé, réhabilitez-le encore.",
}
_BACK_TO_LIFE = "Le compte est réhabilité\u00a0; un courriel dit à son titulaire qu’il peut se connecter."
# Of somebody who is shut out: nothing is sent to them.
_DONE_QUIETLY = {
    Action.VALIDATE: "Le compte est validé\u00a0; son titulaire n’en est pas prévenu.",
    Action.REHABILITATE: "Le compte est réhabilité\u00a0; son titulaire n’en est pas prévenu.",
}


RESET_AT_OWN = (
    "Un lien est parti à l’adresse de connexion de la personne, qui y lit votre nom\u00a0; il est valable "
    "24\u00a0heures."
)


def done(action: Action, what: Done) -> str:
    """What to tell of an act that is done; what there is to know besides is told apart."""
    if action is Action.RESET_PASSWORD and what.is_at_own:
        return RESET_AT_OWN
    if what.alert == SHUT_OUT and action in _DONE_QUIETLY:
        return _DONE_QUIETLY[action]
    return _BACK.get(what.state, _BACK_TO_LIFE) if action is Action.REHABILITATE else _DONE[action]


def dismissed(names: Sequence[str]) -> str:
    """What to tell of whoever was rejected and administers these structures no more."""
    return f"Cette personne n’administre plus {quoted(names)}\u00a0; un courriel le lui dit."


def quoted(names: Sequence[str]) -> str:
    """The names of structures in a sentence."""
    return ", ".join(f"«\u00a0{name}\u00a0»" for name in names)


_REFUSED: dict[type, str] = {
    Refused: "Rien n’a été fait\u00a0: ce compte est dans l’état «\u00a0{state}\u00a0», qui ne le permet pas.",
    Stale: "Rien n’a été fait\u00a0: quelqu’un a changé ce compte pendant que vous le lisiez. Il est dans l’état "
    "«\u00a0{state}\u00a0»\u00a0; vérifiez-le, puis recommencez.",
    Oneself: "Nul n’agit ainsi sur son propre compte\u00a0: demandez-le à un autre administrateur.",
    TooMany: "Aucun lien n’est parti\u00a0: cette personne vient d’en recevoir trop. Le dernier reste bon\u00a0; "
    "s’il est perdu, recommencez plus tard.",
    Expired: "Rien n’a été fait\u00a0: la date de péremption de ce compte est passée. Changez-la d’abord par "
    "«\u00a0Modifier le compte\u00a0», puis réhabilitez-le.",
    ShutOut: f"Rien n’est parti\u00a0: l{SHUT_OUT[1:]}",
    AnothersNumber: "Rien n’a été fait\u00a0: son numéro RPPS est celui d’une personne connue sous un autre "
    "nom{accounts}. Vérifiez à qui il est\u00a0; corrigez-le par «\u00a0Modifier le compte\u00a0», rejetez le compte "
    "qui n’est pas de cette personne, ou voyez avec le GRADeS.",
    TooOften: TOO_OFTEN,
    TooManyLinks: TOO_MANY_TOLD,
    SamePlace: "Ce compte est déjà dans cette structure.",
    TooSoon: "Rien n’est parti\u00a0: cette personne vient de recevoir son lien. Laissez-lui le temps de l’ouvrir.",
}


def refused(outcome: Outcome) -> str:
    """Why an act is not done, and what to do."""
    if isinstance(outcome, NoWay):
        return f"Aucun lien n’est parti. {outcome.why}"
    state = outcome.state.label if isinstance(outcome, Refused | Stale) else ""
    accounts = named(outcome.accounts) if isinstance(outcome, AnothersNumber) else ""
    return _REFUSED[type(outcome)].format(state=state, accounts=f" ({accounts})" if accounts else "")
