"""A person whom an operator has shut out: nothing that Medimail does lets them in, and whoever tries is told why."""

import pytest

from portal.accounts import closing
from portal.accounts import store as people
from portal.accounts.models import AccountRight
from portal.accounts.rules import Closer, Right
from portal.db import reading, transaction
from portal.mail.models import OutboxMail
from portal.medimail.mailboxes.ageing import jobs
from portal.medimail.mailboxes.listing.relances import service as relances
from portal.medimail.mailboxes.record import moving, store
from portal.medimail.mailboxes.record.rules.states import Action, State, Who
from portal.medimail.structures import store as structures

TOLD = "L’exploitant du portail a fermé le compte de cette personne"


def close(person):
    with transaction() as session:
        assert closing.close(session, people.get(session, person.id))


def reopen(person):
    with transaction() as session:
        return closing.reopen(session, people.get(session, person.id))


def closer(person):
    with reading() as session:
        return people.get(session, person.id).closer


def do(box, action, who=Who.ADMINISTRATOR):
    with transaction() as session:
        assert moving.move(session, store.get(session, box.id, lock=True), who, action)


def mails():
    with reading() as session:
        return [mail.template.removeprefix("medimail/") for mail in session.query(OutboxMail)]


@pytest.mark.parametrize(
    ("state", "word", "stands"),
    [(State.TO_VALIDATE, "valider", State.VALID), (State.REJECTED, "rehabiliter", State.VALID)],
)
def test_nobody_whom_an_operator_closed_comes_back_by_a_mailbox(medimail, tree, desk, press, state, word, stands):
    person, box = medimail.holder(tree.mother, state=state, stood=State.VALID)
    close(person)
    page = press(box, word)
    assert (medimail.read(box).state, closer(person)) == (stands, Closer.OPERATOR)
    assert TOLD in page.text
    assert "courriel" not in page.text.partition(TOLD)[0]
    assert mails() == []
    assert TOLD in desk.open(f"/comptes/{box.id}").text


def test_whoever_is_not_shut_out_is_not_said_to_be(medimail, tree, desk, press):
    _, box = medimail.holder(tree.mother, state=State.REJECTED, stood=State.VALID)
    assert TOLD not in press(box, "rehabiliter").text
    assert TOLD not in desk.open(f"/comptes/{box.id}").text
    assert mails() == ["reinstated"]


def test_a_night_lets_nobody_in_whom_an_operator_closed(medimail, tree):
    person, box = medimail.holder(tree.mother, state=State.INACTIVE, stood=State.VALID)
    close(person)
    do(box, Action.COME_BACK, Who.HOLDER)
    jobs.age()
    assert (medimail.read(box).state, closer(person)) == (State.VALID, Closer.OPERATOR)


def test_the_two_closings_end_apart_in_either_order(medimail, tree):
    person, box = medimail.holder(tree.mother)
    do(box, Action.REJECT)
    close(person)
    assert closer(person) is Closer.BOTH
    do(box, Action.REHABILITATE)
    assert closer(person) is Closer.OPERATOR
    do(box, Action.REJECT)
    assert reopen(person) == closing.StillClosed(lifted=True)
    assert closer(person) is Closer.MEDIMAIL, "no mailbox of theirs is open"
    do(box, Action.REHABILITATE)
    assert closer(person) is None


def test_a_right_opens_what_medimail_closed_and_not_what_an_operator_did(medimail, tree):
    for is_closed in (False, True):
        person, box = medimail.holder(tree.mother)
        do(box, Action.REJECT)
        if is_closed:
            close(person)
        with transaction() as session:
            session.add(AccountRight(account_id=person.id, name=Right.INSTRUCTOR, scope=""))
            moving.open_or_close(session, person.id)
        assert closer(person) is (Closer.OPERATOR if is_closed else None)


def test_a_link_that_would_open_nothing_is_not_sent(medimail, tree, build, desk, press):
    physician = build.physician(rpps="99999900014")
    box = medimail.mailbox(tree.mother, state=State.PREREGISTERED, rpps="99999900014")
    valid = medimail.mailbox(tree.mother, account_id=physician.id)
    close(physician)
    for found, word in ((box, "relancer"), (valid, "reinitialiser")):
        assert TOLD[2:] in press(found, word).text
    with transaction() as session:
        assert isinstance(relances.begin(session, structures.get(session, tree.mother.id), 1), relances.NobodyDue)
    assert mails() == []
    assert medimail.read(box).link_version == 1


def test_in_bulk_the_alert_is_shown_before_and_told_after(medimail, tree, desk, here):
    person, shut = medimail.holder(tree.mother, state=State.TO_VALIDATE)
    other = medimail.mailbox(tree.mother, state=State.TO_VALIDATE)
    close(person)
    desk.open(here)
    page = desk.post(f"{here}/lots", {"acte": "valider", "compte": [shut.id, other.id]})
    assert "1 compte avec une alerte" in page.text.replace("\xa0", " ")
    assert "sera validé, avec une alerte" in page.text
    desk.press("Valider les comptes")
    assert "C’est fait pour 2 comptes. 1 alerte reste à lire" in desk.text.replace("\xa0", " ")
    assert TOLD in desk.text
    assert sorted(tag.get_text().strip() for tag in desk.soup.select("tbody .tag")) == ["ALERTE", "OK"]
    assert [medimail.read(box).state for box in (shut, other)] == [State.VALID] * 2
    assert closer(person) is Closer.OPERATOR
    assert mails() == ["validated"]
