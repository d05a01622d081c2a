"""The nights, the clock moved on: who falls asleep, comes back, is removed or rejected for good, and is told."""

from datetime import timedelta

import pytest

from portal import clock
from portal.accounts import store as people
from portal.db import reading, transaction
from portal.medimail.mailboxes.ageing import jobs, service
from portal.medimail.mailboxes.record import store as records
from portal.medimail.mailboxes.record.moving import move
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import Action, State, Who
from tests.attacks.crowd import at_once
from tests.pages.signin import sign_in, try_password

RUNS = pytest.mark.parametrize("runs", [1, 2])


def subjects(mailbox, address):
    return [str(m["subject"]).replace("\u00a0", " ").partition(":")[0].strip() for m in mailbox.all(address)]


@RUNS
def test_a_rejection_is_final_after_a_year_and_not_before(medimail, structure, stand, nights, runs):
    box = stand(medimail.mailbox(structure, state=State.REJECTED, reason="Partie."), 364)
    nights(1, runs=runs)
    assert medimail.read(box).state is State.REJECTED
    nights(2, runs=runs)
    assert (medimail.read(box).state, medimail.read(box).reason) == (State.REJECTED_FOR_GOOD, "Partie.")


@RUNS
def test_six_months_without_a_sign_in_then_thirty_days_and_it_is_removed(
    medimail, structure, stand, nights, mailbox, runs
):
    person, box = medimail.holder(structure)
    stand(box, 190)
    nights(1, runs=runs)
    assert medimail.read(box).state is State.INACTIVE
    with reading() as session:
        assert people.get(session, person.id).closed_at is None
    nights(30, runs=runs)
    assert medimail.read(box).state is State.INACTIVE
    nights(1, runs=runs)
    assert medimail.read(box).state is State.REMOVED
    with reading() as session:
        assert people.get(session, person.id).closed_at is not None
    assert subjects(mailbox, box.address) == [
        "Votre compte Medimail est inactif",
        "Votre compte Medimail va être supprimé",
        "Votre compte Medimail est supprimé",
    ]


def test_the_notice_says_until_when_and_the_account_lives_until_then(medimail, structure, stand, nights, mailbox):
    _, box = medimail.holder(structure)
    stand(box, 190)
    nights(1)
    until = clock.today() + timedelta(days=30)
    text = " ".join(mailbox.texts(box.address)[0].split())
    assert f"{until.day}" in text
    assert str(until.year) in text
    assert "/connexion" in text


def test_who_signs_in_for_certdc_alone_keeps_the_mailbox(medimail, structure, stand, nights, build, sign):
    physician = build.physician()
    box = stand(medimail.mailbox(structure, account_id=physician.id), 400)
    sign(physician, days=20)
    nights(1)
    assert medimail.read(box).state is State.VALID


def test_whoever_was_made_valid_lately_is_not_put_to_sleep_for_what_was_before(
    medimail, structure, stand, nights, sign
):
    person, box = medimail.holder(structure)
    stand(box, 3)
    sign(person, days=700)
    nights(1)
    assert medimail.read(box).state is State.VALID


@RUNS
def test_signing_in_brings_back_an_inactive_account(medimail, structure, stand, nights, client, mailbox, runs):
    person, box = medimail.holder(structure)
    stand(box, 190)
    nights(1)
    sign_in(client, mailbox, person.email, person.email)
    nights(1, runs=runs)
    assert (medimail.read(box).state, medimail.read(box).reason) == (State.VALID, "")
    nights(60, runs=runs)
    assert medimail.read(box).state is State.VALID


@pytest.fixture
def worker(app):
    """A worker that does at once what a commit asks of it, mails apart."""
    runner = app.extensions["portal_runner"]
    told = []

    def do(name, argument):
        if name == jobs.WORK:
            told.append(argument)
            runner.run(name, argument)

    app.extensions["portal_database"].on_nudge = do
    return told


