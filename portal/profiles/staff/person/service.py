"""One profile, read and changed by the rules of the file: a form and a line of it never decide otherwise."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import store as people
from portal.accounts.rules import Kind
from portal.profiles.record import loading, service, store
from portal.profiles.record.columns import written
from portal.profiles.record.models import Profile, Team
from portal.profiles.record.rules.acts import Stale
from portal.profiles.record.rules.decisions import Decision
from portal.profiles.record.rules.duplicates import Seen
from portal.profiles.record.rules.lines import Line
from portal.profiles.record.rules.perimeter import Perimeter
from portal.profiles.record.store import Listed


@dataclass(frozen=True)
class Shown:
    """A profile, what else its person is in these establishments, and whether the account is out of reach.

    Attributes:
        line: It, as a line M that changes nothing.
        is_guarded: The account opens more than this référent holds: its names, address and password stay as they are.
        awaits_first_sign_in: The password is still the one that somebody else chose.
    """

    listed: Listed
    line: Line
    others: Sequence[Listed]
    is_guarded: bool
    awaits_first_sign_in: bool

    @property
    def is_physician(self) -> bool:
        """Whether the person is one."""
        return self.listed.kind is Kind.HEALTH_PROFESSIONAL

    @property
    def mark(self) -> str:
        """What tells this state of the profile from any other."""
        return hashlib.sha256("|".join(written(self.line)).encode()).hexdigest()[:16]


def shown(session: Session, held: Perimeter, profile_id: int, *, lock: bool = False) -> Shown | None:
    """The profile of this key, its person locked if asked; None when it is not the référent's, or not there."""
    profile = store.get(session, held, profile_id)
    if profile is None:
        return None
    account = people.get(session, profile.account_id, lock=lock)
    found = {listed.id: listed for listed in store.of_person(session, held, profile.account_id)}
    listed = found.pop(profile_id, None)
    if listed is None:  # deleted while the lock was awaited
        return None
    line = store.as_line(listed, held)
    known = loading.load(session, [line], held, Seen()).people[line.person]
    awaits = account.credential.must_change and not known.is_guarded
    return Shown(listed, line, list(found.values()), known.is_guarded, awaits)


def decide(session: Session, by: int, line: Line) -> Decision:
    """What would become of this line; nothing is written."""
    (decision,) = service.preview(session, by, [line], Seen())
    return decision


def carry_out(session: Session, by: int, line: Line, hashes: Mapping[int, str]) -> Decision:
    """Do what this line asks for.

    Raises:
        IntegrityError: somebody else created the same account, team or profile at the same instant; once rolled
            back, the same call finds them there.
    """
    (decision,) = service.apply(session, by, [line], Seen(), hashes)
    return decision


def modify(
    session: Session, by: int, profile_id: int, line: Line, hashes: Mapping[int, str], seen: str
) -> Decision | Stale:
    """Do what this line M asks for, if the profile is still as it was shown."""
    now = shown(session, loading.perimeter(session, by), profile_id, lock=True)
    if now is None or now.mark != seen:
        return Stale()
    return carry_out(session, by, line, hashes)


def key_of(session: Session, line: Line) -> int | None:
    """The key of the profile that this line tells, for its address."""
    query = select(Profile.id).outerjoin(Team, Team.id == Profile.team_id)
    people_of = people.find(session, line.person)
    if people_of is None:
        return None
    named = Team.folded == line.profile.team if line.profile.team else Profile.team_id.is_(None)
    mine = (Profile.account_id == people_of.id, Profile.finess_et == line.finess_et, Profile.role == line.role)
    return session.scalar(query.where(*mine, named))
