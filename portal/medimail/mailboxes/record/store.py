"""The queries of mailboxes that more than one room asks."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, case, exists, func, or_, select, union
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from portal.accounts.models import Account, AccountRight
from portal.accounts.store import SHUT_BY_OPERATOR
from portal.medimail.mailboxes.record.models import AddressChange, Connection, Delegation, Mailbox
from portal.medimail.mailboxes.record.rules.changes import ChangeState
from portal.medimail.mailboxes.record.rules.kinds import PERSONS
from portal.medimail.mailboxes.record.rules.states import LISTED, LIVE, OPEN, State
from portal.medimail.structures.models import Structure
from portal.medimail.structures.store import under


def get(session: Session, mailbox_id: int, *, lock: bool = False) -> Mailbox | None:
    """The mailbox of this key, with its structure; locked against other writers if asked."""
    query = select(Mailbox).where(Mailbox.id == mailbox_id)
    if lock:
        return session.scalar(locking(query))
    return session.scalar(query.options(joinedload(Mailbox.structure, innerjoin=True)))


def locking(query: Select[Mailbox]) -> Select[Mailbox]:
    """The same mailboxes, locked against other writers, each with its structure as the lock finds it.

    The structure is asked for afterwards: joined to it, a mailbox that is moved while it is waited for would be lost,
    since PostgreSQL looks at its row again, beside the structure that it has left.
    """
    locked = query.options(selectinload(Mailbox.structure)).with_for_update(of=Mailbox, key_share=True)
    return locked.execution_options(populate_existing=True)


def is_held(session: Session, address: str, *, but: int = 0) -> bool:
    """Whether an account has this address, in any state, or had it before a change: an address is taken for good.

    The account of key `but` may take back one that was its own.
    """
    has = exists().where(Mailbox.address == address)
    done = AddressChange.state == ChangeState.DONE
    had = exists().where(AddressChange.old == address, done, AddressChange.mailbox_id != but)
    return bool(session.scalar(select(or_(has, had))))


def is_asked(session: Session, address: str, *, but: int = 0) -> bool:
    """Whether a change of address that waits for the night will take this one; that of the account `but` left out."""
    waits = (AddressChange.new == address, AddressChange.state == ChangeState.ASKED, AddressChange.mailbox_id != but)
    return session.scalar(select(AddressChange.id).where(*waits).limit(1)) is not None


def asked_change(session: Session, mailbox_id: int) -> AddressChange | None:
    """The change of address of this account that waits for the night; read under the lock of the account, it stays."""
    asked = AddressChange.state == ChangeState.ASKED
    return session.scalar(select(AddressChange).where(AddressChange.mailbox_id == mailbox_id, asked))


def same_number(session: Session, mailbox: Mailbox) -> Sequence[Mailbox]:
    """The accounts of others that bear the RPPS or ADELI number of this one, in any state, each with its structure."""
    borne = [(Mailbox.rpps, mailbox.rpps), (Mailbox.adeli, mailbox.adeli)]
    same = [column == number for column, number in borne if number]
    if not same:
        return ()
    query = select(Mailbox).where(or_(*same), Mailbox.id != mailbox.id, of_another(Mailbox, mailbox.account_id))
    query = query.options(joinedload(Mailbox.structure, innerjoin=True))
    return session.scalars(query.order_by(Mailbox.search, Mailbox.id)).all()


def of_another(mailbox: type[Mailbox], account_id: SQLColumnExpression[int | None] | int | None) -> ColumnElement[bool]:
    """Whether a mailbox is not of this person: nobody's is of nobody else either."""
    return or_(mailbox.account_id.is_(None), mailbox.account_id.is_distinct_from(account_id))


def people_of(session: Session, address: str, *, but: int | None = None) -> Sequence[Account]:
    """Whose address this is, the person of key `but` left out; closed or not.

    Whoever signs in with it comes first, then whoever has it as MSSanté address.
    """
    comes_first = (case((Account.email == address, 0), else_=1), Account.closed_at.is_not(None), Account.id)
    has = or_(Account.email == address, Account.mssante == address)
    return session.scalars(select(Account).where(has, Account.id != (but or 0)).order_by(*comes_first)).all()


def has_any(session: Session, account_id: int, *, but: int = 0) -> bool:
    """Whether this person has a mailbox, in any state; another one than that of key `but`."""
    query = select(Mailbox.id).where(Mailbox.account_id == account_id, Mailbox.id != but)
    return session.scalar(query.limit(1)) is not None


def is_open(session: Session, account_id: int, *, but: int = 0) -> bool:
    """Whether one of this person's mailboxes lets them sign in; another one than that of key `but`."""
    query = select(Mailbox.id).where(Mailbox.account_id == account_id, Mailbox.id != but, Mailbox.state.in_(OPEN))
    return session.scalar(query.limit(1)) is not None


