"""What the pages of an import show: where it stands, how many lines, what is said of each; the caller makes links."""

from collections.abc import Callable, Iterator
from typing import Any

from portal.profiles.imports.models import ImportRun
from portal.profiles.imports.rules import STOPPED, Effect, State, Told, Totals, View, step
from portal.profiles.imports.store import Asked, Kept
from portal.profiles.record.rules.roles import Action
from portal.tabular.refusals import quoted, weighed
from portal.tabular.report import Finding, Outcome
from portal.web.dates import moment, number, plural

TAGS = {Outcome.OK: "success", Outcome.ALERT: "warning", Outcome.ERROR: "error"}
STATE_TAGS = {
    State.ANALYSING: "info",
    State.IMPORTING: "info",
    State.PREVIEWED: "warning",
    State.REFUSED: "error",
    State.DONE: "success",
    State.FAILED: "error",
    State.CANCELLED: "neutral",
    State.EXPIRED: "neutral",
}
_ACTIONS = {action.value: action.label for action in Action} | {"": "Action illisible"}
# What a report says of the lines that an import given up has left.
LEFT = Finding(
    Outcome.ERROR,
    "ligne_non_importee",
    column="",
    received="",
    message="L’import s’est arrêté avant cette ligne.",
    remedy="Importez de nouveau le fichier : ce qui est déjà fait y sera reconnu.",
)

Link = Callable[[Asked], str]


def matrix(totals: Totals) -> list[tuple[str, list[int]]]:
    """How many lines of each action have each outcome; an action of which there is no line is left out."""
    rows = [(label, [totals.of(outcome, action) for outcome in Outcome]) for action, label in _ACTIONS.items()]
    return [row for row in rows if any(row[1])]


def tabs(totals: Totals, asked: Asked, link: Link) -> list[dict[str, Any]]:
    """All the lines, then those that end or do something so, with how many answer the search."""
    return [
        {
            "label": view.label,
            "url": link(asked._replace(view=view)),
            "current": view is asked.view,
            "count": totals.seen(view),
        }
        for view in View
    ]


def facts(run: ImportRun) -> Iterator[tuple[str, str]]:
    """How the file was read, and what of it was not."""
    yield "Fichier", f"{run.file_name} ({weighed(run.size)})"
    if run.kind:
        yield "Lu comme", read_as(run)
    if run.lines:
        yield "Lignes", number(run.lines) + (f", dont {run.hidden} masquées dans le tableur" if run.hidden else "")
    if run.ignored:
        yield "Colonnes ignorées", quoted(run.ignored)
    yield "Empreinte SHA-256", run.sha256
    if run.finished_at:
        yield "Fin", moment(run.finished_at)


def read_as(run: ImportRun) -> str:
    """« CSV, UTF-8, séparateur point-virgule »."""
    found = [run.kind.label if run.kind else "", run.encoding.label if run.encoding else ""]
    found += [f"séparateur {run.separator.label}" if run.separator else ""]
    return ", ".join(filter(None, found)) + (" (votre choix)" if run.overruled else "")


def progress(run: ImportRun) -> str:
    """« 6 000 lignes sur 20 000 »."""
    return f"{plural(run.done, 'ligne')} sur {number(run.lines)}" if run.lines else "Ouverture du fichier…"


def announcement(run: ImportRun, heard: int) -> str:
    """What a screen reader is to say, by tenths and at the end; nothing when that was heard already."""
    totals = Totals.read(run.totals)
    errors = plural(totals.of(Outcome.ERROR), "ligne")
    match run.state:
        case State.ANALYSING | State.IMPORTING:
            now = step(run.done, run.lines)
            return f"{run.state.label}\u00a0: {now * 10}\u00a0%" if now > heard else ""
        case State.PREVIEWED:
            return f"Aperçu prêt\u00a0: {plural(run.lines, 'ligne')}, dont {errors} en erreur."
        case State.DONE:
            return f"Import terminé\u00a0: {plural(run.lines, 'ligne')}, dont {errors} en erreur."
        case _:
            return f"Import\u00a0: {run.state.label}."


def was_left(run: ImportRun, kept: Kept) -> bool:
    """Whether the import stopped before this line, which would have done something."""
    return run.state in STOPPED and kept.position > run.done and kept.told.outcome is not Outcome.ERROR


def does(told: Told) -> str:
    """What a line does, in words; of one that does nothing, what it asked for."""
    return _ACTIONS[told.action] if told.effect is Effect.REFUSED else told.effect.label
