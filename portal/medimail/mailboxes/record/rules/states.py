"""The states of a mailbox account and the one table of its moves: state × type × action (source 002 p. 10, 14-15).

Whatever moves an account asks this table whether it may; the pages offer what it opens. Where a change of type leads
hangs on the new type too: to the other side, person or shared, the account begins again (`moving.change_sides`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.labelled import Labelled
from portal.medimail.mailboxes.record.rules.kinds import PERSONS, Kind


class State(Labelled):
    """Where an account stands; the label is that of its tab."""

    PREREGISTERED = "preinscrit", "Préinscrit"
    TO_VALIDATE = "a_valider", "À valider"
    VALID = "valide", "Validé"
    REJECTED = "rejete", "Rejeté"
    INACTIVE = "inactif", "Inactif"
    REMOVED = "supprime", "Supprimé"
    REJECTED_FOR_GOOD = "rejet_definitif", "Rejeté définitivement"


class Who(Labelled):
    """Who moves an account."""

    ADMINISTRATOR = "administrateur", "Administrateur"
    HOLDER = "titulaire", "Titulaire"
    NIGHT = "nuit", "Travail de nuit"


class Action(Labelled):
    """What is done to an account; the label is that of the button."""

    EDIT = "modifier", "Modifier le compte"
    VALIDATE = "valider", "Valider le compte"
    REJECT = "rejeter", "Rejeter le compte"
    REHABILITATE = "rehabiliter", "Réhabiliter le compte"
    RELAUNCH = "relancer", "Relancer l’utilisateur"
    TRANSFER = "transferer", "Changer de structure"
    CHANGE_ADDRESS = "changer_adresse", "Changer l’adresse mail"
    CHANGE_KIND = "changer_type", "Changer le type de BAL"
    RESET_PASSWORD = "reinitialiser", "Demander la réinitialisation du mot de passe"
    FINALISE = "finaliser", "Finaliser l’inscription"
    COME_BACK = "revenir", "Se connecter de nouveau"
    FALL_ASLEEP = "endormir", "Noter l’inactivité"
    REMOVE = "supprimer", "Supprimer le compte inactif"
    CONFIRM_REJECTION = "confirmer_rejet", "Rendre le rejet définitif"


@dataclass(frozen=True)
class Move:
    """Where an action leads: `to` is None when it leads back to where the account stood, and `stays` when nowhere."""

    to: State | None = None
    stays: bool = False
    kinds: frozenset[Kind] = frozenset(Kind)


_STAYS = Move(stays=True)
_STAYS_A_PERSON = Move(stays=True, kinds=PERSONS)

Key = tuple[State, Who, Action]

# « (Toute liste) »: the lists are those of accounts that somebody may still use.
LISTED = (State.PREREGISTERED, State.TO_VALIDATE, State.VALID, State.REJECTED, State.INACTIVE)
# Neither rejected nor removed.
LIVE = (State.PREREGISTERED, State.TO_VALIDATE, State.VALID, State.INACTIVE)
# An administrator created or let in the account, and none has put it out since: what it says of its person stands
# against what anybody else types.
VOUCHED = (State.PREREGISTERED, State.VALID, State.INACTIVE)

MOVES: Mapping[Key, Move] = {
    **{(state, Who.ADMINISTRATOR, Action.EDIT): _STAYS for state in LISTED},
    (State.TO_VALIDATE, Who.ADMINISTRATOR, Action.VALIDATE): Move(State.VALID),
    **{(state, Who.ADMINISTRATOR, Action.REJECT): Move(State.REJECTED) for state in LIVE},
    (State.REJECTED, Who.ADMINISTRATOR, Action.REHABILITATE): Move(None),
    (State.INACTIVE, Who.ADMINISTRATOR, Action.REHABILITATE): Move(None),
    (State.PREREGISTERED, Who.ADMINISTRATOR, Action.RELAUNCH): _STAYS_A_PERSON,
    **{(state, Who.ADMINISTRATOR, Action.TRANSFER): _STAYS for state in LISTED},
    **{(state, Who.ADMINISTRATOR, Action.CHANGE_ADDRESS): _STAYS for state in LISTED},
    **{(state, Who.ADMINISTRATOR, Action.CHANGE_KIND): _STAYS for state in LISTED},
    (State.VALID, Who.ADMINISTRATOR, Action.RESET_PASSWORD): _STAYS_A_PERSON,
    (State.INACTIVE, Who.ADMINISTRATOR, Action.RESET_PASSWORD): _STAYS_A_PERSON,
    (State.PREREGISTERED, Who.HOLDER, Action.FINALISE): Move(State.VALID, kinds=PERSONS),
    (State.INACTIVE, Who.HOLDER, Action.COME_BACK): Move(None, kinds=PERSONS),
    (State.VALID, Who.NIGHT, Action.FALL_ASLEEP): Move(State.INACTIVE),
    (State.INACTIVE, Who.NIGHT, Action.REMOVE): Move(State.REMOVED),
    (State.REJECTED, Who.NIGHT, Action.CONFIRM_REJECTION): Move(State.REJECTED_FOR_GOOD),
}

# What nobody does to their own account: whoever was rejected would come back, whoever registered alone would let
# themselves in. Nor is one's own account made a shared one (`converting`).
NOT_OF_ONESELF = frozenset({Action.VALIDATE, Action.REJECT, Action.REHABILITATE})
# From where one may be brought back: where the account stood is kept on the way in.
LEFT = frozenset({State.REJECTED, State.INACTIVE})
# A person may sign in to Medimail by an account that is in one of these.
OPEN = frozenset({State.VALID, State.INACTIVE})


def move_of(state: State, kind: Kind, who: Who, action: Action) -> Move | None:
    """What this action does to an account of this type in this state; None when it may not be done."""
    move = MOVES.get((state, who, action))
    return move if move and kind in move.kinds else None


def actions(state: State, kind: Kind, who: Who = Who.ADMINISTRATOR, *, is_own: bool = False) -> tuple[Action, ...]:
    """What may be done to an account of this type in this state, in the order of the source; to one's own if so."""
    allowed = tuple(action for action in Action if move_of(state, kind, who, action))
    return tuple(action for action in allowed if not is_own or action not in NOT_OF_ONESELF)


def first_state(kind: Kind) -> State:
    """Where an account begins that an administrator creates: a person finalises it, a shared one is valid at once."""
    return State.PREREGISTERED if kind in PERSONS else State.VALID


def may_begin(kind: Kind, state: State) -> bool:
    """Whether a shared account may be shown first: « une BAL ORG », « une fois le compte validé » (p. 9, 11 and 18)."""
    return kind is Kind.ORG and state in OPEN
