"""Every query of the tree of structures that more than one room asks."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, false, func, or_, select, true, update
from sqlalchemy.orm import Session

from portal.accounts.models import Account, AccountRight
from portal.accounts.rules import Right
from portal.medimail.structures.models import Contact, Enrolment, Structure
from portal.medimail.structures.rules.locating import Town
from portal.medimail.structures.rules.tree import Reach, below, lineage, outermost
from portal.registers.store import communes_of


def reach_of(session: Session, account_id: int) -> Reach:
    """How far this person administers Medimail; nowhere when they do not."""
    held = select(AccountRight.scope).where(
        AccountRight.account_id == account_id, AccountRight.name == Right.MEDIMAIL_ADMINISTRATOR
    )
    scopes = set(session.scalars(held))
    if "" in scopes:
        return Reach(is_grades=True)
    keys = [int(scope) for scope in scopes if scope.isdecimal()]
    paths = session.scalars(select(Structure.path).where(Structure.id.in_(keys), Structure.closed_at.is_(None)))
    return Reach(is_grades=False, tops=outermost(paths))


def within(reach: Reach) -> ColumnElement[bool]:
    """The condition that a structure is within this reach: a range of the index of paths for each top."""
    if reach.is_grades:
        return true()
    return or_(false(), *(under(top) for top in sorted(reach.tops)))


def under(path: str) -> ColumnElement[bool]:
    """The condition that a structure is that of this path or one of its daughters."""
    first, end = below(path)
    return (Structure.path >= first) & (Structure.path < end)


def get(session: Session, structure_id: int, *, lock: bool = False) -> Structure | None:
    """The structure of this key, closed or not; locked against other writers if asked."""
    query = select(Structure).where(Structure.id == structure_id)
    if lock:
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    return session.scalar(query)


def of_keys(session: Session, keys: Collection[int]) -> Sequence[Structure]:
    """The structures of these keys, in their order, closed or not."""
    return session.scalars(select(Structure).where(Structure.id.in_(keys)).order_by(Structure.id)).all()


def above(session: Session, structure: Structure) -> Sequence[Structure]:
    """The mothers of a structure, from the top of the tree down, itself left out."""
    keys = lineage(structure.path)[:-1]
    return session.scalars(select(Structure).where(Structure.id.in_(keys)).order_by(Structure.path)).all()


def mother_of(session: Session, structure: Structure) -> str:
    """The name of the one right above, « » at the top: told even out of reach, as the list of structures tells it."""
    if structure.mother_id is None:
        return ""
    return session.scalar(select(Structure.name).where(Structure.id == structure.mother_id)) or ""


def daughters(session: Session, structure: Structure, *, limit: int | None = None) -> Sequence[Structure]:
    """The structures right below this one that are not closed, by name; the first of them if asked."""
    query = select(Structure).where(Structure.mother_id == structure.id, Structure.closed_at.is_(None))
    return session.scalars(query.order_by(Structure.folded, Structure.id).limit(limit)).all()


def count_daughters(session: Session, structure: Structure) -> int:
    """How many structures right below this one are not closed."""
    query = select(func.count()).where(Structure.mother_id == structure.id, Structure.closed_at.is_(None))
    return session.scalar(query) or 0


def has_sister(session: Session, mother_id: int | None, folded: str) -> bool:
    """Whether an open structure right below this mother, or at the top for None, already has this folded name."""
    query = select(Structure.id).where(Structure.folded == folded, Structure.closed_at.is_(None))
    below_it = Structure.mother_id == mother_id if mother_id else Structure.mother_id.is_(None)
    return session.scalar(query.where(below_it).limit(1)) is not None


def has_namesake(session: Session, structure: Structure, reach: Reach) -> bool:
    """Whether another open structure within this reach has the same folded name, wherever it stands."""
    query = select(Structure.id).where(Structure.folded == structure.folded, Structure.id != structure.id)
    return session.scalar(query.where(Structure.closed_at.is_(None), within(reach)).limit(1)) is not None


def names(session: Session, structure_ids: Collection[int]) -> Mapping[int, str]:
    """What these structures are called."""
    query = select(Structure.id, Structure.name).where(Structure.id.in_(list(structure_ids)))
    return dict(iter(session.execute(query)))


def named(session: Session, structure_ids: Collection[int]) -> Sequence[tuple[int, str, bool]]:
    """What these structures are called, and whether each is closed."""
    query = select(Structure.id, Structure.name, Structure.closed_at).where(Structure.id.in_(list(structure_ids)))
    return [(key, name, closed_at is not None) for key, name, closed_at in session.execute(query)]


def enrols(session: Session, structure_id: int) -> bool:
    """Whether a structure enrols those who register alone, by something else than their status."""
    query = select(Enrolment.structure_id).where(Enrolment.structure_id == structure_id).limit(1)
    return session.scalar(query) is not None


def towns(session: Session, postal_code: str) -> Sequence[Town]:
    """The communes that have this postal code."""
    return [Town(commune.name, commune.departement_code) for commune in communes_of(session, postal_code)]


def contacts(session: Session, structure_id: int) -> Sequence[Contact]:
    """Who is told what the administrators are told, by name."""
    query = select(Contact).where(Contact.structure_id == structure_id).order_by(Contact.name, Contact.id)
    return session.scalars(query).all()


def administrators(session: Session, structure_ids: Collection[int]) -> Sequence[tuple[Account, int]]:
    """Who administers these structures by a right of their own, and which one; the GRADeS left out."""
    query = (
        select(Account, AccountRight.scope)
        .join(AccountRight, AccountRight.account_id == Account.id)
        .where(
            AccountRight.name == Right.MEDIMAIL_ADMINISTRATOR,
            AccountRight.scope.in_([str(key) for key in structure_ids]),
            Account.closed_at.is_(None),
        )
        .order_by(Account.last_name, Account.first_name, Account.id)
    )
    return [(account, int(scope)) for account, scope in session.execute(query)]


def grades(session: Session) -> Sequence[Account]:
    """The administrators of the GRADeS."""
    query = select(Account).join(AccountRight, AccountRight.account_id == Account.id)
    right = (AccountRight.name == Right.MEDIMAIL_ADMINISTRATOR, AccountRight.scope == "")
    return session.scalars(query.where(*right, Account.closed_at.is_(None)).order_by(Account.id)).all()


def holds_only(session: Session, rights: Sequence[AccountRight], path: str) -> bool:
    """Whether these rights open nothing but the structure of this path and its daughters."""
    scopes = [right.scope for right in rights]
    if any(right.name is not Right.MEDIMAIL_ADMINISTRATOR or not right.scope.isdecimal() for right in rights):
        return False
    inside = select(func.count()).select_from(Structure).where(Structure.id.in_([int(s) for s in scopes]), under(path))
    return session.scalar(inside) == len(set(scopes))


def rewrite_paths(session: Session, structure: Structure, path: str) -> None:
    """Give a structure another path, and to all that is under it; locked first, in the order of keys."""
    here = under(structure.path)
    session.execute(select(Structure.id).where(here).order_by(Structure.id).with_for_update(key_share=True)).all()
    moved = path + func.substr(Structure.path, len(structure.path) + 1)
    session.execute(update(Structure).where(here).values(path=moved), execution_options={"synchronize_session": False})
    session.refresh(structure)
