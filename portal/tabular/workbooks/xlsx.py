"""A workbook of Excel (XLSX): its sheets, the texts that they share, how they show numbers. ECMA-376, part 1.

Prefixes of tags are dropped, so that the strict variant and unusual writers read the same.
"""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from zipfile import ZipFile

from portal.tabular.limits import Limits
from portal.tabular.workbooks import values
from portal.tabular.workbooks.markup import Tag, tags, walk
from portal.tabular.workbooks.sheets import Sheet
from portal.tabular.workbooks.xlsx_rows import Rows, Style, Texts

_PACKAGE = ""
# The formats that have a number and no code: days and times of every language (ECMA-376, part 1, section 18.8.30).
_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_FORMATS = {"cellStyleXfs", "cellXfs"}


def sheets(archive: ZipFile, limits: Limits) -> Iterator[Sheet]:
    """The visible sheets of the workbook, in their order."""
    (book,) = _related(archive, _PACKAGE, "officeDocument").values()
    described = list(tags(archive.open(book)))
    since_1904 = any(tag.name == "workbookPr" and tag.is_true("date1904") for tag in described)
    texts = [text for part in _related(archive, book, "sharedStrings").values() for text in _texts(archive, part)]
    styles = [style for part in _related(archive, book, "styles").values() for style in _styles(archive, part)]
    parts = _related(archive, book, "worksheet")
    for tag in described:
        part = parts.get(tag.attributes.get("id", ""))
        if tag.name == "sheet" and part and tag.attributes.get("state", "visible") == "visible":
            rows = Rows(limits, texts, styles, since_1904=since_1904)
            yield Sheet(tag.attributes.get("name", ""), walk(archive.open(part), rows))


def _related(archive: ZipFile, part: str, kind: str) -> Mapping[str, str]:
    """The parts of one kind that this part relates to, by identifier."""
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    return {
        tag.attributes["Id"]: posixpath.normpath(posixpath.join("/", folder, tag.attributes["Target"])).lstrip("/")
        for tag in tags(archive.open(relations))
        if tag.name == "Relationship" and tag.attributes["Type"].endswith(f"/{kind}")
    }


def _texts(archive: ZipFile, part: str) -> Iterator[str]:
    return walk(archive.open(part), Texts())


def _styles(archive: ZipFile, part: str) -> list[Style]:
    return list(_formats(tags(archive.open(part))))


def _formats(described: Iterable[Tag]) -> Iterator[Style]:
    codes: dict[str, str] = {}
    section = ""
    for tag in described:
        if tag.name == "numFmt":
            codes[tag.attributes["numFmtId"]] = tag.attributes["formatCode"]
        elif tag.name in _FORMATS:
            section = tag.name
        elif tag.name == "xf" and section == "cellXfs":
            number = tag.attributes.get("numFmtId", "0")
            code = codes.get(number, "")
            yield Style(int(number) in _BUILT_IN_DATES or values.is_date(code), values.least_digits(code))
