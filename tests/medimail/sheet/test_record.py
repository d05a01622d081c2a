"""An account is created and edited by its administrator; whatever is taken, foreign or stale is refused, and told."""

import pytest

from portal.accounts import closing
from portal.accounts import store as people
from portal.accounts.models import Account
from portal.audit import Event
from portal.db import transaction
from portal.medimail.mailboxes.record import moving, store
from portal.medimail.mailboxes.record.models import AddressChange
from portal.medimail.mailboxes.record.rules.acts import Created, Faulty, Saved, Shut, Stale
from portal.medimail.mailboxes.record.rules.changes import ChangeState
from portal.medimail.mailboxes.record.rules.fields import Field
from portal.medimail.mailboxes.record.rules.kinds import PERSONS, SHARED, Kind
from portal.medimail.mailboxes.record.rules.preferences import Preferences
from portal.medimail.mailboxes.record.rules.states import Action, State, Who
from tests.attacks.crowd import at_once
from tests.medimail.sheets import OPENER, OTHER_RPPS, RPPS, WHOLE

ADDRESS = WHOLE[Kind.PER][Field.ADDRESS]


def codes(outcome):
    assert isinstance(outcome, Faulty), outcome
    return [(fault.field, fault.code) for fault in outcome.faults]


@pytest.mark.parametrize("kind", sorted(PERSONS))
def test_a_person_is_preregistered_and_sent_the_link(hospital, kind):
    made = hospital.create(kind)
    assert (made.state, made.is_invited) == (State.PREREGISTERED, True)
    assert [mail.recipient for mail in hospital.mails()] == [ADDRESS]


@pytest.mark.parametrize("kind", sorted(PERSONS))
def test_a_person_is_sent_nothing_unless_asked(hospital, kind):
    assert hospital.create(kind, invites=False).is_invited is False
    assert hospital.mails() == []


@pytest.mark.parametrize("kind", sorted(SHARED))
def test_a_shared_mailbox_is_valid_at_once_and_opened_by_its_connection_accounts(hospital, kind):
    made = hospital.create(kind)
    assert (made.state, made.is_invited) == (State.VALID, False)
    assert hospital.openers(made.mailbox_id) == [OPENER]
    assert hospital.mails() == []


def test_what_is_written_is_what_was_read(hospital):
    box = hospital.made(Kind.PER, phone="05 63 71 63 71", expires_on="31/12/2099", departement="", region="")
    assert (box.last_name, box.city, box.rpps, box.phone) == ("DURAND", "CASTRES", RPPS, "0563716371")
    assert (box.departement_code, box.region_code, box.is_liberal) == ("81", "76", False)
    assert (box.expires_on.year, box.adeli, box.place_kind) == (2099, None, None)
    assert box.search == f"durand camille {ADDRESS} {RPPS}"


def test_an_account_begins_with_the_notices_of_its_structure(hospital):
    with transaction() as session:
        session.merge(hospital.structure).notify_daily = True
    hospital.structure.notify_daily = True
    assert hospital.made(Kind.MED).notify_daily


def test_an_account_has_the_preferences_that_were_chosen(hospital):
    box = hospital.made(Kind.MED, preferences=Preferences(notify_each=False, unlisted=True, paperless=True))
    assert (box.notify_each, box.unlisted, box.paperless) == (False, True, True)


def test_the_journal_tells_what_was_created_and_by_whom(hospital):
    hospital.create(Kind.ORG)
    [(before, after)] = hospital.journal(Event.MAILBOX_CREATED)
    assert before == {}
    assert after["Adresse mail"] == "secretariat@chic-demo.fr"
    assert after["Compte(s) de connexion"] == [OPENER]


@pytest.mark.parametrize("state", State)
def test_an_address_taken_in_any_state_is_refused(hospital, state):
    hospital.medimail.mailbox(hospital.structure, state=state, address=ADDRESS, rpps=OTHER_RPPS)
    assert codes(hospital.create(Kind.PER)) == [(Field.ADDRESS, "adresse_prise")]


def test_an_address_that_somebody_is_about_to_take_is_refused(hospital):
    with transaction() as session:
        session.add(
            AddressChange(
                mailbox_id=hospital.opener.id,
                old=OPENER,
                new=ADDRESS,
                state=ChangeState.ASKED,
                asked_at=hospital.opener.created_at,
            )
        )
    assert codes(hospital.create(Kind.PER)) == [(Field.ADDRESS, "adresse_prise")]


