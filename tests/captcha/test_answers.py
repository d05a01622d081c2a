"""A captcha is answered once, rightly or not, whoever sends it and however fast."""

from portal import clock
from portal.accounts import counters
from portal.accounts.models import Counter
from portal.captcha import rules, tokens
from portal.captcha.rules import Dead, Right, Wrong
from portal.captcha.service import answer
from portal.db import reading, transaction
from portal.keys import sign
from portal.operations import service as operations
from tests.attacks.crowd import at_once
from tests.captcha.conftest import text_of, wrong_for


def test_the_right_answer_is_right(token, answer_once):
    assert answer_once(token, text_of(token)) == Right()


def test_a_right_answer_serves_once(token, answer_once):
    answer_once(token, text_of(token))
    assert answer_once(token, text_of(token)) == Dead()


def test_a_wrong_answer_ends_the_captcha(token, answer_once):
    assert answer_once(token, wrong_for(token)) == Wrong()
    assert answer_once(token, text_of(token)) == Dead()


def test_twenty_right_answers_at_once_are_one(app, token):
    typed = text_of(token)

    def try_it():
        with app.app_context(), transaction() as session:
            return answer(session, token, typed)

    outcomes = at_once([try_it] * 20)
    assert outcomes.count(Right()) == 1
    assert outcomes.count(Dead()) == 19


def test_an_answer_whose_transaction_is_undone_may_be_given_again(token, answer_once):
    with transaction() as session:
        assert answer(session, token, text_of(token)) == Right()
        session.rollback()
    assert answer_once(token, text_of(token)) == Right()


def test_two_captchas_are_answered_apart(app, answer_once):
    one, other = tokens.write_token(), tokens.write_token()
    answer_once(one, wrong_for(one))
    assert answer_once(other, text_of(other)) == Right()


def test_it_is_too_late_after_two_hours(token, answer_once, later):
    typed = text_of(token)
    later(hours=2)
    assert answer_once(token, typed) == Dead()


def test_a_spent_captcha_stays_spent_for_as_long_as_it_would_live(token, answer_once, later):
    typed = text_of(token)
    later(hours=1, minutes=59)
    answer_once(token, typed)
    operations.purge()
    assert answer_once(token, typed) == Dead()


def test_nothing_of_it_is_left_once_it_could_not_be_answered_any_more(token, answer_once, later):
    answer_once(token, text_of(token))
    later(hours=2, seconds=1)
    operations.purge()
    with reading() as session:
        assert session.query(Counter).count() == 0


def _forged(token):
    body, _, signature = token.rpartition(".")
    other, _, _ = tokens.write_token().rpartition(".")
    flipped = "A" if signature[0] != "A" else "B"
    yield f"{other}.{signature}"
    yield f"{body}.{flipped}{signature[1:]}"
    yield body
    yield f"{token}x"
    yield ""
    yield "é" * 20
    yield sign("reset link", ["nom", int(clock.now().timestamp())])


def test_what_was_not_signed_here_as_a_captcha_is_none(token, answer_once):
    typed = text_of(token)
    assert [answer_once(forged, typed) for forged in _forged(token)] == [Dead()] * 7


def test_a_captcha_of_before_the_key_changed_is_read_and_answered_by_its_new_digits(token, configure, answer_once):
    configure(secret_keys=("nouvelle-clef-" + "y" * 32, "clef-de-test-" + "x" * 32))
    assert answer_once(token, text_of(token)) == Right()


def test_only_the_key_knows_the_digits(token, configure):
    known = text_of(token)
    configure(secret_keys=("autre-clef-de-test-" + "z" * 32,))
    assert tokens.read_token(token) is None
    assert known not in token


def test_without_a_captcha_every_answer_is_right(app, configure, answer_once):
    configure(captcha=rules.OFF)
    assert answer_once("", "") == Right()
    with reading() as session:
        assert session.query(Counter).count() == 0


def test_what_is_counted_says_nothing_of_the_captcha(token, answer_once):
    answer_once(token, text_of(token))
    with reading() as session:
        (row,) = session.query(Counter).all()
    captcha = tokens.read_token(token)
    assert row.key == counters.Tally(counters.Scope.CAPTCHAS_SPENT, captcha.name, None).key
    assert captcha.name not in row.key
