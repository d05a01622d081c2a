"""What earlier chunks of a file would make of people: a preview writes nothing, so that nobody else can tell.

C on line 10 and M on line 900 of one person are then previewed as they will be applied.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from portal.profiles.record.rules.decisions import Decision, Modify, Refused
from portal.profiles.record.rules.known import Known, Person
from portal.profiles.record.rules.lines import Line


@dataclass
class Carried:
    """The people whom the chunks before this one would change, and the addresses that they would then have."""

    _people: dict[str, Person] = field(default_factory=dict)
    _owners: dict[str, str] = field(default_factory=dict)

    def hand(self, known: Known, lines: Iterable[Line]) -> None:
        """Make what was loaded for these lines what it would be after the earlier chunks."""
        for line in lines:
            person = self._people.get(line.person)
            if person is not None:
                self._renew(person, known.people.get(line.person))
                known.people[line.person] = person
            if line.mssante:
                self._hand_address(known, line.mssante)

    def _renew(self, person: Person, loaded: Person | None) -> None:
        """Whether a password has expired is only loaded for the lines that give another one."""
        if loaded is not None and loaded is not person and person.given is None:
            person.is_expired = loaded.is_expired

    def _hand_address(self, known: Known, address: str) -> None:
        owner = self._owners.get(address) or known.owners.get(address)
        if owner is None:
            return
        changed = self._people.get(owner)
        if changed is None or changed.mssante == address:
            known.owners[address] = owner
        else:
            known.owners.pop(address, None)

    def keep(self, known: Known, decisions: Sequence[Decision]) -> None:
        """Remember the people whom these decisions change."""
        for decision in decisions:
            if isinstance(decision, Refused) or _is_idle(decision):
                continue
            name = decision.line.person
            person = self._people[name] = known.people[name]
            if person.mssante:
                self._owners[person.mssante] = name


def _is_idle(decision: Decision) -> bool:
    return isinstance(decision, Modify) and not (decision.changes or decision.sets_password)
