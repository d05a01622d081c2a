"""Promise 5: a report says of each line what became of it and what to do, and never tells a secret."""

import csv
import io

import pytest

from portal.tabular import report
from portal.tabular.headers import Wanted
from portal.tabular.lines import Row
from portal.tabular.report import Finding, Judged, Outcome
from portal.tabular.writing import csv_sheet, xlsx_sheet
from tests.tabular.made import opened
from tests.tabular.reading import Sheet

COLUMNS = (Wanted("Nom", mandatory=True), Wanted("Mot de passe", secret=True), Wanted("N° RPPS"))
SECRET = "Clé-123456"


def _finding(outcome=Outcome.ERROR, column="N° RPPS", received="1,01E+10", code="rpps_notation_excel"):
    return Finding(outcome, code, column, received, "Un tableur a remplacé le numéro.", "Saisissez-le de nouveau.")


LINES = (
    Judged(2, ("LEFÈVRE", SECRET, "99999900017")),
    Judged(3, ("WŒRTH", SECRET, "1"), (_finding(Outcome.ALERT, "Mot de passe", SECRET, "motdepasse_ignore"),)),
    Judged(5, ("=1+1", SECRET, "1,01E+10"), (_finding(Outcome.ALERT, "Nom", "=1+1", "nom"), _finding())),
)


def _csv(head, rows):
    return b"".join(csv_sheet(head, rows)).decode("utf-8-sig")


def _rows(lines=LINES):
    text = _csv(report.head(), report.rows(lines, COLUMNS))
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def test_each_line_has_one_line_in_the_same_order():
    assert [row[:2] for row in _rows()] == [["Ligne", "Résultat"], ["2", "OK"], ["3", "ALERTE"], ["5", "ERREUR"]]


@pytest.mark.parametrize(
    ("outcomes", "worst"),
    [
        ((), Outcome.OK),
        ((Outcome.ALERT,), Outcome.ALERT),
        ((Outcome.ERROR, Outcome.ALERT), Outcome.ERROR),
        ((Outcome.ALERT, Outcome.ERROR), Outcome.ERROR),
    ],
)
def test_a_line_is_worth_its_worst_finding(outcomes, worst):
    assert Judged(2, (), tuple(map(_finding, outcomes))).outcome is worst


def test_a_line_says_all_that_there_is_to_say_of_it():
    assert _rows()[3][2:5] == ["nom · rpps_notation_excel", "Nom · N° RPPS", "'=1+1 · 1,01E+10"]


def test_what_is_said_twice_is_written_once():
    assert _rows([Judged(2, (), (_finding(), _finding()))])[1][2] == "rpps_notation_excel"


def test_a_password_is_in_no_report():
    everything = [
        _csv(report.head(), report.rows(LINES, COLUMNS)),
        _csv(report.head_to_correct(COLUMNS), report.rows_to_correct(LINES, COLUMNS)),
        Sheet(b"".join(xlsx_sheet("Rapport", report.head(), report.rows(LINES, COLUMNS)))).xml,
    ]
    assert SECRET not in "".join(everything)


def test_what_is_printed_of_a_line_tells_nothing_of_the_person():
    printed = repr((LINES, Row(2, ("LEFÈVRE", SECRET))))
    assert not [word for word in (SECRET, "LEFÈVRE", "1,01E+10") if word in printed]


def test_nothing_in_a_report_runs():
    sheet = Sheet(b"".join(xlsx_sheet("Rapport", report.head(), report.rows(LINES, COLUMNS))))
    assert "<f>" not in sheet.xml
    assert sheet.is_guarded("E4")


def test_the_lines_in_error_come_back_once_corrected():
    text = _csv(report.head_to_correct(COLUMNS), report.rows_to_correct(LINES, COLUMNS))
    read = opened(text.encode(), COLUMNS)
    assert list(read) == [Row(2, ("=1+1", "", "1,01E+10"))]
    assert read.ignored == ("Ligne", "Explication", "Que faire")


def test_a_report_of_any_length_is_written_as_it_comes():
    endless = (Judged(number, ("A", "", "1")) for number in iter(int, 1))
    assert next(iter(report.rows(endless, COLUMNS)))[1] == "OK"
