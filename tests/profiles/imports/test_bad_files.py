"""Promises 3 and 5: any file gives a sentence or as many report lines as lines; nothing is half-applied."""

import csv
import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.profiles.imports.rules import State
from portal.profiles.record.columns import COLUMNS
from tests.profiles.imports.sheets import EJ, ET, FOREIGN_ET, HEAD, PASSWORD, row, rows, sheet, text

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "windows-1252"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.one_database
def test_the_same_sheet_gives_the_same_lines_however_it_was_saved(desk, encoding, separator, end):
    lines = [row(number=1, LAST_NAME="Noël", TEAM="Équipe d’été"), row(number=2, LAST_NAME="")]
    reference = desk.preview(sheet(lines, encoding=encoding, separator=separator, end=end))
    assert [(told.who, told.effect.value) for told in desk.told(reference)] == [
        ("Noël Camilleb (agent.1)", "compte"),
        ("Camillec (agent.2)", "refus"),
    ]


def bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"spreadsheetml")
        archive.writestr("xl/workbook.xml", b" " * 300_000_000)
    return packed.getvalue()


def shifted(line, at):
    return [*line[:at], "", *line[at:]]


REFUSED = {
    "nothing": b"",
    "header only": sheet([]),
    "one column": b"Nom\r\nDurand\r\n",
    "null characters": sheet(rows(1)) + b"\0\0",
    "two encodings": "é".encode() + "é".encode("windows-1252") + sheet(rows(1), encoding="utf-8"),
    "open quote": sheet(rows(1)) + b'"a;b\r\n',
    "a PDF": b"%PDF-1.7",
    "an archive": b"PK\x03\x04 nothing",
    "two columns of one name": sheet([(*row(), "x")], head=(*HEAD, "Nom")),
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.one_database
def test_a_file_that_is_no_list_of_profiles_gets_one_sentence(desk, name):
    reference = desk.preview(REFUSED[name])
    run = desk.run(reference)
    assert run.state is State.REFUSED
    assert run.refusal.endswith(".")
    assert desk.told(reference) == []


@pytest.mark.one_database
def test_a_bomb_gets_one_sentence(desk):
    run = desk.run(desk.preview(bomb(), "profils.xlsx"))
    assert run.state is State.REFUSED
    assert "décompressé" in run.refusal


@pytest.mark.one_database
def test_more_lines_than_the_limit_get_one_sentence(desk, configure):
    configure(import_lines=2)
    assert "plus de 2 lignes" in desk.run(desk.preview(sheet(rows(3)))).refusal.replace("\xa0", " ")


def test_a_line_with_fourteen_cells_is_in_error_and_the_next_is_read(desk):
    content = sheet([shifted(row(number=1, ENDS_ON="31/12/2030"), 4), row(number=2)])
    assert desk.codes(desk.import_(content)) == [["ligne_cases"], []]


def test_a_formula_is_no_name_and_is_told_as_text(desk):
    reference = desk.preview(sheet([row(number=1, LAST_NAME="=1+1", FIRST_NAME="'@somme")]))
    assert desk.codes(reference) == [["nom_invalide"]]
    assert desk.told(reference)[0].who == "=1+1 @somme (agent.1)"


def test_a_number_that_a_spreadsheet_has_spoilt_is_named(desk):
    lines = [row(IDENTIFIER="", RPPS="1,01E+10", ROLE="CDC3D"), row(FINESS_ET=ET.lstrip("0"))]
    assert desk.codes(desk.preview(sheet(lines))) == [["rpps_tableur"], ["finess_zero_perdu"]]


def test_a_lost_zero_is_proposed_for_an_establishment_held_and_for_no_other(desk):
    lines = [row(FINESS_ET=ET.lstrip("0")), row(FINESS_ET=FOREIGN_ET.lstrip("0")), row(FINESS_EJ="010780062")]
    held, foreign, other = (told.findings[0].remedy for told in desk.told(desk.preview(sheet(lines))))
    assert ET in held
    assert FOREIGN_ET not in foreign
    assert EJ in other


def test_an_establishment_outside_is_told_like_one_that_does_not_exist(desk):
    lines = [row(number=1, FINESS_ET=FOREIGN_ET), row(number=2, FINESS_ET="750712184")]
    outside, nowhere = (told.findings for told in desk.told(desk.preview(sheet(lines))))
    assert [(f.code, f.message, f.remedy) for f in outside] == [(f.code, f.message, f.remedy) for f in nowhere]


def test_half_a_character_of_a_workbook_is_no_trouble(desk):
    lines = [row(number=1, LAST_NAME="a_xD800_b"), row(number=2)]
    reference = desk.preview(workbook(lines), "profils.xlsx")
    assert len(desk.told(reference)) == 2


def workbook(lines):
    from portal.tabular.writing import Column, xlsx_sheet  # noqa: PLC0415 - only here

    return b"".join(xlsx_sheet("Profils", [Column(name) for name in HEAD], lines))


def test_a_workbook_is_imported_like_its_csv(desk):
    lines = [row(number=1, FINESS_ET=ET), row(number=2, TEAM="Nuit")]
    assert desk.outcomes(desk.import_(workbook(lines))) == ["OK", "OK"]
    assert [held[1] for held in desk.profiles()] == [ET, ET]


def test_passwords_typed_in_a_wrong_cell_are_not_repeated(desk):
    lines = [row(number=1, EMAIL=PASSWORD), row(number=2, ROLE=PASSWORD)]
    # A separator too many before it, or one too few and another after it: the count of cells is right.
    lines += [shifted(row(number=3), at)[:13] for at in range(10)]
    for number, cells in enumerate([{}, {"EMAIL": ""}, {"IDENTIFIER": "", "RPPS": "99999900014", "ROLE": "CDC3D"}]):
        line = row(number=4 + number, **{"PASSWORD": "Soleil.2024-mauve", **cells})
        lines += [[*line[:at], *line[at + 1 :], ""] for at in range(8)]
        lines += [shifted(line, at)[:13] for at in range(10)]
    told = desk.told(desk.preview(sheet(lines)))
    assert "Soleil" not in str([(line.findings, line.cells, line.who, line.search) for line in told]).title()
    assert PASSWORD not in str([(line.findings, line.cells, line.who, line.search) for line in told])


def test_what_is_wrong_but_no_secret_is_repeated(desk):
    lines = [row(EMAIL="a@gmail.com"), row(STARTS_ON="31/02/2026"), row(ROLE="CDC9"), row(IDENTIFIER="é")]
    told = desk.told(desk.preview(sheet(lines)))
    assert [line.findings[0].received for line in told] == ["a@gmail.com", "31/02/2026", "CDC9", "é"]
    assert told[0].cells[10] == "a@gmail.com"


cell = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
likely = {
    0: st.sampled_from([EJ, "", "x"]),
    1: st.sampled_from([ET, FOREIGN_ET, ""]),
    3: st.sampled_from(["C", "M", "S", "c", ""]),
    7: st.sampled_from(["CDC1", "CDC3D", "CDC4", ""]),
    8: st.sampled_from(["agent.1", "agent.2", ""]),
}
any_line = st.tuples(*(likely.get(at, cell) | cell for at in range(len(COLUMNS)))) | st.lists(cell, max_size=16)


@pytest.mark.one_database
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(any_line, min_size=1, max_size=6))
def test_any_file_has_as_many_report_lines_as_lines(desk, lines):
    content = text(lines)
    # What a reader finds again: a line in which nothing is written is no line.
    expected = sum(any(map(str.strip, found)) for found in list(csv.reader(io.StringIO(content), delimiter=";"))[1:])
    reference = desk.preview(content.encode())
    run = desk.run(reference)
    assert len(desk.told(reference)) == (expected if run.state is State.PREVIEWED else 0)
    assert run.lines == (expected if run.state is State.PREVIEWED else 0)
    desk.cancel(reference)
