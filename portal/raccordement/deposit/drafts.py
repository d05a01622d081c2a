"""A draft in a browser: opened for a proved address, written at each touch, never overwritten without a word."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal import clock
from portal.accounts import store as people
from portal.mail import outbox
from portal.raccordement.deposit import mails, proofs, store
from portal.raccordement.deposit.models import AddressProof, Draft
from portal.raccordement.deposit.proofs import DOOR
from portal.raccordement.deposit.rules import (
    DRAFT_LIFE,
    MAX_DRAFTS,
    Deposited,
    Gone,
    Kept,
    Lapsed,
    Opened,
    Overtaken,
    ToChoose,
    TooManyDrafts,
    is_alive,
)
from portal.raccordement.picker.rules import Choice
from portal.raccordement.record import service as record_service
from portal.raccordement.record import store as records
from portal.raccordement.record.models import Raccordement
from portal.raccordement.record.rules import ESTABLISHMENTS, LABELS, Values
from portal.raccordement.record.states import State
from portal.web.visitor import Visitor

Link = Callable[[str], str]


@dataclass(frozen=True)
class Known:
    """What the portal has of a proved address: its drafts, and the requests that its owner follows."""

    drafts: tuple[Raccordement, ...]
    living: tuple[Raccordement, ...]


def known(session: Session, proof: AddressProof) -> Known:
    """What there is to go on with."""
    account = people.find(session, proof.email)
    return Known(
        drafts=tuple(_drafts(session, proof)),
        living=tuple(store.living(session, account.id)) if account else (),
    )


def _drafts(session: Session, proof: AddressProof) -> list[Raccordement]:
    """The drafts of this address that may still be opened, the last touched first."""
    return [draft for draft in records.drafts_of(session, proof.email) if is_alive(draft.changed_at, clock.now())]


def enter(session: Session, proof: AddressProof, *, link: Link) -> Opened | ToChoose:
    """Where a proved address leads: to its first draft, or to the choice when it has some already.

    `link` turns the token of a draft into the full address of the page that opens it.
    """
    if proof.raccordement_id:
        return Opened(proof.raccordement_id)
    found = known(session, proof)
    return ToChoose() if found.drafts or found.living else _begin(session, proof, link)


def begin(session: Session, proof: AddressProof, *, link: Link) -> Opened | TooManyDrafts:
    """Begin another draft; one that is still empty is the one begun, however often the button is pressed."""
    found = _drafts(session, proof)
    empty = next((record for record in found if record.version == 1), None)
    if empty:
        return _open(proof, empty)
    return TooManyDrafts() if len(found) >= MAX_DRAFTS else _begin(session, proof, link)


def _begin(session: Session, proof: AddressProof, link: Link) -> Opened:
    record = record_service.open_draft(session, proof.email)
    session.add(Draft(raccordement_id=record.id, juridicals=[]))
    url = link(proofs.LINK.write(record))
    outbox.add(session, mails.draft(proof.email, link=url, days=DRAFT_LIFE.days))
    return _open(proof, record)


def _open(proof: AddressProof, record: Raccordement) -> Opened:
    proof.raccordement_id = record.id
    return Opened(record.id)


def go_on(session: Session, proof: AddressProof, record_id: int) -> Opened | Gone:
    """Go on with a draft of this address."""
    found = _drafts(session, proof)
    record = next((record for record in found if record.id == record_id), None)
    return _open(proof, record) if record else Gone()


@dataclass(frozen=True)
class Open:
    """The draft that a browser has open, and what says that it may."""

    record: Raccordement
    choice: Choice
    proof: AddressProof


def opened(
    session: Session, visitor: Visitor, proof_id: int | None, *, lock: bool = False
) -> Open | Gone | ToChoose | Deposited | Lapsed:
    """The draft that this browser opened last."""
    proof = DOOR.proved(session, visitor, proof_id) if proof_id else None
    if proof is None:
        return Gone()
    if proof.raccordement_id is None:
        return ToChoose() if proofs.is_fresh(proof) else Gone()
    record = records.get(session, proof.raccordement_id, lock=lock)
    if record is None:
        return Gone()
    return _opened(session, record, proof) if proofs.is_fresh(proof) else Lapsed()


def _opened(session: Session, record: Raccordement, proof: AddressProof) -> Open | Deposited:
    return Open(record, _choice(session, record), proof) if record.state is State.DRAFT else Deposited()


def of_form(
    session: Session, visitor: Visitor, proof_id: int | None, shown: Raccordement | None, *, goes_on: bool
) -> tuple[Open | Deposited, int] | Gone:
    """The draft for which the form sent was `shown`, locked, with the key of what opens it in this browser.

    Another tab may have opened another one since, of another person too. What was proved too long ago to show a draft
    still writes in it. With `goes_on`, the pages that follow are of this one.
    """
    last = DOOR.proved(session, visitor, proof_id) if proof_id else None
    if last is None or shown is None:
        return Gone()
    proof = last if last.email == shown.email else store.proof(session, visitor.mark, shown.email)
    if proof is None:
        return Gone()
    if goes_on or shown.state is not State.DRAFT:
        proof.raccordement_id = shown.id
    return _opened(session, shown, proof), proof.id


def _choice(session: Session, record: Raccordement) -> Choice:
    draft = store.draft(session, record.id)
    attached = [row.finess_ej for row in record.establishments]
    picked = draft.juridicals if draft else []
    return Choice(tuple(dict.fromkeys([*picked, *attached])), frozenset(row.finess_et for row in record.establishments))


def keep(session: Session, found: Open, values: Values, choice: Choice | None, *, version: int) -> Kept | Overtaken:
    """Write in a draft, locked by the caller, what its page shows, complete or not.

    `version` is the one that the page was made from: another tab may have written since, and is not overwritten.
    """
    record = found.record
    changed = [name for name, value in values.items() if getattr(record, name) != value]
    if choice and choice != found.choice:
        changed.append(ESTABLISHMENTS)
    if not changed:
        return Kept(record.version, record.changed_at)
    if version != record.version:
        return Overtaken(tuple(LABELS[name] for name in changed), record.version, record.changed_at)
    record_service.write(record, values)
    if choice and choice != found.choice:
        _keep_choice(session, record, choice)
    record.version += 1
    session.flush()
    return Kept(record.version, record.changed_at)


def _keep_choice(session: Session, record: Raccordement, choice: Choice) -> None:
    record_service.attach(record, records.attached(session, sorted(choice.territorials)))
    draft = store.draft(session, record.id)
    if draft is None:
        draft = Draft(raccordement_id=record.id)
        session.add(draft)
    draft.juridicals = list(choice.juridicals)


def deposited(session: Session, visitor: Visitor, proof_id: int | None) -> Raccordement | None:
    """The request that this browser has sent."""
    proof = DOOR.proved(session, visitor, proof_id) if proof_id else None
    if proof is None or proof.raccordement_id is None or not proofs.is_fresh(proof):
        return None
    record = records.get(session, proof.raccordement_id)
    return record if record and record.state is not State.DRAFT else None


def forget(session: Session, found: Open) -> None:
    """Throw a draft away, because whoever wrote it says so."""
    session.delete(found.record)
