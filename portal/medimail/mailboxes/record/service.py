"""What an administrator does to the sheet of an account: create it, edit it (source 002 p. 8-12)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import clock
from portal.audit import Event
from portal.config import settings
from portal.medimail.mailboxes.record import braking, cells, inviting, knowing, opening, store, writing
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.acts import Created, Faulty, Saved, Shut, Stale
from portal.medimail.mailboxes.record.rules.fields import Field
from portal.medimail.mailboxes.record.rules.judging import judged
from portal.medimail.mailboxes.record.rules.kinds import PERSONS, SHARED, Kind
from portal.medimail.mailboxes.record.rules.preferences import Preferences
from portal.medimail.mailboxes.record.rules.reference import Facts
from portal.medimail.mailboxes.record.rules.sheets import Read, Sheet
from portal.medimail.mailboxes.record.rules.states import Action, State, Who, first_state, move_of
from portal.medimail.structures.models import Structure
from portal.medimail.structures.rules.tree import Reach

Texts = Mapping[Field, str]


@dataclass(frozen=True)
class By:
    """Who acts: their account, None for the portal itself, and how far they administer."""

    account_id: int | None
    reach: Reach


def defaults(session: Session, structure: Structure) -> Texts:
    """« Les informations sont reprises si renseignées dans le paramétrage structure » (p. 18)."""
    known = knowing.lists(session)
    texts = {
        Field.COMPANY: structure.name,
        Field.STREET: structure.address,
        Field.COMPLEMENT: structure.complement,
        Field.POSTAL_CODE: structure.postal_code,
        Field.CITY: structure.city,
        Field.DEPARTEMENT: structure.departement_code or "",
        Field.REGION: structure.region_code or "",
        Field.PLACE_KIND: structure.number_kind or "",
        Field.PLACE_NUMBER: structure.number or "",
    }
    read, _ = knowing.placed(session, cells.read(texts, known, check_key=False), known)
    return texts | {Field.DEPARTEMENT: read.sheet.departement, Field.REGION: read.sheet.region}


def default_preferences(structure: Structure) -> Preferences:
    """The notices that its accounts start with (p. 6)."""
    return Preferences(structure.notify_each, structure.notify_daily, structure.notify_opening)


def judge(
    session: Session, by: By, structure: Structure, kind: Kind, texts: Texts, *, own: Mailbox | None = None
) -> Sheet | Faulty:
    """Read and judge a sheet of this structure, without changing anything: what a form, or a file's line, would be."""
    known = knowing.lists(session)
    read = cells.read(texts, known, check_key=settings().check_keys)
    read, communes = knowing.placed(session, read, known)
    if own is not None:
        # Its address and its correspondance change by ways of their own.
        read = Read(replace(read.sheet, address=own.address, mssante=""), read.faults)
    gathered = knowing.facts(session, by.reach, structure, read.sheet, known, communes=communes, own=own)
    return _outcome(kind, read, gathered)


def _outcome(kind: Kind, read: Read, gathered: Facts) -> Sheet | Faulty:
    faults = judged(kind, read, gathered)
    return Faulty(faults) if faults else read.sheet


def create(
    session: Session,
    by: By,
    structure: Structure,
    kind: Kind,
    texts: Texts,
    *,
    preferences: Preferences | None = None,
    invites: bool = True,
) -> Created | Faulty:
    """Create an account: a person is preregistered, and sent the link if asked; a shared mailbox is valid at once.

    The caller holds the structure locked, and open: no account enters one that is being closed. Of two creations of
    one address at once, the second is told that it is taken.
    """
    knowing.hold_others(session, texts)
    knowing.hold_number(session, number_in(texts))
    sheet = judge(session, by, structure, kind, texts)
    if isinstance(sheet, Faulty):
        return sheet
    mailbox = _new(by, structure, kind, sheet)
    chosen = (preferences or default_preferences(structure)).for_kind(kind)
    writing.prefer(mailbox, chosen)
    try:
        with session.begin_nested():
            session.add(mailbox)
    except IntegrityError:
        again = judge(session, by, structure, kind, texts)
        if isinstance(again, Faulty):
            return again
        raise
    if kind in SHARED:
        opening.connect(session, by.account_id, mailbox, sheet)
    told = writing.told(_of_kind(sheet, kind), chosen)
    writing.journal(session, Event.MAILBOX_CREATED, by.account_id, mailbox, {}, told)
    asked = invites and kind in PERSONS
    is_invited = asked and _invite(session, by, mailbox)
    rejected = _rejected(session, by, mailbox)
    return Created(mailbox.id, mailbox.state, is_invited, is_held=asked and not is_invited, rejected=rejected)