def is_elsewhere(session: Session, account_id: int, path: str) -> bool:
    """Whether this person has a mailbox out of the structure of this path, or opens a shared one that is.

    A rejected one counts: it may be brought back.
    """
    theirs = select(Mailbox.id).where(Mailbox.account_id == account_id)
    shared = select(Connection.shared_id).where(Connection.person_id.in_(theirs))
    query = (
        select(Mailbox.id)
        .join(Structure, Structure.id == Mailbox.structure_id)
        .where(Mailbox.id.in_(theirs.union(shared)), Mailbox.state.in_(LISTED), ~under(path))
    )
    return session.scalar(query.limit(1)) is not None


def named_by(session: Session, addresses: Collection[str]) -> Sequence[Account]:
    """The accounts of the portal that have one of these addresses, in whatever way."""
    ways = (Account.mssante, Account.email, Account.contact)
    return session.scalars(select(Account).where(or_(*(way.in_(addresses) for way in ways)))).all()


def rights_of(session: Session, account_ids: Collection[int]) -> Sequence[AccountRight]:
    """The rights of these people."""
    query = select(AccountRight).where(AccountRight.account_id.in_(account_ids)).order_by(AccountRight.id)
    return session.scalars(query).all()


def opened_by(session: Session, person_id: int) -> Sequence[tuple[Mailbox, Connection]]:
    """The shared mailboxes that this person's mailbox opens, by name."""
    query = (
        select(Mailbox, Connection)
        .join(Connection, Connection.shared_id == Mailbox.id)
        .where(Connection.person_id == person_id)
        .order_by(Mailbox.search, Mailbox.id)
    )
    return [(mailbox, connection) for mailbox, connection in session.execute(query)]


def opening(session: Session, shared_id: int) -> Sequence[tuple[Mailbox, Connection]]:
    """The persons' mailboxes that open this shared one, by name."""
    query = (
        select(Mailbox, Connection)
        .join(Connection, Connection.person_id == Mailbox.id)
        .where(Connection.shared_id == shared_id)
        .order_by(Mailbox.search, Mailbox.id)
    )
    return [(mailbox, connection) for mailbox, connection in session.execute(query)]


def lock_opened(session: Session, person_id: int) -> None:
    """Hold the shared mailboxes that it opens: of its last two connection accounts, both could go at once."""
    opened = select(Connection.shared_id).where(Connection.person_id == person_id)
    lock_in_order(session, session.scalars(opened).all())


def lock_around(session: Session, mailbox_id: int, addresses: Collection[str]) -> None:
    """Hold an account (0 for one that is not yet), what it opens, what opens it, and those of these addresses."""
    around = union(
        select(Mailbox.id).where(Mailbox.id == mailbox_id),
        select(Connection.shared_id).where(Connection.person_id == mailbox_id),
        select(Connection.person_id).where(Connection.shared_id == mailbox_id),
        *(select(Mailbox.id).where(column.in_(addresses)) for column in (Mailbox.address, Mailbox.mssante)),
    )
    lock_in_order(session, session.scalars(around).all())


def lock_in_order(session: Session, keys: Collection[int]) -> None:
    """Hold these accounts, in the order of keys: of two who want the same, one waits, and never both."""
    query = select(Mailbox.id).where(Mailbox.id.in_(keys)).order_by(Mailbox.id).with_for_update(key_share=True)
    session.execute(query).all()


def left_unopened(session: Session, going: Sequence[int] | Select[int]) -> Sequence[tuple[int, str]]:
    """The live shared mailboxes that no live account would open any more once these are gone.

    Each with the key of whoever opened it, by address; one that goes itself is left to nobody.
    """
    other, person = aliased(Connection), aliased(Mailbox)
    others = exists().where(
        other.shared_id == Mailbox.id,
        other.person_id.not_in(going),
        person.id == other.person_id,
        person.state.in_(LIVE),
    )
    query = (
        select(Connection.person_id, Mailbox.address)
        .join(Mailbox, Mailbox.id == Connection.shared_id)
        .where(Connection.person_id.in_(going), Mailbox.state.in_(LIVE), Mailbox.id.not_in(going), ~others)
    )
    return [(key, address) for key, address in session.execute(query.order_by(Mailbox.address, Connection.person_id))]


def left_unanswered(session: Session, going: Sequence[int] | Select[int]) -> Sequence[tuple[int, str]]:
    """The live mailboxes of software that would be answered no more once these are gone.

    Each with the key of whoever read the answers, by address; one question for each way, so that an index answers each.
    """
    reader = aliased(Mailbox)
    ways = [
        select(reader.id, Mailbox.address)
        .join(Mailbox, Mailbox.return_address == way)
        .where(reader.id.in_(going), Mailbox.state.in_(LIVE), Mailbox.id.not_in(going))
        for way in (reader.mssante, reader.address)
    ]
    return sorted(((key, address) for key, address in session.execute(union(*ways))), key=lambda found: found[::-1])


def is_shut_out(session: Session, mailbox: Mailbox) -> bool:
    """Whether an operator has closed the account of this person: valid or not, the mailbox lets nobody in."""
    return session.scalar(select(Mailbox.id).where(Mailbox.id == mailbox.id, shut_out())) is not None


