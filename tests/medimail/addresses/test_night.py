"""The night of addresses: each change once, whatever happens, and whoever it concerns is told."""

import pytest

from portal import clock
from portal.accounts import closing
from portal.accounts import store as people
from portal.accounts.rules import Closer
from portal.db import reading, transaction
from portal.jobs.rules import Daily, following
from portal.medimail.mailboxes.addresses import jobs, service
from portal.medimail.mailboxes.record import inviting
from portal.medimail.mailboxes.record import store as records
from portal.medimail.mailboxes.record.moving import move
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.nights import ADDRESSES_AT
from portal.medimail.mailboxes.record.rules.states import Action, State, Who
from tests.attacks.crowd import at_once
from tests.medimail.addresses.conftest import NEW
from tests.pages.inside import put_inside
from tests.pages.signin import is_signed_in, sign_in, try_password


def test_the_change_is_done_and_both_addresses_are_told(desk, night, structure, medimail, ask, changes, mailbox):
    box = medimail.mailbox(structure)
    ask(desk, box)
    mailbox.forget()
    night()
    now = medimail.read(box)
    assert (now.address, NEW in now.search, now.version) == (NEW, True, box.version + 1)
    assert [row[0] for row in changes(box)] == ["fait"]
    assert [len(mailbox.all(to)) for to in (box.address, NEW)] == [1, 1]


def test_an_address_left_is_given_to_nobody_else(new_desk, night, structure, medimail, ask):
    box, other = medimail.mailbox(structure), medimail.mailbox(structure)
    ask(new_desk(structure), box)
    night()
    assert "Un compte a déjà cette adresse" in ask(new_desk(structure), other, box.address).errors[0]


def test_whoever_left_an_address_may_take_it_back(new_desk, night, structure, medimail, ask):
    box = medimail.mailbox(structure)
    for new in (NEW, box.address):
        ask(new_desk(structure), box, new)
        night()
    assert medimail.read(box).address == box.address


def test_answers_to_a_software_follow(desk, night, structure, medimail, ask):
    box = medimail.mailbox(structure)
    software = medimail.mailbox(structure, Kind.APP, return_address=box.address)
    ask(desk, box)
    night()
    assert medimail.read(software).return_address == NEW


def test_run_twice_it_does_and_tells_nothing_more(desk, night, structure, medimail, ask, mailbox):
    box = medimail.mailbox(structure)
    ask(desk, box)
    night()
    mailbox.forget()
    before = medimail.read(box).version
    jobs.change()
    assert mailbox.all() == []
    assert medimail.read(box).version == before


def test_four_workers_at_once_do_each_change_once(app, desk, structure, medimail, ask, mailbox, later):
    boxes = [medimail.mailbox(structure) for _ in range(5)]
    for number, box in enumerate(boxes):
        ask(desk, box, f"n{number}@nouveau.fr")
    mailbox.forget()
    later(days=1)

    def work():
        with app.app_context():
            jobs.change()

    at_once([work] * 4, threads=4)
    assert [medimail.read(box).address for box in boxes] == [f"n{number}@nouveau.fr" for number in range(5)]
    assert all(len(mailbox.all(f"n{number}@nouveau.fr")) == 1 for number in range(5))


def test_killed_in_the_middle_it_is_finished_by_the_next_run(
    desk, structure, medimail, ask, mailbox, later, monkeypatch
):
    boxes = [medimail.mailbox(structure) for _ in range(4)]
    for number, box in enumerate(boxes):
        ask(desk, box, f"n{number}@nouveau.fr")
    mailbox.forget()
    later(days=1)
    tell, calls = service._tell_both, []

    def dies(*args, **kwargs):
        calls.append(args)
        if len(calls) == 3:
            raise SystemExit
        tell(*args, **kwargs)

    monkeypatch.setattr(service, "_tell_both", dies)
    with pytest.raises(SystemExit):
        jobs.change()
    assert [medimail.read(box).address.startswith("n") for box in boxes] == [True, True, False, False]
    jobs.change()
    assert [medimail.read(box).address for box in boxes] == [f"n{number}@nouveau.fr" for number in range(4)]
    assert all(len(mailbox.all(f"n{number}@nouveau.fr")) == 1 for number in range(4))


