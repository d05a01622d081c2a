"""Changes of address: asked for, corrected or called off by day, done by night (source 002 p. 12 and 15)."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from portal import audit, clock
from portal.accounts import store as people
from portal.accounts.models import Account
from portal.audit import Event
from portal.config import settings
from portal.jobs.rules import Daily, following
from portal.mail import outbox
from portal.mail.rules import Mail
from portal.medimail.mailboxes.addresses import mails, rules, store
from portal.medimail.mailboxes.addresses.rules import (
    Asked,
    Claimed,
    Holder,
    NotInThisState,
    Overtaken,
    Refusal,
    Subject,
    Taken,
    WayIn,
)
from portal.medimail.mailboxes.record import audience, braking, guarding, inviting, owning
from portal.medimail.mailboxes.record import store as records
from portal.medimail.mailboxes.record.models import AddressChange, Mailbox
from portal.medimail.mailboxes.record.rules.acts import TOO_OFTEN, Braked
from portal.medimail.mailboxes.record.rules.addresses import claim
from portal.medimail.mailboxes.record.rules.changes import ChangeState
from portal.medimail.mailboxes.record.rules.nights import ADDRESSES_AT
from portal.medimail.mailboxes.record.rules.searching import searchable
from portal.medimail.structures import audience as structure_audience


def ask(session: Session, mailbox: Mailbox, new: str, *, seen: str, by: int) -> Asked | Overtaken | Refusal:
    """Ask for this address, or correct what was asked, of an account that the caller holds locked.

    `seen` is the address that was asked for when the page was shown, empty for none.
    """
    change = records.asked_change(session, mailbox.id)
    if (change.new if change else "") != seen:
        return Overtaken()
    if change and change.new == new:
        return Asked()
    if refused := _refused(session, mailbox, new, by):
        return refused
    if change is None:
        change = AddressChange(mailbox_id=mailbox.id, old=mailbox.address, state=ChangeState.ASKED)
        session.add(change)
    change.new, change.asked_at, change.asked_by = new, clock.now(), by
    session.flush()
    audit.record(
        session,
        Event.ADDRESS_CHANGE_ASKED,
        subject=mailbox.account_id,
        actor=by,
        before={"adresse": mailbox.address, **({"demandee": seen} if seen else {})},
        after={"demandee": new},
    )
    _announce(session, mailbox, new)
    return Asked()


def _refused(session: Session, mailbox: Mailbox, new: str, by: int) -> Refusal | None:
    """Why this address may not be asked for; the brakes first, as what they refuse must tell nothing."""
    refused = braking.answer(
        session, by, lambda: _refusal(session, mailbox, new), lambda found: isinstance(found, Taken | Claimed)
    )
    # The old address is told each time: rather than leaving one out, one asks less often.
    return refused or (None if braking.may_tell(session, mailbox) else Braked(TOO_OFTEN))


def _announce(session: Session, mailbox: Mailbox, new: str) -> None:
    night = clock.local(following(Daily(ADDRESSES_AT), clock.now()))
    old, structure, way = mailbox.address, mailbox.structure.name, way_in(session, mailbox)
    _tell(
        session,
        mailbox,
        way,
        lambda to, name: mails.asked(to, name, old=old, new=new, structure=structure, night=night, way=way),
    )


def way_in(session: Session, mailbox: Mailbox) -> WayIn:
    """How the holder of this account, or those who open it, sign in once its address has changed."""
    holder = None
    if mailbox.account_id is not None:
        account = people.get(session, mailbox.account_id)
        holder = _holder(account, uses_address=account.email == mailbox.address)
    return rules.way_in(mailbox.kind, mailbox.state, holder, was_invited=mailbox.relaunched_at is not None)


def _holder(account: Account, *, uses_address: bool) -> Holder:
    return Holder(uses_address, has_mssante=bool(account.mssante), is_closed=account.closed_at is not None)


def cancel(session: Session, change_id: int, *, by: int) -> bool:
    """Call a change off; False when the night, or somebody quicker, has been there before."""
    found = store.locked(session, change_id)
    if found is None:
        return False
    change, mailbox = found
    change.state, change.done_at = ChangeState.CANCELLED, clock.now()
    audit.record(
        session,
        Event.ADDRESS_CHANGE_CANCELLED,
        subject=mailbox.account_id,
        actor=by,
        before={"adresse": mailbox.address, "demandee": change.new},
    )
    old, structure, way = mailbox.address, mailbox.structure.name, way_in(session, mailbox)
    _tell(session, mailbox, way, lambda to, name: mails.cancelled(to, name, old=old, structure=structure, way=way))
    return True


def carry_out(session: Session, change_id: int) -> ChangeState | None:
    """Do a change that waits, or say why it cannot be; one that waits no more is left as it is, and answers None.

    Raises:
        IntegrityError: somebody took the address at this very instant: tried again, it is found to be taken.
    """
    found = store.locked(session, change_id)
    if found is None:
        return None
    change, mailbox = found
    if refused := _refusal(session, mailbox, change.new):
        _fail(session, change, mailbox, refused)
        return ChangeState.FAILED
    old, mailbox.address = mailbox.address, change.new
    mailbox.search = searchable(
        mailbox.last_name, mailbox.first_name, mailbox.address, *(n for n in (mailbox.rpps, mailbox.adeli))
    )
    mailbox.version += 1
    # Whatever its state today: it may wait for its person again one day, and the old mailbox still holds a link.
    mailbox.link_version += 1
    store.answer_to(session, old, mailbox.address)
    way = _follow(session, mailbox, old)
    change.state, change.done_at, change.old = ChangeState.DONE, clock.now(), old
    session.flush()
    audit.record(
        session,
        Event.ADDRESS_CHANGED,
        subject=mailbox.account_id,
        before={"adresse": old},
        after={"adresse": mailbox.address, "demande": change.id},
    )
    _tell_both(session, mailbox, old, way)
    return ChangeState.DONE


def _refusal(session: Session, mailbox: Mailbox, new: str) -> Refusal | None:
    """Why the address may not become this one, asked alike by day and by night.

    Nobody holds the account yet: whoever finalises it signs in to the account that has the address, if there is one.
    Somebody does: the address is theirs, and nobody else's.
    """
    found = owning.whose(session, new, mailbox=mailbox)
    taken = found.is_taken or (mailbox.account_id is not None and bool(found.people))
    owned = claim(mailbox.kind, mailbox.last_name, mailbox.first_name, found.names)
    return rules.refusal(_subject(session, mailbox), new, taken=taken, claim=owned)


def _subject(session: Session, mailbox: Mailbox) -> Subject:
    guarded = _is_guarded(session, mailbox)
    return Subject(mailbox.kind, mailbox.state, mailbox.address, mailbox.structure.domain, is_guarded=guarded)


def _is_guarded(session: Session, mailbox: Mailbox) -> bool:
    """Whether the holder's codes are sent to this address, and open more than its structure and what is below it."""
    if mailbox.account_id is None:
        return False
    account = people.get(session, mailbox.account_id)
    if account.mssante or account.email != mailbox.address:
        return False
    return guarding.opens_more(session, account, mailbox.structure.path)


