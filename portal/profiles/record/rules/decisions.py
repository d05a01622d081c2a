"""What becomes of a line: the profile is created, modified, deleted, or the line refused and told why."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from portal.accounts import policy
from portal.accounts.policy import Rule
from portal.profiles.record.rules.findings import Finding
from portal.profiles.record.rules.lines import Line
from portal.profiles.record.rules.names import Name
from portal.profiles.record.rules.perimeter import Perimeter
from portal.tabular.report import Outcome

# Before and after, as a person reads them; a password is never among them.
Changes: TypeAlias = Mapping[Name, tuple[str, str]]
# What a password lacks, for a person known by these words; « » when it will do.
Judge: TypeAlias = Callable[[str, Sequence[str]], str]


@dataclass(frozen=True, slots=True)
class Terms:
    """What a decision rests on besides the line and the people.

    Attributes:
        perimeter: Of the référent who asks.
        today: In Paris: where a profile begins when nothing is said.
        judge: Of the passwords that would be set, and of no other: judging one takes longer than all the rest.
    """

    perimeter: Perimeter
    today: date
    judge: Judge


@dataclass(frozen=True, slots=True)
class Create:
    """A profile is added.

    Attributes:
        opens_account: The person was unknown to the portal.
        sets_password: That of the line becomes theirs, to be changed at the first sign-in.
        mssante: The address to register; None for none, or for the one that they have.
    """

    line: Line
    starts_on: date
    ends_on: date | None
    opens_account: bool = False
    sets_password: bool = False
    mssante: str | None = None
    alerts: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Modify:
    """A profile or its person changes; with no change and no password, nothing is written."""

    line: Line
    changes: Changes = field(repr=False)
    sets_password: bool
    alerts: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Delete:
    """A profile goes; the account stays, as do its other profiles."""

    line: Line
    alerts: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing of the line is applied."""

    line: Line
    findings: tuple[Finding, ...]


Decision: TypeAlias = Create | Modify | Delete | Refused


def findings(decision: Decision) -> tuple[Finding, ...]:
    """What is to be told of this line."""
    return decision.findings if isinstance(decision, Refused) else decision.alerts


def outcome(decision: Decision) -> Outcome:
    """« OK », « ALERTE » or « ERREUR », as sources 000 and 001 define them."""
    if isinstance(decision, Refused):
        return Outcome.ERROR
    return Outcome.ALERT if decision.alerts else Outcome.OK


def sets_password(decision: Decision) -> bool:
    """Whether the password of this line is to be hashed."""
    return isinstance(decision, Create | Modify) and decision.sets_password


def judge_by_policy(minimum: int) -> Judge:
    """The judge of the portal's own policy, for passwords of so many characters at least."""

    def judge(password: str, about: Sequence[str]) -> str:
        failed = [found for found in policy.check(password, about, minimum) if not found.met]
        # The policy speaks to the person; what it says of « votre nom » would mislead a référent.
        said = [found.sentence for found in failed if found.rule is not Rule.NOT_OWN]
        return " ".join(said) or ("Il repose sur le nom ou l’identifiant de la personne." if failed else "")

    return judge
