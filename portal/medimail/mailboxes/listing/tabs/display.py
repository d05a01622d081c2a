"""What the list shows around and in its rows; the caller makes addresses."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from portal.medimail.mailboxes.listing.tabs.rules import TABS, Filters, Sort
from portal.medimail.mailboxes.record.rules.states import State

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
        *(_head(label, sort, filters, link) for label, sort in _HEADS.items()),
        {"label": "Actions", "kind": "actions"},
    ]


def _head(label: str, sort: Sort | None, filters: Filters, link: Link) -> dict[str, str]:
    if sort is None:
        return {"label": label}
    placed = ("descending" if filters.descending else "ascending") if sort is filters.sort else ""
    return {"label": label, "url": link(filters.sorted_by(sort)), "sort": placed}
