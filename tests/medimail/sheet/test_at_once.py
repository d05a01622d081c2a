"""What an account rests on that stops being it at the same instant: one of the two is refused, whoever comes first."""

from threading import Event
from time import sleep

import pytest

from portal.db import transaction
from portal.medimail.mailboxes.options import service as options
from portal.medimail.mailboxes.record import braking, converting, knowing, service, store
from portal.medimail.mailboxes.record.rules.acts import Saved
from portal.medimail.mailboxes.record.rules.fields import Field
from portal.medimail.mailboxes.record.rules.kinds import Kind
from tests.attacks.crowd import at_once, cookies_of, post
from tests.medimail.sheets import OPENER, RETURN, WHOLE
from tests.pages.mailbox import typed

# Longer than a request takes that waits for nobody.
_WHILE = 0.7
SECOND = "secretariat2@chic-demo.fr"


@pytest.fixture
def while_doing(app, hospital, desk):
    """The status of a form sent once something is done, and before it is kept."""

    def send(act, path, data):
        is_done = Event()
        data, held = {"csrf_token": desk.open("/mon-compte").token, **data}, cookies_of(desk)

        def do():
            with app.app_context(), transaction() as session:
                act(session)
                is_done.set()
                sleep(_WHILE)

        def ask():
            assert is_done.wait(5)
            return post(app, path, data, held).status_code

        return at_once([do, ask], threads=2)[1]

    return send


@pytest.fixture
def create(hospital):
    """Create an account in the transaction of somebody else's act."""

    def act(kind, **changed):
        texts = WHOLE[kind] | {Field(name): text for name, text in changed.items()}
        return lambda session: service.create(
            session, hospital.by(session), session.merge(hospital.structure), kind, texts
        )

    return act


@pytest.fixture
def turn(hospital):
    """Give another type to an account, likewise."""

    def act(box, kind, **changed):
        texts = WHOLE[kind] | {Field(name): text for name, text in changed.items()}

        def turned(session):
            knowing.hold_others(session, texts, box.id)
            found = store.get(session, box.id, lock=True)
            return converting.change_kind(session, hospital.by(session), found, found.version, kind, texts)

        return turned

    return act


@pytest.fixture
def second(hospital):
    """Somebody else who may open shared mailboxes."""
    return hospital.medimail.mailbox(hospital.structure, address=SECOND, last_name="NOYER", first_name="Brune")


def becomes(kind, **changed):
    return {**typed(kind, is_new=False), "vu": "1", **changed}


def test_who_opens_what_is_being_created_stays_a_person(hospital, while_doing, create, second):
    path = f"/comptes/{hospital.opener.id}/type/ORG"
    assert while_doing(create(Kind.ORG), path, becomes(Kind.ORG, connexions=[SECOND])) in {409, 422}
    assert hospital.medimail.read(hospital.opener).kind is Kind.PER


def test_nothing_is_created_that_is_opened_by_who_becomes_shared(hospital, while_doing, turn, second):
    path = f"/structures/{hospital.structure.id}/comptes/nouveau/ORG"
    act = turn(hospital.opener, Kind.ORG, connections=SECOND)
    assert while_doing(act, path, typed(Kind.ORG)) == 422


def test_who_has_just_been_made_to_open_a_shared_mailbox_stays_a_person(hospital, while_doing, second):
    box = hospital.made(Kind.ORG)

    def edit(session):
        texts = WHOLE[Kind.ORG] | {Field.CONNECTIONS: SECOND}
        knowing.hold_others(session, texts, box.id)
        found = store.get(session, box.id, lock=True)
        service.edit(session, hospital.by(session), found, 1, texts)

    path = f"/comptes/{second.id}/type/ORG"
    assert while_doing(edit, path, becomes(Kind.ORG, connexions=[OPENER])) in {409, 422}
    assert hospital.openers(box.id) == [SECOND]
    assert hospital.medimail.read(second).kind is Kind.PER


def test_no_shared_mailbox_is_given_to_who_becomes_one(hospital, while_doing, turn, second):
    box = hospital.made(Kind.ORG)
    act = turn(second, Kind.ORG, connections=OPENER)
    assert while_doing(act, f"/comptes/{box.id}/modifier", becomes(Kind.ORG, connexions=[SECOND])) == 422
    assert hospital.openers(box.id) == [OPENER]


def test_who_is_to_read_the_answers_of_what_is_being_created_goes_on_reading_them(hospital, while_doing, create):
    with transaction() as session:
        reader = session.query(store.Mailbox).filter_by(mssante=RETURN).one()
    path = f"/comptes/{reader.id}/type/MED"
    assert while_doing(create(Kind.APP), path, becomes(Kind.MED)) in {409, 422}
    assert hospital.medimail.read(reader).kind is Kind.ORG


def test_who_has_just_been_sent_copies_does_not_become_a_software(hospital, while_doing, second):
    def delegate(session):
        box = store.get(session, hospital.opener.id, lock=True)
        options.delegate(session, hospital.account.id, box, SECOND)

    path = f"/comptes/{second.id}/type/APP"
    assert while_doing(delegate, path, becomes(Kind.APP)) in {409, 422}
    assert hospital.medimail.read(second).kind is Kind.PER


def test_no_copies_go_to_what_becomes_a_software(hospital, while_doing, turn, second):
    path = f"/comptes/{hospital.opener.id}/parametres/delegations"
    assert while_doing(turn(second, Kind.APP), path, {"adresse": SECOND}) == 422


def test_a_shared_mailbox_that_is_opened_and_copied_together_never_waits_for_each_other(hospital, app):
    """Both count what they tell the people of the account, and say where copies go: in one order."""
    _, holder = hospital.medimail.holder(hospital.structure, Kind.PER)
    key, is_told = hospital.made(Kind.ORG, connections=holder.address).id, Event()

    def copy():
        with app.app_context(), transaction() as session:
            knowing.hold_delegations(session)
            is_told.set()
            sleep(_WHILE)
            return braking.may_tell(session, store.get(session, key))

    def open_more():
        assert is_told.wait(5)
        with app.app_context():
            return hospital.edit(key, connections=f"{holder.address};{OPENER}")

    assert at_once([copy, open_more], threads=2) == [True, Saved(changed=True)]


def test_a_shared_mailbox_and_those_who_open_it_changed_together_never_wait_for_each_other(app, hospital, desk, second):
    both = f"{OPENER};{SECOND}"
    boxes = [hospital.made(Kind.ORG, address=f"org{n}@chic-demo.fr", connections=both) for n in range(3)]
    token, held = desk.open("/mon-compte").token, cookies_of(desk)
    jobs = []
    for n, box in enumerate(boxes):
        for path, data in (
            (f"/comptes/{box.id}/modifier", becomes(Kind.ORG, connexions=[OPENER])),
            (f"/comptes/{second.id}/type/ORG", becomes(Kind.ORG, connexions=[OPENER])),
            (f"/comptes/{box.id}/type/PER", becomes(Kind.PER)),
        ):
            data |= {"csrf_token": token}
            jobs.append(lambda path=path, data=data, n=n: post(app, path, data, held, f"203.0.113.{n + 1}").status_code)
    assert max(at_once(jobs, threads=9)) < 500
