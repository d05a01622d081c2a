"""What each decision leaves in the journal, by which the person learns who did what; never a password."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from portal.accounts.rules import Kind
from portal.audit import Event
from portal.profiles.record.rules.decisions import Create, Decision, Delete, Modify
from portal.profiles.record.rules.known import Known
from portal.profiles.record.rules.lines import Line

Values = Mapping[str, str | None]


class Entry(NamedTuple):
    """A row to write once the person has a key."""

    event: Event
    person: str
    before: Values | None = None
    after: Values | None = None


def entries(decision: Decision, known: Known) -> Iterator[Entry]:
    """The rows of a decision, told before it is noted: of a profile that goes, the dates are still known."""
    who = decision.line.person
    match decision:
        case Create(line):
            if decision.opens_account:
                kind = Kind.HEALTH_PROFESSIONAL if line.is_physician else Kind.STAFF
                yield Entry(Event.ACCOUNT_CREATED, who, after={"type": kind.value})
            elif decision.sets_password:
                yield Entry(Event.PASSWORD_GIVEN, who)
            yield Entry(Event.PROFILE_CREATED, who, after=_created(decision))
        case Modify(line, changes):
            if changes:
                before = {name.value: pair[0] for name, pair in changes.items()}
                after = {name.value: pair[1] for name, pair in changes.items()}
                yield Entry(Event.PROFILE_CHANGED, who, _profile(line) | before, after)
            if decision.sets_password:
                yield Entry(Event.PASSWORD_GIVEN, who)
        case Delete(line):
            held = known.people[who].profiles[line.profile]
            dates = {"debut": held.starts_on.isoformat(), "fin": held.ends_on.isoformat() if held.ends_on else ""}
            yield Entry(Event.PROFILE_DELETED, who, _profile(line) | dates)


def _created(decision: Create) -> Values:
    dates = {"debut": decision.starts_on.isoformat()}
    if decision.ends_on:
        dates["fin"] = decision.ends_on.isoformat()
    if decision.mssante:
        dates["mssante"] = decision.mssante
    return _profile(decision.line) | dates


def _profile(line: Line) -> dict[str, str]:
    return {"etablissement": line.finess_et, "role": line.profile.role, "equipe": line.team}
