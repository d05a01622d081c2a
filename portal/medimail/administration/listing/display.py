"""What the list shows around its lines, and what the home of a structure says of its accounts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, TypeAlias

from portal.medimail.administration.listing.rules import Filters, Sort, View
from portal.medimail.mailboxes.record.rules.states import LISTED, State
from portal.web.dates import plural

Link: TypeAlias = Callable[[Filters], str]

# As many daughters as one reads on the home of their mother; the list has them all.
SHOWN = 20


class Count(NamedTuple):
    """How many accounts stand in a state, in words; `waits` when somebody is expected to do something."""

    state: State
    text: str
    waits: bool


def tabs(filters: Filters, link: Link, *, closed: bool) -> list[dict[str, Any]]:
    """The ways of looking at the list; closed structures only where there are some."""
    shown = [view for view in View if view is not View.CLOSED or closed or filters.view is view]
    return [
        {
            "label": view.label,
            "url": link(replace(filters, view=view, sort=Sort.NAME, descending=False)),
            "current": view is filters.view,
        }
        for view in shown
    ]


def heads(filters: Filters, link: Link) -> list[dict[str, str]]:
    """The heads of the columns, with their address and the order in place."""
    return [*(_head(sort, filters, link) for sort in Sort), {"label": "Actions", "kind": "actions"}]


def _head(sort: Sort, filters: Filters, link: Link) -> dict[str, str]:
    placed = ("descending" if filters.descending else "ascending") if sort is filters.sort else ""
    return {
        "label": sort.label,
        "url": link(filters.sorted_by(sort)),
        "sort": "" if filters.view is View.TREE else placed,
        "kind": "number" if sort in {Sort.OWN, Sort.WHOLE} else "",
    }


def counts(states: Mapping[State, int]) -> Sequence[Count]:
    """The accounts by state, those that wait for somebody first."""
    waits = {
        State.TO_VALIDATE: plural(states.get(State.TO_VALIDATE, 0), "compte à valider", "comptes à valider"),
        State.PREREGISTERED: plural(states.get(State.PREREGISTERED, 0), "préinscrit"),
    }
    stays = {
        State.VALID: plural(states.get(State.VALID, 0), "validé"),
        State.INACTIVE: plural(states.get(State.INACTIVE, 0), "inactif"),
        State.REJECTED: plural(states.get(State.REJECTED, 0), "rejeté"),
    }
    shown = {**waits, **stays}
    return [Count(state, text, state in waits) for state, text in shown.items() if states.get(state)]


def total(states: Mapping[State, int]) -> int:
    """How many accounts the lists show."""
    return sum(states.get(state, 0) for state in LISTED)
