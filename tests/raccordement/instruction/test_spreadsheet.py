"""The list as a sheet: the same requests, nothing that runs, and a line in the journal for whoever takes it away."""

import csv
import io

import pytest
from sqlalchemy import select

from portal.audit import Event
from portal.audit.models import JournalRow
from portal.db import reading
from portal.raccordement.instruction.listing import spreadsheet
from portal.raccordement.record.states import State
from tests.tabular.reading import Sheet


def csv_rows(desk, address):
    answer = desk.send("GET", address)
    assert answer.content_type == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""), delimiter=";"))


def xlsx_rows(desk, address):
    head, *rows = Sheet(desk.send("GET", address).data).rows
    return [dict(zip(head, row, strict=False)) for row in rows]


READERS = {"csv": csv_rows, "xlsx": xlsx_rows}


@pytest.mark.parametrize("kind", READERS)
def test_a_sheet_holds_what_the_list_shows(records, desk, kind):
    wanted = records.record(State.UNDER_REVIEW, si_name="Dossier Alpha")
    records.record(si_name="Autre")
    (row,) = READERS[kind](desk, f"/instruction/demandes.{kind}?q=alpha")
    assert (row["Numéro"], row["État"], row["Nom du système d’information"]) == (
        wanted.number,
        "En instruction",
        "Dossier Alpha",
    )


@pytest.mark.parametrize("kind", READERS)
def test_identifiers_keep_their_zeros(records, desk, kind):
    records.record(si_version="1.0")
    (row,) = READERS[kind](desk, f"/instruction/demandes.{kind}")
    assert (row["Code postal"], row["FINESS juridiques"], row["FINESS territoriaux"]) == (
        "01440",
        "010780054",
        "010000024 010005239",
    )


def test_what_a_stranger_typed_does_not_run_in_a_csv(records, desk):
    records.record(si_name='=HYPERLINK("http://x.example";"Cliquez")', comments="+33 4 74")
    (row,) = csv_rows(desk, "/instruction/demandes.csv")
    assert row["Nom du système d’information"].startswith("'=HYPERLINK")
    assert row["Commentaires"] == "'+33 4 74"


def test_what_a_stranger_typed_does_not_run_in_a_workbook(records, desk):
    records.record(si_name='=HYPERLINK("http://x.example";"Cliquez")')
    book = Sheet(desk.send("GET", "/instruction/demandes.xlsx").data)
    assert "<f>" not in book.xml


def test_pieces_follow_each_other_without_gap_nor_repetition(records, desk, monkeypatch):
    monkeypatch.setattr(spreadsheet, "_PIECE", 2)
    made = [records.record().number for _ in range(5)]
    assert [row["Numéro"] for row in csv_rows(desk, "/instruction/demandes.csv")] == made


def test_who_takes_a_sheet_away_is_in_the_journal(records, judge, desk):
    desk.send("GET", "/instruction/demandes.csv?q=alpha")
    with reading() as session:
        row = session.scalars(select(JournalRow).where(JournalRow.event == Event.RACCORDEMENTS_EXPORTED)).one()
    assert (row.actor_id, row.after) == (judge.id, '{"filtres":{"q":"alpha"},"format":"csv"}')


def test_asking_for_the_heads_alone_takes_nothing_away(desk):
    desk.send("HEAD", "/instruction/demandes.csv")
    with reading() as session:
        assert not session.scalars(select(JournalRow).where(JournalRow.event == Event.RACCORDEMENTS_EXPORTED)).all()


def test_there_is_no_other_kind_of_sheet(desk):
    assert desk.send("GET", "/instruction/demandes.ods").status_code == 404


def test_a_sheet_is_a_file_with_the_day_in_its_name(desk):
    found = desk.send("GET", "/instruction/demandes.xlsx").headers["Content-Disposition"]
    assert found.startswith('attachment; filename="demandes-20')