def test_the_address_of_a_person_whose_account_is_closed_is_theirs(hospital, build):
    closed = build.administrator(email=ADDRESS)
    with transaction() as session:
        session.get(Account, closed.id).closed_at = hospital.opener.created_at
    assert codes(hospital.create(Kind.PER)) == [(Field.ADDRESS, "adresse_prise")]


def test_a_number_borne_by_somebody_of_another_name_is_refused(hospital):
    hospital.medimail.mailbox(hospital.structure, last_name="MARTIN", rpps=RPPS)
    assert codes(hospital.create(Kind.PER)) == [(Field.RPPS, "rpps_autrui")]


def test_a_number_of_certdc_under_another_name_is_refused(hospital):
    hospital.medimail.build.physician(rpps=RPPS, last_name="Martin")
    assert codes(hospital.create(Kind.PER)) == [(Field.RPPS, "rpps_autrui")]


def close(account):
    with transaction() as session:
        closing.close(session, people.get(session, account.id))


def test_the_number_of_a_closed_account_is_refused_in_the_words_of_one_known_under_another_name(hospital, build):
    """Told apart, whoever types the numbers of others would learn whose account is closed."""
    close(build.physician(rpps=RPPS, last_name="Durand", first_name="Camille"))
    build.physician(rpps=OTHER_RPPS, last_name="Martin")
    closed, other = hospital.create(Kind.PER), hospital.create(Kind.PER, rpps=OTHER_RPPS)
    assert codes(closed) == [(Field.RPPS, "rpps_autrui")]
    assert closed.faults == other.faults
    assert "Martin" not in closed.faults[0].sentence
    assert hospital.create(Kind.PER, last_name="Petit").faults == closed.faults


def test_the_number_of_a_closed_account_typed_afterwards_is_refused_as_well(hospital, build):
    box = hospital.made(Kind.PER)
    close(build.physician(rpps=OTHER_RPPS, last_name="Durand", first_name="Camille"))
    assert codes(hospital.edit(box.id, rpps=OTHER_RPPS)) == [(Field.RPPS, "rpps_autrui")]


def test_a_sheet_that_has_had_its_number_since_before_is_still_saved(hospital, build):
    physician = build.physician(rpps=RPPS, last_name="Durand", first_name="Camille")
    box = hospital.made(Kind.PER)
    close(physician)
    assert hospital.edit(box.id, phone="0563716371") == Saved(changed=True)


def test_a_person_whom_certdc_knows_may_have_a_mailbox(hospital):
    hospital.medimail.build.physician(rpps=RPPS, last_name="Durand", first_name="Camille")
    assert isinstance(hospital.create(Kind.PER), Created)


def test_a_number_given_to_a_rejected_account_by_mistake_is_free_again(hospital):
    hospital.medimail.mailbox(hospital.structure, state=State.REJECTED, last_name="MARTIN", rpps=RPPS)
    assert isinstance(hospital.create(Kind.PER), Created)


def test_an_address_of_another_domain_is_refused(hospital):
    with transaction() as session:
        session.merge(hospital.structure).domain = "chic-castres.fr"
    hospital.structure.domain = "chic-castres.fr"
    assert codes(hospital.create(Kind.MED)) == [(Field.ADDRESS, "adresse_hors_domaine")]


def test_a_connection_account_out_of_reach_is_as_one_that_does_not_exist(hospital):
    stranger = hospital.medimail.structure("CH d’ailleurs")
    box = hospital.medimail.mailbox(stranger)
    assert codes(hospital.create(Kind.ORG, connections=box.address)) == [(Field.CONNECTIONS, "connexion_inconnue")]


def test_a_finess_that_no_establishment_bears_is_refused(hospital):
    assert codes(hospital.create(Kind.INT, place_number="310781406")) == [(Field.PLACE_NUMBER, "structure_inconnue")]


def test_the_legal_entity_of_a_structure_will_do(hospital):
    assert isinstance(hospital.create(Kind.INT, place_number="810000380"), Created)


