"""Proving an address: a code is mailed to it, and typed in the browser that asked.

The answer is the same whether or not the portal knows the address: nothing is looked up before it is proved.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts import counters
from portal.accounts.counters import Scope, Tally
from portal.captcha import service as captcha
from portal.captcha.rules import Dead, Wrong
from portal.config import settings
from portal.keys import mac
from portal.mail import outbox
from portal.mail.rules import Mail
from portal.proving.models import Proof
from portal.proving.rules import Proved, TooManyAsked
from portal.signin import rules as codes
from portal.signin.rules import ChallengeOver, CodeAsked, MailTooSoon, NoMoreMail, WrongCode
from portal.web.visitor import Visitor

Kind = TypeVar("Kind", bound=Proof)


@dataclass(frozen=True)
class Door(Generic[Kind]):
    """A form that asks for an address to be proved.

    Attributes:
        model: The table of its proofs.
        purpose: What the secret behind its codes is for: that of one door opens no other.
        mail: Builds the mail of a code: `mail(address, code, asked_at=…, ends_at=…)`.
    """

    model: type[Kind]
    purpose: str
    mail: Callable[..., Mail]

    def ask(
        self, session: Session, visitor: Visitor, email: str, *, token: str, typed: str
    ) -> TooManyAsked | Wrong | Dead | NoMoreMail | CodeAsked:
        """Mail a code to an address, once the captcha (`token`, and what was `typed` for it) is answered."""
        if _too_many(session, visitor):
            return TooManyAsked()
        answered = captcha.answer(session, token, typed)
        if isinstance(answered, Wrong | Dead):
            return answered
        found = self.waiting(session, visitor, lock=True)
        if found and (found.email != email or _is_over(found)):
            # One at a time in a browser: a code proves only the address that it was mailed to.
            found.closed_at = clock.now()
            found = None
        sent = self._send(session, found or self._begin(session, visitor, email))
        # Asked again at once: the code that has just left is the one to type.
        return CodeAsked() if isinstance(sent, MailTooSoon) else sent

    def _begin(self, session: Session, visitor: Visitor, email: str) -> Kind:
        proof = self.model()
        proof.email, proof.browser_mark = email, visitor.mark
        proof.salt, proof.issued, proof.tries = secrets.token_urlsafe(32), [], 0
        proof.created_at = clock.now()
        session.add(proof)
        session.flush()
        return proof

    def _send(self, session: Session, proof: Kind) -> MailTooSoon | NoMoreMail | CodeAsked:
        now, limits = clock.now(), settings()
        refusal = codes.may_resend(proof.issued_at, now, wait=limits.code_wait_seconds, most=limits.code_mails)
        if refusal:
            return refusal
        recipient = Tally(Scope.PROVING_CODES, proof.email, limits.limit_proving_codes)
        if not counters.admits(session, recipient, now):
            return NoMoreMail()
        number = len(proof.issued)
        proof.issued = [*proof.issued, now.isoformat()]
        code = codes.code(self._secret(proof), number)
        outbox.add(session, self.mail(proof.email, code, asked_at=now, ends_at=now + limits.code_minutes))
        return CodeAsked()

    def _secret(self, proof: Kind) -> bytes:
        return mac(self.purpose, str(proof.id), proof.salt, proof.browser_mark, proof.email)

    def waiting(self, session: Session, visitor: Visitor, *, lock: bool = False) -> Kind | None:
        """The address of which this browser is to type the code."""
        found = self._latest(session, visitor, lock=lock)
        return found if found and found.proved_at is None and found.issued else None

    def _latest(self, session: Session, visitor: Visitor, *, lock: bool = False) -> Kind | None:
        """The proof that this browser was last mailed a code for, proved or not."""
        # A code lives 10 minutes after it was sent, and the last of five may be sent late: an hour covers them all.
        since = clock.now() - settings().code_minutes * (settings().code_mails + 1)
        mine: Any = self.model
        query = select(mine).where(
            mine.browser_mark == visitor.mark, mine.closed_at.is_(None), mine.created_at > since, mine.salt != ""
        )
        query = query.order_by(mine.id.desc()).limit(1)
        query = query.with_for_update().execution_options(populate_existing=True) if lock else query
        found: Kind | None = session.scalar(query)
        return found

    def resend(
        self, session: Session, visitor: Visitor
    ) -> TooManyAsked | MailTooSoon | NoMoreMail | CodeAsked | ChallengeOver:
        """Mail a further code; the earlier ones stay good."""
        proof = self.waiting(session, visitor, lock=True)
        if proof is None or proof.tries >= settings().code_tries:
            return ChallengeOver()
        return TooManyAsked() if _too_many(session, visitor) else self._send(session, proof)

    def submit(self, session: Session, visitor: Visitor, typed: str) -> Proved | WrongCode | ChallengeOver:
        """Try a code; the right one sent twice by this browser proves the address once, and answers the same."""
        proof = self._latest(session, visitor, lock=True)
        if proof is None or proof.tries >= settings().code_tries:
            return ChallengeOver()
        alive = codes.alive(proof.issued_at, clock.now(), settings().code_minutes)
        if codes.is_right(typed, self._secret(proof), alive):
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

    def proved(self, session: Session, visitor: Visitor, proof_id: int, *, lock: bool = False) -> Kind | None:
        """The proof of this key, if it was given in this browser."""
        found = session.get(self.model, proof_id, with_for_update=lock or None, populate_existing=lock)
        return found if found and found.proved_at and found.browser_mark == visitor.mark else None


def _is_over(proof: Proof) -> bool:
    """Whether no code of it can be typed any more, nor sent."""
    alive = codes.alive(proof.issued_at, clock.now(), settings().code_minutes)
    return len(proof.issued) >= settings().code_mails and not alive


def _too_many(session: Session, visitor: Visitor) -> bool:
    network = Tally(Scope.PROVING_CODES_NETWORK, visitor.network, settings().limit_proving_codes_network)
    return not counters.admits(session, network, clock.now())


def too_many(session: Session, visitor: Visitor, email: str) -> bool:
    """Whether a way in that is no code, counted as one, is one too many for this address or this network."""
    recipient = Tally(Scope.PROVING_CODES, email, settings().limit_proving_codes)
    admitted = counters.admits(session, recipient, clock.now())
    return _too_many(session, visitor) or not admitted


def is_fresh(proof: Proof, now: datetime) -> bool:
    """Whether it may still show what it opens: as long as a session of the portal may last, and no longer."""
    return proof.proved_at is not None and now < proof.proved_at + settings().session_minutes


def shown(proof: Proof) -> Mapping[str, Any]:
    """What the page that waits for the code says of it."""
    limits, last = settings(), proof.issued_at[-1]
    return {
        "address": proof.email,
        "sent_at": last,
        "several": len(proof.issued) > 1,
        "ends_at": last + limits.code_minutes,
        "resend_at": last + limits.code_wait_seconds,
        "mails_left": limits.code_mails - len(proof.issued),
        "life": limits.code_minutes,
    }
