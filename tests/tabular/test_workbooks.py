"""What a cell of a workbook says, however it is stored: as the same cell in a CSV, and not a digit less (promise 6)."""

import pytest

from portal.tabular.lines import Row
from portal.tabular.workbooks import values
from tests.tabular.made import FILES, cells, lines, odd_cells, ods, opened, rezipped, sheet_xml, workbook, xlsx

ODD = {
    "XlsxWriter": lambda: workbook(odd_cells, "Consignes"),
    "LibreOffice, XLSX": (FILES / "cas.xlsx").read_bytes,
    "LibreOffice, XLS": (FILES / "cas.xls").read_bytes,
    "LibreOffice, ODS": (FILES / "cas.ods").read_bytes,
}
COMMENTED = """<table:table-cell><office:annotation><text:p>non</text:p></office:annotation>\
<text:p>a<text:s text:c="3"/>b<text:tab/>c</text:p><text:p>d<text:line-break/>e</text:p></table:table-cell>"""


@pytest.fixture(params=ODD)
def odd(request):
    """A workbook with the odd cells, by each maker and in each format."""
    return ODD[request.param]()


def test_the_sheet_is_the_first_that_is_shown_and_has_the_columns(odd):
    assert opened(odd).name == "Saisie"


def test_every_cell_says_the_same_in_every_format(odd):
    assert cells(odd) == [
        ("010000024", "", "", "", "99999900017", "", "03/04/2026"),
        ("", "", "LEFÈVRE", "", "1.0E+10", "", "03/04/2026 14:05"),
        ("", "", "MASQUÉE", "", "1,5", "", "14:05"),
        ("", "", "", "", "1,23456789012346E+17", "", ""),
        ("", "", "", "Deux\nlignes et  deux espaces", "", "", ""),
    ]


def test_a_cell_in_error_costs_its_line_and_is_named(odd):
    (finding,) = lines(odd)[3].findings
    assert (finding.code, finding.column, finding.received) == ("cellule_erreur", "Nom", "#DIV/0!")
    assert "C6" in finding.message


def test_hidden_lines_are_read_and_counted(odd):
    sheet = opened(odd)
    assert (sheet.lines, sheet.hidden) == (5, 1)


def test_the_numbers_of_the_lines_are_those_of_the_spreadsheet(odd):
    assert [line.number for line in lines(odd)] == [2, 3, 5, 6, 7]


@pytest.mark.parametrize(
    "cell", ['<c r="C2"><f>1+1</f></c>', '<c r="C2"><f>1+1</f><v/></c>', '<c r="C2" t="n"><f>1+1</f><v></v></c>']
)
def test_a_formula_that_excel_never_computed_is_named(cell):
    (line,) = lines(sheet_xml(f"<row>{cell}</row>"))
    assert [(f.code, f.column) for f in line.findings] == [("cellule_formule", "Nom")]
    assert "C2" in line.findings[0].message


def test_a_formula_that_libreoffice_never_computed_is_named():
    (line,) = lines(ods('<table:table-row><table:table-cell table:formula="of:=1+1"/></table:table-row>'))
    assert [(f.code, f.column) for f in line.findings] == [("cellule_formule", "N° Finess EJ")]


def test_a_formula_whose_result_is_an_empty_text_is_empty():
    assert cells(sheet_xml('<row><c t="str"><f>""</f><v></v></c><c><v>2</v></c></row>'))[0][:2] == ("", "2")


def test_an_error_in_a_column_that_nobody_asked_for_is_no_matter():
    head = '<c r="H1" t="inlineStr"><is><t>Total</t></is></c></row>'
    data = sheet_xml('<row><c r="C2"><v>1</v></c><c r="H2" t="e"><v>#REF!</v></c></row>')
    data = rezipped(data, **{"xl/worksheets/sheet1.xml": lambda xml: xml.replace(b"</row>", head.encode(), 1)})
    (line,) = lines(data)
    assert isinstance(line, Row)


