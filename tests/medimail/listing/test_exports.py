"""« Exporter la liste d'utilisateurs »: the 36 columns in their order, whole, safe, of the structure and no other."""

import csv
import io

import pytest

from portal.audit.models import JournalRow
from portal.db import reading, transaction
from portal.medimail.mailboxes.record.rules.fields import Field
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import State
from portal.registers.models import Departement, Region
from tests.tabular.reading import Sheet


@pytest.fixture
def taken(desk, here):
    """The lines of the CSV taken away, by field."""

    def take(asked=""):
        answer = desk.send("GET", f"{here}/export.csv{asked}")
        assert answer.status_code == 200
        return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))

    return take


def test_the_columns_are_the_36_of_the_grid(desk, here):
    head = desk.send("GET", f"{here}/export.csv").data.decode("utf-8-sig").splitlines()[0]
    assert head.split(";") == [field.label for field in Field]


def test_validated_and_preregistered_accounts_leave_and_no_other(medimail, tree, taken):
    for state in State:
        medimail.mailbox(tree.mother, state=state, last_name=state.name)
    medimail.mailbox(tree.daughter, last_name="FILLE")
    medimail.mailbox(tree.stranger, last_name="AUTRE")
    assert [row["NOM"] for row in taken()] == ["PREREGISTERED", "VALID"]
    assert [row["NOM"] for row in taken("?filles=1")] == ["PREREGISTERED", "VALID", "FILLE"]


def test_more_accounts_than_are_read_at_once_all_leave(medimail, tree, taken, monkeypatch):
    monkeypatch.setattr("portal.medimail.mailboxes.listing.exports.store._PIECE", 2)
    for _ in range(7):
        medimail.connect(medimail.mailbox(tree.mother, Kind.ORG), medimail.mailbox(tree.mother, Kind.MED))
    assert len(taken()) == 14


def test_an_account_leaves_whole(medimail, tree, taken):
    with transaction() as session:
        session.add(Region(code="76", name="Occitanie"))
        session.flush()
        session.add(Departement(code="81", name="Tarn", region_code="76"))
    person = medimail.mailbox(tree.mother, Kind.MED, last_name="PETIT", address="petit@chic-demo.fr")
    other = medimail.mailbox(tree.mother, Kind.MED, last_name="MARTIN", address="martin@chic-demo.fr")
    shared = medimail.mailbox(
        *(tree.mother, Kind.ORG),
        last_name="SECRETARIAT",
        rpps=None,
        postal_code="01440",
        phone="0561000000",
        departement_code="81",
        region_code="76",
        mssante="pharmacie@chic.mssante.fr",
        description="=1+1",
        is_liberal=True,
    )
    medimail.connect(shared, person)
    medimail.connect(shared, other)
    row = taken()[-1]
    assert row["CP"] == "01440"
    assert row["Département"] == "Tarn"
    assert row["Région"] == "Occitanie"
    assert row["Activité libérale"] == "OUI"
    assert row["Type BAL"] == "ORG"
    assert row["MSSanté adresse"] == "pharmacie"
    assert row["Compte(s) de connexion"] == "martin@chic-demo.fr;petit@chic-demo.fr"
    assert row["Structure"] == "CHIC Castres-Mazamet"
    assert row["Description fonctionnelle"] == "'=1+1", "a spreadsheet would run it"


def test_a_number_keeps_its_digits_in_a_workbook(medimail, tree, desk, here):
    medimail.mailbox(tree.mother, rpps="10102180600", phone="0561000000", postal_code="01440")
    answer = desk.send("GET", f"{here}/export.xlsx")
    assert answer.data.startswith(b"PK")
    assert {"10102180600", "0561000000", "01440"} <= set(Sheet(answer.data).rows[1])


def test_who_took_the_accounts_away_is_in_the_journal_and_a_look_ahead_is_not(tree, desk, here):
    desk.send("HEAD", f"{here}/export.csv")
    desk.send("GET", f"{here}/export.csv?filles=1")
    with reading() as session:
        (row,) = session.query(JournalRow).filter(JournalRow.event == "bal_emportees")
    assert row.actor_id == tree.of_mother.id
    assert "CHIC" in row.after


def test_only_who_reaches_the_structure_takes_its_accounts(tree, at_desk, here):
    for account in (tree.of_daughter, tree.of_stranger):
        assert at_desk(account).send("GET", f"{here}/export.csv").status_code == 404
    assert at_desk(tree.of_mother).send("GET", f"{here}/export.pdf").status_code == 404


def test_the_statements_do_not_follow_the_number_of_accounts(medimail, tree, desk, here, counted):
    for _ in range(30):
        medimail.mailbox(tree.mother, Kind.ORG)
    counted.clear()
    desk.send("GET", f"{here}/export.csv")
    assert len(counted) <= 11, counted
