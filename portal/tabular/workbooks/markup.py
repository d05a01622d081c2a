"""XML out of somebody's workbook, read as it is unpacked: no entity, no tree, no more memory for a longer sheet."""

from collections.abc import Iterator, Mapping
from typing import IO, Generic, NamedTuple, NoReturn, TypeVar
from xml.parsers import expat

from portal.tabular.refusals import refusal

Item = TypeVar("Item")
_BLOCK = 64 * 1024


class Reader(Generic[Item]):
    """What makes items out of tags: each is put in `items` once whole, and leaves it as soon as it is used."""

    def __init__(self) -> None:
        self.items: list[Item] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A tag opens."""

    def end(self, name: str) -> None:
        """A tag closes."""

    def text(self, data: str) -> None:
        """Some text, maybe not all of it."""


class Tag(NamedTuple):
    """A tag that opens; prefixes are dropped."""

    name: str
    attributes: Mapping[str, str]

    def is_true(self, attribute: str) -> bool:
        """Whether an attribute says yes, in either spelling of XML."""
        return self.attributes.get(attribute) in {"1", "true"}


class _Tags(Reader[Tag]):
    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.items.append(Tag(local(name), {local(key): value for key, value in attributes.items()}))


def tags(stream: IO[bytes]) -> Iterator[Tag]:
    """The tags of a small document, in the order in which they open."""
    return walk(stream, _Tags())


def local(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]


def walk(stream: IO[bytes], reader: Reader[Item]) -> Iterator[Item]:
    """Show a document to a reader, and yield what it makes of it.

    Raises:
        NotRead: the document declares a type, and maybe entities: no spreadsheet writes any, bombs do.
        expat.ExpatError: it is not well formed.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse
    block = b"first"
    while block:
        block = stream.read(_BLOCK)
        parser.Parse(block, not block)
        yield from reader.items
        reader.items.clear()


def _refuse(*_declared: object) -> NoReturn:
    raise refusal("fichier_abime")
