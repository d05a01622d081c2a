"""What the portal knows of the people of some lines, kept true as each line is decided.

It is loaded once for a chunk, by a number of queries that does not grow with it; C then M then S of one person in a
chunk are thus decided on what the line before has left, and only what remains at the end is written.
"""

from dataclasses import dataclass, field
from datetime import date

from portal.profiles.record.rules.duplicates import Seen
from portal.profiles.record.rules.lines import ProfileKey


@dataclass(slots=True)
class Held:
    """A profile; `key` is None until it is written, `ends_on` for one without limit."""

    key: int | None
    starts_on: date
    ends_on: date | None
    team: str = ""
    changed: bool = False


@dataclass(slots=True, repr=False)  # names and addresses: not a word of them in a log
class Person:
    """Somebody, and the profiles that they hold in the establishments of these lines.

    Attributes:
        account_id: None until the account is written.
        is_managed: A non-physician whom this référent's establishments have registered; False for others' staff.
        is_expired: The password has lived its 18 months or 90 sign-ins, or there is none.
        is_guarded: The account opens more than this référent holds: an administration, other establishments to
            manage. Its address and password are not the référent's to change.
        given: The line whose password is to be set, once hashed; None for none.
    """

    account_id: int | None
    is_physician: bool
    last_name: str
    first_name: str
    mssante: str | None
    is_managed: bool = True
    is_expired: bool = False
    is_guarded: bool = False
    is_closed: bool = False
    profiles: dict[ProfileKey, Held] = field(default_factory=dict)
    renamed: bool = False
    readdressed: bool = False
    given: int | None = None
    home: str = ""


@dataclass(slots=True)
class Known:
    """The people of some lines, by RPPS or identifier, and whose each address is.

    Attributes:
        owners: The addresses of the lines that belong to somebody, with whom.
        removed: The keys of the profiles to delete.
        touched: The establishments in which something changes.
    """

    people: dict[str, Person] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    seen: Seen = field(default_factory=Seen)
    removed: list[int] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)

    def owned_by_another(self, address: str, person: str) -> bool:
        """Whether this address is somebody else's."""
        return self.owners.get(address, person) != person

    def move_address(self, person: str, before: str | None, after: str) -> None:
        """Note whose address this now is."""
        if before and self.owners.get(before) == person:
            del self.owners[before]
        self.owners[after] = person
