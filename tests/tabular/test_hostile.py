"""Files made to hurt: each is a sentence, in little time and memory, and nothing else of the portal notices."""

import io
import time
import tracemalloc
import zipfile
from dataclasses import replace

import pytest

from portal.tabular import spreadsheets
from portal.tabular.limits import MEBIBYTE
from portal.tabular.reading import open_sheet
from tests.tabular.made import COLUMNS, FILES, LIMITS, SHEET, code, ods, opened, rezipped, sheet_xml, table, xlsx

LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {new} '{f'&{old};' * 10}'>" for old, new in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)


def test_a_gibibyte_is_refused_before_a_byte_of_it_is_read(tmp_path):
    path = tmp_path / "enorme.csv"
    with path.open("wb") as file:
        file.truncate(1024 * MEBIBYTE)
    tracemalloc.start()
    with path.open("rb") as file:
        refused = open_sheet(file, COLUMNS, LIMITS)
    assert tracemalloc.get_traced_memory()[1] < MEBIBYTE
    tracemalloc.stop()
    assert refused.code == "fichier_trop_gros"
    assert "1\u202f024\u00a0Mo" in refused.message


@pytest.mark.parametrize("unpacked", [99, 101], ids=["declared too big", "within the limit"])
def test_zeros_by_the_hundred_megabytes_are_refused(unpacked):
    bomb = _with_zeros(100 * MEBIBYTE)
    assert len(bomb) < MEBIBYTE
    expected = "classeur_deplie" if unpacked == 99 else "fichier_abime"
    assert code(bomb, limits=replace(LIMITS, unpacked=unpacked * MEBIBYTE)) == expected


