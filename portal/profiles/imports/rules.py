"""Where an import stands, what becomes of each line, and how many: plain values."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

from portal.labelled import Labelled
from portal.tabular.report import Finding, Outcome

# Lines of one transaction: long enough to pay for its commit, short enough for whoever waits to write.
CHUNK = 500
# Files of one person that wait for something: beyond, one has to be finished or given up first.
MOST_WAITING = 5
# The file holds passwords: nobody who has not confirmed within a day is still before the preview.
FILE_LIFE = timedelta(hours=24)
REPORT_LIFE = timedelta(days=90)
# A worker that says nothing for so long is dead. The longest silence is that of a workbook being opened.
LEASE = timedelta(minutes=2)
# Times that a run may be taken up without a single line more: it then stops, instead of failing for ever.
MOST_TRIES = 5


class State(Labelled):
    """Where an import stands."""

    ANALYSING = "analyse", "Analyse en cours"
    REFUSED = "refuse", "Fichier refusé"
    PREVIEWED = "apercu", "À confirmer"
    IMPORTING = "import", "Import en cours"
    DONE = "termine", "Terminé"
    CANCELLED = "abandonne", "Abandonné"
    FAILED = "interrompu", "Interrompu"
    EXPIRED = "perime", "Périmé"


WORKING = frozenset({State.ANALYSING, State.IMPORTING})
WAITING = frozenset({State.REFUSED, State.PREVIEWED})
OVER = frozenset(State) - WORKING - WAITING
# An import that has stopped before its end.
STOPPED = frozenset({State.CANCELLED, State.FAILED})


class Effect(Labelled):
    """What a line does."""

    OPENED = "compte", "Création du compte et du profil"
    ADDED = "profil", "Ajout du profil"
    MODIFIED = "modifie", "Modification"
    DELETED = "supprime", "Suppression du profil"
    NOTHING = "rien", "Aucun changement"
    REFUSED = "refus", "Rien"


IDLE = frozenset({Effect.NOTHING, Effect.REFUSED})
CHANGING = frozenset(Effect) - IDLE


class View(Labelled):
    """Which lines are looked at: a word of the address, a tab of the page; a line with an alert is in two of them."""

    ALL = "tout", "Tout"
    ERRORS = "erreurs", "Erreurs"
    ALERTS = "alertes", "Alertes"
    CHANGES = "changements", "Changements"
    UNCHANGED = "sans-changement", "Sans changement"


# Before and after, by the name of the column; a password is never among them.
Changes: TypeAlias = Mapping[str, Sequence[str]]


class Told(NamedTuple):
    """All that there is to say of one line.

    Attributes:
        number: As a spreadsheet numbers it.
        action: C, M or S; « » where it cannot be read.
        who: The person, as the file names them.
        search: The same, as it is searched.
        gives_password: Its password is to be set.
        cells: Of a line in error, as they came, the password left out: what the file to correct is made of.
    """

    number: int
    action: str
    effect: Effect
    outcome: Outcome
    who: str = ""
    search: str = ""
    findings: tuple[Finding, ...] = ()
    changes: Changes = MappingProxyType({})
    gives_password: bool = False
    cells: Sequence[str] | None = None

    def __repr__(self) -> str:
        """Nobody's name: this may end in a log."""
        return f"Told({self.number}, {self.outcome.value})"


@dataclass
class Totals:
    """How many lines there are of each action and outcome, and of each effect.

    They are kept as the lines are told, so that no page has to count twenty thousand of them.
    """

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    effects: Counter[str] = field(default_factory=Counter)

    def add(self, lines: Iterable[Told], sign: int = 1) -> None:
        """Count these lines, or take them away (`sign=-1`)."""
        alike = Counter((line.action, line.outcome, line.effect) for line in lines)
        for (action, outcome, effect), count in alike.items():
            self.counts[action, outcome.value] += sign * count
            self.effects[effect.value] += sign * count

    def of(self, outcome: Outcome, action: str | None = None) -> int:
        """How many lines have this outcome, of this action or of all."""
        return sum(n for (a, o), n in self.counts.items() if o == outcome and action in {None, a})

    def effect(self, effect: Effect) -> int:
        """How many lines have this effect."""
        return self.effects[effect.value]

    @property
    def changing(self) -> int:
        """How many lines change something."""
        return sum(map(self.effect, CHANGING))

    def seen(self, view: View) -> int:
        """How many lines are looked at so."""
        match view:
            case View.ALL:
                return sum(self.effects.values())
            case View.ERRORS:
                return self.of(Outcome.ERROR)
            case View.ALERTS:
                return self.of(Outcome.ALERT)
            case View.CHANGES:
                return self.changing
            case View.UNCHANGED:
                return self.effect(Effect.NOTHING)

    def written(self) -> dict[str, Any]:
        """As it is stored."""
        return {
            "lignes": {f"{action}:{outcome}": n for (action, outcome), n in self.counts.items() if n},
            "effets": {effect: n for effect, n in self.effects.items() if n},
        }

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Totals":
        """As it was stored."""
        found = cls()
        for name, n in stored.get("lignes", {}).items():
            action, _, outcome = name.partition(":")
            found.counts[action, outcome] = n
        found.effects.update(stored.get("effets", {}))
        return found


def said(finding: Finding) -> dict[str, str]:
    """A finding as it is stored."""
    return {
        "resultat": finding.outcome.value,
        "code": finding.code,
        "colonne": finding.column,
        "recu": finding.received,
        "message": finding.message,
        "remede": finding.remedy,
    }


def heard(stored: Mapping[str, str]) -> Finding:
    """A finding as it was stored."""
    return Finding(
        Outcome(stored["resultat"]),
        stored["code"],
        stored["colonne"],
        stored["recu"],
        stored["message"],
        stored["remede"],
    )


def step(done: int, total: int) -> int:
    """How far a run is, by tenths: what is announced, since a number each second would be a noise."""
    return 10 * done // total if total else 0
