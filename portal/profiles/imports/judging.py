"""From the lines of a file to what is said of each: read, decided by the record of the staff, told without secrets."""

from collections.abc import Sequence
from typing import TypeAlias

from portal.profiles.imports import secrecy
from portal.profiles.imports.models import MAX_WHO
from portal.profiles.imports.rules import Changes, Effect, Told
from portal.profiles.record import columns
from portal.profiles.record.rules import decisions
from portal.profiles.record.rules import findings as record
from portal.profiles.record.rules.decisions import Create, Decision, Delete, Modify, Refused
from portal.profiles.record.rules.lines import Line, Unreadable, searchable
from portal.profiles.record.rules.names import Name
from portal.profiles.record.rules.perimeter import Perimeter
from portal.tabular import lines as sheet
from portal.tabular.report import Finding, Outcome

_AT = {column.name: at for at, column in enumerate(columns.COLUMNS)}
_ACTIONS = frozenset({"C", "M", "S"})
# Numbers that may be proposed only where the référent holds them: another one would tell that it exists.
_HELD = frozenset({Name.FINESS_EJ, Name.FINESS_ET})

# A line of the file with what it asks for, or what is told of it where nothing can be asked.
Readable: TypeAlias = tuple[Sequence[str], Line]


def read(row: sheet.Line, held: Perimeter, *, check_key: bool) -> Readable | Told:
    """Read a line of the sheet, or tell why it cannot be."""
    if isinstance(row, sheet.Spoilt):
        return _spoilt(row)
    match columns.parse(row.cells, row.number, check_key=check_key):
        case Unreadable(number, findings):
            return _in_error(number, row.cells, [reported(f, row.cells, held) for f in findings])
        case line:
            return row.cells, line


def _spoilt(row: sheet.Spoilt) -> Told:
    """Where a cell lacks, or there is one too many, any may be the password: none is kept."""
    if any(finding.code == "ligne_cases" for finding in row.findings):
        return Told(row.number, "", Effect.REFUSED, Outcome.ERROR, findings=row.findings)
    return _in_error(row.number, row.cells, row.findings)


def _in_error(number: int, cells: Sequence[str], findings: Sequence[Finding]) -> Told:
    left = [_storable(cell) for cell in secrecy.kept(cells)]
    last_name, first_name, rpps, identifier = (
        left[_AT[name]].strip() for name in (Name.LAST_NAME, Name.FIRST_NAME, Name.RPPS, Name.IDENTIFIER)
    )
    action = left[_AT[Name.ACTION]].strip().upper()
    return Told(
        number,
        action if action in _ACTIONS else "",
        Effect.REFUSED,
        Outcome.ERROR,
        _named(last_name, first_name, rpps or identifier),
        searchable(last_name, first_name, rpps or identifier),
        tuple(findings),
        cells=left,
    )


def told(decision: Decision, cells: Sequence[str], held: Perimeter) -> Told:
    """What is said of a line that was decided."""
    line = decision.line
    outcome = decisions.outcome(decision)
    if outcome is Outcome.ERROR:
        findings = [reported(f, cells, held) for f in decisions.findings(decision)]
        return _in_error(line.number, cells, findings)
    alerts = decisions.findings(decision)
    return Told(
        line.number,
        line.action.value,
        _effect(decision),
        outcome,
        _named(line.last_name, line.first_name, line.person),
        searchable(line.last_name, line.first_name, line.person),
        tuple([reported(f, cells, held) for f in alerts]) if alerts else (),
        _changes(decision),
        decisions.sets_password(decision),
    )


def foretold(decision: Decision, before: Told) -> bool:
    """Whether the preview said all that there is to say of this decision; nearly always, and told again for nothing."""
    return (
        decisions.outcome(decision) is before.outcome is Outcome.OK
        and _effect(decision) is before.effect
        and decisions.sets_password(decision) is before.gives_password
        and _changes(decision) == before.changes
    )


def _effect(decision: Decision) -> Effect:
    match decision:
        case Create():
            return Effect.OPENED if decision.opens_account else Effect.ADDED
        case Modify():
            return Effect.MODIFIED if decision.changes or decision.sets_password else Effect.NOTHING
        case Delete():
            return Effect.DELETED
        case Refused():
            return Effect.REFUSED


def _changes(decision: Decision) -> Changes:
    """What differs, before and after; of a password, only that there is a new one."""
    match decision:
        case Create(line):
            found = {Name.ROLE.value: ["", line.role.label]}
            if line.team:
                found[Name.TEAM.value] = ["", line.team]
            if decision.mssante:
                found[Name.EMAIL.value] = ["", decision.mssante]
        case Modify():
            found = {name.value: list(pair) for name, pair in decision.changes.items()}
        case Delete(line):
            return {Name.ROLE.value: [line.role.label, ""]}
        case Refused():
            return {}
    if decision.sets_password:
        found[Name.PASSWORD.value] = ["", "nouveau, à changer à la première connexion"]
    return found


def reported(finding: record.Finding, cells: Sequence[str], held: Perimeter) -> Finding:
    """A finding as the report says it."""
    code, where, slipped = finding.code, finding.where, secrecy.has_slipped(cells)
    shown = finding.proposal is None or where not in _HELD or held.proposes(finding.proposal)
    return Finding(
        code.outcome,
        code.value,
        where.value if where else "",
        _storable(secrecy.repeatable(finding.received, where, cells, slipped=slipped)),
        code.message if slipped else finding.message,  # the precise one may quote a part of what it refuses
        finding.remedy if shown else code.remedy,
    )


def _named(last_name: str, first_name: str, number: str) -> str:
    name = " ".join(filter(None, (last_name, first_name)))
    return _storable(f"{name} ({number})" if number else name)[:MAX_WHO]


def _storable(text: str) -> str:
    """Half a character, or a null one, which a workbook may hold, is refused by a database."""
    return text if text.isprintable() else text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
