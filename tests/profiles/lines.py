"""Lines for tests, made from cells as a file holds them, with defaults that a test overrides where it matters."""

from datetime import date

from portal.profiles.record import columns
from portal.profiles.record.rules.deciding import decide
from portal.profiles.record.rules.decisions import Terms, findings, outcome
from portal.profiles.record.rules.findings import Finding
from portal.profiles.record.rules.known import Held, Known, Person
from portal.profiles.record.rules.lines import Line, Unreadable, profile_key
from portal.profiles.record.rules.names import Name
from portal.profiles.record.rules.noting import note
from portal.profiles.record.rules.perimeter import Perimeter
from portal.profiles.record.rules.roles import Role

# A real establishment, of public data, and another one.
EJ, ET, OTHER_ET = "010780054", "010000024", "010005239"
FOREIGN_EJ, FOREIGN_ET = "010780062", "010000032"
# Fictitious numbers whose key is right.
RPPS, OTHER_RPPS = "99999900014", "99999900022"
SECRET = "tournesol bleu sur la falaise"
TODAY = date(2026, 3, 2)
HELD = Perimeter(frozenset({EJ}), {ET: EJ, OTHER_ET: EJ})

PHYSICIAN = {
    Name.FINESS_EJ: EJ,
    Name.FINESS_ET: ET,
    Name.TEAM: "",
    Name.ACTION: "C",
    Name.LAST_NAME: "Durand",
    Name.FIRST_NAME: "Camille",
    Name.RPPS: RPPS,
    Name.ROLE: "CDC3D",
    Name.IDENTIFIER: "",
    Name.PASSWORD: SECRET,
    Name.EMAIL: "",
    Name.STARTS_ON: "",
    Name.ENDS_ON: "",
}
OTHER = {**PHYSICIAN, Name.RPPS: "", Name.IDENTIFIER: "cdurand", Name.ROLE: "CDC1"}
_NAMES = {name.name.lower(): name for name in Name}


def cells(base: dict[Name, str] = PHYSICIAN, **changed: str) -> list[str]:
    """The thirteen cells of a line: `cells(OTHER, action="M", last_name="Petit")`."""
    made = {**base, **{_NAMES[name]: value for name, value in changed.items()}}
    return [made[name] for name in Name]


def read(base: dict[Name, str] = PHYSICIAN, number: int = 1, **changed: str) -> Line | Unreadable:
    """These cells, as the portal reads them."""
    return columns.parse(cells(base, **changed), number)


def line(base: dict[Name, str] = PHYSICIAN, number: int = 1, **changed: str) -> Line:
    """A line that can be read."""
    found = read(base, number, **changed)
    assert isinstance(found, Line), found.findings
    return found


def codes(told: list[Finding] | tuple[Finding, ...]) -> list[str]:
    """The codes of what is told."""
    return [finding.code.value for finding in told]


def person(base: dict[Name, str] = PHYSICIAN, *roles: str, **fields: object) -> Person:
    """Somebody whom the portal knows, with the profile of these cells unless roles are given."""
    values = {
        "account_id": 7,
        "is_physician": bool(base[Name.RPPS]),
        "last_name": base[Name.LAST_NAME],
        "first_name": base[Name.FIRST_NAME],
        "mssante": None,
    }
    known = Person(**{**values, **fields})
    for key, role in enumerate(roles or (base[Name.ROLE],), start=100):
        known.profiles[profile_key(ET, Role(role), base[Name.TEAM])] = Held(key, date(2026, 1, 1), None)
    return known


def knowing(*people: Person, **owners: str) -> Known:
    """What is known when these are the only people."""
    named = {RPPS if somebody.is_physician else "cdurand": somebody for somebody in people}
    return Known(people=named, owners=dict(owners.items()))


class Desk:
    """Decides lines in order, as an import does."""

    def __init__(self, *people: Person, held: Perimeter = HELD, lack: str = "", today: date = TODAY) -> None:
        self.known = knowing(*people)
        self.judged: list[str] = []
        self.lack = lack
        self.terms = Terms(held, today, self._judge)

    def _judge(self, password: str, _about: object) -> str:
        self.judged.append(password)
        return self.lack

    def decide(self, base: dict[Name, str] = PHYSICIAN, **changed: str):
        """The decision on this line, noted for the next one."""
        return self.submit(line(base, **changed))

    def submit(self, submitted: Line):
        """The decision on a line already read."""
        decision = decide(submitted, self.known, self.terms)
        note(decision, self.known)
        return decision

    def told(self, base: dict[Name, str] = PHYSICIAN, **changed: str) -> tuple[str, list[str]]:
        """The outcome of this line, and the codes told of it."""
        found = read(base, **changed)
        if isinstance(found, Unreadable):
            return "ERREUR", codes(found.findings)
        decision = self.submit(found)
        return outcome(decision).value, codes(findings(decision))
