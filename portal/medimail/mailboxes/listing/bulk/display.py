"""What the page of a run shows: what will be done, what is done, by outcome; the caller makes addresses."""

from collections.abc import Callable, Mapping
from typing import Any

from portal.medimail.mailboxes.listing.bulk.models import BulkRun
from portal.medimail.mailboxes.listing.bulk.rules import ACTS, Stage
from portal.medimail.mailboxes.record.rules.states import Action
from portal.tabular.report import Outcome

TAGS = {Outcome.OK: "success", Outcome.ALERT: "warning", Outcome.ERROR: "error"}
# What an act makes of an account; each agrees in number.
_MADE: Mapping[Action, str] = {
    Action.VALIDATE: "validé",
    Action.REJECT: "rejeté",
    Action.RELAUNCH: "relancé",
    Action.REHABILITATE: "réhabilité",
    Action.TRANSFER: "déplacé",
}

GOES: Mapping[Action, tuple[str, ...]] = {
    Action.VALIDATE: ("Leurs titulaires peuvent se connecter\u00a0; un courriel le leur dit.",),
    Action.REJECT: (
        "Ces comptes ne s’ouvrent plus, ni les liens déjà envoyés pour finaliser une inscription.",
        "Une session ouverte par l’un d’eux seul finit aussitôt.",
        "Qui garde un autre compte ou un droit se connecte encore\u00a0: une alerte dit qui a des droits.",
        "Un courriel dit à chaque titulaire pourquoi, et à qui s’adresser.",
    ),
    Action.RELAUNCH: ("Un nouveau lien part à chacun\u00a0; les liens d’avant ne s’ouvrent plus.",),
    Action.REHABILITATE: ("Chaque compte reprend l’état d’avant\u00a0; un courriel le dit à son titulaire.",),
    Action.TRANSFER: ("Ceux qui administrent l’une ou l’autre structure en sont prévenus, en un seul courriel.",),
}
# Why some acts are not undone.
FOR_GOOD: Mapping[Action, str] = {
    Action.VALIDATE: "Cet acte ne s’annule pas d’ici\u00a0: un compte validé à tort se rejette.",
    Action.RELAUNCH: "Cet acte ne s’annule pas\u00a0: un courriel parti ne revient pas.",
}


def _foretold(action: Action) -> Mapping[Outcome, str]:
    """The tabs before the act, when nothing has failed yet."""
    made = f"{_MADE[action]}s"
    return {Outcome.OK: f"Seront {made}", Outcome.ALERT: "Alertes", Outcome.ERROR: f"Ne seront pas {made}"}


def words(run: BulkRun) -> Mapping[str, str]:
    """What a preview says of each account by its outcome, « » for the one done with an alert; none once it is done."""
    if run.stage is not Stage.PREVIEWED:
        return {}
    made = _MADE[run.action]
    return {
        Outcome.OK.value: f"sera {made}",
        Outcome.ALERT.value: "rien à faire",
        Outcome.ERROR.value: f"ne sera pas {made}",
        "": f"sera {made}, avec une alerte",
    }


def said_of(run: BulkRun) -> dict[str, Any]:
    """All that the page says of the act in words."""
    return {
        "words": words(run),
        "tags": TAGS,
        "acts": ACTS,
        "goes": GOES[run.action],
        "for_good": FOR_GOOD.get(run.action, ""),
    }


def tabs(
    run: BulkRun, counts: Mapping[Outcome, int], current: Outcome | None, link: Callable[[Outcome | None], str]
) -> list[dict[str, Any]]:
    """All the accounts, then those of each outcome."""
    named = _foretold(run.action) if run.stage is Stage.PREVIEWED else {outcome: outcome.value for outcome in Outcome}
    shown: list[tuple[str, Outcome | None, int]] = [("Tous", None, run.lines)]
    shown += [(label, outcome, counts.get(outcome, 0)) for outcome, label in named.items()]
    return [
        {"label": label, "url": link(outcome), "current": outcome is current, "count": count}
        for label, outcome, count in shown
    ]
