"""What an import does to the registers, a chunk at a time; who calls it decides when to commit."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from portal import audit, clock
from portal.audit import Event
from portal.registers import store
from portal.registers.models import Commune, Departement, Edition, Establishment, PostalCode, Region, Register
from portal.registers.report import Report, Tally
from portal.registers.rules.communes import CommuneRow, DepartementRow, RegionRow
from portal.registers.rules.finess import Structure


def merge_structures(session: Session, structures: Sequence[Structure]) -> Tally:
    """Bring these structures into the register; one that had left it is back."""
    created, changed = store.merge(session, Establishment, structures)
    return _tally(structures, created, changed)


def merge_regions(session: Session, rows: Sequence[RegionRow]) -> Tally:
    """Bring these régions into the register."""
    created, changed = store.merge(session, Region, rows)
    return _tally(rows, created, changed)


def merge_departements(session: Session, rows: Sequence[DepartementRow]) -> Tally:
    """Bring these départements into the register; their régions are known."""
    created, changed = store.merge(session, Departement, rows)
    return _tally(rows, created, changed)


def merge_communes(session: Session, rows: Sequence[CommuneRow]) -> Tally:
    """Bring these communes and their postal codes into the register; their départements are known."""
    created, changed = store.merge(session, Commune, rows)
    _forget_postal_codes(session, [row.code for row in changed])
    pairs = [
        {"postal_code": postal_code, "commune_code": row.code}
        for row in created + changed
        for postal_code in dict.fromkeys(row.postal_codes.split())
    ]
    if pairs:
        session.execute(insert(PostalCode), pairs)
    return _tally(rows, created, changed)


def _tally(rows: Sequence[object], created: Sequence[object], changed: Sequence[object]) -> Tally:
    return Tally(len(created), len(changed), len(rows) - len(created) - len(changed))


def close_structures(session: Session, numbers: Sequence[str], left_on: date) -> None:
    """These structures have left the register; they are kept, since accounts and requests may name them."""
    session.execute(update(Establishment).where(Establishment.finess_et.in_(numbers)).values(left_on=left_on))


def close_communes(session: Session, codes: Sequence[str]) -> None:
    """These communes have merged into others: they keep their name, and are proposed no more."""
    session.execute(update(Commune).where(Commune.code.in_(codes)).values(current=False))
    _forget_postal_codes(session, codes)


def _forget_postal_codes(session: Session, codes: Iterable[str]) -> None:
    session.execute(delete(PostalCode).where(PostalCode.commune_code.in_(list(codes))))


def finish(session: Session, register: Register, report: Report, *, sha256: str, published_on: date | None) -> None:
    """Note which file the register now comes from, unless it already came from it."""
    known = store.edition(session, register)
    if known is None:
        known = Edition(register=register.value, published_on=published_on, sha256=sha256, imported_at=clock.now())
        session.add(known)
    elif known.sha256 != sha256:
        known.published_on, known.sha256, known.imported_at = published_on, sha256, clock.now()
    journal(session, register, report, sha256=sha256, state="terminé")


def journal(session: Session, register: Register, report: Report, *, sha256: str, state: str) -> None:
    """Tell the journal what an import has done, to its end or until it was interrupted."""
    after = {"registre": register.value, "etat": state, "sha256": sha256, **report.counts()}
    audit.record(session, Event.REGISTER_IMPORTED, after=after)
