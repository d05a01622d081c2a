"""What source 002 p. 10-15 opens, typed from it: state × type × action. The code is never asked what is right.

A cell holds the types to which the action is open in that state: M for MED, P for PER, I for INT, O for ORG, A for APP.
"""

from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import Action, State, Who

STATES = ("preinscrit", "a_valider", "valide", "rejete", "inactif", "supprime", "rejet_definitif")
LETTERS = {"M": Kind.MED, "P": Kind.PER, "I": Kind.INT, "O": Kind.ORG, "A": Kind.APP}

# preinscrit, a_valider, valide, rejete, inactif, supprime, rejet_definitif
GRID = {
    # « (Toute liste) Permet de consulter les informations du compte et de les modifier » (10); « Quel que soit son
    # état » (12). What was removed, or rejected for good, is in no list.
    ("administrateur", "modifier"): "MPIOA MPIOA MPIOA MPIOA MPIOA ----- -----",
    # « (Liste comptes à valider) Valider le compte » (10).
    ("administrateur", "valider"): "----- MPIOA ----- ----- ----- ----- -----",
    # « (Toute liste) Rejeter le compte » (10); one that is rejected already is not rejected again.
    ("administrateur", "rejeter"): "MPIOA MPIOA MPIOA ----- MPIOA ----- -----",
    # « (Liste comptes rejetés) Réhabiliter le compte » (10, 14); one that fell asleep is brought back the same way.
    ("administrateur", "rehabiliter"): "----- ----- ----- MPIOA MPIOA ----- -----",
    # « (Liste comptes préinscrits) Relancer l'utilisateur » (10): a person, an ORG or an APP being valid at once (9).
    ("administrateur", "relancer"): "MPI-- ----- ----- ----- ----- ----- -----",
    # « (Toute liste) Changer de structure » (10).
    ("administrateur", "transferer"): "MPIOA MPIOA MPIOA MPIOA MPIOA ----- -----",
    # « (Toute liste) Modifier l'adresse mail » (10).
    ("administrateur", "changer_adresse"): "MPIOA MPIOA MPIOA MPIOA MPIOA ----- -----",
    # « Quel que soit son état », then « Changer le type de compte » (12).
    ("administrateur", "changer_type"): "MPIOA MPIOA MPIOA MPIOA MPIOA ----- -----",
    # « Réinitialiser le mot de passe » (12): of a person who has one.
    ("administrateur", "reinitialiser"): "----- ----- MPI-- ----- MPI-- ----- -----",
    # « il reçoit un mail de notification pour finaliser son inscription » (10).
    ("titulaire", "finaliser"): "MPI-- ----- ----- ----- ----- ----- -----",
    # « prochainement supprimés » (14, 15): a person comes back by signing in.
    ("titulaire", "revenir"): "----- ----- ----- ----- MPI-- ----- -----",
    # « inactifs depuis six mois » (15); of any type, at its « date de péremption » (source 003 section 3).
    ("nuit", "endormir"): "----- ----- MPIOA ----- ----- ----- -----",
    # « comptes inactifs supprimés » (15).
    ("nuit", "supprimer"): "----- ----- ----- ----- MPIOA ----- -----",
    # « Après un an, le compte est définitivement rejeté » (15).
    ("nuit", "confirmer_rejet"): "----- ----- ----- MPIOA ----- ----- -----",
}

# Where an action leads; one that is not here leaves the account where it stands.
LEADS = {
    "valider": "valide",
    "rejeter": "rejete",
    "rehabiliter": "where it stood",  # « le compte reprend le statut avant rejet » (10)
    "finaliser": "valide",
    "revenir": "where it stood",
    "endormir": "inactif",
    "supprimer": "supprime",
    "confirmer_rejet": "rejet_definitif",
}


def _opened() -> dict[tuple[State, Kind, Who, Action], str]:
    return {
        (State(state), LETTERS[letter], Who(who), Action(action)): LEADS.get(action, state)
        for (who, action), cells in GRID.items()
        for state, cell in zip(STATES, cells.split(), strict=True)
        for letter in cell
        if letter != "-"
    }


# Every case that is open, and where it leads; what is not here is refused.
OPENED = _opened()


def after(state: State, kind: Kind, who: Who, action: Action, *, stood: State) -> State:
    """Where an account is once this was tried, which had stood in `stood` before it was rejected or fell asleep."""
    leads = OPENED.get((state, kind, who, action), state.value)
    return stood if leads == "where it stood" else State(leads)