def test_an_address_taken_meanwhile_fails_with_its_reason_and_stops_no_other(
    new_desk, night, structure, medimail, ask, changes, mailbox
):
    admin = medimail.administrator(structure)
    client = put_inside(new_desk(structure), admin)
    first, second = medimail.mailbox(structure), medimail.mailbox(structure)
    ask(client, first)
    ask(client, second, "deux@nouveau.fr")
    medimail.mailbox(structure, address=NEW)
    night()
    assert changes(first)[0][0] == "echec"
    assert "Un compte a déjà cette adresse" in changes(first)[0][3]
    assert medimail.read(first).address == first.address
    assert medimail.read(second).address == "deux@nouveau.fr"
    told = " ".join(mailbox.texts(admin.email)[0].split())
    assert NEW in told
    assert f"/comptes/{first.id}/adresse" in told


def test_a_change_that_fails_is_told_to_the_person_who_was_told_it_was_coming(
    desk, night, structure, medimail, ask, mailbox, said
):
    _, box = medimail.holder(structure)
    ask(desk, box)
    mailbox.forget()
    medimail.mailbox(structure, address=NEW)
    night()
    assert f"n’a pas pu se faire : elle reste {box.address}." in said(box.address)
    assert mailbox.all(NEW) == []


def test_a_change_that_fails_is_told_to_those_who_open_a_shared_mailbox(
    desk, night, structure, medimail, ask, mailbox, said
):
    shared, (_, person) = medimail.mailbox(structure, Kind.ORG), medimail.holder(structure)
    medimail.connect(shared, person)
    ask(desk, shared)
    mailbox.forget()
    medimail.mailbox(structure, address=NEW)
    night()
    assert "L’adresse d’un compte Medimail partagé n’a pas changé" in said(person.address)


def test_a_change_that_fails_once_its_asker_is_gone_is_told_to_those_who_may_ask_again(
    new_client, night, structure, medimail, ask, mailbox, said
):
    gone, colleague = medimail.administrator(structure), medimail.administrator(structure)
    box = medimail.mailbox(structure)
    ask(put_inside(new_client(), gone), box)
    with transaction() as session:
        closing.shut(session, people.get(session, gone.id, lock=True), Closer.OPERATOR)
    medimail.mailbox(structure, address=NEW)
    mailbox.forget()
    night()
    assert f"Le changement d’adresse d’un compte de {structure.name}, de {box.address} à {NEW}" in said(colleague.email)
    assert mailbox.all(gone.email) == []


def test_the_address_that_somebody_signs_in_with_since_fails(desk, night, structure, medimail, ask, changes, build):
    person, box = medimail.holder(structure)
    ask(desk, box)
    build.administrator(email=NEW)
    night()
    assert changes(box)[0][0] == "echec"
    with reading() as session:
        assert people.get(session, person.id).email == box.address


def test_the_address_that_a_person_has_since_is_not_that_of_a_service(
    desk, night, structure, medimail, ask, changes, build
):
    box = medimail.mailbox(structure, Kind.ORG)
    ask(desk, box)
    build.physician(mssante=NEW)
    night()
    assert changes(box)[0][0] == "echec"
    assert "une adresse générique" in changes(box)[0][3]
    assert medimail.read(box).address == box.address


def test_the_address_that_a_person_of_another_name_has_since_is_theirs(
    desk, night, structure, medimail, ask, changes, build
):
    box = medimail.mailbox(structure, Kind.MED, State.PREREGISTERED)
    ask(desk, box)
    build.physician(mssante=NEW, last_name="Martin")
    night()
    assert changes(box)[0][0] == "echec"
    assert "une personne connue sous un autre nom" in changes(box)[0][3]
    assert medimail.read(box).address == box.address


