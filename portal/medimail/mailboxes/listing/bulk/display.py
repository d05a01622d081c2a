"""What the page of a run shows: what will be done, what is done, by outcome; the caller makes addresses."""

from collections.abc import Callable, Mapping
from typing import Any

from portal.medimail.mailboxes.listing.bulk.models import BulkRun
from portal.medimail.mailboxes.listing.bulk.rules import Stage
from portal.medimail.mailboxes.record.rules.states import Action
from portal.tabular.report import Outcome

TAGS = {Outcome.OK: "success", Outcome.ALERT: "warning", Outcome.ERROR: "error"}
# Before the act, nothing has failed yet.
_FORETOLD = {Outcome.OK: "Le seront", Outcome.ALERT: "Alertes", Outcome.ERROR: "Ne le seront pas"}

GOES: Mapping[Action, tuple[str, ...]] = {
    Action.VALIDATE: ("Leurs titulaires peuvent se connecter\u00a0; un courriel le leur dit.",),
    Action.REJECT: (
        "Ces comptes ne s’ouvrent plus\u00a0; une session ouverte par l’un d’eux seul finit aussitôt.",
        "Qui garde un autre compte ou un droit se connecte encore\u00a0: une alerte dit qui a des droits.",
        "Un courriel dit à chaque titulaire pourquoi, et à qui s’adresser.",
    ),
    Action.RELAUNCH: ("Un nouveau lien part à chacun\u00a0; les liens d’avant ne s’ouvrent plus.",),
    Action.REHABILITATE: ("Chaque compte reprend l’état d’avant\u00a0; un courriel le dit à son titulaire.",),
    Action.TRANSFER: ("Les administrateurs des deux structures sont prévenus, en un seul courriel.",),
}
# Why some acts are not undone.
FOR_GOOD: Mapping[Action, str] = {
    Action.VALIDATE: "Cet acte ne s’annule pas d’ici\u00a0: un compte validé à tort se rejette.",
    Action.RELAUNCH: "Cet acte ne s’annule pas\u00a0: un courriel parti ne revient pas.",
}


def tabs(
    run: BulkRun, counts: Mapping[Outcome, int], current: Outcome | None, link: Callable[[Outcome | None], str]
) -> list[dict[str, Any]]:
    """All the accounts, then those of each outcome."""
    named = _FORETOLD if run.stage is Stage.PREVIEWED else {outcome: outcome.value for outcome in Outcome}
    shown: list[tuple[str, Outcome | None, int]] = [("Tous", None, run.lines)]
    shown += [(label, outcome, counts.get(outcome, 0)) for outcome, label in named.items()]
    return [
        {"label": label, "url": link(outcome), "current": outcome is current, "count": count}
        for label, outcome, count in shown
    ]
