"""A file is read to its end whatever its encoding, and a line that cannot be read is one line lost."""

import gzip
import hashlib

import pytest

from portal.registers import sources
from portal.registers.sources import MAX_LINE, UnreadableSource
from tests.registers.extract import Memory


def texts(content):
    return [text for _, text in sources.lines(sources.examine(Memory(content)))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("wrap", [bytes, gzip.compress])
def test_every_way_of_writing_the_same_text_gives_the_same_lines(encoding, end, wrap):
    content = end.join(["CÔTE-D’OR", "HÔPITAL", "1er É"]).encode(encoding)
    assert texts(wrap(content)) == ["CÔTE-D’OR", "HÔPITAL", "1er É"]


def test_a_file_in_windows_1252_that_ends_with_an_accent_is_not_taken_for_utf8():
    assert texts("CITÉ".encode("cp1252")) == ["CITÉ"]


def test_an_accent_astride_two_blocks_is_still_utf8(monkeypatch):
    monkeypatch.setattr(sources, "_BLOCK", 3)
    assert sources.examine(Memory("abÉcdÉ".encode())).encoding == "utf-8"


@pytest.mark.parametrize(("content", "count"), [(b"", 0), (b"a", 1), (b"a\n", 1), (b"a\nb", 2), (b"a\n\nb\n", 3)])
def test_lines_are_counted_as_they_are_read(content, count):
    assert sources.examine(Memory(content)).lines == count == len(texts(content))


def test_the_digest_is_that_of_the_content_compressed_or_not():
    expected = hashlib.sha256(b"abc").hexdigest()
    assert sources.examine(Memory(b"abc")).sha256 == expected
    assert sources.examine(Memory(gzip.compress(b"abc"))).sha256 == expected


@pytest.mark.parametrize("length", [MAX_LINE, MAX_LINE + 1, 3 * MAX_LINE, 10 * MAX_LINE + 7])
def test_a_line_too_long_to_be_one_is_lost_alone_and_keeps_the_count(length):
    assert texts(b"a\n" + b"x" * length + b"\nb\n") == ["a", None, "b"]


def test_a_line_that_windows_1252_does_not_know_is_lost_alone():
    assert texts(b"\xc9\n\x81\nb\n") == ["É", None, "b"]


def test_a_line_that_no_database_would_keep_is_lost_alone():
    assert texts(b"a\nx\0y\nb\n") == ["a", None, "b"]


def test_utf16_says_what_to_do():
    with pytest.raises(UnreadableSource, match="UTF-8"):
        sources.examine(Memory("finess".encode("utf-16")))


@pytest.mark.parametrize("kept", [1, 20, -9])
def test_an_archive_cut_short_is_found_before_anything_is_written(kept):
    with pytest.raises(UnreadableSource, match="coupée"):
        sources.examine(Memory(gzip.compress(bytes(range(256)) * 50)[: max(kept, 3) if kept > 0 else kept]))


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UnreadableSource, match="nulle-part"):
        sources.examine(tmp_path / "nulle-part.csv")