def go(box, who, *path):
    with transaction() as session:
        for action in path:
            move(session, records.get(session, box.id, lock=True), who, action)


def test_an_account_removed_since_keeps_its_address(desk, night, structure, medimail, ask, changes):
    box = medimail.mailbox(structure)
    ask(desk, box)
    go(box, Who.NIGHT, Action.FALL_ASLEEP, Action.REMOVE)
    night()
    assert changes(box)[0][0] == "echec"
    assert medimail.read(box).address == box.address


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("stood", [State.PREREGISTERED, State.TO_VALIDATE, State.VALID])
def test_a_rejected_account_that_nobody_holds_changes_address_without_a_word(
    desk, night, structure, medimail, ask, mailbox, kind, stood
):
    """Whoever had been sent a link knows that it is over: another one leaves if they are rehabilitated."""
    box = medimail.mailbox(structure, kind, State.REJECTED, stood=stood, relaunched_at=clock.now(), reason="Parti.")
    ask(desk, box)
    night()
    now = medimail.read(box)
    assert (now.address, now.state, now.state_since, now.reason) == (NEW, State.REJECTED, box.state_since, "Parti.")
    assert mailbox.all() == []


def test_a_rejected_holder_is_told_and_does_not_come_in(desk, night, structure, medimail, ask, mailbox, new_client):
    _, box = medimail.holder(structure)
    go(box, Who.ADMINISTRATOR, Action.REJECT)
    ask(desk, box)
    mailbox.forget()
    night()
    assert [len(mailbox.all(to)) for to in (box.address, NEW)] == [1, 1]
    assert "incorrect" in try_password(new_client(), NEW).text
    assert medimail.read(box).state is State.REJECTED


def test_a_holder_rejected_then_rehabilitated_signs_in_with_the_new_address(
    desk, night, structure, medimail, ask, mailbox, new_client
):
    _, box = medimail.holder(structure)
    go(box, Who.ADMINISTRATOR, Action.REJECT)
    ask(desk, box)
    night()
    go(box, Who.ADMINISTRATOR, Action.REHABILITATE)
    assert is_signed_in(sign_in(new_client(), mailbox, NEW, NEW))


def test_what_was_called_off_is_not_done(desk, night, structure, medimail, ask, waiting):
    box = medimail.mailbox(structure)
    ask(desk, box)
    desk.post(f"/changements-adresse/{waiting(box)}/annuler")
    night()
    assert medimail.read(box).address == box.address


@pytest.fixture
def eve(later):
    """Go to the minute before the night works; what is then done lets it work a minute later."""

    def come():
        later(seconds=(following(Daily(ADDRESSES_AT), clock.now()) - clock.now()).total_seconds() - 60)

        def night():
            later(minutes=1, seconds=1)
            jobs.change()

        return night

    return come


def opened(person):
    """How many sessions of a person are open, and how many browsers need no code."""
    with reading() as session:
        trusted = [row for row in people.browsers(session, person.id) if row.trusted_until]
        return len(people.open_sessions(session, person.id)), len(trusted)


def test_the_holder_signs_in_with_the_new_address_from_then_on(
    desk, eve, structure, medimail, ask, new_client, mailbox
):
    person, box = medimail.holder(structure)
    ask(desk, box)
    night = eve()
    client = sign_in(new_client(), mailbox, person.email, person.email, trust=True)
    assert opened(person) == (1, 1)
    night()
    # Codes go elsewhere now: what was opened or trusted with the old address is proved again.
    assert opened(person) == (0, 0)
    assert not is_signed_in(client)
    assert "incorrect" in try_password(new_client(), box.address).text
    sign_in(client, mailbox, NEW, NEW)
    assert is_signed_in(client)


