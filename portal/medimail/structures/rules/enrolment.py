"""Which structure somebody who registers alone is attached to (source 002 p. 6-7; docs/adr/0018-enrolement.md).

A structure enrols somebody when, for every criterion that it has values for, one of them is theirs; of several, the
one with the most criteria, then the deepest; of two equal ones, none: the GRADeS sorts it out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from portal.medimail.structures.rules.settings import Criterion, Status
from portal.registers.rules.folding import fold


def folded_domain(domain: str) -> str:
    """A domain as it is compared: what follows the @ of an address, or the domain as somebody types it."""
    return domain.strip().lower().rpartition("@")[2].strip(".")


@dataclass(frozen=True)
class Rule:
    """Whom a structure enrols.

    Attributes:
        structure_id: Its key.
        depth: How many mothers it has above it.
        values: For each criterion that it has, what is accepted, as `traits` writes it.
        status: By which way of practising, if any.
    """

    structure_id: int
    depth: int
    values: Mapping[Criterion, frozenset[str]] = field(default_factory=dict)
    status: Status = Status.ANY

    @property
    def criteria(self) -> int:
        """How many criteria it has, the status being one."""
        return sum(1 for accepted in self.values.values() if accepted) + (self.status is not Status.ANY)


@dataclass(frozen=True)
class Registrant:
    """Somebody who registers: what of them the criteria look at."""

    address: str
    region_code: str | None
    departement_code: str | None
    postal_code: str
    city: str
    profession: str
    is_liberal: bool

    @property
    def traits(self) -> Mapping[Criterion, str]:
        """What is compared with the values of each criterion."""
        return {
            Criterion.DOMAIN: folded_domain(self.address),
            Criterion.REGION: self.region_code or "",
            Criterion.DEPARTEMENT: self.departement_code or "",
            Criterion.POSTAL_CODE: self.postal_code,
            Criterion.CITY: fold(self.city),
            Criterion.PROFESSION: self.profession,
        }

    @property
    def status(self) -> Status:
        """By which way they practise."""
        return Status.LIBERAL if self.is_liberal else Status.EMPLOYED


@dataclass(frozen=True)
class Enrolled:
    """One structure enrols them."""

    structure_id: int


@dataclass(frozen=True)
class Tied:
    """Several structures enrol them and none more than the others: in the order of keys."""

    structure_ids: tuple[int, ...]


@dataclass(frozen=True)
class NotEnrolled:
    """No structure enrols them."""


def enrols(rule: Rule, registrant: Registrant) -> bool:
    """Whether a structure enrols this person; one without any criterion enrols nobody."""
    if not rule.criteria or rule.status not in {Status.ANY, registrant.status}:
        return False
    traits = registrant.traits
    return all(traits[criterion] in accepted for criterion, accepted in rule.values.items() if accepted)


def enrolment(rules: Iterable[Rule], registrant: Registrant) -> Enrolled | Tied | NotEnrolled:
    """Where this person goes."""
    matching = [rule for rule in rules if enrols(rule, registrant)]
    if not matching:
        return NotEnrolled()
    best = max(_weight(rule) for rule in matching)
    first, *others = sorted(rule.structure_id for rule in matching if _weight(rule) == best)
    return Tied((first, *others)) if others else Enrolled(first)


def _weight(rule: Rule) -> tuple[int, int]:
    return rule.criteria, rule.depth