def test_a_sign_in_wakes_the_mailbox_before_any_night(medimail, structure, stand, nights, client, mailbox, worker):
    person, box = medimail.holder(structure)
    stand(box, 190)
    nights(1)
    sign_in(client, mailbox, person.email, person.email)
    assert medimail.read(box).state is State.VALID
    jobs.wake(person.id)
    assert medimail.read(box).state is State.VALID


def test_whoever_has_nothing_asleep_asks_nothing_of_the_worker(medimail, structure, client, mailbox, worker):
    person, _ = medimail.holder(structure)
    sign_in(client, mailbox, person.email, person.email)
    assert worker == []


def test_a_date_that_is_past_keeps_asleep_whoever_signs_in(medimail, structure, stand, nights, sign):
    person, box = medimail.holder(structure, expires_on=clock.today() + timedelta(days=1))
    nights(2)
    sign(person)
    jobs.wake(person.id)
    assert medimail.read(box).state is State.INACTIVE


def test_signing_in_on_the_last_day_is_enough_even_if_no_night_worked_since(
    medimail, structure, stand, nights, later, sign
):
    person, box = medimail.holder(structure)
    stand(box, 190)
    nights(1)
    later(days=29)
    sign(person)
    later(days=40)
    jobs.age()
    assert medimail.read(box).state is State.VALID


def test_a_sign_in_between_the_look_and_the_removal_saves_the_account(
    medimail, structure, stand, nights, sign, monkeypatch
):
    person, box = medimail.holder(structure)
    stand(box, 190)
    nights(1)
    remove = service.remove

    def signs_in_just_before(session, mailbox, night):
        people.get(session, person.id, lock=True).credential.signed_in_at = clock.now()
        remove(session, mailbox, night)

    monkeypatch.setattr(jobs, "STEPS", tuple((f, signs_in_just_before if a is remove else a) for f, a in jobs.STEPS))
    nights(31)
    assert medimail.read(box).state is State.VALID


def test_after_the_removal_nobody_signs_in(medimail, structure, stand, nights, client):
    person, box = medimail.holder(structure)
    stand(box, 190)
    nights(32)
    assert "incorrect" in try_password(client, person.email).text


def test_a_physician_of_certdc_loses_the_mailbox_and_nothing_else(
    medimail, structure, stand, nights, build, client, mailbox
):
    physician = build.physician()
    box = stand(medimail.mailbox(structure, account_id=physician.id), 190)
    nights(32)
    assert medimail.read(box).state is State.REMOVED
    sign_in(client, mailbox, physician.rpps, physician.mssante)
    assert client.open("/mon-compte").heading == "Mon compte"


def test_a_shared_mailbox_does_not_age_by_itself(medimail, structure, stand, nights):
    box = stand(medimail.mailbox(structure, Kind.ORG), 3000)
    nights(3)
    assert medimail.read(box).state is State.VALID


@RUNS
def test_a_date_is_announced_twice_then_the_account_sleeps_and_no_sign_in_wakes_it(
    medimail, structure, nights, mailbox, sign, runs
):
    person, box = medimail.holder(structure, expires_on=clock.today() + timedelta(days=40))
    nights(39, runs=runs)
    assert medimail.read(box).state is State.VALID
    nights(1, runs=runs)
    assert medimail.read(box).state is State.INACTIVE
    sign(person)
    nights(5, runs=runs)
    assert (medimail.read(box).state, medimail.read(box).reason) == (
        State.INACTIVE,
        "Sa date de péremption est passée.",
    )
    assert subjects(mailbox, box.address) == [
        "Votre compte Medimail s’arrête dans 30 jours",
        "Votre compte Medimail s’arrête dans 7 jours",
        "Votre compte Medimail est arrivé à sa date de fin",
    ]


