"""Whatever the gate lets through is an ASCII address of MSSanté, for other readers of addresses too."""

from email.headerregistry import Address

from email_validator import validate_email
from hypothesis import assume, example, given
from hypothesis import strategies as st

from portal.identifiers import Refused, mssante

# Pieces of an attack: joined at random, they come far closer to the gate than random letters do.
PIECES = [
    "a",
    "Jean",
    ".",
    "@",
    "-",
    "+",
    "'",
    "_",
    "%",
    "!",
    '"',
    "(",
    "[",
    "\\",
    " ",
    "\r\n",
    "\x00",
    "xn--",
]
PIECES += [
    "mssante.fr",
    ".mssante.fr",
    "@mssante.fr",
    "patient",
    "evil.tld",
    "\u0430",
    "\u017f",
    "\uff0e",
    "\u202e",
]
attacks = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
likely = st.from_regex(r"[a-zA-Z0-9_.'+-]{1,70}@([a-zA-Z0-9.-]{1,70}\.)?mssante\.fr", fullmatch=True)


def let_through(text: str) -> str:
    outcome = mssante.parse(text)
    assume(not isinstance(outcome, Refused))
    return outcome


@given(st.text() | attacks | likely)
@example("\ud800@mssante.fr")
def test_no_text_makes_the_gate_fail(text):
    assert isinstance(mssante.parse(text), str | Refused)


@given(attacks | likely)
def test_what_is_let_through_is_plain_and_under_mssante(text):
    local, domain = let_through(text).split("@")
    assert f"{local}@{domain}".isascii()
    assert f".{domain}".endswith(".mssante.fr")
    assert not f".{domain}".endswith(".patient.mssante.fr")


@given(attacks | likely)
def test_a_second_reading_changes_nothing(text):
    address = let_through(text)
    assert mssante.parse(address) == address


@given(attacks | likely)
def test_nothing_but_case_and_outer_spaces_is_altered(text):
    assert let_through(text) == text.strip(" ").lower()


@given(likely)
def test_other_readers_see_the_same_address(text):
    address = let_through(text)
    assert validate_email(address, check_deliverability=False).normalized == address
    assert Address(addr_spec=address).addr_spec == address


def test_a_refusal_names_the_character_at_fault():
    assert "« é »" in mssante.parse("andré@mssante.fr").message
    assert "l’espace" in mssante.parse("jean dupont@mssante.fr").message
    assert "le caractère invisible U+200B" in mssante.parse("jean\u200b@mssante.fr").message


def test_a_refusal_names_the_domain_that_is_not_mssante():
    assert "« gmail.com »" in mssante.parse("jean@gmail.com").message
