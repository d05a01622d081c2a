"""A shared account is opened to more people: who learns of it, and whose codes and links they must never read."""

import pytest

from portal.audit import Event
from portal.db import transaction
from portal.limits import Limit
from portal.medimail.mailboxes.options import service as options
from portal.medimail.mailboxes.options.rules import Guarded
from portal.medimail.mailboxes.record import converting, store
from portal.medimail.mailboxes.record.rules.acts import TOO_OFTEN, Created, Faulty, Saved
from portal.medimail.mailboxes.record.rules.fields import Field
from portal.medimail.mailboxes.record.rules.kinds import Kind
from tests.medimail.sheets import OPENER, WHOLE
from tests.pages.mailbox import typed

SHARED_AT = "accueil.urgences@chic.mssante.fr"


@pytest.fixture
def shared(hospital):
    """A shared account with an MSSanté address, that one person opens."""
    made = hospital.made(Kind.ORG)
    with transaction() as session:
        store.get(session, made.id).mssante = SHARED_AT
    return made


@pytest.fixture
def spy(hospital):
    """A person of the structure, who opens nothing yet."""
    return hospital.medimail.holder(hospital.structure, Kind.PER)[1]


@pytest.fixture
def add(hospital, shared):
    """Save the sheet of the shared account with these connection accounts."""

    def do(*addresses, **changed):
        version = hospital.medimail.read(shared).version
        return hospital.edit(shared.id, version=version, connections=";".join(addresses), **changed)

    return do


def _codes(outcome):
    return [(fault.field, fault.code) for fault in outcome.faults] if isinstance(outcome, Faulty) else []


REFUSED = [(Field.CONNECTIONS, "connexion_codes")]


def test_nobody_more_opens_an_account_where_the_links_of_a_physician_come(hospital, build, shared, spy, add):
    """What a delegation would copy, a connection account reads whole."""
    build.physician(mssante=SHARED_AT)
    with transaction() as session:
        held = store.get(session, shared.id, lock=True)
        assert options.delegate(session, hospital.account.id, held, spy.address) == Guarded()
    assert _codes(add(OPENER, spy.address)) == REFUSED
    assert hospital.openers(shared.id) == [OPENER]
    assert hospital.mails() == []


def test_what_else_is_saved_there_is_saved_and_somebody_may_be_taken_off(hospital, build, shared, spy, add):
    hospital.medimail.connect(shared, spy)
    build.physician(mssante=SHARED_AT)
    assert add(OPENER, spy.address, description="Accueil des urgences") == Saved(changed=True)
    assert add(spy.address) == Saved(changed=True)
    assert hospital.openers(shared.id) == [spy.address]


def test_somebody_put_in_the_place_of_another_is_somebody_more(build, shared, spy, add):
    build.physician(mssante=SHARED_AT)
    assert _codes(add(spy.address)) == REFUSED


def test_codes_that_open_no_more_than_the_structure_stop_nobody(hospital, shared, spy, add):
    person, _ = hospital.medimail.holder(hospital.structure, Kind.PER)
    with transaction() as session:
        session.merge(person).mssante = SHARED_AT
    assert add(OPENER, spy.address) == Saved(changed=True)


def test_no_account_is_created_open_to_others_at_an_address_where_codes_come(hospital, build):
    build.si_manager(email="interfaces@chic-demo.fr", contact="guichet@chic-demo.fr")
    assert _codes(hospital.create(Kind.ORG, address="guichet@chic-demo.fr")) == REFUSED
    assert isinstance(hospital.create(Kind.ORG, address="autre@chic-demo.fr"), Created)


def test_a_change_of_type_is_no_way_round(hospital, build, shared, spy):
    build.physician(mssante=SHARED_AT)
    texts = WHOLE[Kind.APP] | {Field.CONNECTIONS: f"{OPENER};{spy.address}"}
    with transaction() as session:
        held = store.get(session, shared.id, lock=True)
        outcome = converting.change_kind(session, hospital.by(session), held, 1, Kind.APP, texts)
    assert _codes(outcome) == REFUSED


def test_the_page_says_at_the_field_why_and_who_can(hospital, desk, build, shared, spy):
    build.physician(mssante=SHARED_AT)
    desk.open(f"/comptes/{shared.id}/modifier")
    data = typed(Kind.ORG, is_new=False) | {"connexions": [OPENER, spy.address], "vu": "1"}
    page = desk.post(f"/comptes/{shared.id}/modifier", data)
    assert page.status == 422
    [error] = page.errors
    assert "voyez avec l’exploitant du portail" in error


def test_those_who_open_it_are_told_at_their_mssante_address_too(hospital, build, shared, spy, add, said):
    physician = build.physician()
    reader = hospital.medimail.mailbox(hospital.structure, account_id=physician.id)
    hospital.medimail.connect(shared, reader)
    add(OPENER, reader.address, spy.address)
    assert sorted(mail.recipient for mail in hospital.mails()) == sorted([reader.address, physician.mssante])
    assert f"s’ouvre désormais aussi par {spy.address} :" in said(reader.address)
    [(_, after)] = hospital.journal(Event.MAILBOX_CHANGED)
    assert spy.address in after[Field.CONNECTIONS.label]


def test_whoever_is_taken_off_for_another_learns_of_it(hospital, shared, spy, add):
    gone = hospital.medimail.holder(hospital.structure, Kind.PER)[1]
    hospital.medimail.connect(shared, gone)
    add(OPENER, spy.address)
    assert [mail.recipient for mail in hospital.mails()] == [gone.address]


def test_a_change_of_type_that_opens_it_to_more_is_told_too(hospital, shared, spy):
    reader = hospital.medimail.holder(hospital.structure, Kind.PER)[1]
    hospital.medimail.connect(shared, reader)
    texts = WHOLE[Kind.APP] | {Field.CONNECTIONS: f"{OPENER};{reader.address};{spy.address}"}
    with transaction() as session:
        held = store.get(session, shared.id, lock=True)
        assert converting.change_kind(session, hospital.by(session), held, 1, Kind.APP, texts) == Saved(changed=True)
    assert [mail.recipient for mail in hospital.mails()] == [reader.address]


def test_no_noise_hides_somebody_more(hospital, shared, spy, add, configure):
    """A notice is never left out: it is the act that waits."""
    configure(limit_notices=Limit.parse("2/1h"))
    reader = hospital.medimail.holder(hospital.structure, Kind.PER)[1]
    hospital.medimail.connect(shared, reader)
    for _ in range(2):
        assert add(reader.address, spy.address) == Saved(changed=True)
        assert add(reader.address) == Saved(changed=True)
    outcome = add(reader.address, spy.address)
    assert [fault.sentence for fault in outcome.faults] == [TOO_OFTEN]
    assert hospital.openers(shared.id) == [reader.address]
    assert len(hospital.mails()) == 2


def test_whoever_has_not_finalised_is_written_to_of_nothing_and_slows_nobody_down(
    hospital, shared, spy, add, configure
):
    configure(limit_notices=Limit.parse("1/1h"))
    assert hospital.opener.account_id is None
    for _ in range(3):
        assert add(OPENER, spy.address) == Saved(changed=True)
        assert add(OPENER) == Saved(changed=True)
    assert hospital.mails() == []