def _follow(session: Session, mailbox: Mailbox, old: str) -> WayIn:
    """Let the holder sign in with the new address, if they did with the old one; how they do from now on.

    Codes now go elsewhere: whatever was opened or trusted with the old address is asked for again, and a code or a
    link that waits in the old mailbox is dead.
    """
    holder = None
    if mailbox.account_id is not None:
        account = people.get(session, mailbox.account_id, lock=True)
        holder = _holder(account, uses_address=account.email == old)
        if holder.uses_address:
            account.email = mailbox.address
            account.credential.version += 1
            people.end_sessions(session, account.id)
            people.distrust_browsers(session, account.id)
    return rules.way_in(mailbox.kind, mailbox.state, holder, was_invited=mailbox.relaunched_at is not None)


def _fail(session: Session, change: AddressChange, mailbox: Mailbox, refused: Refusal) -> None:
    reason = rules.sentence(refused)
    change.state, change.done_at, change.failure = ChangeState.FAILED, clock.now(), reason
    audit.record(
        session,
        Event.ADDRESS_CHANGE_FAILED,
        subject=mailbox.account_id,
        before={"adresse": mailbox.address},
        after={"demandee": change.new, "raison": reason},
    )
    _tell_asker(session, change, mailbox, reason)
    if not isinstance(refused, NotInThisState):  # of an account that is no more, they know more than this
        old, structure, way = mailbox.address, mailbox.structure.name, way_in(session, mailbox)
        _tell(session, mailbox, way, lambda to, name: mails.undone(to, name, old=old, structure=structure, way=way))


def _tell_asker(session: Session, change: AddressChange, mailbox: Mailbox, reason: str) -> None:
    """Tell whoever asked that it failed; once they are gone, those who may ask again."""
    asker = people.get(session, change.asked_by) if change.asked_by is not None else None
    own = structure_audience.reached([asker]) if asker and not asker.closed_at else {}
    link = f"{settings().base_url}/comptes/{mailbox.id}/adresse"
    for address in own or structure_audience.nearest(session, mailbox.structure):
        mail = mails.failed(
            address,
            old=mailbox.address,
            new=change.new,
            reason=reason,
            link=link,
            structure="" if own else mailbox.structure.name,
        )
        outbox.add(session, mail)


def _tell(session: Session, mailbox: Mailbox, way: WayIn, build: Callable[[str, str], Mail]) -> None:
    """Write to whoever the account is, at the address that it has now, and at the MSSanté address if there is one.

    `build` is given an address, and the name of whoever reads it: of a shared account, one of those who open it.
    """
    if way in rules.QUIET:
        return
    told = {reader.address: reader.full_name for reader in audience.readers(session, mailbox)}
    if mailbox.account_id is not None:
        told |= dict.fromkeys(_private(people.get(session, mailbox.account_id)), mailbox.full_name)
    for address, name in told.items():
        outbox.add(session, build(address, name))


def _private(account: Account) -> list[str]:
    return [account.mssante] if account.mssante else []


def _tell_both(session: Session, mailbox: Mailbox, old: str, way: WayIn) -> None:
    """Tell the old address and the new one; of a shared account, those who open it and nobody else."""
    structure, new = mailbox.structure.name, mailbox.address
    if way in rules.QUIET:
        return
    if way is not WayIn.SHARED:
        outbox.add(session, mails.left(old, mailbox.full_name, old=old, new=new, structure=structure, way=way))
    if way is WayIn.INVITED:
        # The link in the old mailbox is dead; the one who finalises is who reads the new address.
        inviting.invite(session, mailbox, None)
        return
    for reader in audience.readers(session, mailbox):
        mail = mails.taken(reader.address, reader.full_name, old=old, new=new, structure=structure, way=way)
        outbox.add(session, mail)
