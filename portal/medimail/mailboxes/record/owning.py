"""Whose an address is: asked alike by all that gives one to an account, so that none takes what another refuses.

Creation and edition, a change of address by day and by night, registering alone and finalisation.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.medimail.mailboxes.record import store
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.addresses import Claim, claim, person_key


@dataclass(frozen=True)
class Whose:
    """Who has an address.

    Attributes:
        is_held: Whether another account has it, in any state, had it, or is about to take it.
        people: Who signs in with it, first, and who has it for MSSanté; closed or not.
    """

    is_held: bool = False
    people: Sequence[Account] = ()

    @property
    def is_taken(self) -> bool:
        """Whether no account may have it: that of a closed person too, as whoever was given it could never finalise."""
        return self.is_held or (bool(self.people) and self.people[0].closed_at is not None)

    @property
    def names(self) -> frozenset[str]:
        """The names of these people, as two of them are compared."""
        return frozenset(person_key(person.last_name, person.first_name) for person in self.people)


def whose(session: Session, address: str, *, mailbox: Mailbox | None = None, account_id: int | None = None) -> Whose:
    """Whose this address is, besides the account `mailbox` and its person, or besides the person `account_id`."""
    if not address:
        return Whose()
    own = mailbox.id if mailbox else 0
    is_held = store.is_held(session, address, but=own) or store.is_asked(session, address, but=own)
    return Whose(is_held, store.people_of(session, address, but=mailbox.account_id if mailbox else account_id))


def claimed(session: Session, mailbox: Mailbox) -> Claim | None:
    """Why the address of this account would not be given to it today: what it has already remains."""
    people = Whose(people=store.people_of(session, mailbox.address, but=mailbox.account_id))
    return claim(mailbox.kind, mailbox.last_name, mailbox.first_name, people.names)
