"""What the list shows around and in its rows; the caller makes addresses."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, TypeAlias

from portal.medimail.mailboxes.listing.tabs.rules import TABS, Filters, Sort
from portal.medimail.mailboxes.listing.tabs.store import Listed
from portal.medimail.mailboxes.record.rules.states import Action, State, actions

Link: TypeAlias = Callable[[Filters], str]

# The shape and the colour of each state.
TAGS: Mapping[State, str] = {
    State.PREREGISTERED: "info",
    State.TO_VALIDATE: "warning",
    State.VALID: "success",
    State.REJECTED: "error",
    State.INACTIVE: "neutral",
    State.REMOVED: "neutral",
    State.REJECTED_FOR_GOOD: "error",
}
_HEADS = {
    "Mail": Sort.ADDRESS,
    "Statut": Sort.SINCE,
    "Type": None,
    "Nom": Sort.NAME,
    "Prénom": None,
    "Profession": None,
    "RPPS": None,
    "ADELI": None,
}


def tabs(filters: Filters, counts: Mapping[State, int], link: Link) -> list[dict[str, Any]]:
    """Every tab with how many accounts it holds under this search; the first one, with none in the source, has none.

    A state that has no tab is one of the first tab's.
    """
    current = filters.state if filters.state in TABS else None
    return [
        {
            "label": label,
            "url": link(replace(filters, state=state)),
            "current": state is current,
            "count": counts.get(state, 0) if state else None,
        }
        for state, label in TABS.items()
    ]


def chips(filters: Filters, link: Link) -> list[tuple[str, str]]:
    """What leaves accounts out, each with the address that takes it away."""
    found = [
        (f"«\u00a0{filters.text}\u00a0»" if filters.text else "", replace(filters, text="")),
        (f"type {filters.kind.value}" if filters.kind else "", replace(filters, kind=None)),
        (filters.state.label if filters.state not in TABS and filters.state else "", replace(filters, state=None)),
    ]
    return [(label, link(without)) for label, without in found if label]


def heads(filters: Filters, link: Link) -> list[dict[str, str]]:
    """The heads of the columns, those that sort with their address and the order in place."""
    return [
        {"label": "Choisir", "kind": "actions"},
        *(_head(label, sort, filters, link) for label, sort in _HEADS.items()),
        {"label": "Actions", "kind": "actions"},
    ]


def _head(label: str, sort: Sort | None, filters: Filters, link: Link) -> dict[str, str]:
    if sort is None:
        return {"label": label}
    placed = ("descending" if filters.descending else "ascending") if sort is filters.sort else ""
    return {"label": label, "url": link(filters.sorted_by(sort)), "sort": placed}


class Offer(NamedTuple):
    """An act that a row offers: what its button says, where it leads; sent as it is, or a page that asks first."""

    label: str
    url: str
    is_sent: bool = False


# What each state calls for first, in the words of a button.
_FIRST = {Action.VALIDATE: "Valider", Action.RELAUNCH: "Relancer", Action.REHABILITATE: "Réhabiliter"}
_EDIT = "Modifier"
# The end of the address of each act, from that of the list or from that of the account.
_SENT = {
    Action.VALIDATE: "valider",
    Action.RELAUNCH: "relancer",
    Action.REHABILITATE: "rehabiliter",
    Action.RESET_PASSWORD: "reinitialiser",
}
_ASKED = {Action.REJECT: "rejeter", Action.TRANSFER: "transferer"}
_SHEET = {Action.EDIT: "", Action.CHANGE_ADDRESS: "/adresse", Action.CHANGE_KIND: "/type"}


def offers(row: Listed, here: str, listed: str, *, by: int) -> tuple[Offer, Sequence[Offer]]:
    """What may be done to an account: what its state calls for, then all the rest.

    Args:
        row: The account.
        here: The address of the list.
        listed: What it says after the question mark: an act leads back there.
        by: The account of the person who looks; nobody rejects their own.
    """
    allowed = [action for action in actions(row.state, row.kind) if action is not Action.REJECT or row.account_id != by]
    first = next((action for action in _FIRST if action in allowed), None)
    found = [_offer(action, row, here, listed) for action in allowed if action is not first]
    if first:
        return _offer(first, row, here, listed)._replace(label=_FIRST[first]), found
    sheet = Offer(_EDIT if allowed else "Consulter", _sheet(row))
    return sheet, [offer for offer in found if offer.url != sheet.url]


def _offer(action: Action, row: Listed, here: str, listed: str) -> Offer:
    if action in _SENT:
        return Offer(action.label, f"{here}/{row.id}/{_SENT[action]}", is_sent=True)
    if action in _ASKED:
        return Offer(action.label, f"{here}/{row.id}/{_ASKED[action]}" + (f"?{listed}" if listed else ""))
    return Offer(action.label, _sheet(row) + _SHEET[action])


def _sheet(row: Listed) -> str:
    return f"/comptes/{row.id}"


# What may be done to many accounts at once, in the words of the list.
BULK = (
    (Action.VALIDATE.value, "Valider"),
    (Action.REJECT.value, "Rejeter"),
    (Action.RELAUNCH.value, "Relancer"),
    (Action.REHABILITATE.value, "Réhabiliter"),
    (Action.TRANSFER.value, "Changer de structure"),
)