def _invite(session: Session, by: By, mailbox: Mailbox) -> bool:
    is_allowed = braking.may_invite(session, by.account_id)
    if is_allowed:
        inviting.invite(session, mailbox, by.account_id)
    return is_allowed


def _rejected(session: Session, by: By, mailbox: Mailbox) -> tuple[str, ...]:
    """The rejected accounts within reach that bear the number of this one."""
    others = [one for one in store.same_number(session, mailbox) if one.state is State.REJECTED]
    return tuple(one.address for one in others if by.reach.holds(one.structure.path))


def number_in(texts: Texts) -> str:
    """The digits typed as an RPPS number."""
    return "".join(sign for sign in texts.get(Field.RPPS, "") if sign.isdigit())


def _new(by: By, structure: Structure, kind: Kind, sheet: Sheet) -> Mailbox:
    now = clock.now()
    mailbox = Mailbox(
        structure_id=structure.id,
        structure=structure,
        kind=kind,
        state=first_state(kind),
        state_since=now,
        created_at=now,
        created_by=by.account_id,
        address=sheet.address,
    )
    writing.write(mailbox, kind, sheet)
    return mailbox


def edit(
    session: Session,
    by: By,
    mailbox: Mailbox,
    version: int,
    texts: Texts,
    *,
    preferences: Preferences | None = None,
) -> Saved | Faulty | Stale | Shut:
    """Save the sheet of an account that the caller holds locked, if nobody changed it since that version."""
    if move_of(mailbox.state, mailbox.kind, Who.ADMINISTRATOR, Action.EDIT) is None:
        return Shut(mailbox.state)
    if mailbox.version != version:
        return Stale()
    knowing.hold_number(session, number_in(texts))
    sheet = judge(session, by, mailbox.structure, mailbox.kind, texts, own=mailbox)
    if isinstance(sheet, Faulty):
        return sheet
    if held := opening.announce(session, by.account_id, mailbox, sheet):
        return held
    was = telling(session, mailbox)
    put(session, by, mailbox, mailbox.kind, sheet, preferences)
    before, after = writing.differing(was, telling(session, mailbox))
    if not after:
        return Saved(changed=False)
    mailbox.version += 1
    writing.journal(session, Event.MAILBOX_CHANGED, by.account_id, mailbox, before, after)
    return Saved(changed=True)


def put(session: Session, by: By, mailbox: Mailbox, kind: Kind, sheet: Sheet, preferences: Preferences | None) -> None:
    """Write a sheet that was judged."""
    writing.write(mailbox, kind, sheet)
    if preferences is not None:
        writing.prefer(mailbox, preferences.for_kind(kind))
    if kind in SHARED:
        opening.connect(session, by.account_id, mailbox, sheet)
    session.flush()


def telling(session: Session, mailbox: Mailbox) -> Mapping[str, Any]:
    """The account as the journal tells it."""
    sheet = writing.sheet_of(mailbox, writing.connections(session, mailbox))
    return writing.told(sheet, writing.preferences_of(mailbox))


def _of_kind(sheet: Sheet, kind: Kind) -> Sheet:
    return replace(sheet, kind=kind)
