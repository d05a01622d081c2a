"""How accounts are shown wherever they are: their state, what their fields say, where each act is done, the tabs."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from flask import url_for

from portal.labelled import Labelled
from portal.medimail.mailboxes.record.rules.fields import Field
from portal.medimail.mailboxes.record.rules.professions import shown
from portal.medimail.mailboxes.record.rules.reference import Lists
from portal.medimail.mailboxes.record.rules.sheets import Sheet
from portal.medimail.mailboxes.record.rules.states import Action, State
from portal.medimail.mailboxes.record.rules.tabs import CHANGES, TABS
from portal.medimail.mailboxes.record.rules.wording import label
from portal.web.dates import brief

# The kinds of numbers, for the eye.
GROUPED = {
    Field.RPPS: "rpps",
    Field.ADELI: "adeli",
    Field.RESPONSIBLE_RPPS: "rpps",
}
_PHONES = {Field.PHONE, Field.OTHER_PHONE}
_ADDRESSES = {Field.ADDRESS, Field.RETURN_ADDRESS}

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


class Way(NamedTuple):
    """The endpoint of an act; `is_sent` when it is done at once, `is_of_list` when it leads back to the list."""

    endpoint: str
    is_sent: bool = False
    is_of_list: bool = True


WAYS: Mapping[Action, Way] = {
    Action.VALIDATE: Way("mailbox_acts.validate", is_sent=True),
    Action.RELAUNCH: Way("mailbox_acts.relaunch", is_sent=True),
    Action.REHABILITATE: Way("mailbox_acts.rehabilitate", is_sent=True),
    Action.RESET_PASSWORD: Way("mailbox_acts.reset", is_sent=True),
    Action.REJECT: Way("mailbox_acts.ask_to_reject"),
    Action.TRANSFER: Way("mailbox_acts.ask_to_transfer"),
    Action.EDIT: Way("mailbox.edit", is_of_list=False),
    Action.CHANGE_ADDRESS: Way("address_changes.ask", is_of_list=False),
    Action.CHANGE_KIND: Way("mailbox_kind.choose", is_of_list=False),
}


def url_of(action: Action, mailbox_id: int, structure_id: int, *, listed: str = "") -> str:
    """Where this act on this account is done or asked for; `listed` says which list of the structure one comes from."""
    way = WAYS[action]
    if not way.is_of_list:
        return url_for(way.endpoint, mailbox_id=mailbox_id)
    asked = {} if way.is_sent or not listed else {"liste": listed}
    return url_for(way.endpoint, structure_id=structure_id, mailbox_id=mailbox_id, **asked)  # type: ignore[arg-type]


def tab_bar(
    counts: Mapping[State, int], waiting: int, *, url_of_tab: Callable[[State | None], str], changes_url: str
) -> list[dict[str, Any]]:
    """The tabs over the accounts of a structure, none of them current; the first one has no number in the source.

    Args:
        counts: How many accounts each state holds.
        waiting: How many changes of address wait for the night.
        url_of_tab: The address of the tab of a state.
        changes_url: That of the last tab, « Demandes de changement de mail ».
    """
    states = [
        {"label": label, "url": url_of_tab(state), "current": False, "count": counts.get(state, 0) if state else None}
        for state, label in TABS.items()
    ]
    return [*states, {"label": CHANGES, "url": changes_url, "current": False, "count": waiting}]


class Fact(NamedTuple):
    """A field as it is read: how its value is written, and the value."""

    label: str
    kind: str
    value: Any


def fact(sheet: Sheet, name: Field, lists: Lists) -> Fact:
    """One field, as it is read."""
    value = sheet.of(name)
    if name in GROUPED:
        return Fact(label(name), GROUPED[name], value)
    if name is Field.PLACE_NUMBER:
        return Fact(label(name), str(sheet.place_kind.value) if sheet.place_kind else "", value)
    if name in _ADDRESSES:
        return Fact(label(name), "address", value)
    if name in _PHONES:
        return Fact(label(name), "phone", value)
    if name is Field.CONNECTIONS:
        return Fact(label(name), "addresses", value)
    return Fact(label(name), "", _words(value, name, lists))


def _words(value: Any, name: Field, lists: Lists) -> str:
    if name is Field.DEPARTEMENT:
        return shown(lists.departements[value][0]) if value in lists.departements else ""
    if name is Field.REGION:
        return shown(lists.regions.get(value, ""))
    if name is Field.SPECIALTY:
        return shown(value)
    if isinstance(value, bool):
        return "Oui" if value else "Non"
    if isinstance(value, Labelled):
        return value.label
    return brief(value) if isinstance(value, date) else str(value or "")
