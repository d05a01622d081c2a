"""What a file is, is judged by what is in it; another kind gets one sentence that says what it is."""

import pytest

from tests.tabular.made import CONTENT, FILES, archive, cells, code, opened, rezipped, table, xlsx

WORD = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SLIDES = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHERS = {
    "un document PDF": b"%PDF-1.7\n1 0 obj",
    "une image": b"\x89PNG\r\n\x1a\n\0\0",
    "une page web (HTML)": b"\xef\xbb\xbf \n<!-- saved --><HTML><table><tr><td>Nom</td></tr></table>",
    "un fichier XML": b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>',
    "un texte mis en forme (RTF)": b"{\\rtf1 Nom",
    "une archive": archive({"profils.csv": table()}),
    "un document Word": archive({CONTENT: WORD, "word/document.xml": b""}),
    "une présentation PowerPoint": archive({CONTENT: SLIDES}),
    "un document de traitement de texte ou un dessin": archive(
        {"mimetype": b"application/vnd.oasis.opendocument.text"}
    ),
    "un document qui n’est pas un classeur": OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le"),
    "un classeur binaire (XLSB)": archive(
        {CONTENT: b"application/vnd.ms-excel.sheet.binary.macroEnabled.main".replace(b"macroEnabled.", b"")}
    ),
}


@pytest.mark.parametrize(("kind", "data"), OTHERS.items(), ids=OTHERS)
def test_a_file_of_another_kind_is_told_what_it_is(kind, data):
    refused = opened(data)
    assert refused.code == "fichier_autre"
    assert refused.message.startswith(f"Ce fichier est {kind}, quel que soit son nom.")


@pytest.mark.parametrize("head", [b"BM", b"GIF", b"II", b"Rar"])
def test_letters_that_open_a_text_do_not_make_an_image_of_it(head):
    assert code(head + b";x\n1;2\n") == "colonnes_absentes"


def test_an_empty_file_is_said_to_be():
    assert code(b"") == code(b"\xef\xbb\xbf") == code(b"\r\n\r\n ; \r\n") == code(xlsx(rows=())) == "fichier_vide"


def test_a_header_alone_is_said_to_be():
    assert code(table(rows=[("N° RPPS", "Nom", "N° Finess EJ")])) == "fichier_sans_ligne"
    assert code(xlsx(rows=[("N° RPPS", "Nom", "N° Finess EJ")])) == "fichier_sans_ligne"


def test_a_workbook_with_macros_is_refused():
    assert code(rezipped(xlsx(), **{CONTENT: lambda xml: xml.replace(b"sheet.main", b"sheet.macroEnabled.main")})) == (
        "fichier_macros"
    )
    assert code(rezipped(xlsx(), **{"xl/vbaProject.bin": lambda _: b"Sub AutoOpen"})) == "fichier_macros"


def test_an_old_workbook_with_macros_is_refused():
    with_macros = (FILES / "profils.xls").read_bytes() + "_VBA_PROJECT_CUR".encode("utf-16-le")
    assert code(with_macros) == "fichier_macros"


def test_a_workbook_behind_a_password_is_refused():
    assert code((FILES / "protege.xlsx").read_bytes()) == "fichier_protege"


def test_an_old_workbook_behind_a_password_is_refused():
    # The record INTERFACEHDR (E1), which every workbook has, becomes FILEPASS (2F).
    protected = (FILES / "profils.xls").read_bytes().replace(b"\xe1\x00\x02\x00", b"\x2f\x00\x02\x00", 1)
    assert code(protected) == "fichier_protege"


def test_a_workbook_of_libreoffice_behind_a_password_is_refused():
    manifest = b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    assert code(rezipped((FILES / "profils.ods").read_bytes(), **{"META-INF/manifest.xml": lambda _: manifest})) == (
        "fichier_protege"
    )


@pytest.mark.parametrize("name", ["profils.xlsx", "profils.xls", "profils.ods"])
def test_a_workbook_cut_short_is_said_to_be_damaged(name):
    data = (FILES / name).read_bytes()
    assert code(data[: len(data) // 2]) in {"fichier_abime", "fichier_autre"}


def test_a_template_of_excel_is_read():
    template = rezipped(xlsx(), **{CONTENT: lambda xml: xml.replace(b"sheet.main", b"template.main")})
    assert cells(template)
