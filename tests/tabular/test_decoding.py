"""The encoding is found or asked for; a file that has none, or two, is refused with the line where it shows."""

import io

import pytest

from portal.tabular import decoding
from portal.tabular.decoding import Encoding
from portal.tabular.refusals import NotRead
from tests.tabular.made import cells, code, opened, table

HEAD = "N° Finess EJ;Nom;N° RPPS\n"
TABLE = HEAD + "1;Zoé;2\n"


@pytest.mark.parametrize("encoding", Encoding)
def test_the_encoding_asked_for_overrules_what_is_found(encoding):
    assert cells(TABLE.encode(encoding), encoding=encoding)[0][2] == "Zoé"


def test_another_reading_of_the_same_bytes_is_what_was_asked_for():
    raw = TABLE.encode("mac-roman")
    assert cells(raw, encoding=Encoding.WINDOWS_1252)[0][2] == "ZoŽ"


def test_the_encoding_asked_for_is_the_one_that_is_told():
    assert opened(table(), encoding=Encoding.UTF8).encoding is Encoding.UTF8


def test_an_encoding_that_cannot_be_is_refused_with_the_line():
    refused = opened(TABLE.encode("windows-1252"), encoding=Encoding.UTF8)
    assert (refused.code, "ligne 1" in refused.message, "UTF-8" in refused.message) == ("encodage_faux", True, True)


def test_plain_letters_are_utf_8():
    assert decoding.find(io.BytesIO(b"abc")) is Encoding.UTF8


@pytest.mark.parametrize("word", ["déjà", "Œuvre", "l’été", "«\u00a0oui\u00a0»", "12\u00a0h", "N°"])
def test_two_encodings_in_one_file_are_refused_with_both_lines(word):
    raw = f"a;b\r\n{word};1\r\n".encode() + "Zoé;2\r\n".encode("windows-1252")
    with pytest.raises(NotRead) as caught:
        decoding.find(io.BytesIO(raw))
    assert caught.value.refused.code == "encodage_mele"
    assert "la ligne 2 est en UTF-8, la ligne 3 ne l’est pas" in caught.value.refused.message


@pytest.mark.parametrize(
    "text", ["L’ÉTÉ", "«\u00a0PRIVÉ\u00a0»", "Ça coûte 5 €", "N°\u00a012", "sœur – frère…", "ÀÂÉÈÊÎÔÙÛ"]
)
def test_no_french_of_windows_is_taken_for_two_encodings(text):
    assert decoding.find(io.BytesIO(text.encode("windows-1252"))) is Encoding.WINDOWS_1252


def test_a_mark_of_utf_8_is_believed_and_what_follows_checked():
    assert code(b"\xef\xbb\xbfNom\nZo\xe9\n") == "encodage_faux"


def test_a_byte_of_no_encoding_is_refused_with_its_line():
    refused = opened(b"Nom\nA\nZo\xe9\x81\n")
    assert (refused.code, "ligne 3" in refused.message) == ("encodage_inconnu", True)


@pytest.mark.parametrize("ending", [b"\r\n", b"\n", b"\r"])
def test_a_null_character_is_refused_with_its_line(ending):
    refused = opened(ending.join([b"Nom", b"A", b"Z\0"]))
    assert (refused.code, "ligne 3" in refused.message) == ("caractere_nul", True)


def test_a_text_of_windows_without_its_mark_is_read_when_it_is_asked_for():
    raw = TABLE.encode("utf-16-le")
    assert code(raw) == "caractere_nul"
    assert cells(raw, encoding=Encoding.UTF16)[0][2] == "Zoé"


def test_a_character_cut_at_the_end_is_seen():
    assert code("Nom\nZoé".encode()[:-1], encoding=Encoding.UTF8) == "encodage_faux"


@pytest.mark.parametrize("size", range(64 * 1024 - 3, 64 * 1024 + 3))
def test_a_line_end_or_a_letter_cut_between_two_blocks_counts_once(size):
    raw = b"x" * size + "é\r\n".encode() + b"\xe9"
    with pytest.raises(NotRead, match="encodage_mele") as caught:
        decoding.find(io.BytesIO(raw))
    assert "la ligne 1 est en UTF-8, la ligne 2 ne l’est pas" in caught.value.refused.message
