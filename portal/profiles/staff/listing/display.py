"""What the lists show around and beside their rows: tabs with counts, states, what may be done about them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple, TypeAlias

from portal import clock
from portal.accounts.rules import Kind
from portal.labelled import Labelled
from portal.profiles.record.store import Filters, Listed, Tab
from portal.registers.models import Establishment
from portal.web.dates import brief

Link: TypeAlias = Callable[[Filters], str]


class Remedy(Labelled):
    """What a référent can do for somebody who cannot sign in, or soon no more; in the order in which to try."""

    ADDRESS = "adresse", "Ajouter l’adresse"
    PASSWORD = "mot-de-passe", "Donner un mot de passe"
    LINK = "lien", "Envoyer un lien"


class Tag(NamedTuple):
    """A state in words, with the kind that gives it its shape."""

    text: str
    kind: str


class Row(NamedTuple):
    """A profile of the list, what it goes by, and what may be done for its person."""

    listed: Listed
    number: str
    is_physician: bool
    tags: tuple[Tag, ...]
    remedies: tuple[Remedy, ...]


def row(listed: Listed) -> Row:
    """A profile as the list shows it."""
    is_physician = listed.kind is Kind.HEALTH_PROFESSIONAL
    number = (listed.rpps if is_physician else listed.certdc_id) or ""
    return Row(listed, number, is_physician, tuple(_tags(listed)), remedies(listed))


def _tags(listed: Listed) -> Iterator[Tag]:
    today = clock.today()
    if listed.ends_on and listed.ends_on < today:
        yield Tag(f"terminé le {brief(listed.ends_on)}", "neutral")
    elif listed.starts_on > today:
        yield Tag(f"à venir le {brief(listed.starts_on)}", "info")
    if listed.is_blocked:
        yield Tag("bloqué", "error")
    if listed.is_expired:
        yield Tag("mot de passe expiré", "error")
    if not listed.mssante:
        yield Tag("sans adresse MSSanté", "warning")


def remedies(listed: Listed) -> tuple[Remedy, ...]:
    """What may be done; nothing for whoever needs nothing.

    An expired password is replaced by an initial one, or by its owner through the link; a blocked account, by the link.
    """
    asked = {
        Remedy.ADDRESS: not listed.mssante,
        Remedy.PASSWORD: listed.is_expired,
        Remedy.LINK: bool(listed.mssante) and (listed.is_expired or listed.is_blocked),
    }
    return tuple(remedy for remedy, needed in asked.items() if needed)


def tabs(filters: Filters, counts: Mapping[Tab, int], link: Link) -> list[dict[str, Any]]:
    """Every tab with how many profiles it holds under this search."""
    return [
        {
            "label": tab.label,
            "url": link(replace(filters, tab=tab)),
            "current": tab is filters.tab,
            "count": counts[tab],
        }
        for tab in Tab
    ]


def chips(filters: Filters, link: Link) -> list[tuple[str, str]]:
    """What leaves profiles out, each with the address that takes it away."""
    return [(f"«\u00a0{filters.text}\u00a0»", link(replace(filters, text="")))] if filters.text else []


def arguments(filters: Filters) -> dict[str, Any]:
    """These filters as the arguments of an address; what goes without saying is left out."""
    asked = {"vue": filters.tab.value if filters.tab is not Tab.ALL else "", "q": filters.text}
    return {name: value for name, value in asked.items() if value}


def address(place: Establishment) -> str:
    """Where it is, as the register writes it."""
    parts = (place.complement, place.distribution, place.street, place.locality, place.routing)
    return ", ".join(part for part in parts if part)
