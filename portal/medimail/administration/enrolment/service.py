"""Trying an enrolment before it is saved, and saving it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.medimail.administration.enrolment import store
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.states import State
from portal.medimail.structures import enrolling
from portal.medimail.structures import store as structures
from portal.medimail.structures.models import Structure
from portal.medimail.structures.rules.enrolment import Enrolled, NotEnrolled, Registrant, Rule, Tied, enrolment


@dataclass(frozen=True)
class Tried:
    """Somebody whom the rule matches, and where they would go: another structure may have more criteria."""

    mailbox: Mailbox
    to: str
    is_here: bool


@dataclass(frozen=True)
class Trial:
    """Who of the existing accounts would have matched.

    Attributes:
        counts: How many, by state.
        first: The first of them by name.
    """

    counts: Mapping[State, int]
    first: Sequence[Tried]

    @property
    def total(self) -> int:
        """How many in all."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Saved:
    """The structure now enrols so."""


@dataclass(frozen=True)
class Unchanged:
    """It already did."""


@dataclass(frozen=True)
class Overtaken:
    """Somebody else has changed the structure since the page was shown: nothing is saved."""


def attempt(session: Session, rule: Rule) -> Trial:
    """What this rule would have done, had it been there when the existing accounts came; nothing is changed."""
    if not rule.criteria:
        return Trial({}, ())
    conditions = store.matching(session, rule)
    counts = store.counts(session, conditions)
    people = store.first(session, conditions) if counts else ()
    others = [one for one in enrolling.rules(session) if one.structure_id != rule.structure_id]
    ways = [enrolment([*others, rule], registrant(box)) for box in people]
    names = structures.names(session, [way.structure_id for way in ways if isinstance(way, Enrolled)])
    return Trial(counts, [_tried(rule, box, way, names) for box, way in zip(people, ways, strict=True)])


def registrant(mailbox: Mailbox) -> Registrant:
    """What the criteria look at of an existing account."""
    return Registrant(
        address=mailbox.address,
        region_code=mailbox.region_code,
        departement_code=mailbox.departement_code,
        postal_code=mailbox.postal_code,
        city=mailbox.city,
        profession=mailbox.profession,
        is_liberal=mailbox.is_liberal,
    )


def _tried(rule: Rule, mailbox: Mailbox, way: Enrolled | Tied | NotEnrolled, names: Mapping[int, str]) -> Tried:
    match way:
        case Enrolled(key):
            return Tried(mailbox, names.get(key, ""), is_here=key == rule.structure_id)
        case Tied() | NotEnrolled():
            return Tried(mailbox, "", is_here=False)


def save(session: Session, structure: Structure, rule: Rule, *, version: str, by: int) -> Saved | Unchanged | Overtaken:
    """Let this structure, locked by the caller, enrol so; `version` is that of the page that asks."""
    if version != str(structure.version):
        return Overtaken()
    return Saved() if enrolling.write(session, structure, rule, by=by) else Unchanged()
