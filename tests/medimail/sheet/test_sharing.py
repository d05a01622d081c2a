"""A person's account that becomes shared: not one's own, nor one that its holder needs; nothing of it stays theirs."""

import pytest

from portal.accounts import closing
from portal.accounts import store as people
from portal.accounts.rules import Right
from portal.audit import Event
from portal.db import reading, transaction
from portal.medimail.mailboxes.record.rules.acts import Held, Saved
from portal.medimail.mailboxes.record.rules.kinds import Kind


def _write_to(person, address):
    with transaction() as session:
        people.get(session, person.id).mssante = address


def test_what_lets_no_address_go_tells_of_none(hospital, turn):
    """Another account of theirs keeps them; and an account that nobody held had none."""
    person, box = hospital.medimail.holder(hospital.structure)
    hospital.medimail.mailbox(hospital.structure, Kind.MED, account_id=person.id)
    _write_to(person, "alex.petit@ailleurs.mssante.fr")
    assert turn(box.id, Kind.ORG) == Saved(changed=True)
    turn(hospital.medimail.mailbox(hospital.structure, Kind.MED).id, Kind.ORG)
    assert hospital.journal(Event.ADDRESS_LET_GO) == []


def test_nobody_makes_their_own_account_a_shared_one(hospital, turn):
    """They would administer on, with no account of their own, their codes read by those who open it."""
    box = hospital.medimail.mailbox(hospital.structure, Kind.MED, account_id=hospital.account.id)
    outcome = turn(box.id, Kind.ORG)
    assert isinstance(outcome, Held)
    assert outcome.sentences == (
        "C’est votre compte\u00a0: vous n’en faites pas une BAL partagée. Demandez-le à un autre administrateur.",
    )
    assert turn(box.id, Kind.INT) == Saved(changed=True)


def test_the_account_of_an_administrator_is_not_shared_until_they_administer_no_more(hospital, turn):
    person, box = hospital.medimail.holder(hospital.structure)
    hospital.medimail.appoint(person, hospital.structure)
    outcome = turn(box.id, Kind.ORG)
    assert isinstance(outcome, Held)
    [sentence] = outcome.sentences[:1]
    assert f"administre {hospital.structure.name}" in sentence
    assert "Retirez-lui d’abord ce droit" in sentence
    with transaction() as session:
        people.take_back(session, person.id, Right.MEDIMAIL_ADMINISTRATOR, str(hospital.structure.id))
    assert turn(box.id, Kind.ORG) == Saved(changed=True)


def test_a_right_that_one_may_not_take_back_is_said_without_the_name_of_what_is_out_of_reach(hospital, turn):
    person, box = hospital.medimail.holder(hospital.structure)
    elsewhere = hospital.medimail.structure("Clinique des Hauts")
    hospital.medimail.appoint(person, elsewhere)
    outcome = turn(box.id, Kind.ORG)
    assert isinstance(outcome, Held)
    assert "que vous ne pouvez pas retirer (Administration Medimail)" in outcome.sentences[0]
    assert elsewhere.name not in " ".join(outcome.sentences)


def test_the_address_where_somebody_with_another_account_is_sent_codes_is_not_shared(hospital, turn):
    """Nothing of theirs is out of the structure; those who open it would sign in as them all the same."""
    person, box = hospital.medimail.holder(hospital.structure)
    hospital.medimail.mailbox(hospital.structure, Kind.MED, account_id=person.id)
    outcome = turn(box.id, Kind.ORG)
    assert isinstance(outcome, Held)
    assert "d’autres les liraient" in outcome.sentences[0]


@pytest.mark.parametrize("is_closed", [False, True])
def test_the_mssante_address_of_what_is_shared_is_nobody_s_any_more(hospital, turn, is_closed):
    person, box = hospital.medimail.holder(hospital.structure, Kind.PER, mssante="alex.petit@chic.mssante.fr")
    _write_to(person, box.mssante)
    if is_closed:
        with transaction() as session:
            closing.close(session, people.get(session, person.id))
    assert turn(box.id, Kind.ORG) == Saved(changed=True)
    with reading() as session:
        assert people.get(session, person.id).mssante is None
    [(before, after)] = hospital.journal(Event.ADDRESS_LET_GO)
    assert (before["adresse_mssante"], after["adresse_mssante"]) == (box.mssante, "")


def test_the_mssante_address_that_somebody_has_elsewhere_stays_theirs(hospital, turn):
    person, box = hospital.medimail.holder(hospital.structure, Kind.PER, mssante="alex.petit@chic.mssante.fr")
    _write_to(person, "alex.petit@ailleurs.mssante.fr")
    assert turn(box.id, Kind.ORG) == Saved(changed=True)
    with reading() as session:
        assert people.get(session, person.id).mssante == "alex.petit@ailleurs.mssante.fr"
