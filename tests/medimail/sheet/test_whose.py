"""Whose an address or a number is already: an account goes to that person, under the name that they are known by."""

import pytest

from portal.db import transaction
from portal.medimail.mailboxes.record import service
from portal.medimail.mailboxes.record import store as records
from portal.medimail.mailboxes.record.rules.acts import Created, Saved
from portal.medimail.mailboxes.record.rules.fields import Field
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import VOUCHED, State
from tests.medimail.sheet.test_record import ADDRESS, close, codes
from tests.medimail.sheets import OTHER_RPPS, RPPS, WHOLE
from tests.pages.mailbox import typed


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


def test_an_account_that_nobody_holds_yet_keeps_the_name_of_the_person_whose_address_it_is(hospital, build):
    build.physician(mssante=ADDRESS, last_name="Durand", first_name="Camille")
    box = hospital.made(Kind.MED)
    refused = hospital.edit(box.id, last_name="Autre")
    assert codes(refused) == [(Field.ADDRESS, "adresse_autrui")]
    assert hospital.edit(box.id, phone="05 63 71 63 71") == Saved(changed=True)


def test_an_account_that_nobody_holds_yet_is_no_service_s_when_its_address_is_a_person_s(hospital, build):
    build.physician(mssante=ADDRESS, last_name="Durand", first_name="Camille")
    box = hospital.made(Kind.MED)
    with transaction() as session:
        found = records.get(session, box.id, lock=True)
        by, texts = hospital.by(session), WHOLE[Kind.ORG]
        facts = service.judge(session, by, found.structure, Kind.ORG, texts, own=found)
    assert codes(facts) == [(Field.ADDRESS, "adresse_personne")]


@pytest.mark.parametrize("kind", [Kind.MED, Kind.ORG])
def test_what_came_to_be_a_person_s_address_since_hinders_no_edition(hospital, build, kind):
    """Else anybody who enrols the address of a service for MSSanté would keep its sheet as it is."""
    box = hospital.made(kind)
    build.physician(mssante=box.address, last_name="Martin")
    assert hospital.edit(box.id, phone="05 63 71 63 71") == Saved(changed=True)


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


@pytest.mark.parametrize("state", sorted(set(State) - set(VOUCHED)))
def test_a_number_that_nobody_vouches_for_is_held_against_nobody(hospital, state):
    """Anybody registers alone with the public number of a physician, whose account is created all the same."""
    hospital.medimail.mailbox(hospital.structure, state=state, last_name="MALLORY", rpps=RPPS)
    hospital.medimail.mailbox(hospital.structure, state=state, last_name="MALLORY", rpps=OTHER_RPPS)
    assert isinstance(hospital.create(Kind.PER), Created)
    assert isinstance(hospital.create(Kind.ORG), Created)


@pytest.mark.parametrize("state", VOUCHED)
def test_a_number_that_an_administrator_vouches_for_is_that_of_its_person(hospital, state):
    hospital.medimail.mailbox(hospital.structure, state=state, last_name="MARTIN", rpps=RPPS)
    assert codes(hospital.create(Kind.PER)) == [(Field.RPPS, "rpps_autrui")]


def waiting(hospital, **fields):
    """The account of somebody who registered alone."""
    fields = {"state": State.TO_VALIDATE, "last_name": "MALLORY", "rpps": RPPS, "account_id": None, **fields}
    structure = fields.pop("structure", hospital.structure)
    return hospital.medimail.mailbox(structure, **fields)


def said(desk, box):
    return " ".join(desk.open(f"/comptes/{box.id}").text.replace("\u00a0", " ").split())


def test_the_sheet_to_validate_names_who_else_bears_the_number_and_where_each_stands(hospital, desk):
    box, other = waiting(hospital), waiting(hospital, state=State.REJECTED)
    assert f"Son numéro est aussi celui de {other.address} (rejeté). Avant de valider, vérifiez" in said(desk, box)


def test_the_sheet_to_validate_names_nobody_out_of_reach(hospital, desk):
    elsewhere = hospital.medimail.structure("CH Ariège Couserans")
    box, other = waiting(hospital), waiting(hospital, structure=elsewhere)
    text = said(desk, box)
    assert "celui d’un compte d’une structure que vous n’administrez pas" in text
    assert other.address not in text


def test_the_sheet_to_validate_says_that_it_is_not_validated_as_it_is(hospital, desk, build):
    build.physician(rpps=RPPS, last_name="Secret")
    text = said(desk, waiting(hospital))
    assert "celui d’une personne que le portail connaît sous un autre nom" in text
    assert "ne se valide pas ainsi" in text
    assert "Secret" not in text


def test_a_number_of_nobody_else_is_not_spoken_of(hospital, desk):
    assert "numéro est" not in said(desk, waiting(hospital))


def test_the_sheet_of_the_true_owner_names_the_account_to_validate_of_reach_and_no_other(hospital, desk):
    elsewhere = hospital.medimail.structure("CH Ariège Couserans")
    first, second = waiting(hospital), waiting(hospital, structure=elsewhere)
    box = hospital.made(Kind.PER)
    text = said(desk, box)
    assert f"Le même numéro est celui d’un compte à valider : {first.address}." in text
    assert second.address not in text


def test_a_number_that_two_bear_already_keeps_neither_sheet_from_being_corrected(hospital, desk):
    """Each sheet says so; a number or a name that changes is judged."""
    box = hospital.made(Kind.PER)
    other = hospital.medimail.mailbox(hospital.structure, last_name="MARTIN", rpps=RPPS)
    assert f"connue sous un autre nom ({other.address}) : vérifiez à qui est ce numéro" in said(desk, box)
    assert f"connue sous un autre nom ({box.address})" in said(desk, other)
    assert hospital.edit(box.id, phone="0563716371") == Saved(changed=True)
    assert codes(hospital.edit(box.id, version=2, last_name="Petit")) == [(Field.RPPS, "rpps_autrui")]
    assert hospital.edit(box.id, version=2, rpps=OTHER_RPPS) == Saved(changed=True)
    assert codes(hospital.edit(box.id, version=3)) == [(Field.RPPS, "rpps_autrui")]


def test_whoever_creates_with_the_number_of_a_rejected_account_is_told_of_it_within_reach(hospital, desk):
    ours = hospital.medimail.mailbox(hospital.structure, state=State.REJECTED, last_name="MARTIN", rpps=RPPS)
    elsewhere = hospital.medimail.structure("CH Ariège Couserans")
    hospital.medimail.mailbox(elsewhere, state=State.REJECTED, last_name="MARTIN", rpps=RPPS)
    desk.open(f"/structures/{hospital.structure.id}/comptes/nouveau/PER")
    told = " ".join(desk.submit(typed(Kind.PER)).text.replace("\xa0", " ").split())
    assert f"Un compte rejeté porte le même numéro : {ours.address}. Si c’est" in told


def test_whoever_creates_with_a_number_of_nobody_is_told_nothing_of_it(hospital):
    assert hospital.create(Kind.PER).rejected == ()
