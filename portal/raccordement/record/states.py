"""The states of a raccordement and the one table of its moves: state × role × action (source 004 p. 3-6).

Whatever moves a record asks this table; the pages offer what it opens, the mails leave as it says, and
docs/metier draws it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from portal.labelled import Labelled


class State(Labelled):
    """Where a request stands."""

    DRAFT = "brouillon", "Brouillon"
    DEPOSITED = "deposee", "Déposée"
    UNDER_REVIEW = "en_instruction", "En instruction"
    TO_CORRECT = "a_corriger", "À corriger"
    SANDBOX = "bac_a_sable", "Bac à sable"
    PRODUCTION_ASKED = "production_demandee", "Production demandée"
    PRODUCTION = "production", "En production"
    REFUSED = "refusee", "Refusée"
    SUSPENDED = "suspendue", "Suspendue"
    REVOKED = "revoquee", "Révoquée"
    ARCHIVED = "archivee", "Archivée"


class Role(Labelled):
    """Who acts on a record; each person has one role on it."""

    APPLICANT = "demandeur", "Demandeur"
    MANAGER = "gestionnaire", "Gestionnaire SI"
    INSTRUCTOR = "instructeur", "Instructeur"


class Action(Labelled):
    """What a person asks for: the label is that of the button."""

    DEPOSIT = "deposer", "Envoyer la demande"
    TAKE = "prendre", "Prendre en charge"
    RELEASE = "relacher", "Remettre dans la file"
    ASK_CORRECTION = "demander_correction", "Demander une correction"
    CORRECT = "corriger", "Renvoyer la demande corrigée"
    ACCEPT = "accepter", "Accepter et ouvrir le bac à sable"
    REFUSE = "refuser", "Refuser la demande"
    ASK_PRODUCTION = "demander_production", "Demander le passage en production"
    CANCEL_PRODUCTION = "annuler_production", "Revenir au bac à sable"
    REFUSE_PRODUCTION = "refuser_production", "Refuser le passage en production"
    OPEN_PRODUCTION = "ouvrir_production", "Ouvrir la production"
    SUSPEND = "suspendre", "Suspendre le raccordement"
    RESUME = "retablir", "Rétablir le raccordement"
    REVOKE = "revoquer", "Révoquer le raccordement"
    REOPEN = "rouvrir", "Rouvrir l’instruction"
    WITHDRAW = "retirer", "Retirer la demande"
    ARCHIVE = "archiver", "Archiver"


class Audience(Enum):
    """To whom a mail goes."""

    MANAGERS = "gestionnaires"
    INSTRUCTORS = "instructeurs"


@dataclass(frozen=True)
class Letter:
    """A mail that a move sends: to whom, its subject, what has happened and what comes next."""

    to: Audience
    subject: str
    says: str
    then: str = ""


@dataclass(frozen=True)
class Move:
    """Where an action leads; `to` is None when it leads back to where the record was suspended."""

    to: State | None
    letters: tuple[Letter, ...] = ()
    reason: bool = False


def _managers(subject: str, says: str, then: str = "") -> Letter:
    return Letter(Audience.MANAGERS, subject, says, then)


def _instructors(subject: str, says: str) -> Letter:
    return Letter(Audience.INSTRUCTORS, subject, says)


_DEPOSITED = (
    _managers(
        "Votre demande de raccordement est enregistrée",
        "Votre demande est enregistrée, en attente d’instruction par l’administrateur CertDc.",
        "Suivez-la et mettez-la à jour dans votre espace\u00a0; le kit de raccordement s’y télécharge dès à présent.",
    ),
    _instructors("Nouvelle demande de raccordement", "Une demande vient d’être déposée."),
)
_TAKEN = (
    _managers(
        "Votre demande de raccordement est prise en charge",
        "Un instructeur étudie votre demande.",
        "Le kit de raccordement, avec les paramètres de votre demande, se télécharge dans votre espace.",
    ),
)
_TO_CORRECT = (
    _managers(
        "Votre demande de raccordement est à corriger",
        "L’instructeur vous demande une correction.",
        "Corrigez la demande dans votre espace, puis renvoyez-la.",
    ),
)
_CORRECTED = (_instructors("Demande de raccordement corrigée", "La demande a été corrigée et renvoyée."),)
_ACCEPTED = (
    _managers(
        "Votre bac à sable est ouvert",
        "Votre demande est acceptée\u00a0: vous pouvez tester vos transferts en mode «\u00a0bac à sable\u00a0».",
        "Quand les contrôles sont concluants, demandez le passage en production dans votre espace.",
    ),
)
_REFUSED = (
    _managers(
        "Votre demande de raccordement est refusée",
        "L’instructeur a refusé votre demande.",
        "Vous pouvez lui répondre par la messagerie de votre espace, ou déposer une autre demande.",
    ),
)
_PRODUCTION_ASKED = (
    _instructors("Passage en production demandé", "Le gestionnaire demande le passage en production."),
)
_PRODUCTION_CANCELLED = (_instructors("Passage en production annulé", "Le gestionnaire est revenu au bac à sable."),)
_PRODUCTION_REFUSED = (
    _managers(
        "Passage en production refusé",
        "L’instructeur n’ouvre pas encore la production\u00a0; le bac à sable reste ouvert.",
        "Reprenez vos tests, puis demandez de nouveau le passage en production.",
    ),
)
_IN_PRODUCTION = (
    _managers(
        "Votre raccordement est en production",
        "La production est ouverte.",
        "Passez maintenant vos appels au service web en mode «\u00a0production\u00a0».",
    ),
)
_SUSPENDED = (
    _managers(
        "Votre raccordement est suspendu",
        "Les transferts sont suspendus jusqu’à nouvel ordre.",
        "Répondez à l’instructeur par la messagerie de votre espace.",
    ),
)
_RESUMED = (_managers("Votre raccordement est rétabli", "Les transferts sont de nouveau ouverts."),)
_REVOKED = (_managers("Votre raccordement est révoqué", "Votre système d’information n’est plus raccordé."),)
_REOPENED = (_managers("Votre demande est de nouveau instruite", "L’instructeur a rouvert votre demande."),)
_WITHDRAWN = (_instructors("Demande de raccordement retirée", "Le gestionnaire a retiré sa demande."),)

_LIVE = (State.SANDBOX, State.PRODUCTION_ASKED, State.PRODUCTION)

Key = tuple[State, Role, Action]

MOVES: Mapping[Key, Move] = {
    (State.DRAFT, Role.APPLICANT, Action.DEPOSIT): Move(State.DEPOSITED, _DEPOSITED),
    (State.DEPOSITED, Role.INSTRUCTOR, Action.TAKE): Move(State.UNDER_REVIEW, _TAKEN),
    (State.DEPOSITED, Role.MANAGER, Action.WITHDRAW): Move(State.ARCHIVED, _WITHDRAWN),
    (State.UNDER_REVIEW, Role.INSTRUCTOR, Action.RELEASE): Move(State.DEPOSITED),
    (State.UNDER_REVIEW, Role.INSTRUCTOR, Action.ASK_CORRECTION): Move(State.TO_CORRECT, _TO_CORRECT, reason=True),
    (State.UNDER_REVIEW, Role.INSTRUCTOR, Action.ACCEPT): Move(State.SANDBOX, _ACCEPTED),
    (State.UNDER_REVIEW, Role.INSTRUCTOR, Action.REFUSE): Move(State.REFUSED, _REFUSED, reason=True),
    (State.TO_CORRECT, Role.MANAGER, Action.CORRECT): Move(State.DEPOSITED, _CORRECTED),
    (State.TO_CORRECT, Role.MANAGER, Action.WITHDRAW): Move(State.ARCHIVED, _WITHDRAWN),
    (State.SANDBOX, Role.MANAGER, Action.ASK_PRODUCTION): Move(State.PRODUCTION_ASKED, _PRODUCTION_ASKED),
    (State.PRODUCTION_ASKED, Role.MANAGER, Action.CANCEL_PRODUCTION): Move(State.SANDBOX, _PRODUCTION_CANCELLED),
    (State.PRODUCTION_ASKED, Role.INSTRUCTOR, Action.OPEN_PRODUCTION): Move(State.PRODUCTION, _IN_PRODUCTION),
    (State.PRODUCTION_ASKED, Role.INSTRUCTOR, Action.REFUSE_PRODUCTION): Move(
        State.SANDBOX, _PRODUCTION_REFUSED, reason=True
    ),
    **{(state, Role.INSTRUCTOR, Action.SUSPEND): Move(State.SUSPENDED, _SUSPENDED, reason=True) for state in _LIVE},
    (State.SUSPENDED, Role.INSTRUCTOR, Action.RESUME): Move(None, _RESUMED),
    **{
        (state, Role.INSTRUCTOR, Action.REVOKE): Move(State.REVOKED, _REVOKED, reason=True)
        for state in (*_LIVE, State.SUSPENDED)
    },
    **{
        (state, Role.INSTRUCTOR, Action.REOPEN): Move(State.UNDER_REVIEW, _REOPENED, reason=True)
        for state in (State.REFUSED, State.REVOKED, State.ARCHIVED)
    },
    **{(state, Role.INSTRUCTOR, Action.ARCHIVE): Move(State.ARCHIVED) for state in (State.REFUSED, State.REVOKED)},
}

# What its gestionnaire may still change in the record itself, establishments apart.
EDITABLE = frozenset({State.DEPOSITED, State.TO_CORRECT, *_LIVE})
# Where a change of establishments is asked for, instead of made: what was accepted stays live meanwhile.
ACCEPTED = frozenset({*_LIVE})
# Nothing more is expected of anybody.
CLOSED = frozenset({State.REFUSED, State.REVOKED, State.ARCHIVED})


def actions(state: State, role: Role) -> tuple[Action, ...]:
    """What this role may do with a record in this state, in the order of the table."""
    return tuple(action for (at, who, action) in MOVES if (at, who) == (state, role))


def turn(state: State) -> Role | None:
    """Who must act now; None when nobody must."""
    match state:
        case State.DRAFT:
            return Role.APPLICANT
        case State.TO_CORRECT | State.SANDBOX:
            return Role.MANAGER
        case State.DEPOSITED | State.UNDER_REVIEW | State.PRODUCTION_ASKED | State.SUSPENDED:
            return Role.INSTRUCTOR
        case _:
            return None


@dataclass(frozen=True)
class Step:
    """A stage of the time line: reached, current or still to come."""

    label: str
    reached: bool
    current: bool


_STAGES: tuple[tuple[str, frozenset[State]], ...] = (
    ("Demande", frozenset({State.DRAFT})),
    ("Dépôt", frozenset({State.DEPOSITED})),
    ("Instruction", frozenset({State.UNDER_REVIEW, State.TO_CORRECT, State.REFUSED})),
    ("Bac à sable", frozenset({State.SANDBOX, State.PRODUCTION_ASKED})),
    ("Production", frozenset({State.PRODUCTION})),
)


def time_line(state: State, furthest: State | None = None) -> tuple[Step, ...]:
    """The stages of a raccordement as they are shown.

    Args:
        state: where it stands.
        furthest: where it stood before it left the line (suspended, revoked, archived).
    """
    shown = furthest or State.DEPOSITED if not any(state in states for _, states in _STAGES) else state
    here = next(number for number, (_, states) in enumerate(_STAGES) if shown in states)
    left = shown is not state
    return tuple(
        Step(label, reached=number < here or (left and number == here), current=number == here and not left)
        for number, (label, _) in enumerate(_STAGES)
    )
