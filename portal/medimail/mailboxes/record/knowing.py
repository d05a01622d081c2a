"""What the database knows of a sheet before it is judged: one question a fact, and none for what is not filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import CompoundSelect, Select, exists, literal, or_, select, union
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.models import Account
from portal.db import one_at_a_time
from portal.medimail.mailboxes.record import cells, guarding, owning, store, writing
from portal.medimail.mailboxes.record.models import Connection, Mailbox
from portal.medimail.mailboxes.record.rules.addresses import person_key
from portal.medimail.mailboxes.record.rules.fields import Field
from portal.medimail.mailboxes.record.rules.kinds import PERSONS, RETURNS
from portal.medimail.mailboxes.record.rules.locating import located
from portal.medimail.mailboxes.record.rules.reference import Facts, Lists, Opener, Trade
from portal.medimail.mailboxes.record.rules.sheets import Read, Sheet
from portal.medimail.mailboxes.record.rules.states import LIVE, VOUCHED
from portal.medimail.structures import store as structures
from portal.medimail.structures.models import Structure
from portal.medimail.structures.rules.locating import Town
from portal.medimail.structures.rules.settings import NumberKind
from portal.medimail.structures.rules.tree import Reach
from portal.registers import nomenclature
from portal.registers.models import Departement, Establishment, Region


def lists(session: Session) -> Lists:
    """The lists that the fields are chosen from."""
    query = select(Departement, Region).join(Region, Region.code == Departement.region_code).order_by(Departement.code)
    rows = session.execute(query).all()
    return Lists(
        trades={p.label: Trade(p.label, p.register, p.category) for p in nomenclature.professions().values()},
        specialties=nomenclature.specialties(),
        departements={departement.code: (departement.name, region.code) for departement, region in rows},
        regions={region.code: region.name for _, region in sorted(rows, key=lambda row: row[1].name)},
    )


def placed(session: Session, read: Read, known: Lists) -> tuple[Read, tuple[Town, ...]]:
    """What was read, its empty département and région filled; and the communes of its postal code."""
    communes = communes_of(session, read.sheet.postal_code)
    return replace(read, sheet=located(read.sheet, known, communes)), communes


def communes_of(session: Session, postal_code: str) -> tuple[Town, ...]:
    """The communes of this postal code; none when it is not known, or not filled in."""
    return tuple(structures.towns(session, postal_code)) if postal_code else ()


def facts(
    session: Session,
    reach: Reach,
    structure: Structure,
    sheet: Sheet,
    known: Lists,
    *,
    communes: tuple[Town, ...] = (),
    own: Mailbox | None = None,
) -> Facts:
    """Gather what is known of a sheet of this structure; of `own`, its address is its own, whoever else has it."""
    key = own.id if own else None
    found = owning.whose(session, sheet.address, mailbox=own)
    return Facts(
        lists=known,
        today=clock.today(),
        is_taken=own is None and found.is_taken,
        domain=structure.domain if own is None else "",
        owners=found.names,
        claimed=owning.claimed(session, own) if own else None,
        bearers=frozenset() if _is_same(own, sheet) else _bearers(session, sheet.rpps, key),
        responsible_bearers=_bearers(session, sheet.responsible_rpps, key),
        is_number_shut=(own is None or own.rpps != sheet.rpps) and _is_shut(session, sheet.rpps),
        communes=communes,
        is_place_known=_is_place_known(session, sheet),
        is_return_known=_is_return_known(session, sheet, own),
        openers=_openers(session, reach, sheet.connections, key),
        is_guarded=_is_guarded(session, structure, sheet, own),
        kept_names=_names(own) if own else frozenset(),
    )


def _names(own: Mailbox) -> frozenset[str]:
    names = (own.last_name, own.first_name, own.responsible_last_name, own.responsible_first_name)
    return frozenset(name.upper() for name in names)


def _is_same(own: Mailbox | None, sheet: Sheet) -> bool:
    """Whether a sheet leaves to its account its number and its name.

    They are not judged again: refused, nothing else of the account could be corrected, and its page alerts.
    """
    if own is None or (own.rpps or "") != sheet.rpps:
        return False
    return person_key(own.last_name, own.first_name) == person_key(sheet.last_name, sheet.first_name)


def _bearers(session: Session, rpps: str, own: int | None) -> frozenset[str]:
    """Who already bears this number, the account itself left out.

    One that waits to be validated, or was rejected or removed, is left out too: anybody can type a number.
    """
    if not rpps:
        return frozenset()
    known = session.execute(_known([rpps]))
    return frozenset(person_key(last, first) for _, key, last, first in known if key != own)


def _known(numbers: Sequence[str] | Select[str | None]) -> CompoundSelect[str | None, int, str, str]:
    """Whom these numbers are known of: each, the mailbox that says so, or 0, and the name."""
    boxes = select(Mailbox.rpps, Mailbox.id, Mailbox.last_name, Mailbox.first_name)
    people = select(Account.rpps, literal(0), Account.last_name, Account.first_name)
    return union(
        boxes.where(Mailbox.rpps.in_(numbers), Mailbox.state.in_(VOUCHED)), people.where(Account.rpps.in_(numbers))
    )


def is_anothers(session: Session, mailbox: Mailbox) -> bool:
    """Whether the RPPS number of this account is that of a person known under another name."""
    own = person_key(mailbox.last_name, mailbox.first_name)
    return bool(_bearers(session, mailbox.rpps or "", mailbox.id) - {own})


def anothers(session: Session, keys: Select[int]) -> Sequence[Mailbox]:
    """Those of the mailboxes of these keys whose RPPS number is that of a person known under another name."""
    asked = (Mailbox.id.in_(keys), Mailbox.rpps != "")
    known: dict[str | None, list[tuple[int, str]]] = {}
    for rpps, key, last, first in session.execute(_known(select(Mailbox.rpps).where(*asked))):
        known.setdefault(rpps, []).append((key, person_key(last, first)))
    return [
        box
        for box in session.scalars(select(Mailbox).where(*asked))
        if {name for key, name in known.get(box.rpps, ()) if key != box.id}
        - {person_key(box.last_name, box.first_name)}
    ]


def conflicting(session: Session, reach: Reach, mailbox: Mailbox) -> tuple[str, ...]:
    """The accounts within this reach that hold its RPPS number against it, under another name."""
    own = person_key(mailbox.last_name, mailbox.first_name)
    return tuple(
        one.address
        for one in store.same_number(session, mailbox)
        if one.rpps == mailbox.rpps and one.state in VOUCHED and reach.holds(one.structure.path)
        if person_key(one.last_name, one.first_name) != own
    )


def _is_shut(session: Session, rpps: str) -> bool:
    """Whether this number is that of a person whose account is closed: nobody could finalise a registration with it."""
    closed = exists().where(Account.rpps == rpps, Account.closed_at.is_not(None))
    return bool(rpps) and bool(session.scalar(select(closed)))


def _is_place_known(session: Session, sheet: Sheet) -> bool | None:
    """Whether FINESS knows the structure; SIREN and SIRET are those of structures that FINESS does not (MSS032)."""
    if not sheet.place_number or sheet.place_kind is not NumberKind.FINESS:
        return None
    numbered = or_(Establishment.finess_et == sheet.place_number, Establishment.finess_ej == sheet.place_number)
    return bool(session.scalar(select(exists().where(numbered, Establishment.left_on.is_(None)))))


def _is_return_known(session: Session, sheet: Sheet, own: Mailbox | None) -> bool:
    # What it has already is an alert on its sheet: refused, nothing else of it could be corrected.
    if not sheet.return_address or (own is not None and own.return_address == sheet.return_address):
        return True
    return answers(session, sheet.return_address, own.id if own else None)


def answers(session: Session, address: str, own: int | None) -> bool:
    """Whether this MSSanté address is that of an account that may be answered to."""
    query = exists().where(
        or_(Mailbox.mssante == address, Mailbox.address == address),
        Mailbox.kind.in_(RETURNS),
        Mailbox.state.in_(LIVE),
        Mailbox.id != (own or 0),
    )
    return bool(session.scalar(select(query)))


def _openers(session: Session, reach: Reach, addresses: tuple[str, ...], own: int | None) -> dict[str, Opener]:
    """Those that are within reach, or open the mailbox already: a daughter may keep what her mother has set."""
    if not addresses:
        return {}
    already = select(Connection.person_id).where(Connection.shared_id == (own or 0))
    query = (
        select(Mailbox.address, Mailbox.kind, Mailbox.state)
        .join(Structure, Structure.id == Mailbox.structure_id)
        .where(Mailbox.address.in_(addresses), or_(structures.within(reach), Mailbox.id.in_(already)))
    )
    return {address: Opener(kind, state in LIVE) for address, kind, state in session.execute(query)}


def added(session: Session, sheet: Sheet, own: Mailbox | None) -> frozenset[str]:
    """The connection accounts of this sheet that do not open the account yet; all of them where there is none."""
    return frozenset(sheet.connections).difference(writing.connections(session, own) if own else ())


def _is_guarded(session: Session, structure: Structure, sheet: Sheet, own: Mailbox | None) -> bool:
    if own and own.kind in PERSONS:
        return False  # it holds codes of its own, and what becomes of them is judged by `converting`
    addresses = (sheet.address, own.mssante if own else None)
    return bool(added(session, sheet, own)) and guarding.lets_in_by(session, addresses, structure.path)


def hold_others(session: Session, texts: Mapping[Field, str], own: int = 0) -> None:
    """Hold the accounts that a sheet rests on, before it is judged: none stops being what it is judged to be.

    Of an account that is there already, `own`, before it is itself held: all in the order of keys.
    """
    addresses = cells.others(texts)
    if own or addresses:
        store.lock_around(session, own, addresses)


def hold_delegations(session: Session) -> None:
    """Let one transaction at a time say where copies go."""
    one_at_a_time(session, "medimail.delegations")


def hold_number(session: Session, rpps: str) -> None:
    """Let one transaction at a time give this number to somebody."""
    if rpps:
        one_at_a_time(session, f"medimail.rpps.{rpps}")
