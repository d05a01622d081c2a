"""The optional settings of source 002 p. 11: by the administrator and by the holder, each within their own bounds."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from portal import clock
from portal.audit import Event
from portal.audit.models import JournalRow
from portal.db import reading, transaction
from portal.mail.models import OutboxMail
from portal.medimail.mailboxes.options import rules, service, store
from portal.medimail.mailboxes.options.rules import Already, Delegated, Itself, Kept, Loop, NotOpened, TooMany, Unknown
from portal.medimail.mailboxes.record import store as records
from portal.medimail.mailboxes.record.models import Connection, Delegation
from portal.medimail.mailboxes.record.rules.acts import Stale
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.preferences import Preferences
from portal.medimail.mailboxes.record.rules.states import OPEN, State
from tests.attacks.crowd import at_once
from tests.pages.inside import put_inside


@pytest.fixture
def home(medimail):
    """A structure with its administrator."""
    structure = medimail.structure()
    return structure, medimail.administrator(structure)


@pytest.fixture
def delegate(home):
    """Delegates from one account to an address."""
    _, admin = home

    def act(box, address, by=None):
        with transaction() as session:
            held = records.get(session, box.id, lock=True)
            return service.delegate(session, by or admin.id, held, address)

    return act


def delegates(box):
    with reading() as session:
        return [other.address for other in records.delegates(session, box.id)]


def events():
    with reading() as session:
        return list(
            session.scalars(
                select(JournalRow.event)
                .where(JournalRow.event.in_(["delegation_ajoutee", "delegation_retiree", "bal_modifiee"]))
                .order_by(JournalRow.id)
            )
        )


def test_several_delegations_are_created_one_by_one_and_removed_one_by_one(medimail, home, delegate):
    structure, admin = home
    box, one, two = (medimail.mailbox(structure) for _ in range(3))
    assert delegate(box, f"  {one.address.upper()} ") == Delegated(one.address, Kind.PER)
    assert delegate(box, two.address) == Delegated(two.address, Kind.PER)
    assert set(delegates(box)) == {one.address, two.address}
    with transaction() as session:
        assert service.undelegate(session, admin.id, records.get(session, box.id, lock=True), one.id)
    with transaction() as session:
        assert not service.undelegate(session, admin.id, records.get(session, box.id, lock=True), one.id)
    assert delegates(box) == [two.address]
    assert events() == [Event.DELEGATION_ADDED, Event.DELEGATION_ADDED, Event.DELEGATION_REMOVED]


def test_a_delegation_is_to_another_account_that_is_open_and_once(medimail, home, delegate):
    structure, _ = home
    box, other = medimail.mailbox(structure), medimail.mailbox(structure)
    delegate(box, other.address)
    assert delegate(box, other.address) == Already()
    assert delegate(box, box.address) == Itself()
    assert delegate(box, "personne@chic-demo.fr") == Unknown()
    assert delegate(box, medimail.mailbox(structure, Kind.APP).address) == Unknown()
    assert delegate(medimail.mailbox(structure, Kind.APP), other.address) == Unknown()


@pytest.mark.parametrize("state", [state for state in State if state not in OPEN])
def test_an_account_that_is_not_open_receives_no_copy(medimail, home, delegate, state):
    structure, _ = home
    assert delegate(medimail.mailbox(structure), medimail.mailbox(structure, state=state).address) == Unknown()


@pytest.mark.parametrize("length", range(2, 7))
def test_no_loop_is_closed_at_any_length(medimail, home, delegate, length):
    structure, _ = home
    ring = [medimail.mailbox(structure) for _ in range(length)]
    for one, following in pairwise(ring):
        assert isinstance(delegate(one, following.address), Delegated)
    assert delegate(ring[-1], ring[0].address) == Loop()


def test_a_loop_is_not_closed_by_two_at_once(medimail, home, delegate, app):
    structure, _ = home
    one, two = medimail.mailbox(structure), medimail.mailbox(structure)

    def go(box, other):
        with app.app_context():
            return delegate(box, other.address)

    outcomes = at_once([lambda: go(one, two), lambda: go(two, one)])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Delegated", "Loop"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=12))
def test_whatever_is_asked_no_message_ever_comes_back(medimail, home, delegate, asked):
    structure, _ = home
    boxes = [medimail.mailbox(structure) for _ in range(5)]
    for start, end in asked:
        delegate(boxes[start], boxes[end].address)
    with reading() as session:
        assert not any(store.leads_to(session, box.id, box.id) for box in boxes)


def test_a_loop_that_was_written_otherwise_is_still_walked_to_its_end(medimail, home):
    structure, _ = home
    one, two, apart = (medimail.mailbox(structure) for _ in range(3))
    with transaction() as session:
        for start, end in ((one, two), (two, one)):
            session.add(Delegation(mailbox_id=start.id, delegate_id=end.id, created_at=clock.now()))
    with reading() as session:
        assert store.leads_to(session, one.id, one.id)
        assert not store.leads_to(session, one.id, apart.id)


def test_delegations_are_bounded(medimail, home, delegate, monkeypatch):
    monkeypatch.setattr(rules, "MOST_DELEGATES", 2)
    structure, _ = home
    box = medimail.mailbox(structure)
    for _ in range(2):
        delegate(box, medimail.mailbox(structure).address)
    assert delegate(box, medimail.mailbox(structure).address) == TooMany()


def test_whoever_holds_the_account_is_told_of_a_delegation_that_somebody_else_adds(medimail, home, delegate):
    structure, _ = home
    person, box = medimail.holder(structure)
    other, third = medimail.mailbox(structure), medimail.mailbox(structure)
    delegate(box, other.address)
    delegate(box, third.address, by=person.id)
    with reading() as session:
        assert list(session.scalars(select(OutboxMail.recipient))) == [box.address]


def test_whoever_opens_a_shared_mailbox_is_told_of_its_delegation(medimail, home, delegate):
    structure, _ = home
    _, person = medimail.holder(structure)
    shared = medimail.mailbox(structure, Kind.ORG)
    medimail.connect(shared, person)
    delegate(shared, medimail.mailbox(structure).address)
    with reading() as session:
        assert list(session.scalars(select(OutboxMail.recipient))) == [person.address]


def test_the_mailbox_shown_first_is_one_that_the_account_opens(medimail, home):
    structure, admin = home
    box, shared, foreign = medimail.mailbox(structure), *(medimail.mailbox(structure, Kind.ORG) for _ in range(2))
    medimail.connect(shared, box)

    def begin(default, notified=()):
        with transaction() as session:
            return service.begin_with(session, admin.id, records.get(session, box.id, lock=True), default, notified)

    assert begin(foreign.id) == NotOpened()
    assert begin(shared.id, {foreign.id}) == NotOpened()
    assert begin(shared.id) == Kept(changed=True)
    assert begin(shared.id) == Kept(changed=False)
    assert medimail.read(box).default_id == shared.id
    with reading() as session:
        assert [connection.notify for _, connection in records.opened_by(session, box.id)] == [False]


def test_preferences_are_kept_told_and_never_overwrite_a_later_change(medimail, home):
    structure, admin = home
    box = medimail.mailbox(structure, Kind.ORG)

    def prefer(version, **chosen):
        with transaction() as session:
            held = records.get(session, box.id, lock=True)
            return service.prefer(session, admin.id, held, version, Preferences(**chosen))

    assert prefer(1, unlisted=True, paperless=True) == Kept(changed=True)
    assert prefer(1, unlisted=False) == Stale()
    assert prefer(2, unlisted=True, paperless=True) == Kept(changed=False)
    found = medimail.read(box)
    assert (found.unlisted, found.paperless, found.version) == (True, False, 2)
    assert events() == [Event.MAILBOX_CHANGED]


@pytest.fixture
def desk(home, new_client):
    """The administrator's browser."""
    return put_inside(new_client(), home[1])


