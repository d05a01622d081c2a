"""A mail exists if, and only if, the change that causes it does."""

import pytest
from sqlalchemy import select

from portal import db
from portal.db import reading, transaction
from portal.mail import outbox
from portal.mail.models import OutboxMail
from portal.mail.rules import Mail

MAIL = Mail("a.b@chu-demo.mssante.fr", "Objet", "essai/code", {"code": "482913"})


@pytest.fixture
def nudges(app) -> list[tuple[str, int]]:
    told: list[tuple[str, int]] = []
    db.database().on_nudge = lambda name, argument: told.append((name, argument))
    return told


def numbers() -> list[int]:
    with reading() as session:
        return list(session.scalars(select(OutboxMail.id).order_by(OutboxMail.id)))


def test_the_worker_is_told_once_the_mail_is_committed(nudges):
    with transaction() as session:
        outbox.add(session, MAIL)
        assert nudges == []
    assert nudges == [("mail.deliver", number) for number in numbers()]
    assert len(nudges) == 1


def test_a_change_that_fails_sends_nothing_and_tells_nobody(nudges):
    def change():
        with transaction() as session:
            outbox.add(session, MAIL)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change()
    assert (numbers(), nudges) == ([], [])


def test_mails_of_one_change_have_ids_of_their_own(nudges):
    with transaction() as session:
        for _ in range(3):
            outbox.add(session, MAIL)
    with reading() as session:
        assert len(set(session.scalars(select(OutboxMail.message_id)))) == 3
    assert [argument for _, argument in nudges] == numbers()


def test_what_json_cannot_hold_is_refused_in_the_transaction_that_writes_it(app):
    mail = Mail("a@b.fr", "Objet", "essai/code", {"code": object()})  # type: ignore[dict-item]
    with pytest.raises(Exception, match="JSON"), transaction() as session:
        outbox.add(session, mail)
    assert numbers() == []
