"""Proving an address: a code is mailed to it, and typed in the browser that asked; or its draft's link is opened.

The answer is the same whether or not the portal knows the address: nothing is looked up before it is proved.
"""

import secrets
from datetime import datetime

from itsdangerous import BadSignature
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts import counters
from portal.accounts.counters import Scope, Tally
from portal.captcha import service as captcha
from portal.captcha.rules import Dead, Wrong
from portal.config import settings
from portal.keys import mac, signer
from portal.mail import outbox
from portal.raccordement.deposit import mails, rules, store
from portal.raccordement.deposit.models import AddressProof
from portal.raccordement.deposit.rules import Gone, Opened, Proved, TooManyAsked
from portal.raccordement.record import store as records
from portal.raccordement.record.models import Raccordement
from portal.raccordement.record.states import State
from portal.signin import rules as codes
from portal.signin.rules import ChallengeOver, CodeAsked, MailTooSoon, NoMoreMail, WrongCode
from portal.web.visitor import Visitor


def ask(
    session: Session, visitor: Visitor, email: str, *, token: str, typed: str
) -> TooManyAsked | Wrong | Dead | NoMoreMail | CodeAsked:
    """Mail a code to an address, once the captcha (`token`, and what was `typed` for it) is answered."""
    if _too_many(session, visitor):
        return TooManyAsked()
    answered = captcha.answer(session, token, typed)
    if isinstance(answered, Wrong | Dead):
        return answered
    found = waiting(session, visitor, lock=True)
    if found and (found.email != email or _is_over(found)):
        # One at a time in a browser: a code proves only the address that it was mailed to.
        found.closed_at = clock.now()
        found = None
    sent = _send(session, found or _begin(session, visitor, email))
    # Asked again at once: the code that has just left is the one to type.
    return CodeAsked() if isinstance(sent, MailTooSoon) else sent


def _is_over(proof: AddressProof) -> bool:
    """Whether no code of it can be typed any more, nor sent."""
    alive = codes.alive(proof.issued_at, clock.now(), settings().code_minutes)
    return len(proof.issued) >= settings().code_mails and not alive


def _too_many(session: Session, visitor: Visitor) -> bool:
    network = Tally(Scope.DEPOSIT_CODES_NETWORK, visitor.network, settings().limit_deposit_codes_network)
    return counters.count(session, [network], clock.now())[network.scope] > network.limit.count


def _begin(session: Session, visitor: Visitor, email: str) -> AddressProof:
    proof = AddressProof(
        email=email,
        browser_mark=visitor.mark,
        salt=secrets.token_urlsafe(32),
        issued=[],
        tries=0,
        created_at=clock.now(),
    )
    session.add(proof)
    session.flush()
    return proof


def _send(session: Session, proof: AddressProof) -> MailTooSoon | NoMoreMail | CodeAsked:
    now, limits = clock.now(), settings()
    refusal = codes.may_resend(proof.issued_at, now, wait=limits.code_wait_seconds, most=limits.code_mails)
    if refusal:
        return refusal
    recipient = Tally(Scope.DEPOSIT_CODES, proof.email, limits.limit_deposit_codes)
    if counters.count(session, [recipient], now)[recipient.scope] > recipient.limit.count:
        return NoMoreMail()
    number = len(proof.issued)
    proof.issued = [*proof.issued, now.isoformat()]
    ends_at = now + limits.code_minutes
    outbox.add(session, mails.code(proof.email, codes.code(_secret(proof), number), asked_at=now, ends_at=ends_at))
    return CodeAsked()


def _secret(proof: AddressProof) -> bytes:
    return mac("raccordement address", str(proof.id), proof.salt, proof.browser_mark, proof.email)


def waiting(session: Session, visitor: Visitor, *, lock: bool = False) -> AddressProof | None:
    """The address of which this browser is to type the code."""
    found = _latest(session, visitor, lock=lock)
    return found if found and found.proved_at is None and found.issued else None


def _latest(session: Session, visitor: Visitor, *, lock: bool = False) -> AddressProof | None:
    # A code lives 10 minutes after it was sent, and the last of five may be sent late: an hour covers them all.
    since = clock.now() - settings().code_minutes * (settings().code_mails + 1)
    return store.latest(session, visitor.mark, since, lock=lock)


def resend(session: Session, visitor: Visitor) -> TooManyAsked | MailTooSoon | NoMoreMail | CodeAsked | ChallengeOver:
    """Mail a further code; the earlier ones stay good."""
    proof = waiting(session, visitor, lock=True)
    if proof is None or proof.tries >= settings().code_tries:
        return ChallengeOver()
    return TooManyAsked() if _too_many(session, visitor) else _send(session, proof)


def submit(session: Session, visitor: Visitor, typed: str) -> Proved | WrongCode | ChallengeOver:
    """Try a code; the right one sent twice by this browser proves the address once, and answers the same."""
    proof = _latest(session, visitor, lock=True)
    if proof is None or proof.tries >= settings().code_tries:
        return ChallengeOver()
    alive = codes.alive(proof.issued_at, clock.now(), settings().code_minutes)
    if codes.is_right(typed, _secret(proof), alive):
        proof.proved_at = proof.proved_at or clock.now()
        return Proved(proof.id)
    if proof.proved_at:
        return ChallengeOver()
    proof.tries += 1
    left = settings().code_tries - proof.tries
    if left:
        return WrongCode(left)
    proof.closed_at = clock.now()
    return ChallengeOver()


def proved(session: Session, visitor: Visitor, proof_id: int, *, lock: bool = False) -> AddressProof | None:
    """The proof of this key, if it was given in this browser."""
    found = store.proof(session, proof_id, lock=lock)
    return found if found and found.proved_at and found.browser_mark == visitor.mark else None


def is_fresh(proof: AddressProof) -> bool:
    """Whether it may still show a draft: as long as a session of the portal may last, and no longer."""
    return proof.proved_at is not None and clock.now() < proof.proved_at + settings().session_minutes


def write_token(record: Raccordement) -> str:
    """The token of the link that opens this draft."""
    return str(signer("raccordement draft").dumps(record.id))


def linked(session: Session, token: str, *, lock: bool = False) -> Raccordement | None:
    """The draft of a link, as long as it lives; looking consumes nothing."""
    try:
        found = signer("raccordement draft").loads(token)
    except BadSignature:
        return None
    record = records.get(session, found, lock=lock) if isinstance(found, int) else None
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
