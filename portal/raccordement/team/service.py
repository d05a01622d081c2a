"""What is done with the people of a request; whoever it concerns is written to in the same transaction."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal import clock
from portal.accounts import counters
from portal.accounts import store as people
from portal.accounts.counters import Scope, Tally
from portal.accounts.models import Account
from portal.accounts.rules import address_of, code_route
from portal.config import settings
from portal.mail import outbox
from portal.password import service as passwords
from portal.raccordement.record import members, service, store
from portal.raccordement.record.members import INVITATION_LIFE
from portal.raccordement.record.models import Invitation, Raccordement
from portal.raccordement.record.rules import AddressClosed, LastMember, NotAMember
from portal.raccordement.record.states import Audience
from portal.raccordement.team import mails
from portal.raccordement.team.rules import AlreadyThere, Dead, Invited, Joined, TooManyInvitations

Link = Callable[[str], str]


def invite(
    session: Session, record: Raccordement, email: str, *, by: Account, link: Link
) -> Invited | AlreadyThere | TooManyInvitations:
    """Mail a link to a colleague; asking again mails it again, and its life begins anew.

    `link` turns a token into the full address of the page that it opens.
    """
    there = next((account for _, account in store.members(session, record.id) if email in _addresses(account)), None)
    if there:
        return AlreadyThere(there.full_name)
    if _too_many(session, email, by):
        return TooManyInvitations()
    invitation = members.invite(session, record, email, by=by.id)
    mail = mails.invitation(
        email,
        by=by.full_name,
        number=str(record.number),
        si_name=record.si_name,
        link=link(members.write_token(invitation, record)),
        ends_at=clock.now() + INVITATION_LIFE,
    )
    outbox.add(session, mail)
    return Invited(email)


def _addresses(account: Account) -> set[str | None]:
    return {account.email, account.contact, account.mssante}


def _too_many(session: Session, email: str, by: Account) -> bool:
    limits = settings()
    tallies = [
        Tally(Scope.INVITATIONS, counters.subject(by.id), limits.limit_invitations),
        Tally(Scope.INVITATION_MAILS, email, limits.limit_invitation_mails),
    ]
    counted = counters.count(session, tallies, clock.now())
    return any(counted[tally.scope] > tally.limit.count for tally in tallies)


@dataclass(frozen=True)
class Shown:
    """What the page of an invitation may show: organisations, who invites, nobody else."""

    email: str
    by: str
    number: str
    si_name: str
    places: tuple[str, ...]
    has_account: bool


def shown(session: Session, token: str) -> Shown | None:
    """What a link opens, if it still opens something; looking consumes nothing."""
    invitation = members.invited(session, token)
    record = store.get(session, invitation.raccordement_id) if invitation else None
    if invitation is None or record is None:
        return None
    places = store.attached(session, [row.finess_et for row in record.establishments])
    return Shown(
        email=invitation.email,
        by=people.get(session, invitation.invited_by).full_name,
        number=str(record.number),
        si_name=record.si_name,
        places=tuple(place.name for place in places),
        has_account=people.find(session, invitation.email) is not None,
    )


def join(
    session: Session, token: str, *, last_name: str, first_name: str, choose: Link
) -> Joined | Dead | AddressClosed:
    """Accept an invitation; an account that has no password yet is mailed a link to choose one.

    Raises:
        IntegrityError: an account of this address is being made by somebody quicker; the same again finds it.
    """
    invitation = members.invited(session, token, lock=True)
    record = store.get(session, invitation.raccordement_id, lock=True) if invitation else None
    if invitation is None or record is None:
        return Dead()
    if people.is_closed(session, invitation.email):
        return AddressClosed()
    account = members.accept(session, invitation, last_name=last_name, first_name=first_name)
    must_choose = account.credential.password_hash is None
    if must_choose:
        _mail_account(session, record, account, invitation, choose)
    _tell_joined(session, record, account, invitation)
    return Joined(account.id, str(record.number), must_choose)


def _mail_account(
    session: Session, record: Raccordement, account: Account, invitation: Invitation, choose: Link
) -> None:
    token, ends_at = passwords.opening(session, account)
    mail = mails.account(
        invitation.email,
        name=account.full_name,
        number=str(record.number),
        si_name=record.si_name,
        link=choose(token),
        ends_at=ends_at,
    )
    outbox.add(session, mail)


def _tell_joined(session: Session, record: Raccordement, account: Account, invitation: Invitation) -> None:
    by = people.get(session, invitation.invited_by)
    says = f"{account.full_name} a accepté votre invitation et suit maintenant la demande avec vous."
    _tell(session, record, by, "Votre invitation est acceptée", says, linked=True)


def remove(session: Session, record: Raccordement, account_id: int, *, by: int) -> LastMember | NotAMember | None:
    """Take somebody off a record, locked by the caller; they are told, unless they left by themselves."""
    outcome = members.remove(session, record, account_id, by=by)
    if outcome is None and account_id != by:
        says = "Vous ne suivez plus cette demande de raccordement\u00a0: un gestionnaire vous en a retiré."
        _tell(session, record, people.get(session, account_id), "Vous ne suivez plus une demande", says)
    return outcome


def hand_over(session: Session, record: Raccordement, account_id: int, *, by: int) -> NotAMember | None:
    """Make somebody the main correspondent of a record, locked by the caller; they and their predecessor are told."""
    before = next((account for member, account in store.members(session, record.id) if member.main), None)
    outcome = members.hand_over(session, record, account_id, by=by)
    if outcome or (before and before.id == account_id):
        return outcome
    after = people.get(session, account_id)
    says = "Vous êtes maintenant le correspondant principal de cette demande de raccordement."
    if account_id != by:
        _tell(session, record, after, "Vous êtes correspondant principal", says, linked=True)
    if before and before.id != by:
        says = f"{after.full_name} est maintenant le correspondant principal\u00a0; vous suivez toujours la demande."
        _tell(session, record, before, "Le correspondant principal a changé", says, linked=True)
    return None


def _tell(
    session: Session, record: Raccordement, account: Account, subject: str, says: str, *, linked: bool = False
) -> None:
    address = address_of(code_route(account.reach))
    if address is None:
        return
    link = service.page(record, Audience.MANAGERS) if linked else ""
    mail = mails.notice(
        address, subject=subject, says=says, number=str(record.number), si_name=record.si_name, link=link
    )
    outbox.add(session, mail)