def test_the_administrator_delegates_and_reads_the_warning_about_med_word_for_word(medimail, home, desk):
    structure, _ = home
    box, other = medimail.mailbox(structure), medimail.mailbox(structure, Kind.MED)
    desk.open(f"/comptes/{box.id}/parametres")
    desk.submit({"adresse": other.address})
    assert rules.MED_WARNING in desk.text
    assert rules.MED_WARNING.endswith("ce dernier ne pourra pas envoyer de message sur les adresses en mssante.fr")
    assert "1 compte délégué" in desk.text
    desk.press(f"Supprimer : {other.address}")
    assert delegates(box) == []


def test_a_delegation_that_will_not_do_says_why_at_its_field(medimail, home, desk):
    structure, _ = home
    box = medimail.mailbox(structure)
    desk.open(f"/comptes/{box.id}/parametres")
    page = desk.submit({"adresse": box.address})
    assert (page.status, page.errors) == (
        422,
        ["C’est l’adresse du compte lui-même ; donnez celle d’un autre compte."],
    )
    assert page.soup.title.get_text().startswith("Erreur")
    assert desk.submit({"adresse": ""}).status == 422


def test_the_administrator_sets_preferences_and_boxes(medimail, home, desk):
    structure, _ = home
    box, shared = medimail.mailbox(structure), medimail.mailbox(structure, Kind.ORG)
    medimail.connect(shared, box)
    desk.open(f"/comptes/{box.id}/parametres")
    desk.submit({"chaque_reception": "y", "liste_rouge": "y"})
    desk.submit({"defaut": str(shared.id)})
    found = medimail.read(box)
    assert (found.unlisted, found.default_id) == (True, shared.id)
    desk.submit({"defaut": str(box.id), "notifie": str(shared.id)})
    assert medimail.read(box).default_id is None


