"""What the list shows around its rows: tabs with their counts, chips, heads that sort; the caller makes addresses."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from portal import clock
from portal.raccordement.instruction.listing.rules import TABS, Filters, Sort, Standing, Tab, View, is_late
from portal.raccordement.instruction.listing.store import Listed
from portal.web.dates import day, plural

Link: TypeAlias = Callable[[Filters], str]


def tabs(filters: Filters, counts: Mapping[Tab, int], link: Link) -> list[dict[str, Any]]:
    """Every tab with how many requests it holds; a state that holds none is left out, unless it is open."""
    shown = [tab for tab in TABS if isinstance(tab, View) or counts.get(tab) or tab is filters.tab]
    return [
        {
            "label": tab.label,
            "url": link(replace(filters, tab=tab)),
            "current": tab is filters.tab,
            "count": counts.get(tab, 0),
        }
        for tab in shown
    ]


def chips(filters: Filters, follower: str, link: Link) -> list[tuple[str, str]]:
    """What leaves requests out, each with the address that takes it away."""
    found = [
        (f"«\u00a0{filters.text}\u00a0»", filters.text, {"text": ""}),
        (f"suivie par\u00a0: {follower}", filters.follower, {"follower": ""}),
        (f"à partir du {day(filters.since)}" if filters.since else "", filters.since, {"since": None}),
        (f"jusqu’au {day(filters.until)}" if filters.until else "", filters.until, {"until": None}),
    ]
    return [(label, link(replace(filters, **without))) for label, asked, without in found if asked]  # type: ignore[arg-type]


def heads(filters: Filters, link: Link) -> list[dict[str, str]]:
    """The heads of the columns, those that sort with their address and the order in place."""
    sorts = {
        "Numéro": Sort.NUMBER,
        "Système d’information": Sort.SYSTEM,
        "Demandeur": Sort.PERSON,
        "Établissement": None,
        "État": None,
        "Depuis": Sort.SINCE,
        "Suivie par": None,
    }
    return [_head(label, sort, filters, link) for label, sort in sorts.items()]


def _head(label: str, sort: Sort | None, filters: Filters, link: Link) -> dict[str, str]:
    if sort is None:
        return {"label": label}
    placed = ("descending" if filters.descending else "ascending") if sort is filters.sort else ""
    return {"label": label, "url": link(filters.sorted_by(sort)), "sort": placed}


def waited(row: Listed, now: datetime) -> str:
    """How long a request has waited: « 12 jours », « aujourd’hui »."""
    days = (clock.local(now).date() - clock.local(row.since).date()).days
    return plural(days, "jour") if days > 0 else "aujourd’hui"


def late(row: Listed, now: datetime, delay: timedelta) -> bool:
    """Whether this row is to be marked as overdue."""
    return is_late(Standing(row.state, row.state_since, row.places_asked_at), now, delay)