def shut_out() -> ColumnElement[bool]:
    """Of which mailboxes an operator has closed the account, the one that holds it or the one that would.

    One question for each way, so that an index answers each.
    """
    ways = (Account.email == Mailbox.address, Account.rpps == Mailbox.rpps)
    would = and_(Mailbox.account_id.is_(None), or_(*(exists().where(SHUT_BY_OPERATOR, way) for way in ways)))
    holds = exists().where(SHUT_BY_OPERATOR, Account.id == Mailbox.account_id)
    return and_(Mailbox.kind.in_(PERSONS), or_(holds, would))


def at_addresses(session: Session, addresses: Collection[str | None]) -> Sequence[Mailbox]:
    """The accounts that receive what is sent to these addresses, in the order of keys, each with its structure."""
    wanted = [address for address in addresses if address]
    query = select(Mailbox).where(or_(Mailbox.address.in_(wanted), Mailbox.mssante.in_(wanted)))
    return session.scalars(query.options(joinedload(Mailbox.structure, innerjoin=True)).order_by(Mailbox.id)).all()


def delegations(session: Session, mailbox_id: int) -> Sequence[tuple[Mailbox, Delegation]]:
    """The accounts that receive a copy of what this one receives, by name, and since when by whom."""
    query = (
        select(Mailbox, Delegation)
        .join(Delegation, Delegation.delegate_id == Mailbox.id)
        .where(Delegation.mailbox_id == mailbox_id)
        .order_by(Mailbox.search, Mailbox.id)
    )
    return [(mailbox, delegation) for mailbox, delegation in session.execute(query)]


def copied(session: Session, addresses: Collection[str | None]) -> frozenset[str | None]:
    """All the addresses of the accounts that receive at one of these, and have copies sent."""
    wanted = [address for address in addresses if address]
    query = select(Mailbox.address, Mailbox.mssante).where(
        or_(Mailbox.address.in_(wanted), Mailbox.mssante.in_(wanted)),
        exists().where(Delegation.mailbox_id == Mailbox.id),
    )
    return frozenset(address for row in session.execute(query) for address in row if address)


def delegates(session: Session, mailbox_id: int) -> Sequence[Mailbox]:
    """The accounts that receive a copy of what this one receives, by name."""
    return [mailbox for mailbox, _ in delegations(session, mailbox_id)]


def answered_by(session: Session, mailbox: Mailbox, addresses: Sequence[str | None]) -> Sequence[str]:
    """The addresses of the live mailboxes, a software's, whose answers come to this one at one of these."""
    query = select(Mailbox.address).where(
        Mailbox.return_address.in_([one for one in addresses if one]), Mailbox.state.in_(LIVE), Mailbox.id != mailbox.id
    )
    return session.scalars(query.order_by(Mailbox.address)).all()


def beginning_with(session: Session, shared_id: int) -> Sequence[Mailbox]:
    """The persons' accounts that show this shared one first, by name, each with its structure."""
    query = select(Mailbox).where(Mailbox.default_id == shared_id).order_by(Mailbox.search, Mailbox.id)
    return session.scalars(query.options(joinedload(Mailbox.structure, innerjoin=True))).all()


def delegating(session: Session, mailbox_id: int) -> Sequence[Mailbox]:
    """The accounts whose messages this one receives a copy of, by name, each with its structure."""
    query = (
        select(Mailbox)
        .join(Delegation, Delegation.mailbox_id == Mailbox.id)
        .where(Delegation.delegate_id == mailbox_id)
        .order_by(Mailbox.search, Mailbox.id)
    )
    return session.scalars(query.options(joinedload(Mailbox.structure, innerjoin=True))).all()


def of_structure(structure: Structure, *, daughters: bool) -> ColumnElement[bool]:
    """The condition that an account is of this structure, or of one of its daughters too."""
    if daughters:
        return Mailbox.structure_id.in_(select(Structure.id).where(under(structure.path)))
    return Mailbox.structure_id == structure.id


def has_daughters(session: Session, structure: Structure) -> bool:
    """Whether this structure is the mother of another one, closed or not: its accounts are still hers."""
    return bool(session.scalar(select(exists().where(Structure.mother_id == structure.id))))


def count_states(session: Session, structure: Structure, *, daughters: bool) -> Mapping[State, int]:
    """How many accounts of this structure, or of its whole tree, each state holds."""
    query = select(Mailbox.state, func.count()).where(of_structure(structure, daughters=daughters))
    return dict(iter(session.execute(query.group_by(Mailbox.state))))


def count_changes(session: Session, structure: Structure, *, daughters: bool) -> int:
    """How many changes of address wait for the night."""
    query = select(func.count()).select_from(AddressChange).join(AddressChange.mailbox)
    waiting = AddressChange.state == ChangeState.ASKED
    return session.scalar(query.where(waiting, of_structure(structure, daughters=daughters))) or 0
