"""Separators, quotes and line ends of CSV files as people and programs write them."""

from tempfile import SpooledTemporaryFile

import pytest

from portal.tabular.delimited import LONGEST, Separator
from portal.tabular.headers import Wanted
from portal.tabular.lines import Row, Spoilt
from portal.tabular.reading import open_sheet
from tests.tabular.made import LIMITS, cells, code, lines, opened

TWO = (Wanted("Nom", mandatory=True), Wanted("RPPS", mandatory=True))


def test_the_separator_is_the_one_that_makes_the_columns():
    assert opened(b"RPPS,Nom,x;y;z;t;u\n1,A,b\n", TWO).separator is Separator.COMMA


def test_the_separator_asked_for_overrules_what_is_found():
    assert opened(b"Nom;RPPS\n1;2\n", TWO, separator=Separator.COMMA).code == "colonnes_absentes"


def test_missing_columns_say_how_the_text_was_cut():
    refused = opened(b"Nom;RPPS\n1;2\n", TWO, separator=Separator.COMMA)
    assert refused.message.endswith("Le portail a lu ce fichier en UTF-8, séparateur virgule.")


def test_quotes_that_fit_one_separator_only_do_not_get_in_the_way():
    assert cells(b'"Nom","RPPS"\n"A;b","1"\n', TWO) == [("A;b", "1")]


def test_a_first_line_that_announces_the_separator_is_passed_over():
    (line,) = lines(b"sep=;\r\nNom;RPPS\r\nA;1\r\n", TWO)
    assert line == Row(3, ("A", "1"))


def test_a_single_column_is_a_table():
    assert cells(b"Nom\nA\nB\n", (Wanted("Nom"),)) == [("A",), ("B",)]


def test_a_last_line_without_its_end_is_read():
    assert cells(b"Nom;RPPS\nA;1", TWO) == [("A", "1")]


@pytest.mark.parametrize(
    "row", [b'A;"1\n', b'"A"b;1\n', b'A;"1" \n', b'A;"1\n' + b"B;2\n" * 40_000], ids=["open", "text", "blank", "far"]
)
def test_a_quote_out_of_place_is_refused_with_the_line_where_it_begins(row):
    refused = opened(b"Nom;RPPS\nOK;1\n" + row, TWO)
    assert (refused.code, "ligne 3" in refused.message) == ("guillemets", True)


def test_a_quote_that_swallows_the_lines_below_is_found_by_the_cell_that_it_opens():
    refused = opened(b"Nom;RPPS\nOK;1\n" + b'A;"1\n' + b"B;2\n" * 1000 + b'C"\n', TWO)
    assert (refused.code, "B3" in refused.message, "guillemet" in refused.message) == ("cellule_longue", True, True)


def test_a_quote_out_of_place_in_the_header_is_refused_whatever_the_separator():
    refused = opened(b'"Nom;RPPS\nA;1\n', TWO)
    assert (refused.code, "ligne 1" in refused.message) == ("guillemets", True)


def test_a_quote_inside_a_text_is_a_character():
    assert cells(b'Nom;RPPS\nDit "Zo";1\n', TWO) == [('Dit "Zo"', "1")]


def test_a_line_without_end_is_refused():
    assert code(b"Nom;RPPS\n" + b"a" * LONGEST, TWO) == "ligne_longue"


@pytest.mark.parametrize(("row", "count"), [(b"A", 1), (b"A;1;2", 3), (b"A;1;;2", 4)])
def test_a_line_with_too_few_or_too_many_cells_costs_only_itself(row, count):
    spoilt, row = lines(b"Nom;RPPS\n" + row + b"\nB;2\n", TWO)
    assert isinstance(spoilt, Spoilt)
    assert [(f.code, f.received) for f in spoilt.findings] == [("ligne_cases", str(count))]
    assert row == Row(3, ("B", "2"))


@pytest.mark.parametrize("raw", [b"Nom;RPPS;;\nA;1\n", b"Nom;RPPS\nA;1;;\n", b"Nom;RPPS;\nA;1;;;\n"])
def test_empty_cells_that_a_spreadsheet_leaves_at_the_end_are_no_matter(raw):
    assert lines(raw, TWO) == [Row(2, ("A", "1"))]


def test_a_line_of_nothing_but_separators_is_blank():
    assert lines(b"Nom;RPPS\n;\n ; \nA;1\n", TWO) == [Row(4, ("A", "1"))]


def test_the_apostrophe_of_a_guarded_cell_goes():
    assert cells(b"Nom;RPPS\n'=A;'+1\n'B;''=2\n", TWO) == [("=A", "+1"), ("'B", "'=2")]


@pytest.mark.parametrize("kept", [1, 1000], ids=["on disk", "in memory"])
def test_a_file_as_an_upload_holds_it_is_read(kept):
    with SpooledTemporaryFile(max_size=kept) as file:
        file.write(b"Nom;RPPS\nA;1\n")
        assert list(open_sheet(file, TWO, LIMITS)) == [Row(2, ("A", "1"))]


def test_the_file_is_left_open_for_the_one_who_opened_it(tmp_path):
    path = tmp_path / "profils.txt"
    path.write_bytes(b"Nom;RPPS\nA;1\n")
    with path.open("rb") as file:
        next(iter(open_sheet(file, TWO, LIMITS)))
        assert not file.closed