def test_its_administrator_puts_the_date_off_and_brings_it_back(medimail, structure, nights):
    _, box = medimail.holder(structure, expires_on=clock.today() + timedelta(days=1))
    nights(1)
    with transaction() as session:
        found = records.get(session, box.id, lock=True)
        found.expires_on = clock.today() + timedelta(days=300)
        move(session, found, Who.ADMINISTRATOR, Action.REHABILITATE)
    nights(3)
    assert medimail.read(box).state is State.VALID


def test_of_a_shared_mailbox_that_ends_those_who_open_it_are_told(medimail, structure, nights, mailbox):
    shared = medimail.mailbox(structure, Kind.APP, expires_on=clock.today() + timedelta(days=1))
    _, person = medimail.holder(structure)
    medimail.connect(shared, person)
    nights(1)
    assert medimail.read(shared).state is State.INACTIVE
    assert [len(mailbox.all(to)) for to in (shared.address, person.address)] == [0, 1]


def test_settings_say_how_long(medimail, structure, stand, nights, configure):
    configure(medimail_inactive_months=1, medimail_removal_days=2, medimail_rejection_months=2)
    _, box = medimail.holder(structure)
    stand(box, 40)
    rejected = stand(medimail.mailbox(structure, state=State.REJECTED), 70)
    nights(1)
    assert [medimail.read(b).state for b in (box, rejected)] == [State.INACTIVE, State.REJECTED_FOR_GOOD]
    nights(3)
    assert medimail.read(box).state is State.REMOVED


def test_killed_in_the_middle_the_next_run_ends_the_same_night(medimail, structure, stand, later, mailbox, monkeypatch):
    boxes = [stand(medimail.holder(structure)[1], 190) for _ in range(5)]
    monkeypatch.setattr("portal.medimail.mailboxes.ageing.store.CHUNK", 2)
    done, act = [], service.fall_asleep

    def dies(session, box, night):
        done.append(box.id)
        if len(done) == 4:
            raise SystemExit
        act(session, box, night)

    monkeypatch.setattr(jobs, "STEPS", tuple((f, dies if a is act else a) for f, a in jobs.STEPS))
    with pytest.raises(SystemExit):
        jobs.age()
    # The first piece is done; the second, undone with all that it had written.
    assert [medimail.read(box).state for box in boxes] == [State.INACTIVE] * 2 + [State.VALID] * 3
    jobs.age()
    assert {medimail.read(box).state for box in boxes} == {State.INACTIVE}
    assert [len(mailbox.all(box.address)) for box in boxes] == [1] * 5


def test_four_workers_at_once_do_and_tell_everything_once(app, medimail, structure, stand, mailbox):
    boxes = [stand(medimail.holder(structure)[1], 190) for _ in range(6)]

    def night():
        with app.app_context():
            jobs.age()

    at_once([night] * 4, threads=4)
    assert {medimail.read(box).state for box in boxes} == {State.INACTIVE}
    assert [len(mailbox.all(box.address)) for box in boxes] == [1] * 6


def test_an_account_that_fails_stops_no_other_and_is_left_for_the_next_night(
    medimail, structure, stand, nights, mailbox, monkeypatch, caplog
):
    boxes = [stand(medimail.holder(structure)[1], 190) for _ in range(5)]
    monkeypatch.setattr("portal.medimail.mailboxes.ageing.store.CHUNK", 2)
    act = service.fall_asleep

    def fails(session, box, night):
        act(session, box, night)
        if box.id == boxes[2].id:
            raise ValueError(box.address)

    with monkeypatch.context() as patch:
        patch.setattr(jobs, "STEPS", tuple((f, fails if a is act else a) for f, a in jobs.STEPS))
        nights(1)
    assert [medimail.read(box).state is State.VALID for box in boxes] == [False, False, True, False, False]
    assert [len(mailbox.all(box.address)) for box in boxes] == [1, 1, 0, 1, 1]
    assert f"'id': {boxes[2].id}" in caplog.text
    assert boxes[2].address not in caplog.text
    nights(1)
    assert medimail.read(boxes[2]).state is State.INACTIVE
