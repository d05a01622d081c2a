"""What the list shows around and in its rows; the caller makes addresses."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, TypeAlias

from flask import url_for

from portal.medimail.mailboxes.listing.tabs.rules import Filters, Sort
from portal.medimail.mailboxes.listing.tabs.store import Listed
from portal.medimail.mailboxes.record.display import WAYS, tab_bar, url_of
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.resets import Obstacle, Sending
from portal.medimail.mailboxes.record.rules.states import Action, State, actions
from portal.medimail.mailboxes.record.rules.tabs import TABS

Link: TypeAlias = Callable[[Filters], str]

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


def tabs(
    filters: Filters, counts: Mapping[State, int], waiting: int, link: Link, changes_url: str
) -> list[dict[str, Any]]:
    """Every tab with how many accounts it holds under this search; a state that has no tab is one of the first's."""
    bar = tab_bar(
        counts, waiting, url_of_tab=lambda state: link(replace(filters, state=state)), changes_url=changes_url
    )
    current = list(TABS).index(filters.state) if filters.state in TABS else 0
    bar[current]["current"] = True
    return bar


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


def offers(
    row: Listed, structure_id: int, listed: str, *, by: int, sendings: Mapping[int, Sending | Obstacle]
) -> tuple[Offer, Sequence[Offer]]:
    """What may be done to an account: what its state calls for, then all the rest.

    Args:
        row: The account.
        structure_id: The structure whose list this is.
        listed: What the address of the list says after the question mark: an act leads back there.
        by: The account of the person who looks; nobody rejects nor lets in their own.
        sendings: Where a reset link of each person would go; where it would not leave, the sheet says why.
    """
    resets = isinstance(sendings.get(row.account_id or 0), Sending)
    allowed = [
        action
        for action in actions(row.state, row.kind, is_own=row.account_id == by)
        if resets or action is not Action.RESET_PASSWORD
    ]
    first = next((action for action in _FIRST if action in allowed), None)
    found = [_offer(action, row, structure_id, listed) for action in allowed if action is not first]
    if first:
        return _offer(first, row, structure_id, listed)._replace(label=_FIRST[first]), found
    sheet = Offer(_EDIT if allowed else "Consulter", sheet_url(row))
    return sheet, [offer for offer in found if offer.url != sheet.url]


def _offer(action: Action, row: Listed, structure_id: int, listed: str) -> Offer:
    # The sheet says what may be edited, and leads there.
    if action is Action.EDIT:
        return Offer(action.label, sheet_url(row))
    return Offer(action.label, url_of(action, row.id, structure_id, listed=listed), WAYS[action].is_sent)


def sheet_url(row: Listed) -> str:
    """The page of an account."""
    return url_for("mailbox.show", mailbox_id=row.id)


_BULK = {
    Action.VALIDATE: "Valider",
    Action.REJECT: "Rejeter",
    Action.RELAUNCH: "Relancer",
    Action.REHABILITATE: "Réhabiliter",
    Action.TRANSFER: "Changer de structure",
}


def bulk_acts(state: State | None) -> Sequence[tuple[str, str]]:
    """What may be done to many accounts of a tab at once, in the words of the list; of all states, every act."""
    opened = {action for kind in Kind for action in actions(state, kind, is_own=False)} if state else _BULK
    return [(action.value, label) for action, label in _BULK.items() if action in opened]
