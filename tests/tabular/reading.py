"""Reads an XLSX back with nothing but the standard library: its texts, numbers and formats as they are stored."""

import io
import zipfile
from xml.etree import ElementTree as ET

NS = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


class Sheet:
    """A sheet of a workbook, the first unless said otherwise."""

    def __init__(self, data: bytes, number: int = 1) -> None:
        self.archive = zipfile.ZipFile(io.BytesIO(data))
        self.xml = self.archive.read(f"xl/worksheets/sheet{number}.xml").decode()
        self.root = ET.fromstring(self.xml)  # noqa: S314 - the portal's own file
        self.styles = ET.fromstring(self.archive.read("xl/styles.xml"))  # noqa: S314 - the same

    @property
    def rows(self) -> list[list[str]]:
        """The cells, as texts; one that was left out is empty."""
        return [_whole(row.findall("s:c", NS)) for row in self.root.iterfind(".//s:row", NS)]

    def cell(self, reference: str) -> ET.Element:
        """The cell at `B2`."""
        return self.root.find(f".//s:c[@r='{reference}']", NS)

    def is_guarded(self, reference: str) -> bool:
        """Whether the cell bears Excel's « text » apostrophe."""
        style = int(self.cell(reference).get("s", "0"))
        return self.styles.findall("s:cellXfs/s:xf", NS)[style].get("quotePrefix") == "1"


def _whole(cells: list[ET.Element]) -> list[str]:
    texts = {_column(cell): _text(cell) for cell in cells}
    return [texts.get(at, "") for at in range(max(texts, default=-1) + 1)]


def _column(cell: ET.Element) -> int:
    letters = cell.get("r", "").rstrip("0123456789")
    return sum((ord(letter) - ord("A") + 1) * 26**power for power, letter in enumerate(reversed(letters))) - 1


def _text(cell: ET.Element) -> str:
    inline = cell.find("s:is", NS)
    return "".join(inline.itertext()) if inline is not None else cell.findtext("s:v", "", NS)
