"""Promise 3: the same sheet gives the same lines, whatever program saved it, and however."""

from itertools import product

import pytest

from portal.tabular.decoding import Encoding
from portal.tabular.delimited import Separator
from portal.tabular.headers import Wanted
from portal.tabular.kinds import Kind
from tests.tabular.made import FILES, HEAD, ROWS, cells, lines, opened, table, xlsx

ENCODINGS = {
    "utf-8": Encoding.UTF8,
    "utf-8-sig": Encoding.UTF8,
    "utf-16": Encoding.UTF16,
    "windows-1252": Encoding.WINDOWS_1252,
}
THREE = (Wanted("Finess EJ"), Wanted("Nom"), Wanted("N° RPPS"))
ENDINGS = ("\r\n", "\n", "\r")


@pytest.mark.parametrize(("encoding", "separator", "ending"), list(product(ENCODINGS, Separator, ENDINGS)), ids=repr)
def test_every_csv_of_a_sheet_gives_its_lines(encoding, separator, ending):
    assert cells(table(encoding=encoding, separator=separator, ending=ending)) == list(ROWS)


@pytest.mark.parametrize(("encoding", "separator"), list(product(ENCODINGS, Separator)), ids=repr)
def test_what_was_found_of_a_csv_is_told(encoding, separator):
    sheet = opened(table(encoding=encoding, separator=separator))
    assert (sheet.kind, sheet.encoding, sheet.separator) == (Kind.CSV, ENCODINGS[encoding], separator)


def test_a_big_endian_text_is_read_by_its_mark():
    assert cells(b"\xfe\xff" + table(encoding="utf-16-be")) == list(ROWS)


@pytest.mark.parametrize("name", ["profils.xlsx", "profils.xls", "profils.ods"])
def test_every_workbook_of_a_sheet_gives_its_lines(name):
    assert cells((FILES / name).read_bytes()) == list(ROWS)


@pytest.mark.parametrize(
    ("name", "kind"), [("profils.xlsx", Kind.XLSX), ("profils.xls", Kind.XLS), ("cas.ods", Kind.ODS)]
)
def test_what_was_found_of_a_workbook_is_told(name, kind):
    sheet = opened((FILES / name).read_bytes())
    assert (sheet.kind, sheet.encoding, sheet.separator) == (kind, None, None)


def test_a_workbook_of_another_maker_gives_the_same_lines():
    assert cells(xlsx()) == list(ROWS)


def test_a_line_has_the_number_that_a_spreadsheet_shows_in_every_form():
    blank = ("",) * len(HEAD)
    rows = (blank, HEAD, ROWS[0], blank, blank, ROWS[1])
    csv = lines(table(rows=rows))
    book = lines(xlsx(rows))
    assert [line.number for line in csv] == [line.number for line in book] == [3, 6]


def test_empty_lines_of_text_are_counted_in_the_numbers():
    assert [line.number for line in lines(b"\n\nNom;No RPPS;Finess EJ\n\nA;1;2\n", THREE)] == [5]


def test_a_cell_that_runs_over_several_lines_counts_for_one():
    assert [line.number for line in lines(table())] == [2, 3, 4]


def test_the_lines_can_be_gone_through_again():
    sheet = opened(table())
    assert list(sheet) == list(sheet)


def test_the_lines_of_a_workbook_can_be_gone_through_again():
    sheet = opened(xlsx())
    assert list(sheet) == list(sheet)


def test_the_number_of_lines_is_known_before_they_are_read():
    assert opened(table()).lines == opened(xlsx()).lines == len(ROWS)
