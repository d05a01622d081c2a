"""Rejecting many accounts, some of whose holders administer: said before, taken off by default, told after."""

import pytest

from portal.accounts import store as people
from portal.accounts.models import AccountRight
from portal.accounts.rules import Right
from portal.audit import Event
from portal.audit.models import JournalRow
from portal.db import reading, transaction
from portal.mail.models import OutboxMail
from portal.medimail.mailboxes.listing.bulk import working
from portal.medimail.mailboxes.listing.bulk.models import BulkRun
from portal.medimail.mailboxes.listing.bulk.rules import Stage
from portal.medimail.mailboxes.record.rules import alerts
from portal.medimail.mailboxes.record.rules.states import State
from tests.attacks.crowd import at_once
from tests.pages.signin import is_signed_in

TICKED = {"motif": "Service fermé.", "retirer": "y"}


@pytest.fixture
def prepare(tick):
    """Tick accounts in some browser, to reject them unless said otherwise."""

    def ask(browser, *boxes, action="rejeter"):
        return tick(browser, action, *boxes)

    return ask


def scopes(person):
    with reading() as session:
        return {right.scope for right in people.rights(session, person.id)}


def told():
    with reading() as session:
        query = session.query(OutboxMail).filter_by(template="medimail/administrator_removed")
        return [mail.recipient for mail in query]


def removals():
    with reading() as session:
        query = session.query(JournalRow).filter_by(event=Event.STRUCTURE_ADMINISTRATOR_REMOVED.value)
        return [(row.subject_id, row.actor_id) for row in query]


@pytest.fixture
def colleague(medimail, tree):
    """Somebody who administers the mother and a stranger, with a mailbox in the mother."""
    person, box = medimail.holder(tree.mother)
    medimail.appoint(person, tree.mother, tree.stranger)
    return person, box


def test_the_preview_says_who_administers_and_takes_them_off_by_default(medimail, tree, desk, prepare, colleague):
    page = prepare(desk, colleague[1], medimail.mailbox(tree.mother))
    assert page.soup.select_one("input[name=retirer]").has_attr("checked")
    assert page.text.count(alerts.ADMINISTERS) == 1
    assert tree.stranger.name not in page.text


def test_what_is_within_reach_is_taken_off_told_and_what_is_not_stays(medimail, tree, desk, prepare, colleague, report):
    person, box = colleague
    other, theirs = medimail.mailbox(tree.mother), medimail.holder(tree.mother)
    medimail.appoint(theirs[0], tree.daughter)
    prepare(desk, box, other, theirs[1]).submit(TICKED)
    assert (scopes(person), scopes(theirs[0])) == ({str(tree.stranger.id)}, set())
    assert sorted(told()) == sorted([person.email, theirs[0].email])
    assert sorted(removals()) == sorted((one.id, tree.of_mother.id) for one in (person, theirs[0]))
    assert report() == {
        box.address: ("ALERTE", alerts.ADMINISTERS),
        other.address: ("OK", ""),
        theirs[1].address: ("OK", ""),
    }


def test_whoever_administers_no_more_is_let_in_no_more(medimail, tree, desk, at_desk, prepare):
    person, box = medimail.holder(tree.mother)
    medimail.appoint(person, tree.mother)
    theirs = at_desk(person)
    prepare(desk, box).submit(TICKED)
    assert not is_signed_in(theirs)


def test_unticked_the_right_stays_and_the_report_says_so(tree, desk, prepare, colleague, report):
    person, box = colleague
    prepare(desk, box).submit({"motif": "Service fermé."})
    assert scopes(person) == {str(tree.mother.id), str(tree.stranger.id)}
    assert report()[box.address] == ("ALERTE", alerts.ADMINISTERS)
    assert told() == []


def test_a_right_out_of_reach_is_said_and_no_box_is_shown(medimail, tree, desk, prepare, report):
    person, box = medimail.holder(tree.mother)
    with transaction() as session:
        session.add(AccountRight(account_id=person.id, name=Right.INSTRUCTOR, scope=""))
    page = prepare(desk, box)
    assert not page.soup.select("input[name=retirer]")
    assert alerts.HOLDS in page.text
    page.submit(TICKED)
    assert scopes(person) == {""}
    assert report()[box.address] == ("ALERTE", alerts.HOLDS)


def test_another_act_takes_nobody_off(medimail, tree, desk, prepare):
    person, box = medimail.holder(tree.mother, state=State.REJECTED)
    medimail.appoint(person, tree.mother)
    page = prepare(desk, box, action="rehabiliter")
    assert not page.soup.select("input[name=retirer]")
    page.submit({"retirer": "y"}, button="Réhabiliter les comptes")
    assert medimail.read(box).state is State.VALID
    assert scopes(person) == {str(tree.mother.id)}


def test_undone_the_account_comes_back_without_the_right(medimail, tree, desk, prepare):
    person, box = medimail.holder(tree.mother)
    medimail.appoint(person, tree.mother)
    prepare(desk, box).submit(TICKED).press("Annuler")
    assert (medimail.read(box).state, scopes(person)) == (State.VALID, set())


def test_a_rejection_that_was_overtaken_takes_nobody_off(tree, desk, prepare, colleague, medimail):
    person, box = colleague
    prepare(desk, box)
    with transaction() as session:
        session.merge(box).version += 1
    desk.submit(TICKED)
    assert medimail.read(box).state is State.VALID
    assert scopes(person) == {str(tree.mother.id), str(tree.stranger.id)}


def test_of_two_runs_that_reject_each_other_s_authors_one_remains(medimail, tree, at_desk, prepare, app):
    pairs = [medimail.holder(tree.mother) for _ in range(2)]
    for person, _ in pairs:
        medimail.appoint(person, tree.mother)
    for (_, box), (author, _) in zip(pairs, reversed(pairs), strict=True):
        prepare(at_desk(author), box)
    with transaction() as session:
        runs = session.query(BulkRun).all()
        for run in runs:
            run.stage, run.reason, run.dismisses = Stage.DOING, "Parti.", True

    def work(key):
        with app.app_context():
            working.work(key)

    at_once([lambda key=run.id: work(key) for run in runs])
    assert sorted(len(scopes(person)) for person, _ in pairs) == [0, 1]
    assert sorted(medimail.read(box).state for _, box in pairs) == [State.REJECTED, State.VALID]


def test_however_much_is_left_behind_what_is_said_holds_in_its_line():
    left = alerts.left_unopened(["a" * 254] * 5000)
    pairs = alerts.left_unopened([f"{'b' * 48}@x.fr"] * 5000)
    assert max(len(f"{text} {alerts.ADMINISTERS}") for text in (left, pairs)) <= 300
