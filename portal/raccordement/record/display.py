"""What the pages of both sides show of a record, as plain values: turn, fields, places, history, messages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.accounts.models import Account
from portal.raccordement.record.models import Attached, Entry, EstablishmentsRequest, Message, Raccordement
from portal.raccordement.record.rules import ESTABLISHMENTS, FIELDS, LABELS, Stale
from portal.raccordement.record.states import Action, Role, State, time_line, turn
from portal.registers.models import Establishment
from portal.web.dates import moment

# The kind of tag of each state: its shape and its colour.
TAGS: Mapping[State, str] = {
    State.DRAFT: "neutral",
    State.DEPOSITED: "info",
    State.UNDER_REVIEW: "info",
    State.TO_CORRECT: "warning",
    State.SANDBOX: "info",
    State.PRODUCTION_ASKED: "info",
    State.PRODUCTION: "success",
    State.REFUSED: "error",
    State.SUSPENDED: "warning",
    State.REVOKED: "error",
    State.ARCHIVED: "neutral",
}

# What is expected now, said to each side.
NEXT: Mapping[State, tuple[str, str]] = {
    State.DRAFT: ("Complétez la demande, puis envoyez-la.", "La demande n’est pas encore envoyée."),
    State.DEPOSITED: (
        "Un instructeur va prendre la demande en charge. Vous pouvez encore la modifier.",
        "Prenez la demande en charge.",
    ),
    State.UNDER_REVIEW: (
        "Un instructeur étudie la demande. Vous serez prévenu par courriel de sa décision.",
        "Acceptez la demande, refusez-la, ou demandez une correction.",
    ),
    State.TO_CORRECT: (
        "Corrigez ce que l’instructeur demande, puis renvoyez la demande.",
        "Le gestionnaire corrige la demande, puis la renverra.",
    ),
    State.SANDBOX: (
        "Testez vos transferts dans le bac à sable, puis demandez le passage en production.",
        "Le gestionnaire teste ses transferts, puis demandera le passage en production.",
    ),
    State.PRODUCTION_ASKED: (
        "L’instructeur vérifie les tests avant d’ouvrir la production. Le bac à sable reste ouvert.",
        "Vérifiez les tests, puis ouvrez la production ou refusez-la.",
    ),
    State.PRODUCTION: ("La production est ouverte.", "La production est ouverte."),
    State.REFUSED: (
        "La demande est refusée. Répondez à l’instructeur par un message, ou déposez une autre demande.",
        "La demande est refusée. Vous pouvez la rouvrir ou l’archiver.",
    ),
    State.SUSPENDED: (
        "Les transferts sont suspendus. Répondez à l’instructeur par un message.",
        "Les transferts sont suspendus. Rétablissez le raccordement ou révoquez-le.",
    ),
    State.REVOKED: (
        "Le système d’information n’est plus raccordé.",
        "Le raccordement est révoqué. Vous pouvez rouvrir l’instruction ou archiver.",
    ),
    State.ARCHIVED: ("La demande est archivée.", "La demande est archivée. Vous pouvez rouvrir l’instruction."),
}

# A role inside a sentence.
ROLES: Mapping[Role, str] = {
    Role.APPLICANT: "demandeur",
    Role.MANAGER: "gestionnaire SI",
    Role.INSTRUCTOR: "instructeur",
}

FIELDSETS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Identité du demandeur",
        ("last_name", "first_name", "function", "email", "phone", "address", "postal_code", "commune"),
    ),
    ("Système d’information à raccorder", ("si_name", "si_version", "comments")),
)


@dataclass(frozen=True)
class Timeline:
    """Where a record stands: a tag, the stages, whose turn it is, since when, what comes next."""

    state: str
    kind: str
    turn: str
    mine: bool
    then: str
    since: datetime
    stages: tuple[Mapping[str, object], ...]


def timeline(record: Raccordement, side: Role) -> Timeline:
    """Where this record stands, said to this side."""
    return Timeline(
        state=record.state.label,
        kind=TAGS[record.state],
        turn=turn_words(record.state, side),
        mine=turn(record.state) is side,
        then=NEXT[record.state][side is Role.INSTRUCTOR],
        since=record.state_since,
        stages=_stages(record),
    )


def turn_words(state: State, side: Role) -> str:
    """Whose turn it is, said to this side: « à vous », « à l’instructeur »."""
    match turn(state):
        case None:
            return "Rien n’est attendu"
        case whose if whose is side:
            return "À vous d’agir"
        case Role.INSTRUCTOR:
            return "À l’instructeur d’agir"
        case _:
            return "Au gestionnaire SI d’agir"


def _stages(record: Raccordement) -> tuple[Mapping[str, object], ...]:
    def word(*, reached: bool, current: bool) -> str:
        if current:
            return "refused" if record.state is State.REFUSED else "current"
        return "done" if reached else "todo"

    return tuple(
        {"title": step.label, "state": word(reached=step.reached, current=step.current)}
        for step in time_line(record.state, record.stood)
    )


def facts(record: Raccordement) -> list[tuple[str, list[tuple[str, str]]]]:
    """The fields of the form, by fieldset: legend, then label and value."""
    values = record.values
    return [(legend, [(FIELDS[name][0], values[name]) for name in names]) for legend, names in FIELDSETS]


@dataclass(frozen=True)
class Place:
    """A territorial establishment of a record, as the register knows it; no name when it never knew it."""

    finess_et: str
    name: str
    town: str
    left: bool


@dataclass(frozen=True)
class Juridical:
    """A juridical establishment of a record and its territorials."""

    finess_ej: str
    places: tuple[Place, ...]


def juridicals(attached: Sequence[Attached], register: Iterable[Establishment]) -> list[Juridical]:
    """The establishments of a record by juridical one; `register` comes from `store.attached`."""
    known = {row.finess_et: row for row in register}
    found: dict[str, list[Place]] = {}
    for row in attached:
        found.setdefault(row.finess_ej, []).append(place(row.finess_et, known.get(row.finess_et)))
    return [Juridical(number, tuple(places)) for number, places in found.items()]


def place(finess_et: str, known: Establishment | None) -> Place:
    """A territorial establishment as the register knows it, or does not."""
    if known is None:
        return Place(finess_et, "", "", left=True)
    return Place(finess_et, known.name, known.routing, known.left_on is not None)


@dataclass(frozen=True)
class PlacesAsked:
    """The list of establishments that waits for an instructeur, beside the one that is live."""

    who: str
    at: datetime
    came: Sequence[Place]
    went: Sequence[Place]
    kept: int


def places_asked(
    record: Raccordement, asked: EstablishmentsRequest, author: Account | None, register: Iterable[Establishment]
) -> PlacesAsked:
    """What comes and what goes in the list that was asked for; `register` comes from `store.attached`."""
    known = {row.finess_et: row for row in register}
    live, wanted = {row.finess_et for row in record.establishments}, set(asked.wanted)
    return PlacesAsked(
        who=author.full_name if author else "",
        at=asked.asked_at,
        came=[place(number, known.get(number)) for number in sorted(wanted - live)],
        went=[place(number, known.get(number)) for number in sorted(live - wanted)],
        kept=len(live & wanted),
    )


@dataclass(frozen=True)
class Change:
    """A field that changed; for the establishments, the numbers that came and those that went."""

    label: str
    before: str
    after: str
    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()

    @property
    def is_list(self) -> bool:
        """Whether it is the list of establishments."""
        return bool(self.came or self.went)


@dataclass(frozen=True)
class Event:
    """One line of the history: who, as what, did what, when, from which state to which, and why."""

    at: datetime
    who: str
    role: str
    what: str
    left: str
    reached: str
    reason: str
    changes: tuple[Change, ...]


def history(entries: Iterable[tuple[Entry, Account | None]]) -> list[Event]:
    """What was done to a record, as `store.entries` gives it."""
    return [
        Event(
            at=entry.at,
            who=account.full_name if account else "Le portail",
            role=ROLES[entry.role],
            what=_what(entry),
            left=entry.left_state.label if entry.left_state else "",
            reached=entry.reached_state.label if entry.reached_state else "",
            reason=entry.reason,
            changes=tuple(_change(name, *pair) for name, pair in entry.changes.items()),
        )
        for entry, account in entries
    ]


def _what(entry: Entry) -> str:
    if entry.action:
        return entry.action.label
    return "Établissements changés" if ESTABLISHMENTS in entry.changes else "Demande modifiée"


def _change(name: str, before: str, after: str) -> Change:
    if name != ESTABLISHMENTS:
        return Change(LABELS.get(name, name), before, after)
    old, new = (list(filter(None, text.split(", "))) for text in (before, after))
    came, went = (tuple(n for n in one if n not in other) for one, other in ((new, old), (old, new)))
    return Change(LABELS[name], before, after, came, went)


@dataclass(frozen=True)
class Line:
    """A line of the conversation, said to one side."""

    at: datetime
    who: str
    role: str
    body: str
    internal: bool
    mine: bool


def conversation(messages: Iterable[tuple[Message, Account]], reader: int) -> list[Line]:
    """The conversation, as `store.messages` gives it, for the account that reads it."""
    return [
        Line(row.at, account.full_name, ROLES[row.role], row.body, row.internal, account.id == reader)
        for row, account in messages
    ]


def impossible(action: Action, state: State) -> str:
    """What is said of an act that the record has left behind."""
    return f"«\u00a0{action.label}\u00a0» n’est plus possible\u00a0: état actuel «\u00a0{state.label}\u00a0»."


def overtaken(stale: Stale) -> str:
    """What is said to whoever came second: who came first, what they did, and when."""
    if not stale.who:
        return "La demande a changé entre-temps\u00a0; votre action n’a pas été faite. La voici à jour."
    return (
        f"{stale.who} est passé avant vous\u00a0: «\u00a0{stale.what}\u00a0», {moment(stale.at)}. "
        "Votre action n’a pas été faite\u00a0; voici la demande à jour."
    )
