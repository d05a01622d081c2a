"""The layout of the extract: what its lines are told into."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.registers import columns
from portal.registers.columns import Malformed, OtherKind, Structureet, read_header, read_line, read_row
from tests.registers.extract import DEFAULTS, line, structure

NAMES = (
    "structureet;nofinesset;nofinessej;rs;rslongue;complrs;compldistrib;numvoie;typvoie;voie;compvoie;lieuditbp;"
    "commune;departement;libdepartement;ligneacheminement;telephone;telecopie;categetab;libcategetab;categagretab;"
    "libcategagretab;siret;codeape;codemft;libmft;codesph;libsph;dateouv;dateautor;datemaj;"
)


def test_the_columns_are_those_of_the_extract_in_its_order():
    assert NAMES.split(";") == ["structureet", *Structureet._fields, ""]


def test_a_line_is_told_into_its_fields():
    assert read_line(line()) == structure()


@pytest.mark.parametrize("end", ["", "0310001X"])
def test_the_school_number_that_may_close_a_line_is_no_matter(end):
    assert read_line(line() + end) == structure()


def test_a_line_without_its_last_separator_is_the_same():
    assert read_line(line().removesuffix(";")) == structure()


@pytest.mark.parametrize("count", [1, 2, 30, 33, 40])
def test_a_line_with_other_than_31_fields_is_malformed(count):
    assert read_line(";".join(["structureet"] * count)) == Malformed(count)


@pytest.mark.parametrize("kind", ["geolocalisation", "equipementsocial", "structureej", ""])
def test_a_line_of_another_kind_is_named(kind):
    assert read_line(f"{kind};010000024;1;2;3") == OtherKind(kind)


def test_a_name_in_quotes_keeps_its_separator():
    assert read_line(line(rs='"CH ; ANNEXE"')).rs == "CH ; ANNEXE"


def test_doubled_quotes_are_one():
    assert read_line(line(rslongue='"SSR ""EDITH CAVELL"""')).rslongue == 'SSR "EDITH CAVELL"'


@pytest.mark.parametrize("name", ['"LES LILAS" MUTUELLE', 'LE "CHATEAU"', '"INACHEVE', 'FIN"'])
def test_quotes_that_are_not_those_of_csv_are_plain_characters(name):
    assert read_line(line(rs=name)).rs == name


def test_a_quote_left_open_does_not_swallow_the_next_line():
    assert [read_line(text).nofinesset for text in (line(rs='"OUVERT'), line())] == [DEFAULTS["nofinesset"]] * 2


def test_spaces_around_and_doubled_are_dropped():
    assert read_line(line(rs="  CH \u00a0 DE  FLEYRIAT ")).rs == "CH DE FLEYRIAT"


@given(st.text(alphabet=st.characters(exclude_characters="\n\r")))
def test_any_line_is_told_into_something(text):
    assert isinstance(read_line(text), Structureet | OtherKind | Malformed)


@given(st.text(alphabet=st.characters(exclude_characters="\n\r;"), max_size=60))
def test_any_name_leaves_the_other_fields_in_their_place(name):
    assert read_line(line(rs=name)).siret == DEFAULTS["siret"]


@pytest.mark.parametrize("second", ["etalab", "finess-plus"])
def test_the_first_line_gives_the_day_of_the_extract(second):
    assert read_header(f"finess;{second};111;2026-05-04") == date(2026, 5, 4)


@pytest.mark.parametrize(
    "text",
    ["", "finess", "finess;etalab;111", "finess;etalab;111;hier", "finess;etalab;111;2026-02-30", line(), "code;nom"],
)
def test_any_other_first_line_is_not_one(text):
    assert read_header(text) is None


def test_a_table_may_have_its_columns_in_any_order_and_more_of_them():
    names = columns.read_names("Region; NOM ;code;population", columns.DEPARTEMENT_COLUMNS)
    assert read_row("84;Ain;01;600000", names)["code"] == "01"


def test_a_table_without_a_wanted_column_is_refused():
    assert columns.read_names("code;nom", columns.DEPARTEMENT_COLUMNS) is None


def test_a_row_of_another_length_is_malformed():
    assert read_row("01;Ain", ("code", "nom", "region")) == Malformed(2)