def test_a_cell_beyond_the_header_costs_its_line():
    (line,) = lines(sheet_xml('<row><c r="C2"><v>1</v></c><c r="J2"><v>2</v></c></row>'))
    assert [(f.code, f.received) for f in line.findings] == [("ligne_cases", "10")]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("<c><v>1.0101010101E10</v></c>", "10101010101"),
        ("<c><v>99999900017.0</v></c>", "99999900017"),
        ("<c><v>0.30000000000000004</v></c>", "0,3"),
        ("<c><v>-12</v></c>", "-12"),
        ("<c><v>1E-7</v></c>", "1E-07"),
        ('<c t="b"><v>1</v></c>', "VRAI"),
        ('<c t="b"><v>0</v></c>', "FAUX"),
        ('<c t="d"><v>2026-04-03</v></c>', "03/04/2026"),
        ('<c t="d"><v>2026-04-03T14:05:00</v></c>', "03/04/2026 14:05"),
        ('<c t="str"><v>10101010101.0</v></c>', "10101010101.0"),
        ('<c t="inlineStr"><is><r><t>Jean</t></r><r><t>-Paul</t></r><rPh><t>ジャン</t></rPh></is></c>', "Jean-Paul"),
        ('<c t="str"><v>a_x000D_\nb_x005F_x0041__x0000__xD800_</v></c>', "a\r\nb_x0041__x0000__xD800_"),
        ('<x:c t="str"><x:v>préfixe</x:v></x:c>', "préfixe"),
    ],
)
def test_a_value_of_excel_is_told_as_it_is_shown(cell, said):
    cell = cell.replace("<x:c", '<x:c xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"')
    assert cells(sheet_xml(f"<row>{cell}<c><v>1</v></c></row>"))[0][0] == said


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ('<table:table-cell office:value-type="boolean" office:boolean-value="true"/>', "VRAI"),
        ('<table:table-cell office:value-type="time" office:time-value="PT14H05M00S"/>', "14:05"),
        ('<table:table-cell office:value-type="date" office:date-value="2026-04-03T14:05:07"/>', "03/04/2026 14:05:07"),
        (
            '<table:table-cell office:value-type="float" office:value="12"><text:p>12 €</text:p></table:table-cell>',
            "12",
        ),
        ('<table:table-cell office:value-type="percentage" office:value="0.5"/>', "0,5"),
        (COMMENTED, "a   b\tc\nd\ne"),
    ],
)
def test_a_value_of_libreoffice_is_told_as_it_is_shown(cell, said):
    assert cells(ods(f"<table:table-row>{cell}</table:table-row>"))[0][0] == said


def test_cells_and_lines_that_repeat_stand_where_they_are_shown():
    row = (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2">'
        "<text:p>x</text:p></table:table-cell></table:table-row>"
    )
    blank = '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
    endless = (
        '<table:table-row table:number-rows-repeated="1048570">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    read = lines(ods(row + blank + row + endless))
    assert [(line.number, line.cells[:3]) for line in read] == [(at, ("x", "x", "")) for at in (2, 3, 7, 8)]


@pytest.mark.parametrize(
    ("serial", "said"),
    [
        (1, "01/01/1900"),
        (59, "28/02/1900"),
        (61, "01/03/1900"),
        (46115, "03/04/2026"),
        (46115.999999, "04/04/2026"),
        (0.5, "12:00"),
        (2958465, "31/12/9999"),
        (2958466, "2958466"),
        (float("inf"), "INF"),
        (float("nan"), "NAN"),
        (-1, "-1"),
    ],
)
def test_a_day_is_told_from_its_number(serial, said):
    assert values.moment(serial) == said


def test_a_day_of_an_old_macintosh_is_told_from_its_number():
    assert values.moment(44653, since_1904=True) == "03/04/2026"


@pytest.mark.parametrize("code", ["dd/mm/yyyy", "[$-40C]d mmmm yyyy;@", "h:mm", "[h]:mm", 'yyyy"-"mm', "M/D"])
def test_a_format_of_days_is_known(code):
    assert values.is_date(code)


@pytest.mark.parametrize(
    "code", ["General", "0", "0.00", '0" jours"', "#,##0\\ [$€-40C];[Red]", "0.00E+00", "@", "0_d"]
)
def test_a_format_of_anything_else_is_known_too(code):
    assert not values.is_date(code)


def test_a_workbook_that_shares_no_text_and_has_no_style_is_read():
    relations = "xl/_rels/workbook.xml.rels"
    bare = rezipped(sheet_xml("<row><c><v>1</v></c></row>"), **{relations: _only_sheets})
    assert cells(bare)[0][0] == "1"


def _only_sheets(xml):
    return xml.replace(b"/sharedStrings", b"/other").replace(b"/styles", b"/other")


def test_the_sheet_that_comes_closest_says_what_lacks():
    def fill(book, sheet):
        sheet.write_row(0, 0, ("Autre", "Chose"))
        book.add_worksheet("Presque").write_row(0, 0, ("Nom", "N° RPPS"))
        book.add_worksheet("Loin").write_row(0, 0, ("Nom",))

    assert opened(workbook(fill)).message.startswith("Il manque la colonne «\u00a0N° Finess EJ\u00a0».")


def test_a_column_that_nobody_asked_for_is_told():
    assert opened(xlsx([("Nom", "N° RPPS", "Finess EJ", "N° Finess EJ"), ("A", "1", "2", "3")])).ignored == (
        "Finess EJ",
    )
