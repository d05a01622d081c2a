"""What is known, made true after each decision: the next line of the same person is decided on it."""

from portal.profiles.record.rules.deciding import dates
from portal.profiles.record.rules.decisions import Create, Decision, Delete, Modify, Refused
from portal.profiles.record.rules.known import Held, Known, Person
from portal.profiles.record.rules.names import Name


def note(decision: Decision, known: Known) -> None:
    """Make what is known true after this decision; a refusal changes nothing."""
    match decision:
        case Create():
            _note_created(decision, known)
        case Modify(line):
            person = known.people[line.person]
            _note_modified(decision, known, person)
        case Delete(line):
            held = known.people[line.person].profiles.pop(line.profile)
            known.touched.add(line.finess_et)
            if held.key is not None:
                known.removed.append(held.key)
        case Refused():
            return
    known.seen.note(decision.line)


def _note_created(decision: Create, known: Known) -> None:
    line = decision.line
    person = known.people.get(line.person)
    if person is None:
        person = Person(None, line.is_physician, line.last_name, line.first_name, None, home=line.finess_et)
        known.people[line.person] = person
    if decision.mssante:
        known.move_address(line.person, person.mssante, decision.mssante)
        person.mssante, person.readdressed = decision.mssante, True
    if decision.sets_password:
        person.is_expired, person.given = False, line.number
        known.seen.note_password(line)
    held = Held(None, decision.starts_on, decision.ends_on, line.team)
    person.profiles[line.profile] = held
    _touch(known, person)


def _note_modified(decision: Modify, known: Known, person: Person) -> None:
    line, changes = decision.line, decision.changes
    if Name.LAST_NAME in changes or Name.FIRST_NAME in changes:
        person.last_name, person.first_name, person.renamed = line.last_name, line.first_name, True
    if Name.EMAIL in changes and line.mssante:
        known.move_address(line.person, person.mssante, line.mssante)
        person.mssante, person.readdressed = line.mssante, True
    if Name.STARTS_ON in changes or Name.ENDS_ON in changes:
        held = person.profiles[line.profile]
        (held.starts_on, held.ends_on), held.changed = dates(line, held), True
    if decision.sets_password:
        person.is_expired, person.given = False, line.number
    if changes or decision.sets_password:
        _touch(known, person)


def _touch(known: Known, person: Person) -> None:
    """Somebody's name or address shows in each of their establishments."""
    known.touched.update(profile.finess_et for profile in person.profiles)
