"""What the pages of one account show: its fields in groups, its dates, what may be done about it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from wtforms import Field as Control

from portal.config import settings
from portal.medimail.mailboxes.record.display import GROUPED, WAYS, Fact, fact, url_of
from portal.medimail.mailboxes.record.forms import FORM_NAMES
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.fields import Field, Need, need
from portal.medimail.mailboxes.record.rules.groups import Group, groups_of
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.reference import Lists
from portal.medimail.mailboxes.record.rules.resets import Obstacle, Sending, sentence
from portal.medimail.mailboxes.record.rules.sheets import Sheet
from portal.medimail.mailboxes.record.rules.states import Action, actions
from portal.medimail.mailboxes.record.rules.wording import help_of
from portal.medimail.mailboxes.sheet.forms import SheetForm

_WIDTHS = {
    Field.POSTAL_CODE: "s",
    Field.EXPIRES_ON: "s",
    Field.PHONE: "s",
    Field.OTHER_PHONE: "s",
    Field.RPPS: "m",
    Field.ADELI: "m",
    Field.RESPONSIBLE_RPPS: "m",
    Field.PLACE_NUMBER: "m",
}


# Of the two fields that follow from the postal code, whatever the type.
PLACE_HELP = {FORM_NAMES[field]: help_of(field, Kind.PER) for field in (Field.DEPARTEMENT, Field.REGION)}


class Line(NamedTuple):
    """A field of the form, with what helps to fill it in."""

    name: str
    control: Control
    help: str
    width: str
    is_number: bool


@dataclass(frozen=True)
class Part:
    """A group of the form."""

    group: Group
    lines: tuple[Line, ...]


def parts(form: SheetForm, kind: Kind) -> tuple[Part, ...]:
    """The form in its groups; a group that has lost all its fields is left out."""
    found = (Part(group, tuple(_lines(form, kind, group))) for group in groups_of(kind))
    return tuple(part for part in found if part.lines)


def _lines(form: SheetForm, kind: Kind, group: Group) -> Iterator[Line]:
    for field in group.fields:
        name = FORM_NAMES[field]
        if name in form:
            is_number = field in GROUPED or field is Field.PLACE_NUMBER
            yield Line(name, form[name], help_of(field, kind), _WIDTHS.get(field, ""), is_number)


def facts(sheet: Sheet, kind: Kind, lists: Lists) -> Sequence[tuple[Group, Sequence[Fact]]]:
    """The sheet in its groups, as it is read: what is filled in, and what should be."""
    filled = {name for name in Field if sheet.has(name) or need(kind, name) is Need.REQUIRED}
    found = [
        (group, [fact(sheet, name, lists) for name in group.fields if name in filled]) for group in groups_of(kind)
    ]
    return [(group, lines) for group, lines in found if lines]


class Act(NamedTuple):
    """Something that may be done: its button, where it leads, and whether it is done at once."""

    label: str
    url: str
    is_post: bool


def no_reset(mailbox: Mailbox, where: Sending | Obstacle) -> str:
    """Why « Demander la réinitialisation du mot de passe » would send nothing; « » when it would, or is not offered."""
    if Action.RESET_PASSWORD not in actions(mailbox.state, mailbox.kind) or isinstance(where, Sending):
        return ""
    return sentence(where, settings().reset_address_days)


class Acts(NamedTuple):
    """What may be done to an account: what its state calls for, its edition, the rest, and what shuts it out."""

    first: Sequence[Act]
    others: Sequence[Act]
    last: Sequence[Act]


# What a state calls for comes before the edition of the sheet, that every state allows.
_FIRST = (Action.VALIDATE, Action.REHABILITATE, Action.RELAUNCH, Action.EDIT)


def acts(mailbox: Mailbox, *, by: int, resets: bool = True) -> Acts:
    """What the administrator of this account may do to it, as the table of states opens it.

    Without `resets`, no button of a link that could not leave.
    """
    offered = actions(mailbox.state, mailbox.kind, is_own=mailbox.account_id == by)
    allowed = [act for act in offered if resets or act is not Action.RESET_PASSWORD]
    found = {
        action: Act(action.label, url_of(action, mailbox.id, mailbox.structure_id), WAYS[action].is_sent)
        for action in allowed
    }
    return Acts(
        first=[found[action] for action in _FIRST if action in found],
        others=[found[action] for action in allowed if action not in (*_FIRST, Action.REJECT)],
        last=[found[Action.REJECT]] if Action.REJECT in found else [],
    )
