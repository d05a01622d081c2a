"""What leaves in files: the template, and exports that are imported again without a change (promise 16)."""

import csv
import io

import pytest

from portal.audit import Event
from portal.profiles.record import columns
from portal.profiles.record.columns import COLUMNS
from portal.profiles.record.rules.decisions import Modify
from portal.profiles.record.rules.lines import Line
from portal.tabular.headers import Wanted
from portal.tabular.limits import Limits
from portal.tabular.reading import Sheet as Opened
from portal.tabular.reading import open_sheet
from tests.profiles.lines import ET, FOREIGN_ET, OTHER, OTHER_ET, OTHER_RPPS, RPPS
from tests.tabular.reading import Sheet

HEADS = [column.name.value for column in COLUMNS]
EVERYBODY = "/etablissements/profils.csv"


def csv_lines(desk, address):
    answer = desk.send("GET", address)
    assert answer.status_code == 200
    assert answer.content_type == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""), delimiter=";"))


def xlsx_lines(desk, address):
    rows = Sheet(desk.send("GET", address).data).rows
    return [[*row, *[""] * (len(HEADS) - len(row))] for row in rows]


READERS = {"csv": csv_lines, "xlsx": xlsx_lines}


@pytest.fixture
def everybody(known):
    """Staff with all that a line may hold, in two establishments."""
    # A name that was kept before names were judged.
    known.build.physician(rpps=OTHER_RPPS, mssante=None, last_name="=Léger")
    known.give(rpps=OTHER_RPPS, last_name="=Léger", role="CDC3E", team="Urgences", ends_on="31/12/2090")
    known.give(OTHER, identifier="z.ebulon", last_name="Zébulon", finess_et=OTHER_ET, starts_on="01/01/2090")
    return known


@pytest.mark.parametrize("kind", READERS)
def test_the_columns_are_the_thirteen_of_the_source(everybody, desk, kind):
    head, *lines = READERS[kind](desk, f"/etablissements/profils.{kind}")
    assert head == HEADS
    assert len(lines) == 4


@pytest.mark.parametrize("kind", READERS)
def test_an_export_changes_nothing_when_it_comes_back(everybody, desk, kind):
    _, *lines = READERS[kind](desk, f"/etablissements/profils.{kind}")
    read = [columns.parse(cells, number) for number, cells in enumerate(lines, start=1)]
    assert all(isinstance(line, Line) for line in read)
    decisions = everybody.preview(*read)
    assert all(isinstance(decision, Modify) for decision in decisions)
    assert [(decision.changes, decision.alerts, decision.sets_password) for decision in decisions] == [
        ({}, (), False)
    ] * 4


@pytest.mark.parametrize("kind", READERS)
def test_an_export_is_read_back_by_the_portal_as_it_left(everybody, desk, kind):
    wanted = [Wanted(column.name.value, column.synonyms, mandatory=column.is_required) for column in COLUMNS]
    sent = desk.send("GET", f"/etablissements/profils.{kind}").data
    sheet = open_sheet(io.BytesIO(sent), wanted, Limits(10**6, 100, 20, 200))
    assert isinstance(sheet, Opened), sheet
    assert (sheet.lines, sheet.ignored) == (4, ())
    read = [columns.parse(line.cells, line.number) for line in sheet]
    assert all(isinstance(decision, Modify) and not decision.changes for decision in everybody.preview(*read))


def test_passwords_never_leave(everybody, desk):
    at = HEADS.index("Mot de passe")
    assert {line[at] for line in csv_lines(desk, EVERYBODY)[1:]} == {""}
    assert "argon2" not in desk.send("GET", EVERYBODY).text


def test_a_french_spreadsheet_opens_the_csv_by_itself(everybody, desk):
    body = desk.send("GET", EVERYBODY).data
    assert body.startswith(b"\xef\xbb\xbfFiness EJ;Finess ET;")
    assert body.count(b"\r\n") == body.count(b"\n") == 5


def test_what_somebody_typed_does_not_run(everybody, desk):
    assert ";'=Léger;" in desk.send("GET", EVERYBODY).text
    book = Sheet(desk.send("GET", "/etablissements/profils.xlsx").data)
    assert "<f>" not in book.xml


@pytest.mark.parametrize("kind", READERS)
def test_identifiers_stay_texts_with_their_zeros(everybody, desk, kind):
    lines = READERS[kind](desk, f"/etablissements/profils.{kind}")[1:]
    assert {line[1] for line in lines} == {ET, OTHER_ET}
    assert {line[6] for line in lines} == {RPPS, OTHER_RPPS, ""}


def test_one_establishment_leaves_alone(everybody, desk):
    lines = csv_lines(desk, f"/etablissements/{OTHER_ET}/profils.csv")[1:]
    assert [line[4] for line in lines] == ["Zébulon"]


def test_one_team_leaves_alone(everybody, desk, team_of):
    lines = csv_lines(desk, f"/etablissements/equipes/{team_of('Urgences')}/profils.csv")[1:]
    assert [line[2] for line in lines] == ["Urgences"]


def test_who_takes_the_profiles_away_is_in_the_journal(everybody, desk):
    desk.send("HEAD", EVERYBODY)
    desk.send("GET", f"/etablissements/{ET}/profils.xlsx")
    told = [row.after for row in everybody.journal() if row.event == Event.PROFILES_EXPORTED]
    assert told == [f'{{"etablissement":"{ET}","format":"xlsx"}}']


@pytest.mark.parametrize("address", ["profils.ods", "modele.ods", f"{ET}/profils.pdf"])
def test_there_is_no_other_kind_of_file(staff, desk, address):
    assert desk.send("GET", f"/etablissements/{address}").status_code == 404


@pytest.mark.parametrize("kind", READERS)
def test_the_template_holds_the_columns_and_nobody(everybody, desk, kind):
    assert READERS[kind](desk, f"/etablissements/modele.{kind}") == [HEADS]


def test_the_template_proposes_actions_and_roles_and_keeps_identifiers_as_texts(staff, desk):
    book = Sheet(desk.send("GET", "/etablissements/modele.xlsx").data)
    assert '"C,M,S"' in book.xml
    assert '"CDC3D,CDC3E,CDC3A,CDC4,CDC1,CDC2,SYNT,OEC1,OEC2"' in book.xml
    styled = [column.get("style") for column in book.root.iter() if column.tag.endswith("}col")]
    assert all(styled)


def test_the_template_says_how_it_is_filled_in(staff, desk):
    book = Sheet(desk.send("GET", "/etablissements/modele.xlsx").data)
    assert "Consignes" in book.archive.read("xl/workbook.xml").decode()
    guide = book.archive.read("xl/worksheets/sheet2.xml").decode()
    assert all(column.help in guide for column in COLUMNS)
    assert "Officier d’état civil (accès volet administratif)" in guide


def test_both_sections_of_the_source_stand_at_the_bottom_of_the_page(staff, desk):
    page = desk.open(f"/etablissements/{ET}")
    titles = [title.get_text() for title in page.soup.select("#fichiers h2")]
    assert titles == ["Traitement des imports utilisateurs", "Export des profils médecin et des utilisateurs"]
    assert "Export de tous les profils" in page.text
    assert FOREIGN_ET not in page.text
