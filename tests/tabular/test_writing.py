"""What leaves in a sheet comes back as it was, and nothing in it runs (promises 6 and 25)."""

import csv
import io
import tracemalloc
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.tabular import writing
from portal.tabular.cells import plain, would_run
from portal.tabular.writing import Column, Guide, csv_sheet, formats, spooled, xlsx_sheet
from tests.tabular.reading import NS, Sheet

COLUMNS = (Column("Numéro"), Column("Nom", 30))
FORMULAS = ("=1+1", "+33 4", "-2", "@SOMME(A1)", "\tx", "\rx", "\nx", "＝1", '=HYPERLINK("http://x.example")')


def _csv(rows):
    text = b"".join(csv_sheet(COLUMNS, rows)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def _xlsx(rows):
    return Sheet(b"".join(xlsx_sheet("Demandes", COLUMNS, rows)))


def test_a_csv_begins_with_its_mark_and_its_head():
    assert b"".join(csv_sheet(COLUMNS, [])) == b"\xef\xbb\xbfNum\xc3\xa9ro;Nom\r\n"


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_in_a_csv_is_a_text(text):
    assert _csv([["1", text]])[1] == ["1", f"'{text}"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_in_a_workbook_is_a_guarded_text(text):
    sheet = _xlsx([["1", text]])
    assert "<f>" not in sheet.xml
    assert sheet.cell("B2").get("t") == "inlineStr"
    assert sheet.is_guarded("B2")
    assert not sheet.is_guarded("A2")


@pytest.mark.parametrize("text", ["010000024", "1,01E+10", "00", "http://x.example", "1010102180600", "2A0000048"])
def test_a_number_that_identifies_stays_a_text(text):
    sheet = _xlsx([[text]])
    assert (sheet.rows[1], sheet.cell("A2").get("t")) == ([text], "inlineStr")
    assert "hyperlink" not in sheet.xml.lower()


def test_a_quantity_and_a_day_are_values():
    assert _csv([[12, date(2026, 4, 3)]])[1] == ["12", "2026-04-03"]
    assert _xlsx([[12, date(2026, 4, 3)]]).rows[1] == ["12", "46115"]


def test_what_is_not_known_is_left_empty():
    assert _csv([[None, ""]])[1] == ["", ""]
    assert _xlsx([[None, "x"]]).rows[1] == ["", "x"]


def test_a_text_that_no_cell_can_hold_says_that_it_goes_on():
    (kept,) = _xlsx([["é" * 40_000]]).rows[1]
    assert (len(kept), kept[-1]) == (writing.MAX_TEXT, "…")


def test_more_rows_than_a_sheet_holds_are_an_error_rather_than_lost(monkeypatch):
    monkeypatch.setattr(writing, "MAX_ROWS", 3)
    with pytest.raises(ValueError, match="3 rows"):
        list(xlsx_sheet("Demandes", COLUMNS, [["1"]] * 4))


@pytest.mark.parametrize("write", [csv_sheet, lambda *a: xlsx_sheet("Demandes", *a)], ids=["csv", "xlsx"])
def test_memory_does_not_grow_with_the_rows(write):
    def peak(count):
        tracemalloc.start()
        for _ in write(COLUMNS, ([str(n), "Hôpital Exemple " * 5] for n in range(count))):
            pass
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(10)
    assert peak(4000) < peak(1000) * 1.5


@given(st.lists(st.tuples(st.text(), st.text()), max_size=5))
def test_a_csv_reads_back_as_it_was_but_for_the_guard(rows):
    assert _csv(rows)[1:] == [[plain(cell) for cell in row] for row in rows]


@given(st.text())
def test_nothing_that_would_run_is_left(text):
    assert not would_run(plain(text))


def test_a_workbook_proposes_the_choices_of_a_column_and_keeps_what_is_typed_as_text():
    columns = (Column("Action", choices=("C", "M")), Column("RPPS", is_text=True))
    book = Sheet(b"".join(xlsx_sheet("Profils", columns, [])))
    (choice,) = book.root.iterfind(".//s:dataValidation", NS)
    assert (choice.get("sqref"), choice[0].text) == ("A2:A1048576", '"C,M"')
    plain_column, text_column = book.root.iterfind(".//s:col", NS)
    assert plain_column.get("style") is None
    style = book.styles.findall("s:cellXfs/s:xf", NS)[int(text_column.get("style"))]
    written = {kind.get("numFmtId"): kind.get("formatCode") for kind in book.styles.iterfind(".//s:numFmt", NS)}
    assert written[style.get("numFmtId")] == "@"


def test_a_guide_is_a_second_sheet():
    guide = Guide("Consignes", (Column("Colonne"),), (("Nom",),))
    book = Sheet(b"".join(xlsx_sheet("Profils", COLUMNS, [], guide)))
    assert "Nom" in book.archive.read("xl/worksheets/sheet2.xml").decode()


def test_what_is_spooled_is_the_same():
    assert b"".join(spooled([b"a" * 100_000, b"", b"b"])) == b"a" * 100_000 + b"b"


def test_a_sheet_is_spooled_or_not_the_same():
    rows = [("Durand", 3), ("Petit", None)]
    at_once, held = (
        b"".join(formats("Demandes", spools=spools)["csv"].write(COLUMNS, rows)) for spools in (False, True)
    )
    assert at_once == held == b"".join(csv_sheet(COLUMNS, rows))


def test_a_sheet_that_is_not_spooled_reads_its_rows_as_it_leaves():
    read = []
    pieces = formats("Demandes")["csv"].write(COLUMNS, (read.append(number) or (number, "") for number in range(2_000)))
    next(pieces), next(pieces)
    assert 0 < len(read) < 2_000
