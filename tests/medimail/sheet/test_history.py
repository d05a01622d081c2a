"""The history of an account: every act, who did it and what it changed; for its holder too, and nothing of others."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from portal import audit, clock
from portal.audit import Event
from portal.audit import store as journal
from portal.db import reading, transaction
from portal.medimail.mailboxes.addresses import jobs as nights
from portal.medimail.mailboxes.ageing import jobs as ageing
from portal.medimail.mailboxes.history import rules, store
from portal.medimail.mailboxes.history import service as history
from portal.medimail.mailboxes.listing.acts import service as performing
from portal.medimail.mailboxes.listing.acts.service import Asked
from portal.medimail.mailboxes.record import inviting
from portal.medimail.mailboxes.record import store as records
from portal.medimail.mailboxes.record.models import Delegation
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import Action, State
from tests.medimail.sheets import OPENER
from tests.pages.inside import put_inside

REASON = "Partie à la retraite."


def acts(client, box, own=False):
    """Each act: its title, its line of who and when, its reason, and what it changed."""
    path = f"/mon-compte/messagerie/{box.id}/historique" if own else f"/comptes/{box.id}/historique"
    soup = client.open(path).soup
    return [" ".join(item.get_text(" ").split()).replace(" ,", ",") for item in soup.select(".events > li")]


def titles(client, box):
    soup = client.open(f"/comptes/{box.id}/historique").soup
    return [item.get_text(strip=True) for item in soup.select(".events .event-title")]


def reject(desk, box):
    return desk.open(f"/structures/{box.structure_id}/comptes/{box.id}/rejeter").submit({"motif": REASON})


def test_an_edition_says_who_and_each_field_before_and_after(hospital, desk):
    box = hospital.made(Kind.MED)
    hospital.edit(box.id, phone="0563714141", city="CASTRES", last_name="MARTIN")
    edited = acts(desk, box)[0]
    assert edited.startswith("Compte modifié Claude Moreau, vous-même, ")
    assert "Nom : avant DURAND après MARTIN" in edited
    assert "Téléphone : avant vide après 0563714141" in edited


def test_what_changed_is_told_in_the_order_of_the_sheet(hospital, desk):
    box = hospital.made(Kind.MED)
    hospital.edit(
        box.id, phone="0563714141", last_name="MARTIN", expires_on=f"{clock.today() + timedelta(days=90):%d/%m/%Y}"
    )
    edited = acts(desk, box)[0]
    places = [edited.index(word) for word in ("Date de péremption : avant", "Nom : avant", "Téléphone : avant")]
    assert places == sorted(places)


def test_each_link_that_was_sent_is_told_with_who_sent_it(hospital, desk, later):
    box = hospital.made(Kind.ORG)
    with transaction() as session:
        inviting.invite(session, records.get(session, box.id, lock=True), hospital.account.id)
    later(minutes=5)
    with transaction() as session:
        inviting.invite(session, records.get(session, box.id, lock=True), None)
    assert titles(desk, box)[:2] == ["Lien de finalisation renvoyé", "Lien de finalisation envoyé"]
    assert acts(desk, box)[0].startswith("Lien de finalisation renvoyé la nuit")
    assert "Claude Moreau" in acts(desk, box)[1]


def test_nobody_need_sign_in_to_an_account_for_its_acts_to_be_told(hospital, desk):
    shared, waiting = hospital.made(Kind.ORG), hospital.made(Kind.MED)
    for box in (shared, waiting):
        reject(desk, box)
        assert titles(desk, box)[0] == "Compte rejeté"
        told = acts(desk, box)[0]
        assert REASON in told
        assert f"État : avant {box.state.label} après Rejeté" in told


def test_an_act_on_many_accounts_and_its_undoing_are_told_as_such(hospital, desk):
    box = hospital.medimail.mailbox(hospital.structure)
    for action, within in ((Action.REJECT, "lot"), (Action.REHABILITATE, "annulation")):
        with transaction() as session:
            held = records.get(session, box.id, lock=True)
            asked = Asked(hospital.account.id, action, reason=REASON, within={within: "abc"})
            performing.perform(session, held, asked)
    assert titles(desk, box)[:2] == [
        "Compte réhabilité, en annulant un acte sur plusieurs comptes",
        "Compte rejeté, avec d’autres comptes",
    ]


def test_what_opens_a_shared_mailbox_is_told_of_it(hospital, desk):
    other = hospital.medimail.mailbox(hospital.structure, address="autre@chic-demo.fr")
    shared = hospital.made(Kind.ORG)
    hospital.edit(shared.id, connections=other.address)
    assert f"Comptes de connexion : avant {OPENER} après {other.address}" in acts(desk, shared)[0]


def test_what_came_before_a_change_of_address_is_still_told(hospital, desk, later):
    box = hospital.made(Kind.MED)
    hospital.edit(box.id, last_name="MARTIN")
    desk.open(f"/comptes/{box.id}/adresse").submit({"nouvelle": "nouvelle@chic-demo.fr"})
    later(days=1)
    nights.change()
    desk = put_inside(desk, hospital.account)
    told = titles(desk, box)
    assert {"Adresse changée", "Changement d’adresse demandé", "Compte modifié", "Compte créé"} <= set(told)
    changed = next(act for act in acts(desk, box) if act.startswith("Adresse changée"))
    assert changed.startswith("Adresse changée la nuit, ")
    assert f"Adresse mail : avant {box.address} après nouvelle@chic-demo.fr" in changed


def test_a_delegation_and_its_end_are_told(hospital, desk):
    box = hospital.medimail.mailbox(hospital.structure, Kind.MED)
    desk.open(f"/comptes/{box.id}/parametres").submit({"adresse": OPENER}, button="Créer")
    assert acts(desk, box)[0].startswith("Délégation ajoutée ")
    assert f"Compte délégué : avant vide après {OPENER}" in acts(desk, box)[0]


def test_rows_written_before_they_said_why_are_still_read(hospital, desk):
    box = hospital.medimail.mailbox(hospital.structure)
    before = {"adresse": box.address, "etat": "valide"}
    after = {"adresse": box.address, "etat": "rejete", "acte": "rejeter"}
    with transaction() as session:
        audit.record(session, Event.MAILBOX_MOVED, actor=hospital.account.id, before=before, after=after)
    assert "État : avant Validé après Rejeté" in acts(desk, box)[0]


def test_another_account_whose_address_begins_or_ends_alike_tells_nothing_here(hospital, desk):
    box = hospital.medimail.mailbox(hospital.structure, address="durand@chic-demo.fr")
    other = hospital.medimail.mailbox(hospital.structure, address="c.durand@chic-demo.fr")
    reject(desk, other)
    assert titles(desk, box) == ["Compte créé"]


def test_out_of_reach_there_is_no_history(hospital, medimail, new_client):
    box = hospital.medimail.mailbox(hospital.structure)
    stranger = put_inside(new_client(), medimail.administrator(medimail.structure("Clinique étrangère")))
    assert stranger.send("GET", f"/comptes/{box.id}/historique").status_code == 404


def test_a_mother_out_of_reach_is_not_named_to_the_daughter(hospital, medimail, new_client):
    daughter = medimail.structure("Service fille", hospital.structure)
    box = medimail.mailbox(daughter)
    reject(put_inside(new_client(), hospital.account), box)
    told = acts(put_inside(new_client(), medimail.administrator(daughter)), box)[0]
    assert "Claude Moreau, administrateur d’une structure mère, " in told
    assert hospital.structure.name not in told


def test_a_structure_out_of_reach_is_not_named_to_whoever_has_the_account_now(hospital, medimail, new_client):
    daughter, elsewhere = medimail.structure("Service fille", hospital.structure), medimail.structure("CH Ariège")
    box = medimail.mailbox(elsewhere)
    both = medimail.administrator(elsewhere, hospital.structure)
    for place in (daughter, hospital.structure, daughter):
        with transaction() as session:
            held = records.get(session, box.id, lock=True)
            performing.perform(session, held, Asked(both.id, Action.TRANSFER, target=session.merge(place)))
    hidden = "une structure que vous n’administrez pas"
    told = acts(put_inside(new_client(), medimail.administrator(daughter)), box)[:3]
    assert not any(place.name in act for place in (elsewhere, hospital.structure) for act in told)
    assert f"Structure : avant {hidden} après Service fille" in told[0]
    assert f"Structure : avant Service fille après {hidden}" in told[1]
    assert f"Structure : avant {elsewhere.name} après Service fille" in acts(put_inside(new_client(), both), box)[2]


def test_the_holder_reads_the_same_acts_without_the_name_of_whoever_did_them(hospital, desk, new_client):
    person, box = hospital.medimail.holder(hospital.structure)
    hospital.edit(box.id, last_name="MARTIN", phone="0563714141")
    told = acts(put_inside(new_client(), person), box, own=True)[0]
    assert told.startswith(f"Compte modifié un administrateur de {hospital.structure.name}, ")
    assert "Téléphone : avant vide après 0563714141" in told
    assert "Moreau" not in told


def test_what_the_holder_did_is_said_to_be_theirs(hospital, new_client):
    person, box = hospital.medimail.holder(hospital.structure)
    client = put_inside(new_client(), person)
    client.open(f"/mon-compte/messagerie/{box.id}").submit({"liste_rouge": "1"}, button="Enregistrer")
    told = acts(client, box, own=True)[0]
    assert told.startswith("Compte modifié vous, ")
    assert "Liste rouge : avant Non après Oui" in told


def test_the_holder_reads_no_value_of_before_the_account_was_theirs(hospital, new_client):
    person, box = hospital.medimail.holder(hospital.structure)
    somebody = hospital.medimail.holder(hospital.structure)[0]
    for subject in (somebody.id, None):
        with transaction() as session:
            told = {"adresse": box.address, "NOM": "AUTRUI"}
            audit.record(session, Event.MAILBOX_CHANGED, subject=subject, actor=somebody.id, before=told, after=told)
    page = " ".join(acts(put_inside(new_client(), person), box, own=True))
    assert page.count("Compte modifié") == 2
    assert "AUTRUI" not in page


def test_the_holder_does_not_read_who_answered_for_the_mailbox_nor_who_opened_it(hospital, new_client):
    person, box = hospital.medimail.holder(hospital.structure)
    with transaction() as session:
        before = {"adresse": box.address, "Nom resp": "AUTRUI", "Compte(s) de connexion": ["autrui@chic-demo.fr"]}
        told = {"subject": person.id, "actor": hospital.account.id}
        audit.record(session, Event.MAILBOX_KIND_CHANGED, before=before, after={"adresse": box.address}, **told)
    told = acts(put_inside(new_client(), person), box, own=True)[0]
    assert "Nom du responsable : avant non montré après vide" in told
    assert "autrui" not in told.lower()


def test_nobody_reads_the_history_of_the_account_of_another(hospital, new_client):
    person, _ = hospital.medimail.holder(hospital.structure)
    _, other = hospital.medimail.holder(hospital.structure)
    answer = put_inside(new_client(), person).send("GET", f"/mon-compte/messagerie/{other.id}/historique")
    assert answer.status_code == 404


def test_a_rejected_holder_who_still_signs_in_elsewhere_reads_why(hospital, desk, build, new_client):
    physician = build.physician()
    box = hospital.medimail.mailbox(hospital.structure, account_id=physician.id)
    reject(desk, box)
    told = acts(put_inside(new_client(), physician), box, own=True)[0]
    assert told.startswith("Compte rejeté ")
    assert REASON in told


def test_recent_activity_does_not_say_where_an_administrator_works_from(hospital, desk, build, new_client):
    physician = build.physician()
    box = hospital.medimail.mailbox(hospital.structure, account_id=physician.id)
    desk.environ["REMOTE_ADDR"] = "198.51.100.7"
    reject(desk, box)
    recent = put_inside(new_client(), physician).open("/mon-compte").soup.select_one("#activite")
    assert "Compte Medimail" in recent.get_text()
    assert "198.51.100.7" not in recent.get_text()


def test_the_night_is_named_where_nobody_acted(hospital, desk, later):
    _, box = hospital.medimail.holder(hospital.structure)
    later(days=400)
    ageing.age()
    told = acts(put_inside(desk, hospital.account), box)[0]
    assert told.startswith("Compte devenu inactif la nuit, ")


def test_a_long_history_is_cut_on_the_sheet_and_whole_a_page_further(hospital, desk):
    box = hospital.made(Kind.MED)
    for version in range(1, 15):
        hospital.edit(box.id, version=version, last_name=f"NOM{'ABCDEFGHIJKLMNO'[version]}")
    soup = desk.open(f"/comptes/{box.id}").soup
    assert len(soup.select("#historique .events > li")) == 10
    assert len(acts(desk, box)) >= 15


@pytest.mark.parametrize("kind", [Kind.ORG, Kind.PER])
def test_a_history_takes_few_questions_however_much_was_done_and_by_however_many(hospital, counted, kind):
    box = hospital.medimail.mailbox(hospital.structure, kind, State.VALID)
    with transaction() as session:
        for _ in range(20):
            person = hospital.medimail.administrator(hospital.structure)
            told = {"adresse": box.address, "NOM": "A"}
            audit.record(session, Event.MAILBOX_CHANGED, actor=person.id, before=told, after={**told, "NOM": "B"})
    with reading() as session:
        mailbox = records.get(session, box.id)
        reach = hospital.by(session).reach
        counted.clear()
        told = history.of(session, mailbox, history.Reader(hospital.account.id, reach))
    assert len(told.acts) == 21
    assert len(counted) <= 8, counted


def test_the_index_answers_for_a_history(hospital):
    box = hospital.medimail.mailbox(hospital.structure)
    with transaction() as session:
        for at in range(500):
            audit.record(session, Event.MAILBOX_MOVED, after={"adresse": f"{at}@chic-demo.fr"})
    with transaction() as session:
        session.execute(text("ANALYZE journal"))
    with reading() as session:
        addresses = store.addresses(session, records.get(session, box.id))
        asked = journal.naming_query(addresses, list(rules.TITLES), 20)
        bind = session.get_bind()
        written = asked.compile(bind, compile_kwargs={"literal_binds": True})
        explain = "EXPLAIN QUERY PLAN" if bind.dialect.name == "sqlite" else "EXPLAIN"
        plan = session.connection().exec_driver_sql(f"{explain} {written}").all()
    assert "ix_journal_address" in str(plan)


def test_the_sheet_says_which_mailbox_comes_first_who_receives_copies_and_groups_telephones(hospital, desk):
    box = hospital.made(Kind.MED, phone="0563714141")
    shared = hospital.made(Kind.ORG, connections=f"{OPENER};{box.address}")
    other = hospital.opener
    with transaction() as session:
        held = records.get(session, box.id, lock=True)
        held.default_id = shared.id
        session.add(Delegation(mailbox_id=box.id, delegate_id=other.id, created_at=clock.now()))
    soup = desk.open(f"/comptes/{box.id}").soup
    assert "affichée d’abord à la connexion" in soup.select_one("#ouvre").get_text()
    assert other.address in soup.select_one("#delegations").get_text()
    assert [span.get_text() for span in soup.select(".identifier > span")][-5:] == ["05", "63", "71", "41", "41"]
