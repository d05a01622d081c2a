"""Every query of proofs and drafts."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.raccordement.deposit.models import AddressProof, Draft
from portal.raccordement.record.models import Member, Raccordement
from portal.raccordement.record.states import CLOSED, State


def living(session: Session, account_id: int) -> Sequence[Raccordement]:
    """The requests of a person of which something may still be expected, the last deposited first."""
    mine = select(Member.raccordement_id).where(Member.account_id == account_id)
    query = select(Raccordement).where(Raccordement.id.in_(mine), Raccordement.state.not_in([State.DRAFT, *CLOSED]))
    return session.scalars(query.order_by(Raccordement.id.desc())).all()


def draft(session: Session, record_id: int) -> Draft | None:
    """What the draft of this record keeps besides it."""
    return session.get(Draft, record_id)


def proof(session: Session, browser_mark: str, email: str) -> AddressProof | None:
    """What this browser last gave of this address."""
    mine = (AddressProof.browser_mark == browser_mark, AddressProof.email == email, AddressProof.proved_at.is_not(None))
    return session.scalar(select(AddressProof).where(*mine).order_by(AddressProof.id.desc()).limit(1))


def purge(session: Session, *, proofs_before: datetime, drafts_before: datetime) -> None:
    """Remove the proofs begun, and the drafts last touched, before these instants."""
    old = [Raccordement.state == State.DRAFT, Raccordement.changed_at < drafts_before]
    session.execute(delete(Raccordement).where(*old))
    session.execute(delete(AddressProof).where(AddressProof.created_at < proofs_before))
