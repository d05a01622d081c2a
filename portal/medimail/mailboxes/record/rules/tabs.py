"""The tabs over the accounts of a structure, in the words and the order of the source (002 p. 12-15)."""

from portal.medimail.mailboxes.record.rules.states import State

# One for each state, which the source has not for those who fell asleep; the first one searches them all.
TABS: dict[State | None, str] = {
    None: "Rechercher",
    State.VALID: "Utilisateurs validés",
    State.TO_VALIDATE: "Utilisateurs à valider",
    State.PREREGISTERED: "Utilisateurs préinscrits",
    State.REJECTED: "Utilisateurs rejetés",
    State.INACTIVE: "Utilisateurs inactifs",
}
# The last one is not of accounts.
CHANGES = "Demandes de changement de mail"
