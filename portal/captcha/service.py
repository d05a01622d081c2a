"""Showing a captcha is counted by network; answering one is done once, whether the answer is right or not."""

from sqlalchemy.orm import Session

from portal import clock
from portal.accounts import counters
from portal.accounts.counters import Scope, Tally
from portal.captcha import rules, tokens
from portal.captcha.rules import Dead, Right, Wrong
from portal.config import settings
from portal.limits import Limit


def may_show(session: Session, network: str) -> bool:
    """Count one image or one sound for this network; whether it may have it."""
    return counters.admits(session, _shown(network), clock.now())


def may_ask(session: Session, network: str) -> bool:
    """Whether an image would still be shown to this network; nothing is counted."""
    return not counters.is_over(session, _shown(network), clock.now())


def _shown(network: str) -> Tally:
    return Tally(Scope.CAPTCHAS, network, settings().limit_captchas)


def answer(session: Session, token: str, typed: str) -> Right | Wrong | Dead:
    """Judge an answer, in the transaction of what it opens; the captcha is then spent, unless that is rolled back.

    Of two answers to one captcha sent at once, the second waits for the first and finds it spent.
    """
    if settings().captcha == rules.OFF:
        return Right()
    captcha = tokens.read_token(token)
    if captcha is None:
        return Dead()
    # Kept for a whole life from now: the token is too old before it is forgotten that it was used.
    spent = Tally(Scope.CAPTCHAS_SPENT, captcha.name, Limit(1, rules.LIFE))
    if not counters.admits(session, spent, clock.now()):
        return Dead()
    return Right() if rules.is_right(typed, captcha.text) else Wrong()
