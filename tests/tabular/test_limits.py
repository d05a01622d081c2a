"""Each limit is the caller's, holds at its very number, and its breach says what is too much and by which limit."""

from collections import defaultdict
from dataclasses import replace

import pytest

from portal.tabular import refusals
from portal.tabular.headers import Wanted
from portal.tabular.reading import Sheet
from portal.tabular.refusals import SENTENCES, refusal, weighed
from tests.tabular.made import LIMITS, opened, table, xlsx

COLUMNS = (Wanted("Nom", mandatory=True),)
FORMS = {"csv": table, "xlsx": xlsx}


@pytest.fixture(params=FORMS)
def made(request):
    """Makes a file of these rows, as text or as a workbook."""
    return lambda rows: FORMS[request.param](rows=rows)


def _opened(data, **limits):
    return opened(data, COLUMNS, replace(LIMITS, **limits))


def test_as_many_lines_as_the_limit_are_read(made):
    assert _opened(made([("Nom",), *[("A",)] * 10]), lines=10).lines == 10


def test_one_line_more_is_refused(made):
    refused = _opened(made([("Nom",), *[("A",)] * 11]), lines=10)
    assert (refused.code, "10 lignes" in refused.message) == ("lignes_trop", True)


def test_blank_lines_are_not_counted_in_the_limit(made):
    assert _opened(made([("Nom",), *[("A",), ("",)] * 10]), lines=10).lines == 10


def test_as_many_columns_as_the_limit_are_read(made):
    assert isinstance(_opened(made([("Nom", *"abcd"), tuple("12345")]), columns=5), Sheet)


def test_a_cell_beyond_the_last_column_is_refused_by_its_name(made):
    refused = _opened(made([("Nom",), ("A",), tuple("123456")]), columns=5)
    assert (refused.code, "F3" in refused.message) == ("colonnes_trop", True)


def test_empty_cells_beyond_the_last_column_are_no_matter(made):
    assert isinstance(_opened(made([("Nom", *[""] * 9), ("A", *[""] * 9)]), columns=5), Sheet)


def test_a_cell_as_long_as_the_limit_is_read(made):
    assert isinstance(_opened(made([("Nom",), ("x" * 50,)]), cell=50), Sheet)


def test_a_longer_cell_is_refused_by_its_name(made):
    refused = _opened(made([("Nom", "b"), ("A", "x" * 51)]), cell=50)
    assert (refused.code, "B2" in refused.message) == ("cellule_longue", True)


def test_a_file_as_big_as_the_limit_is_read(made):
    data = made([("Nom",), ("A",)])
    assert isinstance(_opened(data, size=len(data)), Sheet)


def test_a_bigger_file_is_refused(made):
    data = made([("Nom",), ("A",)])
    assert _opened(data, size=len(data) - 1).code == "fichier_trop_gros"


@pytest.mark.parametrize(("size", "said"), [(1, "1\u00a0Ko"), (1024, "1\u00a0Ko"), (3 * 2**20 + 1, "4\u00a0Mo")])
def test_a_size_is_told_in_the_unit_of_file_managers(size, said):
    assert weighed(size) == said


@pytest.mark.parametrize("code", SENTENCES)
def test_every_refusal_is_one_or_two_whole_sentences_with_what_to_do(code):
    message = SENTENCES[code].format_map(defaultdict(str))
    assert message.endswith(".")
    assert 2 <= message.count(". ") + 1 <= 3


def test_a_refusal_is_made_of_its_code_and_its_sentence():
    refused = refusal("lignes_trop", limit=20_000).refused
    assert refused.code == "lignes_trop"
    assert refused.message.startswith("Ce fichier compte plus de 20\u202f000 lignes.")


def test_names_are_quoted_as_a_french_page_does():
    assert refusals.quoted(["Nom", "Prénom"]) == "«\u00a0Nom\u00a0», «\u00a0Prénom\u00a0»"
