"""Rejecting somebody who administers: which right stays is said, and the act takes it off where its author may."""

import pytest

from portal.accounts import store as people
from portal.accounts.models import AccountRight
from portal.accounts.rules import Right
from portal.audit import Event
from portal.audit.models import JournalRow
from portal.db import reading, transaction
from portal.mail.models import OutboxMail
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import State
from tests.attacks.crowd import at_once, cookies_of, post
from tests.pages.signin import is_signed_in

TICKED = {"motif": "Parti.", "retirer": "y"}


@pytest.fixture
def colleague(medimail, tree):
    """Somebody who administers these structures, with a mailbox in the mother; their account, their mailbox."""

    def made(*places):
        person, box = medimail.holder(tree.mother)
        medimail.appoint(person, *(places or [tree.mother]))
        return person, box

    return made


def give(person, right, scope=""):
    with transaction() as session:
        session.add(AccountRight(account_id=person.id, name=right, scope=scope))


def scopes(person):
    with reading() as session:
        return {right.scope for right in people.rights(session, person.id)}


def mails(template):
    with reading() as session:
        query = session.query(OutboxMail).filter_by(template=f"medimail/{template}")
        return sorted(mail.recipient for mail in query)


def removals():
    with reading() as session:
        query = session.query(JournalRow).filter_by(event=Event.STRUCTURE_ADMINISTRATOR_REMOVED.value)
        return [(row.subject_id, row.actor_id) for row in query]


def test_the_page_offers_to_take_off_the_right_and_does_by_default(tree, desk, here, colleague):
    _, box = colleague(tree.mother, tree.daughter)
    page = desk.open(f"{here}/{box.id}/rejeter")
    assert page.soup.select_one("input[name=retirer]").has_attr("checked")
    text = page.text.replace("\xa0", " ")
    assert f"Son droit d’administrer « {tree.mother.name} », « {tree.daughter.name} »" in text


def test_rejected_and_taken_off_at_once_they_are_let_in_no_more(medimail, tree, desk, here, at_desk, colleague):
    person, box = colleague()
    theirs = at_desk(person)
    desk.open(f"{here}/{box.id}/rejeter").submit(TICKED)
    assert (medimail.read(box).state, scopes(person)) == (State.REJECTED, set())
    assert not is_signed_in(theirs)
    assert removals() == [(person.id, tree.of_mother.id)]
    assert (mails("administrator_removed"), mails("rejected")) == ([person.email], [box.address])
    assert f"n’administre plus « {tree.mother.name} »" in desk.text.replace("\xa0", " ")


def test_the_mail_of_whoever_is_rejected_too_does_not_say_that_nothing_changed(desk, here, colleague, mailbox):
    person, box = colleague()
    desk.open(f"{here}/{box.id}/rejeter").submit(TICKED)
    [text] = [text for text in mailbox.texts(person.email) if "n’administrez plus" in text]
    assert "n’a pas changé" not in text


def test_the_other_administrators_are_told_as_of_any_removal(medimail, tree, desk, here, colleague):
    third = medimail.administrator(tree.mother)
    _, box = colleague()
    desk.open(f"{here}/{box.id}/rejeter").submit(TICKED)
    assert mails("administrators_changed") == [third.email]


def test_unticked_the_right_stays_and_the_answer_says_so(medimail, tree, desk, here, at_desk, colleague):
    person, box = colleague()
    theirs = at_desk(person)
    page = desk.open(f"{here}/{box.id}/rejeter").submit({"motif": "Parti."})
    assert "Cette personne administre des structures Medimail." in page.text
    assert (medimail.read(box).state, scopes(person)) == (State.REJECTED, {str(tree.mother.id)})
    assert is_signed_in(theirs)


def test_what_is_out_of_reach_stays_is_said_and_not_named(tree, desk, here, colleague):
    person, box = colleague(tree.mother, tree.stranger)
    text = desk.open(f"{here}/{box.id}/rejeter").text
    assert "D’autres droits, que vous ne pouvez pas retirer" in text
    assert "Administration Medimail" in text
    assert tree.stranger.name not in text
    desk.submit(TICKED)
    assert scopes(person) == {str(tree.stranger.id)}
    assert "Cette personne administre des structures Medimail." in desk.text


def test_an_administrator_of_a_daughter_takes_nobody_off_her_mother(medimail, tree, at_desk):
    person, box = medimail.holder(tree.daughter)
    medimail.appoint(person, tree.mother)
    desk = at_desk(tree.of_daughter)
    page = desk.open(f"/structures/{tree.daughter.id}/comptes/{box.id}/rejeter")
    assert not page.soup.select("input[name=retirer]")
    page.submit(TICKED)
    assert medimail.read(box).state is State.REJECTED
    assert scopes(person) == {str(tree.mother.id)}


@pytest.mark.parametrize("right", [Right.ADMINISTRATOR, Right.INSTRUCTOR, Right.MEDIMAIL_ADMINISTRATOR])
def test_a_right_of_the_whole_portal_is_said_and_never_taken_off(medimail, tree, desk, here, right):
    person, box = medimail.holder(tree.mother)
    give(person, right)
    assert "D’autres droits, que vous ne pouvez pas retirer" in desk.open(f"{here}/{box.id}/rejeter").text
    desk.submit(TICKED)
    assert scopes(person) == {""}


def test_whoever_has_no_right_is_said_to_have_none(medimail, tree, desk, here):
    _, box = medimail.holder(tree.mother)
    page = desk.open(f"{here}/{box.id}/rejeter")
    assert not page.soup.select("input[name=retirer]")
    assert "D’autres droits" not in page.text


def test_a_refused_rejection_takes_nothing_off(medimail, tree, desk, here, colleague):
    person, box = colleague()
    desk.open(f"{here}/{box.id}/rejeter")
    desk.submit({"motif": " ", "retirer": "y"})
    with transaction() as session:
        session.merge(box).version += 1
    desk.submit(TICKED)
    assert desk.status == 409
    assert scopes(person) == {str(tree.mother.id)}


def test_of_two_who_reject_each_other_at_once_one_remains(medimail, tree, at_desk, here, colleague, app):
    pairs = [colleague(), colleague()]
    jobs = []
    for (_, box), (actor, _) in zip(pairs, reversed(pairs), strict=True):
        client = at_desk(actor)
        typed = {"csrf_token": client.open(here).token, **TICKED}
        way, cookies = f"{here}/{box.id}/rejeter", cookies_of(client)
        jobs.append(lambda way=way, typed=typed, cookies=cookies: post(app, way, typed, cookies).status_code)
    assert min(at_once(jobs)) == 303
    assert sorted(scopes(person) for person, _ in pairs) == [set(), {str(tree.mother.id)}]
    assert sorted(medimail.read(box).state for _, box in pairs) == [State.REJECTED, State.VALID]


def test_rejecting_what_nobody_holds_takes_nobody_off(medimail, tree, desk, here):
    shared = medimail.mailbox(tree.mother, Kind.ORG)
    desk.open(f"{here}/{shared.id}/rejeter").submit(TICKED)
    assert medimail.read(shared).state is State.REJECTED
    assert removals() == []
