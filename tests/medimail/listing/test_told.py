"""What the mails of an act say, and with whom they say to talk: nothing that is false of whoever reads them."""

import pytest

from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import State


@pytest.fixture
def shared(medimail, tree):
    """A shared account, and the person who opens it."""
    box = medimail.mailbox(tree.mother, Kind.ORG, address="pharmacie@chic-demo.fr")
    person, opener = medimail.holder(tree.mother)
    medimail.connect(box, opener)
    return box, person


def test_who_opens_a_shared_account_is_not_told_that_theirs_is_rejected(shared, press, said):
    box, person = shared
    press(box, "rejeter")
    told = said(person.email)
    assert told.startswith("Un compte Medimail partagé est rejeté |")
    assert f"le compte Medimail partagé {box.address}, que vous ouvriez : il ne s’ouvre plus" in told
    assert "Votre propre compte n’est pas touché. Motif : Parti." in told


def test_who_opens_a_shared_account_is_not_told_to_sign_in_to_it(shared, press, said):
    box, person = shared
    press(box, "rejeter")
    press(box, "rehabiliter")
    told = said(person.email)
    assert told.startswith("Un compte Medimail partagé est rétabli |")
    assert "Vous l’ouvrez de nouveau, par votre propre compte." in told
    assert "vous connecter" not in told


def test_nobody_is_told_to_talk_to_themselves(medimail, tree, press, said):
    box = medimail.mailbox(tree.mother, Kind.ORG)
    administrator = medimail.administrator(tree.mother)
    opener = medimail.mailbox(tree.mother, Kind.MED, address=administrator.email)
    medimail.connect(box, opener)
    press(box, "rejeter")
    told = said(administrator.email)
    assert administrator.email not in told
    assert "Pour en parler, adressez-vous à" in told


def test_one_rejected_where_nobody_administers_is_told_whom_to_talk_to_above(medimail, tree, desk, said):
    alone = medimail.structure("Unité sans administrateur", tree.mother)
    box = medimail.mailbox(alone, state=State.TO_VALIDATE)
    desk.open(f"/structures/{alone.id}/comptes")
    desk.post(f"/structures/{alone.id}/comptes/{box.id}/rejeter", {"motif": "Inconnu."})
    assert f"– {tree.of_mother.full_name}, {tree.of_mother.email}" in said(box.address)


def test_without_any_administrator_the_grades_is_named(medimail, at_desk, said):
    structure, grades = medimail.structure(), medimail.grades()
    box = medimail.mailbox(structure, state=State.TO_VALIDATE)
    client = at_desk(grades)
    client.open(f"/structures/{structure.id}/comptes")
    client.post(f"/structures/{structure.id}/comptes/{box.id}/rejeter", {"motif": "Inconnu."})
    assert f"– {grades.full_name}, {grades.email}" in said(box.address)
