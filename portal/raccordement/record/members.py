"""The people of a record: accounts for proved addresses, invitations, departures, hand-over; never nobody."""

from datetime import timedelta

from sqlalchemy.orm import Session

from portal import audit, clock
from portal.accounts import service as accounts
from portal.accounts import store as people
from portal.accounts.models import Account
from portal.accounts.rules import Kind, Right
from portal.accounts.service import NewAccount
from portal.audit import Event
from portal.raccordement.record import store
from portal.raccordement.record.models import Invitation, Member, Raccordement
from portal.raccordement.record.rules import LastMember, NotAMember
from portal.tokens import RowToken

INVITATION_LIFE = timedelta(days=7)
# Who is asked to join what: asked again, it is the same invitation, and the mail of the first time opens it too.
_LINK = RowToken[tuple[Invitation, Raccordement]](
    "raccordement invitation", lambda pair: (pair[0].id, pair[0].email, pair[1].id, pair[1].created_at)
)


def account_of(session: Session, email: str, *, last_name: str, first_name: str) -> Account:
    """The account of whoever has just proved this address, made if need be; the caller has asked `is_closed`.

    An account that exists keeps its password, its names and its other rights.
    """
    known = people.find(session, email)
    if known:
        _grant(session, known)
        return known
    return accounts.create(
        session,
        NewAccount(
            kind=Kind.SI_MANAGER,
            last_name=last_name,
            first_name=first_name,
            email=email,
            contact=email,
            rights=frozenset({Right.SI_MANAGER}),
        ),
    )


def _grant(session: Session, account: Account) -> None:
    if Right.SI_MANAGER not in {right.name for right in people.rights(session, account.id)}:
        accounts.give_right(session, account.id, Right.SI_MANAGER)


def invite(session: Session, record: Raccordement, email: str, *, by: int) -> Invitation:
    """Ask a colleague to join; asking again renews the invitation that waits."""
    waiting = next((i for i in store.invitations(session, record.id) if i.email == email), None)
    if waiting:
        waiting.created_at, waiting.invited_by = clock.now(), by
        return waiting
    invitation = Invitation(raccordement_id=record.id, email=email, invited_by=by, created_at=clock.now())
    session.add(invitation)
    session.flush()
    audit.record(session, Event.RACCORDEMENT_MEMBER_INVITED, actor=by, after={"dossier": record.number})
    return invitation


def write_token(invitation: Invitation, record: Raccordement) -> str:
    """The token of the link that is mailed."""
    return _LINK.write((invitation, record))


def invited(session: Session, token: str, *, lock: bool = False) -> Invitation | None:
    """The invitation of a link, if it still opens something; looking consumes nothing."""
    found = _LINK.read(token, lambda key: _asked(session, key, lock=lock))
    if found is None or found[0].closed_at or clock.now() >= found[0].created_at + INVITATION_LIFE:
        return None
    return found[0]


def _asked(session: Session, key: int, *, lock: bool) -> tuple[Invitation, Raccordement] | None:
    invitation = session.get(Invitation, key, with_for_update=lock or None)
    return (invitation, session.get_one(Raccordement, invitation.raccordement_id)) if invitation else None


def accept(session: Session, invitation: Invitation, *, last_name: str, first_name: str) -> Account:
    """Join the record: the link proved the address; the account, made if need be."""
    account = account_of(session, invitation.email, last_name=last_name, first_name=first_name)
    invitation.closed_at = clock.now()
    if session.get(Member, (invitation.raccordement_id, account.id)) is None:
        session.add(
            Member(
                raccordement_id=invitation.raccordement_id,
                account_id=account.id,
                main=False,
                joined_at=clock.now(),
            )
        )
        session.flush()
        audit.record(
            session,
            Event.RACCORDEMENT_MEMBER_ADDED,
            subject=account.id,
            actor=account.id,
            after={"dossier": invitation.raccordement_id},
        )
    return account


def withdraw(session: Session, record: Raccordement, invitation_id: int) -> bool:
    """Take back an invitation; False when it is not this record's, or no longer waits."""
    invitation = session.get(Invitation, invitation_id, with_for_update=True)
    if invitation is None or invitation.raccordement_id != record.id or invitation.closed_at:
        return False
    invitation.closed_at = clock.now()
    return True


def remove(session: Session, record: Raccordement, account_id: int, *, by: int) -> LastMember | NotAMember | None:
    """Take a person off the record, locked by the caller; the main correspondent hands over first."""
    member = session.get(Member, (record.id, account_id))
    if member is None:
        return NotAMember()
    if member.main or len(store.members(session, record.id)) == 1:
        return LastMember()
    session.delete(member)
    session.flush()
    audit.record(
        session,
        Event.RACCORDEMENT_MEMBER_REMOVED,
        subject=account_id,
        actor=by,
        after={"dossier": record.number},
    )
    return None


def hand_over(session: Session, record: Raccordement, account_id: int, *, by: int) -> NotAMember | None:
    """Make another gestionnaire the main correspondent of the record, locked by the caller."""
    rows = [member for member, _ in store.members(session, record.id)]
    if account_id not in {member.account_id for member in rows}:
        return NotAMember()
    for member in rows:
        member.main = member.account_id == account_id
    session.flush()
    audit.record(
        session,
        Event.RACCORDEMENT_HANDED_OVER,
        subject=account_id,
        actor=by,
        after={"dossier": record.number},
    )
    return None
