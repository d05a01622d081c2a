"""Which encoding a text is in: its mark if it has one, else UTF-8 if all of it is, else Windows-1252.

No statistics: libraries that guess take French for Icelandic. What was found is shown, and a person can overrule it.
"""

import codecs
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from portal.labelled import Labelled
from portal.tabular.refusals import refusal

_BLOCK = 64 * 1024
# UTF-8 read as Windows-1252 gives Ã©, Å“, â€™, Â«: no French text has those, so a file that has both mixes the two.
_UTF8_IN_FRENCH = re.compile(rb"\xc3[\x80-\xbf]|\xc5[\x92\x93]|\xe2\x80[\x93-\xa6]|\xc2[\xa0\xab\xb0\xbb]")


class Encoding(Labelled):
    """The encodings that are read, by the names that Python and the Web give to them."""

    UTF8 = "utf-8", "UTF-8"
    UTF16 = "utf-16", "UTF-16"
    WINDOWS_1252 = "windows-1252", "Windows-1252"
    ISO_8859_15 = "iso-8859-15", "ISO-8859-15"
    MAC_ROMAN = "mac-roman", "Mac Roman"


def find(file: BinaryIO) -> Encoding:
    """Find the encoding of a whole file.

    Raises:
        NotRead: it is in none, or in several, or it is no text; the refusal says on which line.
    """
    if marked := _marked(file):
        check(file, marked)
        return marked
    fault = _fault(file, Encoding.UTF8)
    if fault is None:
        return Encoding.UTF8
    if mixed := _line_of_utf8(file):
        raise refusal("encodage_mele", utf8=mixed, other=fault)
    if undefined := _fault(file, Encoding.WINDOWS_1252):
        raise refusal("encodage_inconnu", line=undefined)
    return Encoding.WINDOWS_1252


def check(file: BinaryIO, encoding: Encoding) -> None:
    """Make sure that all of the file is in this encoding.

    Raises:
        NotRead: it is not; the refusal says on which line.
    """
    if line := _fault(file, encoding):
        raise refusal("encodage_faux", line=line, encoding=encoding.label)


def codec(file: BinaryIO, encoding: Encoding) -> str:
    """The codec that reads this file in this encoding, and drops its mark."""
    if encoding is Encoding.UTF8:
        return "utf-8-sig"
    if encoding is Encoding.UTF16 and _marked(file) is not Encoding.UTF16:
        return "utf-16-le"  # what Windows writes
    return encoding


def _marked(file: BinaryIO) -> Encoding | None:
    file.seek(0)
    head = file.read(3)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Encoding.UTF16
    return Encoding.UTF8 if head == codecs.BOM_UTF8 else None


def _fault(file: BinaryIO, encoding: Encoding) -> int | None:
    """The line on which the file stops being in this encoding, or None when all of it is.

    Raises:
        NotRead: there is a null character, which no text has.
    """
    name = codec(file, encoding)
    # Line ends of any kind become one, even when a block ends between the two halves of one.
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(name)(), translate=True)
    line = 1
    for block in _blocks(file):
        try:
            text = decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            right = error.object[: error.start].decode(name, errors="ignore")
            return line + len(re.findall(r"\r\n|\r|\n", right))
        if "\0" in text:
            raise refusal("caractere_nul", line=line + text[: text.index("\0")].count("\n"))
        line += text.count("\n")
    return None


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    """The blocks of the file, then an empty one: a character cut at the end is only seen there."""
    file.seek(0)
    while block := file.read(_BLOCK):
        yield block
    yield b""


def _line_of_utf8(file: BinaryIO) -> int | None:
    line = 1
    file.seek(0)
    for raw in file:
        if found := _UTF8_IN_FRENCH.search(raw):
            return line + len(re.findall(rb"\r\n|\r|\n", raw[: found.start()]))
        line += len(re.findall(rb"\r\n|\r|\n", raw))
    return None