def _with_zeros(size):
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx())) as source, zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as bomb:
        for name in source.namelist():
            if name != SHEET:
                bomb.writestr(name, source.read(name))
        with bomb.open(SHEET, "w") as sheet:
            for _ in range(size // MEBIBYTE):
                sheet.write(b"\0" * MEBIBYTE)
    return data.getvalue()


def test_an_archive_that_lies_about_its_size_gives_no_more_than_it_said():
    bomb = bytearray(_with_zeros(20 * MEBIBYTE))
    said = (20 * MEBIBYTE).to_bytes(4, "little")
    assert said in bomb
    assert code(bytes(bomb.replace(said, (1000).to_bytes(4, "little")))) == "fichier_abime"


@pytest.mark.parametrize("make", [sheet_xml, ods], ids=["xlsx", "ods"])
def test_entities_that_grow_without_end_are_refused(make):
    assert code(make("<row><c t='str'><v>&i;</v></c></row>", before=LAUGHS)) == "fichier_abime"


def test_entities_are_refused_in_the_smaller_parts_as_well():
    bomb = rezipped(
        xlsx(), **{"xl/workbook.xml": lambda xml: xml.replace(b"<workbook", LAUGHS.encode() + b"<workbook", 1)}
    )
    assert code(bomb) == "fichier_abime"


def test_a_cell_at_the_end_of_the_sheet_is_refused_by_its_name():
    refused = opened(sheet_xml('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
    assert refused.code == "colonnes_trop"
    assert "XFD1048576" in refused.message


def test_a_column_that_no_spreadsheet_has_is_refused():
    assert code(sheet_xml('<row r="2"><c r="ZZZZZZZ2"><v>1</v></c></row>')) == "colonnes_trop"


def test_a_far_cell_that_only_has_a_colour_is_no_matter():
    assert opened(sheet_xml('<row r="2"><c r="A2"><v>1</v></c><c r="XFD2" s="1"/></row>')).lines == 1


def test_a_cell_repeated_without_end_is_refused():
    cell = '<table:table-cell table:number-columns-repeated="900000000"><text:p>x</text:p></table:table-cell>'
    assert code(ods(f"<table:table-row>{cell}</table:table-row>")) == "colonnes_trop"


def test_a_line_repeated_without_end_is_refused():
    row = '<table:table-row table:number-rows-repeated="900000000"><table:table-cell><text:p>x</text:p>'
    assert code(ods(f"{row}</table:table-cell></table:table-row>")) == "lignes_trop"


def test_blanks_repeated_without_end_are_refused():
    cell = '<table:table-cell><text:p>x<text:s text:c="900000000"/></text:p></table:table-cell>'
    assert code(ods(f"<table:table-row>{cell}</table:table-row>")) == "cellule_longue"


def test_a_text_shared_by_so_many_cells_that_the_answer_would_fill_memory_is_refused():
    shared = b"<sst><si><t>" + b"x" * 2000 + b"</t></si></sst>"
    cells = '<c t="s"><v>0</v></c>' * 7
    bomb = rezipped(sheet_xml(f"<row>{cells}</row>" * 150), **{"xl/sharedStrings.xml": lambda _: shared})
    assert code(bomb, limits=replace(LIMITS, text=MEBIBYTE)) == "classeur_trop_lourd"


def test_a_workbook_that_takes_too_much_memory_is_refused():
    little = replace(LIMITS, memory=64 * MEBIBYTE)
    assert opened(xlsx(), limits=little).lines
    bomb = rezipped(
        xlsx(), **{"xl/sharedStrings.xml": lambda _: b"<sst>" + b"<si><t>abc</t></si>" * 1_000_000 + b"</sst>"}
    )
    assert code(bomb, limits=little) == "classeur_trop_lourd"


def test_a_workbook_that_takes_too_much_time_is_refused():
    bomb = sheet_xml("<row>" + "<c/>" * 10_000_000 + "</row>")
    assert code(bomb, limits=replace(LIMITS, seconds=1)) == "classeur_trop_lourd"


def test_a_process_that_never_answers_is_given_up(monkeypatch):
    monkeypatch.setattr(spreadsheets, "_COMMAND", ("/bin/sh", "-c", "exec sleep 60", "sh"))
    before = time.monotonic()
    assert code(xlsx(), limits=replace(LIMITS, seconds=1)) == "classeur_trop_lourd"
    assert time.monotonic() - before < 30


@pytest.mark.parametrize("answer", ['{"kind": "XLSX"', "[1, []]", ""], ids=["cut", "without its end", "nothing"])
def test_an_answer_that_is_not_whole_is_no_answer(monkeypatch, answer):
    monkeypatch.setattr(spreadsheets, "_COMMAND", ("/bin/echo", "-n", answer, "#"))
    assert code(xlsx()) == "classeur_trop_lourd"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels", SHEET])
@pytest.mark.parametrize("content", [b"", b"<a>", b"\0\1\2", b"<a/>"])
def test_a_part_that_is_not_what_it_should_be_is_damage(part, content):
    assert code(rezipped(xlsx(), **{part: lambda _: content})) in {"fichier_abime", "fichier_vide"}


def test_a_workbook_cannot_reach_outside_of_itself():
    outside = (
        b'<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="/../../../etc/passwd"/></Relationships>'
    )
    assert code(rezipped(xlsx(), **{"xl/_rels/workbook.xml.rels": lambda _: outside})) == "fichier_abime"


@pytest.mark.parametrize("at", range(8, 6000, 499))
def test_an_old_workbook_with_a_byte_changed_is_read_or_refused(at):
    data = bytearray((FILES / "profils.xls").read_bytes())
    data[at] ^= 0xFF
    opened(bytes(data))


def test_a_table_of_any_length_costs_no_more_memory():
    many = table(rows=[tuple(c.name for c in COLUMNS), *[("010000024", "Équipe", "A", "B", "1", "", "")] * 20_000])
    file = io.BytesIO(many)
    tracemalloc.start()
    sheet = open_sheet(file, COLUMNS, replace(LIMITS, lines=20_000))
    assert sum(1 for _ in sheet) == 20_000
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < MEBIBYTE


def test_a_workbook_of_any_length_costs_little_more_than_its_lines():
    row = "<row>" + '<c t="str"><v>Un texte de quelque longueur</v></c>' * 7 + "</row>"
    data = sheet_xml(row * 10_000)
    tracemalloc.start()
    sheet = opened(data, limits=replace(LIMITS, lines=10_000))
    assert sum(1 for _ in sheet) == 10_000
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 12 * MEBIBYTE
