"""What a file is, by what is in it: its name proves nothing, and a PDF renamed .csv deserves a sentence."""

import re
from typing import BinaryIO
from zipfile import ZipFile

from portal.labelled import Labelled
from portal.tabular.refusals import refusal


class Kind(Labelled):
    """The kinds that are read."""

    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel (XLSX)"
    XLS = "xls", "Excel 97-2003 (XLS)"
    ODS = "ods", "LibreOffice (ODS)"


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_HEAD = 1024
_SIGNATURES = (
    (b"%PDF", "un document PDF"),
    (b"\x89PNG", "une image"),
    (b"\xff\xd8\xff", "une image"),
    (b"GIF8", "une image"),
    (b"BM", "une image"),
    (b"II*\x00", "une image"),
    (b"MM\x00*", "une image"),
    (b"{\\rtf", "un texte mis en forme (RTF)"),
    (b"\x1f\x8b", "une archive"),
    (b"7z\xbc\xaf", "une archive"),
    (b"Rar!", "une archive"),
    (b"SQLite format 3", "une base de données"),
)
_BITMAP = b"BM"
_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE | re.DOTALL)
_XML = re.compile(rb"\s*<\?xml\b")
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
# The names of the streams of a compound file, as its directory spells them.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_WORKBOOKS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))


def is_workbook(file: BinaryIO) -> bool:
    """Whether the file is to be read as a workbook, or else as text.

    Raises:
        NotRead: it is neither.
    """
    file.seek(0)
    head = file.read(_HEAD)
    if not head:
        raise refusal("fichier_vide")
    if head.startswith((OLE, *ZIP)):
        return True
    for signature, kind in _SIGNATURES:
        # Two letters may open a text as well; a bitmap has null bytes right after them.
        if head.startswith(signature) and (signature != _BITMAP or b"\0" in head[:16]):
            raise refusal("fichier_autre", kind=kind)
    text = head.removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(text):
        raise refusal("fichier_autre", kind="une page web (HTML)")
    if _XML.match(text):
        raise refusal("fichier_autre", kind="un fichier XML")
    return False


def of_archive(archive: ZipFile) -> Kind:
    """Which workbook a ZIP archive is; to be asked in the child process, for its list may be endless.

    Raises:
        NotRead: it is not one, or has macros, or a password.
    """
    names = set(archive.namelist())
    if "mimetype" in names and archive.read("mimetype").strip().startswith(_ODS):
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise refusal("fichier_protege")
        return Kind.ODS
    types = archive.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    if b"spreadsheetml" in types or b"ms-excel" in types:
        if b"macroEnabled" in types or any(name.endswith("vbaProject.bin") for name in names):
            raise refusal("fichier_macros")
        if b"sheet.binary" in types:
            raise refusal("fichier_autre", kind="un classeur binaire (XLSB)")
        return Kind.XLSX
    raise refusal("fichier_autre", kind=_other(types, names))


def _other(types: bytes, names: set[str]) -> str:
    if b"wordprocessingml" in types:
        return "un document Word"
    if b"presentationml" in types:
        return "une présentation PowerPoint"
    return "un document de traitement de texte ou un dessin" if "mimetype" in names else "une archive"


def of_compound(data: bytes) -> Kind:
    """Which workbook a compound file (OLE) is: Excel 97 to 2003, or a workbook of today behind a password.

    Raises:
        NotRead: it is not one, or has macros, or a password.
    """
    if _ENCRYPTED in data:
        raise refusal("fichier_protege")
    if not any(name in data for name in _WORKBOOKS):
        raise refusal("fichier_autre", kind="un document qui n’est pas un classeur")
    if _MACROS in data:
        raise refusal("fichier_macros")
    return Kind.XLS
