"""Whatever bytes come, an answer; whatever table was written, the same table read."""

import csv
import io

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from portal.identifiers.refused import Refused
from portal.tabular.cells import unguarded
from portal.tabular.decoding import Encoding
from portal.tabular.delimited import Separator
from portal.tabular.headers import Wanted
from portal.tabular.reading import Sheet
from portal.tabular.writing import Column, csv_sheet, xlsx_sheet
from tests.tabular.made import FILES, opened

HEAD = ("Nom", "Prénom", "N° RPPS")
COLUMNS = tuple(Wanted(name) for name in HEAD)
# A text that one can write in a cell: a null character is in none.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
ROWS = st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=8)
# What XML has no room for, or changes: a workbook spells it otherwise.
PLAIN = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=30)
BOOK = (FILES / "profils.ods").read_bytes()


def _shown(rows):
    """The rows that are not blank, under the header."""
    return [row for row in rows if "".join(row).strip()]


@given(
    ROWS, st.sampled_from(Separator), st.sampled_from([Encoding.UTF8, Encoding.UTF16]), st.sampled_from(["\r\n", "\n"])
)
def test_what_is_written_as_csv_is_read_back(rows, separator, encoding, ending):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator=ending, quoting=csv.QUOTE_ALL).writerows([HEAD, *rows])
    read = opened(text.getvalue().encode(encoding), COLUMNS)
    expected = _shown(rows)
    if expected:
        assert [line.cells for line in read] == [tuple(map(unguarded, row)) for row in expected]
    else:
        assert read.code == "fichier_sans_ligne"


@given(ROWS)
@example([("'=1", "''=1", "'")])
def test_what_the_portal_writes_as_csv_comes_back_as_it_was(rows):
    read = opened(b"".join(csv_sheet([Column(name) for name in HEAD], rows)), COLUMNS)
    assert [line.cells for line in read] == _shown(rows) if isinstance(read, Sheet) else not _shown(rows)


@settings(max_examples=15)
@given(st.lists(st.tuples(PLAIN, PLAIN, PLAIN), min_size=1, max_size=8))
@example([("=1+1", "'=1", "_x0041_"), ("", "010000024", "1,01E+10")])
def test_what_the_portal_writes_as_xlsx_comes_back_as_it_was(rows):
    read = opened(b"".join(xlsx_sheet("Profils", [Column(name) for name in HEAD], rows)), COLUMNS)
    assert [line.cells for line in read] == _shown(rows) if isinstance(read, Sheet) else not _shown(rows)


@given(st.binary(max_size=300))
def test_any_bytes_have_an_answer(data):
    assert isinstance(opened(data, COLUMNS), Refused)


@given(st.binary(max_size=300), st.sampled_from(Encoding), st.sampled_from(Separator))
def test_any_bytes_under_a_header_have_an_answer(data, encoding, separator):
    read = opened("Nom;Prénom\n".encode() + data, COLUMNS, encoding=encoding, separator=separator)
    if isinstance(read, Sheet):
        assert len(list(read)) == read.lines


@given(st.text(st.sampled_from("a;,\t\"\r\n'=é"), max_size=60))
def test_any_mess_of_quotes_and_separators_has_an_answer(text):
    read = opened(f"Nom;Prénom\n{text}".encode(), COLUMNS)
    if isinstance(read, Sheet):
        numbers = [line.number for line in read]
        assert len(numbers) == read.lines
        assert numbers == sorted(set(numbers))


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(BOOK) - 1), st.binary(min_size=1, max_size=40))
def test_a_workbook_damaged_anywhere_has_an_answer(at, damage):
    assert isinstance(opened(BOOK[:at] + damage + BOOK[at + len(damage) :], COLUMNS), Sheet | Refused)
