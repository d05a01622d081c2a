"""The lines of a sheet of Excel: each value as it was last computed; a formula is never run."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from portal.tabular.limits import Limits
from portal.tabular.records import Record, laid
from portal.tabular.workbooks import values
from portal.tabular.workbooks.markup import Reader, local

# Null and halves of characters are no text: their escapes stay as they are.
_ESCAPE = re.compile(r"_x(?!0000|[Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")
_LETTERS = 26


class Style(NamedTuple):
    """What the format of a cell says of its number: that it is a day, or how many digits it shows at least."""

    is_date: bool
    digits: int


_GENERAL = Style(is_date=False, digits=0)


class Texts(Reader[str]):
    """The texts that cells share, in the order of their numbers."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[str] = []
        self._is_open = False
        self._is_aside = False  # how a Japanese text is pronounced is no part of it

    def start(self, name: str, attributes: Mapping[str, str]) -> None:  # noqa: ARG002 - what a reader is given
        """A tag opens."""
        match local(name):
            case "si":
                self._pieces = []
            case "rPh":
                self._is_aside = True
            case "t":
                self._is_open = not self._is_aside

    def end(self, name: str) -> None:
        """A tag closes."""
        match local(name):
            case "si":
                self.items.append(_unescaped("".join(self._pieces)))
            case "rPh":
                self._is_aside = False
            case "t":
                self._is_open = False

    def text(self, data: str) -> None:
        """Some text."""
        if self._is_open:
            self._pieces.append(data)


class Rows(Reader[Record]):
    """The lines of one sheet; those that are blank are not among them."""

    def __init__(self, limits: Limits, texts: Sequence[str], styles: Sequence[Style], *, since_1904: bool) -> None:
        super().__init__()
        self._limits = limits
        self._texts = texts
        self._styles = styles
        self._since_1904 = since_1904
        self._number = 0
        self._is_hidden = False
        self._found: dict[int, str] = {}
        self._faults: dict[int, str] = {}
        self._at = -1
        self._cell: Mapping[str, str] = {}
        self._pieces: list[str] = []
        self._is_open = False
        self._is_aside = False
        self._is_formula = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A tag opens."""
        match local(name):
            case "c":
                reference = attributes.get("r")
                self._at = _position(reference.rstrip("0123456789")) if reference else self._at + 1
                self._cell, self._pieces, self._is_formula = attributes, [], False
            case "v":
                self._is_open = True
            case "f":
                self._is_formula = True
            case "t":
                self._is_open = not self._is_aside
            case "rPh":
                self._is_aside = True
            case "row":
                self._number = int(attributes.get("r", self._number + 1))
                self._is_hidden = attributes.get("hidden") in {"1", "true"}
                self._at, self._found, self._faults = -1, {}, {}

    def end(self, name: str) -> None:
        """A tag closes."""
        match local(name):
            case "v" | "t":
                self._is_open = False
            case "c":
                self._settle("".join(self._pieces))
            case "rPh":
                self._is_aside = False
            case "row" if self._found or self._faults:
                record = laid(self._number, self._found, self._faults, self._limits, hidden=self._is_hidden)
                self.items.append(record)

    def text(self, data: str) -> None:
        """Some text."""
        if self._is_open:
            self._pieces.append(data)

    def _settle(self, text: str) -> None:
        kind = self._cell.get("t", "n")
        if kind == "e":
            self._faults[self._at] = text
        elif text:
            self._found[self._at] = self._value(kind, text)
        elif self._is_formula and kind != "str":  # an empty text is a result, nothing at all is not
            self._faults[self._at] = ""

    def _value(self, kind: str, text: str) -> str:
        match kind:
            case "s":
                return self._texts[int(text)]
            case "str" | "inlineStr":
                return _unescaped(text)
            case "b":
                return values.boolean(value=text.strip() == "1")
            case "d":
                return values.iso(text)
            case _:
                return self._number_shown(text)

    def _number_shown(self, text: str) -> str:
        number = float(text)
        style = int(self._cell.get("s", "0"))
        shown = self._styles[style] if style < len(self._styles) else _GENERAL
        if shown.is_date:
            return values.moment(number, since_1904=self._since_1904)
        return values.number(number, shown.digits)


@lru_cache(maxsize=1024)
def _position(letters: str) -> int:
    """The position of a column from its letters: A is 0, XFD 16383."""
    at = 0
    for letter in letters:
        at = at * _LETTERS + ord(letter) - ord("A") + 1
    return at - 1


def _unescaped(text: str) -> str:
    """The characters that XML has no room for are written _x000D_."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