def test_a_code_that_waits_in_the_old_mailbox_is_dead(desk, eve, structure, medimail, ask, new_client, mailbox):
    _, box = medimail.holder(structure)
    ask(desk, box)
    night = eve()
    client = try_password(new_client(), box.address)
    code = mailbox.code(box.address)
    night()
    client.submit({"code": code})
    assert not is_signed_in(client)


def test_a_physician_of_certdc_keeps_the_address_and_the_mssante_route(
    desk, eve, structure, medimail, ask, build, new_client, mailbox
):
    physician = build.physician(email="camille@cabinet.fr")
    box = medimail.mailbox(structure, account_id=physician.id)
    ask(desk, box)
    night = eve()
    inside = sign_in(new_client(), mailbox, physician.rpps, physician.mssante)
    night()
    assert medimail.read(box).address == NEW
    with reading() as session:
        assert people.get(session, physician.id).email == "camille@cabinet.fr"
    assert is_signed_in(inside)


def test_the_link_of_finalisation_leaves_again_for_the_new_address(desk, night, structure, medimail, ask, mailbox):
    box = medimail.mailbox(structure, state=State.PREREGISTERED)
    with transaction() as session:
        inviting.invite(session, records.get(session, box.id, lock=True), None)
    ask(desk, box)
    mailbox.forget()
    sent = medimail.read(box).link_version
    night()
    assert medimail.read(box).link_version > sent
    assert [str(m["subject"]) for m in mailbox.all(NEW)] == ["Finaliser votre inscription à Medimail"]
    assert len(mailbox.all(box.address)) == 1


@pytest.mark.parametrize("state", [State.PREREGISTERED, State.TO_VALIDATE, State.VALID, State.INACTIVE])
def test_a_link_that_the_old_mailbox_holds_counts_no_more_in_any_state(desk, night, structure, medimail, ask, state):
    box = medimail.mailbox(structure, state=state)
    ask(desk, box)
    night()
    assert medimail.read(box).link_version > box.link_version


def test_no_link_leaves_for_whoever_was_never_invited(desk, night, structure, medimail, ask, mailbox):
    box = medimail.mailbox(structure, state=State.PREREGISTERED)
    ask(desk, box)
    night()
    assert medimail.read(box).address == NEW
    assert mailbox.all() == []


def test_a_shared_mailbox_changes_and_its_people_are_told(desk, night, structure, medimail, ask, mailbox):
    shared, (_, person) = medimail.mailbox(structure, Kind.ORG), medimail.holder(structure)
    medimail.connect(shared, person)
    ask(desk, shared)
    mailbox.forget()
    night()
    assert medimail.read(shared).address == NEW
    assert len(mailbox.all(person.address)) == 1
    assert [mailbox.all(to) for to in (shared.address, NEW)] == [[], []]


def test_what_is_asked_after_the_hour_waits_for_the_next_night_even_if_this_one_is_late(
    desk, night, structure, medimail, ask
):
    box = medimail.mailbox(structure)
    ask(desk, box)
    jobs.change()
    assert medimail.read(box).address == box.address
    night()
    assert medimail.read(box).address == NEW


def test_a_change_that_fails_stops_no_other_and_is_left_for_the_next_night(
    desk, structure, medimail, ask, night, monkeypatch, caplog
):
    boxes = [medimail.mailbox(structure) for _ in range(3)]
    for number, box in enumerate(boxes):
        ask(desk, box, f"n{number}@nouveau.fr")
    tell = service._tell_both

    def fails(session, box, *args):
        if box.id == boxes[0].id:
            raise ValueError(box.address)
        tell(session, box, *args)

    with monkeypatch.context() as patch:
        patch.setattr(service, "_tell_both", fails)
        night()
    assert [medimail.read(box).address == f"n{number}@nouveau.fr" for number, box in enumerate(boxes)] == [0, 1, 1]
    assert "n0@nouveau.fr" not in caplog.text
    assert "address not changed" in caplog.text
    night()
    assert medimail.read(boxes[0]).address == "n0@nouveau.fr"
