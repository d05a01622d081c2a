"""Proving the address of a public request: by the code mailed to it (`portal.proving`), or by its draft's link."""

from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from portal import clock
from portal.proving import service as proving
from portal.proving.rules import Proved
from portal.raccordement.deposit import mails, rules
from portal.raccordement.deposit.models import AddressProof
from portal.raccordement.deposit.rules import Gone, Opened
from portal.raccordement.record import store as records
from portal.raccordement.record.models import Raccordement
from portal.raccordement.record.states import State
from portal.tokens import RowToken
from portal.web.visitor import Visitor

LINK = RowToken[Raccordement]("raccordement draft", lambda record: (record.id, record.created_at))
DOOR = proving.Door(AddressProof, "raccordement address", mails.code)


def is_fresh(proof: AddressProof) -> bool:
    """Whether it may still show a draft."""
    return proving.is_fresh(proof, clock.now())


def linked(session: Session, token: str, *, lock: bool = False) -> Raccordement | None:
    """The draft of a link, as long as it lives; looking consumes nothing."""
    record = LINK.read(token, partial(records.get, session, lock=lock))
    if record is None or record.state is not State.DRAFT or not rules.is_alive(record.changed_at, clock.now()):
        return None
    return record


def follow(session: Session, visitor: Visitor, token: str) -> tuple[Proved, Opened] | Gone:
    """Open the draft of a link in this browser: whoever holds the link reads the mailbox that it was sent to."""
    record = linked(session, token, lock=True)
    if record is None:
        return Gone()
    proof = _proof_by_link(visitor, record, clock.now())
    session.add(proof)
    session.flush()
    return Proved(proof.id), Opened(record.id)


def _proof_by_link(visitor: Visitor, record: Raccordement, now: datetime) -> AddressProof:
    return AddressProof(
        email=record.email,
        browser_mark=visitor.mark,
        issued=[],
        created_at=now,
        proved_at=now,
        raccordement_id=record.id,
    )
