"""Which acts are done in bulk, which may be undone and until when, and how each outcome is told."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from portal.labelled import Labelled
from portal.medimail.mailboxes.listing.acts.rules import (
    AnothersNumber,
    Done,
    Expired,
    NoWay,
    Oneself,
    Refused,
    SamePlace,
    ShutOut,
    Stale,
    TooMany,
    TooManyLinks,
    TooOften,
    TooSoon,
    refused,
)
from portal.medimail.mailboxes.listing.acts.rules import Outcome as Act
from portal.medimail.mailboxes.record.rules.states import Action, State
from portal.tabular.report import Outcome

# Accounts of one run: beyond, nobody reads a preview.
MOST = 5000
# Previews that wait to be confirmed, for one person: one more, and the oldest is forgotten.
MOST_WAITING = 5
# As many are done while one waits; beyond, a worker does them.
AT_ONCE = 100
# In one transaction.
PIECE = 100
# A run that nobody confirms, and a report.
PREVIEW_LIFE, REPORT_LIFE = timedelta(days=1), timedelta(days=90)


_REFERENCE = re.compile(r"[A-Za-z0-9_-]{16}")


def is_reference(text: str) -> bool:
    """Whether this may be the reference of a run: anything else is not asked of the database, which refuses some."""
    return _REFERENCE.fullmatch(text) is not None


class Stage(Labelled):
    """Where a run stands."""

    PREVIEWED = "apercu", "À confirmer"
    DOING = "en_cours", "En cours"
    DONE = "fait", "Terminé"
    UNDOING = "annulation", "Annulation en cours"
    UNDONE = "annule", "Annulé"
    STOPPED = "interrompu", "Interrompu"


ACTS: Mapping[Action, str] = {
    Action.VALIDATE: "Valider les comptes",
    Action.REJECT: "Rejeter les comptes",
    Action.RELAUNCH: "Relancer les utilisateurs",
    Action.REHABILITATE: "Réhabiliter les comptes",
    Action.TRANSFER: "Changer de structure",
}
# What has been sent cannot be called back; a validated account is rejected by an act of its own.
UNDONE_BY: Mapping[Action, Action] = {
    Action.REJECT: Action.REHABILITATE,
    Action.REHABILITATE: Action.REJECT,
    Action.TRANSFER: Action.TRANSFER,
}

OUT_OF_REACH = "Ce compte n’est plus dans une structure que vous administrez."
NOTHING_TO_UNDO = "Ce lot ne l’avait pas changé\u00a0: il n’y a rien à annuler."
NOT_DONE_BY_IT = "Ce compte a changé depuis\u00a0: il est laissé tel quel."
NO_WAY_BACK = "Ce compte dormait avant d’être réhabilité\u00a0: il est laissé tel quel."
GONE_PLACE = "La structure d’avant est fermée, ou n’est plus de celles que vous administrez."
STOPPED = "Le traitement s’est arrêté avant ce compte\u00a0: recommencez pour lui."


def read_action(word: str) -> Action | None:
    """The act of this word, if it is one that is done in bulk."""
    return next((action for action in ACTS if action.value == word), None)


def told(outcome: Act | None) -> tuple[Outcome, str]:
    """How an act is reported: done, nothing to do, or refused; None before it is done, when nothing forbids it.

    An alert is either: what is done, with something to know of it, or what there was no need to do.
    """
    match outcome:
        case Done(alert=alert) if alert:
            return Outcome.ALERT, alert
        case None | Done():
            return Outcome.OK, ""
        case TooSoon() | SamePlace():
            return Outcome.ALERT, _of_one(refused(outcome))
        case Refused() | Stale() | Oneself() | TooMany() | NoWay() | Expired() | ShutOut() | TooOften():
            return Outcome.ERROR, _of_one(refused(outcome))
        case TooManyLinks() | AnothersNumber():
            return Outcome.ERROR, _of_one(refused(outcome))


def _of_one(said: str) -> str:
    """The same sentence beside one account among others: that nothing was done is said by its outcome."""
    said = said.partition("\u00a0: ")[2] if said.startswith("Rien n’") else said
    return said[0].upper() + said[1:]


def may_undo(action: Action, finished_at: datetime | None, delay: timedelta, now: datetime) -> bool:
    """Whether a run may still be undone."""
    return action in UNDONE_BY and finished_at is not None and now < finished_at + delay


def comes_back(action: Action, before: State) -> bool:
    """Whether undoing leads back to where the account stood: one that was asleep cannot be put to sleep by hand."""
    return action is not Action.REHABILITATE or before is State.REJECTED