def test_a_return_address_that_is_rejected_keeps_nothing_else_from_being_corrected(hospital):
    reader = hospital.medimail.mailbox(hospital.structure, mssante="adele.myrtille@chic.mssante.fr")
    software = hospital.made(Kind.APP, return_address=reader.mssante)
    with transaction() as session:
        moving.move(session, store.get(session, reader.id, lock=True), Who.ADMINISTRATOR, Action.REJECT)
    assert hospital.edit(software.id, return_address=reader.mssante, phone="0563716371") == Saved(changed=True)
    refused = hospital.create(Kind.APP, address="noreply.radio@chic-demo.fr", return_address=reader.mssante)
    assert "il est rejeté" in refused.faults[0].sentence


def test_a_return_address_is_that_of_an_account(hospital):
    refused = hospital.create(Kind.APP, return_address="inconnu@chic.mssante.fr")
    assert codes(refused) == [(Field.RETURN_ADDRESS, "retour_inconnu")]


def test_of_two_creations_of_one_address_at_once_one_is_done(hospital, app):
    def create():
        with app.app_context():
            return hospital.create(Kind.PER)

    outcomes = at_once([create] * 4)
    assert sum(isinstance(outcome, Created) for outcome in outcomes) == 1
    assert {code for o in outcomes if isinstance(o, Faulty) for _, code in codes(o)} == {"adresse_prise"}


def test_of_two_people_given_one_number_at_once_one_has_it(hospital, app):
    def create(name):
        with app.app_context():
            return hospital.create(Kind.PER, last_name=name, address=f"{name.lower()}@chic-demo.fr")

    outcomes = at_once([lambda n=n: create(n) for n in ("Martin", "Moreau", "Petit")])
    assert sum(isinstance(outcome, Created) for outcome in outcomes) == 1


def test_an_edit_is_kept_and_told_with_what_was_before(hospital):
    box = hospital.made(Kind.PER)
    assert hospital.edit(box.id, phone="0563716371") == Saved(changed=True)
    assert hospital.medimail.read(box).version == 2
    [(before, after)] = hospital.journal(Event.MAILBOX_CHANGED)
    assert before["Téléphone (1)"] == ""
    assert after["Téléphone (1)"] == "0563716371"
    assert "NOM" not in after


def test_an_edit_that_changes_nothing_tells_nothing(hospital):
    box = hospital.made(Kind.ORG)
    assert hospital.edit(box.id) == Saved(changed=False)
    assert hospital.medimail.read(box).version == 1
    assert hospital.journal(Event.MAILBOX_CHANGED) == []


def test_an_edit_never_changes_the_address(hospital):
    box = hospital.made(Kind.PER)
    hospital.edit(box.id, address="autre@ailleurs.fr")
    assert hospital.medimail.read(box).address == ADDRESS


def test_an_edit_of_a_version_that_was_overtaken_changes_nothing(hospital):
    box = hospital.made(Kind.PER)
    hospital.edit(box.id, phone="0563716371")
    assert hospital.edit(box.id, phone="0563716372") == Stale()
    assert hospital.medimail.read(box).phone == "0563716371"


@pytest.mark.parametrize("state", [State.REMOVED, State.REJECTED_FOR_GOOD])
def test_an_account_that_is_gone_is_not_edited(hospital, state):
    box = hospital.medimail.mailbox(hospital.structure, state=state)
    assert hospital.edit(box.id) == Shut(state)


def test_the_connection_accounts_are_those_of_the_last_edit(hospital):
    other = hospital.medimail.mailbox(hospital.structure)
    box = hospital.made(Kind.ORG)
    hospital.edit(box.id, connections=other.address)
    assert hospital.openers(box.id) == [other.address]


def test_who_opens_a_mailbox_no_more_begins_with_their_own(hospital):
    other = hospital.medimail.mailbox(hospital.structure)
    box = hospital.made(Kind.ORG)
    with transaction() as session:
        session.merge(hospital.opener).default_id = box.id
    hospital.edit(box.id, connections=other.address)
    assert hospital.medimail.read(hospital.opener).default_id is None


def test_a_daughter_keeps_the_connection_accounts_that_her_mother_has_set(hospital):
    daughter = hospital.medimail.structure("Pôle", hospital.structure)
    made = hospital.create(Kind.ORG, structure=daughter)
    hers = hospital.medimail.administrator(daughter)
    assert hospital.edit(made.mailbox_id, account=hers, phone="0563716371") == Saved(changed=True)
    assert codes(hospital.create(Kind.APP, hers, structure=daughter)) == [(Field.CONNECTIONS, "connexion_inconnue")]
