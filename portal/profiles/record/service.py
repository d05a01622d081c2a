"""What a référent does to the profiles of his or her establishments: one line or five hundred, the same way.

Preview and application decide alike, each on what it finds. Passwords are judged and hashed between the two, outside
of any transaction: an argon2 takes longer than five hundred lines.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from portal import audit, clock
from portal.audit import Event
from portal.config import settings
from portal.mail import outbox
from portal.mail.rules import Mail
from portal.profiles.record import journal, loading, mails, writing
from portal.profiles.record.journal import Entry
from portal.profiles.record.rules.carrying import Carried
from portal.profiles.record.rules.codes import Code
from portal.profiles.record.rules.deciding import decide
from portal.profiles.record.rules.decisions import Create, Decision, Modify, Refused, Terms, judge_by_policy
from portal.profiles.record.rules.decisions import sets_password as needs_hash
from portal.profiles.record.rules.duplicates import Seen
from portal.profiles.record.rules.findings import Finding
from portal.profiles.record.rules.known import Known
from portal.profiles.record.rules.lines import Line
from portal.profiles.record.rules.names import Name
from portal.profiles.record.rules.noting import note


def preview(
    session: Session, by: int, lines: Sequence[Line], seen: Seen, carried: Carried | None = None
) -> list[Decision]:
    """What would become of these lines for this référent; nothing is written, and passwords are judged.

    Args:
        session: `reading()` will do.
        by: The account of the référent.
        lines: A chunk, in the order of the file.
        seen: Of the same file, for all its chunks; it remembers these lines.
        carried: The same: what the chunks before would have made of people.
    """
    held = loading.perimeter(session, by)
    known = loading.load(session, lines, held, seen)
    carried = Carried() if carried is None else carried
    carried.hand(known, lines)
    terms = Terms(held, clock.today(), judge_by_policy(settings().password_min_length))
    decisions = []
    for line in lines:
        decision = decide(line, known, terms)
        note(decision, known)
        decisions.append(decision)
    carried.keep(known, decisions)
    return decisions


def apply(session: Session, by: int, lines: Sequence[Line], seen: Seen, hashes: Mapping[int, str]) -> list[Decision]:
    """Do what these lines ask for, all together, and say what became of each.

    Args:
        session: Of `transaction()`; the caller commits.
        by: The account of the référent, whose perimeter is read again: it may have been taken back meanwhile.
        lines: A chunk, in the order of the file.
        seen: Of the same file, for all its chunks; it remembers the lines applied.
        hashes: By line, those of the passwords that `preview` said would be set; it judged them.

    Raises:
        IntegrityError: somebody else created the same account, team or profile at the same instant; once rolled
            back, the same call finds them there. `seen` must then be that of before.
    """
    held = loading.perimeter(session, by)
    known = loading.load(session, lines, held, seen, lock=True)
    terms = Terms(held, clock.today(), _judged)
    decisions, told, notices, now = list[Decision](), list[Entry](), list[Mail](), clock.now()
    for line in lines:
        decision = _with_hash(decide(line, known, terms), hashes)
        told += journal.entries(decision, known)
        notices += _notices(decision, known, now)
        note(decision, known)
        decisions.append(decision)
    made = writing.write(session, known, hashes)
    _tell(session, by, known, told, made)
    outbox.add_all(session, notices)
    return decisions


def _judged(_password: str, _about: Sequence[str]) -> str:
    """A password that has a hash was judged before it was hashed."""
    return ""


def _with_hash(decision: Decision, hashes: Mapping[int, str]) -> Decision:
    """An account changed since the preview may call for a password that nobody has hashed."""
    line = decision.line
    return Refused(line, (Finding(Code.OUTRUN),)) if needs_hash(decision) and line.number not in hashes else decision


def _notices(decision: Decision, known: Known, now: datetime) -> Iterator[Mail]:
    """What the person is told, at the address that was theirs until now."""
    if not isinstance(decision, Create | Modify):
        return
    moved = decision.changes.get(Name.EMAIL) if isinstance(decision, Modify) else None
    if not (decision.sets_password or moved):
        return
    person = known.people.get(decision.line.person)
    if person is None or not person.mssante:
        return
    name = f"{person.first_name} {person.last_name}"
    if decision.sets_password and (mail := mails.password_given(person.mssante, name, now)):
        yield mail
    if moved:
        yield mails.address_changed(person.mssante, moved[1], name, now)


def _tell(session: Session, by: int, known: Known, told: Sequence[Entry], made: Mapping[writing.TeamKey, str]) -> None:
    people = known.people
    entries = [audit.Entry(event, people[who].account_id, before, after) for event, who, before, after in told]
    for (finess_et, _), name in made.items():
        entries.append(audit.Entry(Event.TEAM_CREATED, after={"etablissement": finess_et, "equipe": name}))
    audit.record_all(session, entries, actor=by)
