"""A register's file as lines: plain or gzip, UTF-8 or Windows-1252, and never held in memory as a whole."""

import codecs
import gzip
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import IO, cast

# The longest line of FINESS has some 500 characters.
MAX_LINE = 8192
_BLOCK = 1 << 20
_GZIP = b"\x1f\x8b"
_BOMS_OF_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class UnreadableSource(Exception):  # noqa: N818 - the message is for the person
    """The file cannot be read at all; the message is a French sentence."""


@dataclass(frozen=True)
class Source:
    """A file that was looked through once.

    Attributes:
        file: Where it is.
        encoding: `utf-8` or `cp1252`.
        lines: How many, for the progress.
        sha256: Of its content, once decompressed.
    """

    file: Traversable
    encoding: str
    lines: int
    sha256: str


def shipped(name: str) -> Traversable:
    """A file that comes with the portal (see data/LICENCES.md)."""
    return resources.files("portal.registers") / "data" / name


def examine(file: Traversable) -> Source:
    """Look through a file once: its digest, its encoding and how many lines it has.

    Raises:
        UnreadableSource: it is not there, is cut short, or is in UTF-16.
    """
    digest, decoder, lines, utf8, last = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")(), 0, True, b"\n"
    with _opened(file) as stream:
        while block := stream.read(_BLOCK):
            if last == b"\n" and not lines and block.startswith(_BOMS_OF_UTF16):
                raise UnreadableSource("Le fichier est en UTF-16 : enregistrez-le de nouveau en UTF-8.")
            digest.update(block)
            lines += block.count(b"\n")
            utf8 = utf8 and _decodes(decoder, block)
            last = block[-1:]
        utf8 = utf8 and _decodes(decoder, b"", final=True)
    lines += last != b"\n"
    return Source(file, "utf-8" if utf8 else "cp1252", lines, digest.hexdigest())


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


@contextmanager
def _opened(file: Traversable) -> Iterator[IO[bytes]]:
    try:
        with file.open("rb") as raw:
            compressed = raw.read(len(_GZIP)) == _GZIP
            raw.seek(0)
            yield cast("IO[bytes]", gzip.GzipFile(fileobj=raw)) if compressed else raw
    except (OSError, EOFError) as error:
        raise UnreadableSource(f"Le fichier « {file.name} » manque, ou son archive est coupée.") from error


def lines(source: Source) -> Iterator[tuple[int, str | None]]:
    """Each line with its number from 1 on, without its end; None where it cannot be read as text."""
    with _opened(source.file) as stream:
        for number, raw in enumerate(_split(stream), 1):
            yield number, None if raw is None else _decoded(raw, source.encoding, first=number == 1)


def _split(stream: IO[bytes]) -> Iterator[bytes | None]:
    while raw := stream.readline(MAX_LINE):
        if len(raw) < MAX_LINE or raw.endswith(b"\n"):
            yield raw
            continue
        while len(raw) == MAX_LINE and not raw.endswith(b"\n"):
            raw = stream.readline(MAX_LINE)
        yield None  # too long to be a line of a register


def _decoded(raw: bytes, encoding: str, *, first: bool) -> str | None:
    try:
        text = raw.rstrip(b"\r\n").decode(encoding)
    except UnicodeDecodeError:
        return None
    # No database keeps U+0000 in a text.
    return None if "\0" in text else text.removeprefix("\ufeff") if first else text
