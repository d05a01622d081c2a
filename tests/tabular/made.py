"""Files as people make them: the same table in every form, and workbooks put together by hand, good or hostile.

`python -m tests.tabular.made FOLDER` writes the two workbooks that tools/classeurs.sh has LibreOffice save again.
"""

import csv
import io
import re
import sys
import zipfile
from datetime import date, time
from pathlib import Path

from xlsxwriter import Workbook

from portal.tabular.headers import Wanted
from portal.tabular.limits import MEBIBYTE, Limits
from portal.tabular.reading import Sheet, open_sheet

FILES = Path(__file__).parent / "files"
LIMITS = Limits(size=5 * MEBIBYTE, lines=200, columns=40, cell=2000)
COLUMNS = (
    Wanted("N° Finess EJ", mandatory=True),
    Wanted("Nom de l’équipe"),
    Wanted("Nom", mandatory=True),
    Wanted("Prénom"),
    Wanted("N° RPPS", mandatory=True),
    Wanted("Mot de passe", secret=True),
    Wanted("Date de début"),
)
HEAD = tuple(column.name for column in COLUMNS)
ROWS = (
    ("010000024", "Équipe d’Été", "LEFÈVRE", "Aurélie", "99999900017", "Clé-1;2,3", "01/09/2025"),
    ("010000024", "", "WŒRTH", "Zoé", "1,01E+10", 'dit "Zo"', ""),
    ("2A0000048", "Réanimation\n(nuit)", "D'AUBIGNÉ", "Noël", "", "€ uro", "15/01/2026"),
)
CONTENT = "[Content_Types].xml"
SHEET = "xl/worksheets/sheet1.xml"


def table(*, encoding="utf-8", separator=";", ending="\r\n", rows=(HEAD, *ROWS)):
    """The table as a CSV."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(rows)
    # Afterwards: with another line end, csv.writer forgets to quote the line breaks of a cell.
    return text.getvalue().replace("\r\n", ending).encode(encoding)


def workbook(fill, name="Profils"):
    """A workbook of one sheet, which `fill(workbook, sheet)` fills in."""
    data = io.BytesIO()
    book = Workbook(data, {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False})
    fill(book, book.add_worksheet(name))
    book.close()
    return data.getvalue()


def xlsx(rows=(HEAD, *ROWS)):
    """The table as a workbook, each cell a text."""

    def fill(_book, sheet):
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)

    return workbook(fill)


def odd_cells(book, consignes):
    """What people leave in workbooks: days, numbers for identifiers, formulas, errors, hidden lines and sheets."""
    consignes.write_string(0, 0, "Remplissez la feuille « Saisie ».")
    archive = book.add_worksheet("Archive")
    archive.write_row(0, 0, HEAD)
    archive.write_row(1, 0, ("1", "", "ANCIENNE", "", "2"))
    archive.hide()
    sheet = book.add_worksheet("Saisie")
    sheet.write_row(0, 0, HEAD)
    sheet.write_number("A2", 10000024, book.add_format({"num_format": "000000000"}))
    sheet.write_number("E2", 99999900017)
    sheet.write_datetime("G2", date(2026, 4, 3), book.add_format({"num_format": "dd/mm/yyyy"}))
    sheet.write_formula("C3", '=UPPER("lefèvre")', None, "LEFÈVRE")
    sheet.write_string("E3", "1.0E+10")
    sheet.write_number("G3", 46115 + 845 / 1440, book.add_format({"num_format": "dd/mm/yyyy hh:mm"}))
    sheet.write_string("C5", "MASQUÉE")
    sheet.write_number("E5", 1.5)
    sheet.write_datetime("G5", time(14, 5), book.add_format({"num_format": "hh:mm"}))
    sheet.set_row(4, None, None, {"hidden": True})
    sheet.write_formula("C6", "=1/0", None, "#DIV/0!")
    sheet.write_number("E6", 123456789012345678)
    sheet.write_comment("E6", "Un commentaire n’est pas dans la cellule.")
    sheet.write_string("D7", "Deux\nlignes et  deux espaces")


def rezipped(data, **changed):
    """The same archive, some of its parts changed by a function or replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            change = changed.pop(name, None)
            made.writestr(name, change(source.read(name)) if change else source.read(name))
        for name, content in changed.items():
            made.writestr(name, content(b""))
    return target.getvalue()


def sheet_xml(rows, *, before=""):
    """A workbook whose sheet is this XML: the rows inside `sheetData`."""
    head = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in HEAD)
    xml = (
        f'<?xml version="1.0"?>{before}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData><row>{head}</row>{rows}</sheetData></worksheet>"
    )
    return rezipped(xlsx(), **{SHEET: lambda _: xml.encode()})


def ods(rows, *, before=""):
    """A workbook of LibreOffice whose rows are this XML, under the header."""
    head = "".join(f"<table:table-cell><text:p>{name}</text:p></table:table-cell>" for name in HEAD)
    xml = (
        f'<?xml version="1.0"?>{before}<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" '
        'xmlns:calcext="c"><office:body><office:spreadsheet><table:table table:name="Profils">'
        f"<table:table-row>{head}</table:table-row>{rows}</table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    return archive(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": b"<manifest/>",
            "content.xml": xml.encode(),
        }
    )


def archive(parts):
    """A ZIP archive."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return data.getvalue()


def opened(data, columns=COLUMNS, limits=LIMITS, **asked):
    """What opening gives: a sheet, or why it is refused."""
    return open_sheet(io.BytesIO(data), columns, limits, **asked)


def lines(data, columns=COLUMNS, **asked):
    """The lines of a file that is read."""
    sheet = opened(data, columns, **asked)
    assert isinstance(sheet, Sheet), sheet
    return list(sheet)


def cells(data, columns=COLUMNS, **asked):
    """Their cells."""
    return [line.cells for line in lines(data, columns, **asked)]


def code(data, columns=COLUMNS, limits=LIMITS, **asked):
    """Why a file is refused."""
    refused = opened(data, columns, limits, **asked)
    assert not isinstance(refused, Sheet)
    return refused.code


def _main(folder):
    (folder / "profils.xlsx").write_bytes(xlsx())
    odd = workbook(odd_cells, "Consignes")
    # LibreOffice believes the results that it finds, and saves none of those as XLS: it has to work them out.
    sheet = {"xl/worksheets/sheet3.xml": lambda xml: re.sub(rb"(</f>)<v>.*?</v>", rb"\1", xml)}
    (folder / "cas.xlsx").write_bytes(rezipped(odd, **sheet))


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
