"""One page of a list of profiles, with the counts of its tabs: of an establishment, or of a team."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from portal.profiles.record import store
from portal.profiles.record.rules.perimeter import Perimeter
from portal.profiles.record.store import PAGE, Filters, Tab
from portal.profiles.staff.listing.display import Row, row
from portal.web.paging import Paging, paging


@dataclass(frozen=True)
class Listing:
    """What is found, and where one stands in it."""

    filters: Filters
    counts: Mapping[Tab, int]
    paging: Paging
    rows: Sequence[Row]


def found(session: Session, held: Perimeter, filters: Filters, asked: str | None) -> Listing:
    """The page that the address asks for, or the nearest that there is."""
    counts = store.counts(session, held, filters)
    at = paging(asked, counts[filters.tab], PAGE)
    rows = store.page(session, held, replace(filters, page=at.current))[:PAGE] if at.total else ()
    return Listing(filters, counts, at, [row(listed) for listed in rows])
