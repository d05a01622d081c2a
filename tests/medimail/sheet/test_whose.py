"""Whose an address or a number is already: an account goes to that person, under the name that they are known by."""

import pytest

from portal.medimail.mailboxes.record.rules.acts import Created
from portal.medimail.mailboxes.record.rules.fields import Field
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import State
from tests.medimail.sheet.test_record import ADDRESS, close, codes
from tests.medimail.sheets import OTHER_RPPS


def test_the_mssante_address_of_a_person_whose_account_is_closed_is_theirs(hospital, build):
    close(build.physician(mssante=ADDRESS))
    assert codes(hospital.create(Kind.MED)) == [(Field.ADDRESS, "adresse_prise")]


@pytest.mark.parametrize("way", ["email", "mssante"])
def test_an_address_known_under_another_name_is_refused(hospital, build, way):
    build.physician(**{way: ADDRESS}, last_name="Martin")
    refused = hospital.create(Kind.MED)
    assert codes(refused) == [(Field.ADDRESS, "adresse_autrui")]
    assert "Martin" not in refused.faults[0].sentence


@pytest.mark.parametrize("way", ["email", "mssante"])
def test_an_address_known_under_the_same_name_is_that_of_the_same_person(hospital, build, way):
    build.physician(**{way: ADDRESS}, last_name="DURAND", first_name="camille")
    assert isinstance(hospital.create(Kind.MED), Created)


def test_the_address_of_a_person_is_not_that_of_a_shared_mailbox(hospital, build):
    build.physician(mssante="secretariat@chic-demo.fr")
    assert codes(hospital.create(Kind.ORG)) == [(Field.ADDRESS, "adresse_personne")]


def test_the_number_of_somebody_else_is_not_that_of_who_answers_for_a_mailbox(hospital, build):
    box = hospital.made(Kind.ORG)
    build.physician(rpps=OTHER_RPPS, last_name="Martin")
    refused = hospital.create(Kind.ORG, address="accueil2@chic-demo.fr")
    assert codes(refused) == [(Field.RESPONSIBLE_RPPS, "rpps_autrui")]
    assert "Martin" not in refused.faults[0].sentence
    assert codes(hospital.edit(box.id)) == [(Field.RESPONSIBLE_RPPS, "rpps_autrui")]


def test_the_number_of_who_answers_for_a_mailbox_may_be_that_of_an_account(hospital):
    hospital.medimail.mailbox(hospital.structure, last_name="PETIT", first_name="Alex", rpps=OTHER_RPPS)
    assert isinstance(hospital.create(Kind.ORG), Created)


def test_whoever_finds_an_address_taken_reads_what_to_do_and_not_where_it_is(hospital):
    elsewhere = hospital.medimail.structure("CH Ariège Couserans")
    hospital.medimail.mailbox(elsewhere, state=State.REMOVED, address=ADDRESS)
    sentence = hospital.create(Kind.PER).faults[0].sentence
    assert all(word in sentence for word in ("réhabilite", "supprimé", "GRADeS"))
    assert "Ariège" not in sentence
