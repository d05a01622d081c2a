"""Registering alone: the sheet is judged, then one transaction makes the account, its mailbox and the mails.

Whoever sends learns nothing of who is known: the page is the same, and the mail goes to the address that was proved.
The RPPS number stays with the mailbox, never with an account that nobody has validated: anybody can type a number. For
the same reason it holds nobody back until then: two may wait with one number, and whoever validates is told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from portal import clock
from portal.accounts import closing
from portal.accounts import service as accounts
from portal.accounts.models import Account
from portal.accounts.rules import Closer
from portal.accounts.rules import Kind as Person
from portal.accounts.service import NewAccount
from portal.audit import Event
from portal.config import settings
from portal.folding import words
from portal.mail import outbox
from portal.medimail.mailboxes.joining import mails, reopening, store
from portal.medimail.mailboxes.joining.models import Joining
from portal.medimail.mailboxes.joining.rules import Gone, Holder, Sent
from portal.medimail.mailboxes.record import cells, knowing, writing
from portal.medimail.mailboxes.record import service as record
from portal.medimail.mailboxes.record import store as records
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules import terms
from portal.medimail.mailboxes.record.rules.acts import Faulty
from portal.medimail.mailboxes.record.rules.fields import Field
from portal.medimail.mailboxes.record.rules.judging import judged
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.sheets import Sheet
from portal.medimail.mailboxes.record.rules.states import State
from portal.medimail.structures import audience, enrolling
from portal.medimail.structures import store as structures
from portal.medimail.structures.models import Structure
from portal.medimail.structures.rules.enrolment import Enrolled, NotEnrolled, Registrant, Tied, enrolment
from portal.medimail.structures.rules.tree import Reach
from portal.proving.service import Door, is_fresh
from portal.web.visitor import Visitor

DOOR = Door(Joining, "medimail joining", mails.code)

_NOWHERE = Reach(is_grades=False)


@dataclass(frozen=True)
class _Place:
    """Where somebody goes, locked: a structure that is being closed receives nobody.

    `tied` names the structures that enrolled them equally, whence the top.
    """

    structure: Structure
    tied: Sequence[str] = ()


def opened(session: Session, visitor: Visitor, proof_id: int | None, *, lock: bool = False) -> Joining | Gone | Sent:
    """The registration that this browser has open; reading consumes nothing."""
    found = DOOR.proved(session, visitor, proof_id, lock=lock) if proof_id else None
    if found is None or not is_fresh(found, clock.now()):
        return Gone()
    return Sent() if found.sent_at else found


def keep(joining: Joining, typed: Mapping[str, str]) -> None:
    """Keep what is typed, whether or not it will do; what another type asked is kept beside it."""
    joining.typed = {**joining.typed, **typed}


def judge(
    session: Session, address: str, kind: Kind, texts: Mapping[Field, str], fixed: Mapping[Field, str]
) -> Sheet | Faulty:
    """Read and judge what was typed beside what the account says, without a word of who is known already."""
    known = knowing.lists(session)
    read = cells.read({**texts, **fixed, Field.ADDRESS: address}, known, check_key=settings().check_keys)
    read, communes = knowing.placed(session, read, known)
    top = store.top(session)
    if top is None:
        return Faulty(())
    gathered = knowing.facts(session, _NOWHERE, top, read.sheet, known, communes=communes)
    # Said on the page, « adresse prise » or « RPPS d’autrui » would tell anybody who has an account.
    unsaid = replace(gathered, is_taken=False, domain="", owners=frozenset(), bearers=frozenset(), is_number_shut=False)
    kept_names = frozenset(cells.line(name).upper() for name in fixed.values())
    faults = judged(kind, read, replace(unsaid, kept_names=kept_names))
    return Faulty(faults) if faults else read.sheet


def join(
    session: Session, joining: Joining, kind: Kind, sheet: Sheet, *, password_hash: str | None, holder: Holder | None
) -> None:
    """Register somebody, once; `joining` is locked by the caller, and a second sending finds it sent.

    Args:
        session: Of one transaction.
        joining: The proof of the address.
        kind: Of the mailbox.
        sheet: Judged.
        password_hash: Of the password chosen; None for a holder, who has one.
        holder: Who is signed in, if somebody is.

    Raises:
        IntegrityError: the same address is being registered by somebody quicker; the same again finds it known.
    """
    # Whoever is known already, and before the number, as for an administrator who creates an account.
    place = _place(session, sheet)
    knowing.hold_number(session, sheet.rpps)
    if store.is_known(session, sheet, holder.account_id if holder else None):
        _say_known(session, joining, is_numbered=bool(sheet.rpps or sheet.adeli))
    else:
        _register(session, place, kind, sheet, password_hash, holder)
        joining.typed = {}
    joining.sent_at = clock.now()


def _say_known(session: Session, joining: Joining, *, is_numbered: bool) -> None:
    """Say it to the address alone; a number may be mistyped: what was typed is then kept behind a link."""
    if not is_numbered:
        joining.typed = {}
    link = reopening.link(joining) if is_numbered else ""
    outbox.add(session, mails.known(joining.email, link=link, ends_at=reopening.ends_at(joining)))


def _register(
    session: Session, place: _Place, kind: Kind, sheet: Sheet, password_hash: str | None, holder: Holder | None
) -> None:
    account_id = holder.account_id if holder else _account(session, sheet, password_hash).id
    mailbox = _mailbox(session, place.structure, kind, sheet, account_id)
    name = mailbox.full_name
    outbox.add(session, mails.received(sheet.address, name, own=holder is not None))
    link = f"{settings().base_url}/structures/{place.structure.id}/comptes?etat={State.TO_VALIDATE}"
    shares_number = bool(records.same_number(session, mailbox))
    for address in _validators(session, place.structure):
        mail = mails.to_validate(
            address,
            holder=name,
            holder_address=sheet.address,
            kind=kind.label,
            has_number=kind is Kind.PER,
            shares_number=shares_number,
            profession=sheet.profession,
            structure=place.structure.name,
            tied=place.tied,
            link=link,
        )
        outbox.add(session, mail)


def _account(session: Session, sheet: Sheet, password_hash: str | None) -> Account:
    """The person, whom validation lets in (`record.moving`)."""
    new = NewAccount(
        kind=Person.MAILBOX_HOLDER,
        last_name=sheet.last_name,
        first_name=sheet.first_name,
        email=sheet.address,
        password_hash=password_hash,
        must_change=False,
    )
    account = accounts.create(session, new)
    closing.shut(session, account, Closer.MEDIMAIL)
    session.flush()
    return account


def _mailbox(session: Session, structure: Structure, kind: Kind, sheet: Sheet, account_id: int) -> Mailbox:
    now = clock.now()
    mailbox = Mailbox(
        structure_id=structure.id,
        structure=structure,
        account_id=account_id,
        kind=kind,
        state=State.TO_VALIDATE,
        state_since=now,
        created_at=now,
        created_by=account_id,
        finalised_at=now,
        terms_version=terms.VERSION,
        address=sheet.address,
    )
    writing.write(mailbox, kind, sheet)
    preferences = record.default_preferences(structure).for_kind(kind)
    writing.prefer(mailbox, preferences)
    session.add(mailbox)
    session.flush()
    after = {**writing.told(replace(sheet, kind=kind), preferences), "etat": mailbox.state, "conditions": terms.VERSION}
    writing.journal(session, Event.MAILBOX_CREATED, account_id, mailbox, {}, after)
    return mailbox


def _place(session: Session, sheet: Sheet) -> _Place:
    registrant = Registrant(
        address=sheet.address,
        region_code=sheet.region,
        departement_code=sheet.departement,
        postal_code=sheet.postal_code,
        city=sheet.city,
        profession=sheet.profession,
        is_liberal=bool(sheet.is_liberal),
    )
    match enrolment(enrolling.rules(session, registrant), registrant):
        case Enrolled(key):
            found = structures.get(session, key, lock=True)
            return _Place(found if found and found.closed_at is None else _top(session))
        case Tied(keys):
            return _Place(_top(session), sorted(structures.names(session, keys).values(), key=words))
        case NotEnrolled():
            return _Place(_top(session))


def _top(session: Session) -> Structure:
    found = store.top(session, lock=True)
    if found is None:
        raise LookupError("registrations are open only once there is a structure")
    return found


def _validators(session: Session, structure: Structure) -> Sequence[str]:
    """Who is told: « ces notifications ne sont pas envoyées aux administrateurs de la structure mère » (p. 7)."""
    people = audience.administrators(session, structure.id) or audience.grades(session)
    return list(people | audience.contacts(session, structure.id))