def test_preferences_sent_from_a_page_that_was_overtaken_are_not_kept(medimail, home, desk):
    structure, _ = home
    box = medimail.mailbox(structure)
    desk.open(f"/comptes/{box.id}/parametres")
    with transaction() as session:
        records.get(session, box.id, lock=True).version += 1
    page = desk.submit({"chaque_reception": "y", "liste_rouge": "y"})
    assert page.status == 409
    assert not medimail.read(box).unlisted


def test_a_box_that_is_no_longer_opened_is_told(medimail, home, desk):
    structure, _ = home
    box, shared = medimail.mailbox(structure), medimail.mailbox(structure, Kind.ORG)
    medimail.connect(shared, box)
    desk.open(f"/comptes/{box.id}/parametres")
    with transaction() as session:
        session.execute(delete(Connection))
    assert "n’ouvre plus l’une de ces boîtes" in desk.submit({"defaut": str(shared.id)}).text


def boxes(desk, box):
    """What the page offers: the accounts that may be shown first, and those that may tell of messages."""
    soup = desk.open(f"/comptes/{box.id}/parametres").soup
    return [{int(one["value"]) for one in soup.select(f"input[name={name}]")} for name in ("defaut", "notifie")]


def test_an_org_may_be_shown_first_and_an_app_only_tells(medimail, home, desk):
    structure, _ = home
    box, org, app = medimail.mailbox(structure), *(medimail.mailbox(structure, kind) for kind in (Kind.ORG, Kind.APP))
    for shared in (org, app):
        medimail.connect(shared, box)
    assert boxes(desk, box) == [{box.id, org.id}, {org.id, app.id}]
    desk.post(f"/comptes/{box.id}/parametres/boites", {"defaut": str(app.id)})
    assert medimail.read(box).default_id is None


@pytest.mark.parametrize("state", [state for state in State if state not in OPEN])
def test_a_shared_account_that_is_not_open_is_not_offered_and_keeps_its_notice(medimail, home, desk, state):
    structure, _ = home
    shut, org = medimail.mailbox(structure, Kind.ORG, state=state), medimail.mailbox(structure, Kind.ORG)
    box = medimail.mailbox(structure, default_id=shut.id)
    for shared in (shut, org):
        medimail.connect(shared, box)
    assert boxes(desk, box) == [{box.id, org.id}, {org.id}]
    assert desk.soup.select_one("input[name=defaut][checked]")["value"] == str(box.id)
    desk.submit({"defaut": str(org.id), "notifie": str(org.id)})
    with reading() as session:
        told = {shared.id: connection.notify for shared, connection in records.opened_by(session, box.id)}
    assert (told, medimail.read(box).default_id) == ({shut.id: True, org.id: True}, org.id)


def test_whoever_opens_software_alone_is_offered_no_first_box(medimail, home, desk):
    structure, _ = home
    box, app = medimail.mailbox(structure), medimail.mailbox(structure, Kind.APP)
    medimail.connect(app, box)
    assert boxes(desk, box) == [set(), {app.id}]
    assert "Boîte par défaut" not in desk.text


def test_a_holder_sets_their_own_account_and_no_other(medimail, home, new_client):
    structure, _ = home
    person, box = medimail.holder(structure)
    _, theirs = medimail.holder(structure)
    mine = put_inside(new_client(), person)
    assert mine.open("/mon-compte/messagerie").path == f"/mon-compte/messagerie/{box.id}"
    mine.submit({"chaque_reception": "y", "dematerialisation": "y"})
    assert medimail.read(box).paperless
    assert mine.open(f"/mon-compte/messagerie/{theirs.id}").status == 404
    assert mine.open(f"/comptes/{box.id}/parametres").status == 403


def test_a_holder_of_several_accounts_chooses_one_and_who_has_none_is_told(medimail, home, new_client, build):
    structure, _ = home
    person, _ = medimail.holder(structure)
    medimail.mailbox(structure, account_id=person.id)
    medimail.mailbox(structure, account_id=person.id, state=State.REJECTED)
    mine = put_inside(new_client(), person)
    assert len(mine.open("/mon-compte/messagerie").soup.select("main li a[href*=messagerie]")) == 2
    nobody = put_inside(new_client(), build.physician())
    assert "Vous n’avez pas de compte Medimail" in nobody.open("/mon-compte/messagerie").text
