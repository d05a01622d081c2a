"""Whatever is typed in a field of these pages: a page that says so, never a crash; no code is run, no secret shown."""

from urllib.parse import urlencode

import pytest

from tests.profiles.lines import ET, OTHER, OTHER_RPPS

MARK = "zqxzqx"
BAD = (
    b"",
    b"   ",
    MARK.encode() * 1_700,
    f"{MARK}\x00\x07\x1b[31m".encode(),
    f"\u202e{MARK}\u2066".encode(),
    MARK.encode() + b"\xff\xfe\xc0",
    MARK.encode() + b"\xed\xa0\x80",
    f"{MARK}' OR '1'='1'; DROP TABLE account; --".encode(),
    f"<script>alert('{MARK}')</script>\"'><img src=x>".encode(),
    f"{MARK}\r\nBcc: victime@exemple.fr\r\n\r\n".encode(),
    ("ﷺ" * 200 + MARK).encode(),
    b"9" * 5_000,
    "１２３４５６７８９０１".encode(),
)
NEW = ("nom", "prenom", "numero", "role", "equipe", "debut", "fin", "courriel", "mot_de_passe")
OTHERWISE = {"nom": "Durand", "prenom": "Alex", "numero": "alex.durand", "role": "CDC1", "debut": "2026-01-05"}
FORMS = {
    f"/etablissements/{ET}/profils/nouveau": NEW,
    "/etablissements/profils/{profile}/modifier": ("vu", "nom", "prenom", "courriel", "debut", "fin"),
    "/etablissements/profils/{expired}/mot-de-passe": ("mot_de_passe",),
    f"/etablissements/{ET}/equipes": ("nom",),
    "/etablissements/equipes/{team}/renommer": ("nom", "vu"),
    "/etablissements/equipes/{team}/vider": ("vu",),
    f"/etablissements/{ET}/referents/{{by}}/nommer": ("portee",),
    f"/etablissements/{ET}/referents/{{by}}/retirer": ("portee",),
}
ADDRESSES = (
    "/etablissements?q={}",
    "/etablissements?page={}",
    f"/etablissements/{ET}?q={{}}",
    f"/etablissements/{ET}?vue={{}}",
    f"/etablissements/{ET}?page={{}}",
    f"/etablissements/{ET}/referents?q={{}}",
    f"/etablissements/{ET}/referents/{{by}}/nommer?portee={{}}",
    f"/etablissements/{ET}/profils/nouveau?equipe={{}}",
    f"/etablissements/{ET}/equipes?page={{}}",
)


@pytest.fixture
def keys(expired, profile_of, team_of):
    """What stands in the addresses."""
    expired.give(OTHER, role="CDC4", team="Nuit")
    return {
        "profile": profile_of("cdurand"),
        "expired": profile_of(OTHER_RPPS),
        "team": team_of("Nuit"),
        "by": expired.by,
    }


@pytest.mark.parametrize("path", FORMS)
def test_no_field_breaks_on_what_is_sent(keys, desk, path):
    token, address = desk.open("/etablissements").token, path.format(**keys)
    for field in FORMS[path]:
        for value in BAD:
            data = urlencode({**OTHERWISE, field: value, "csrf_token": token}).encode()
            sent = desk.send("POST", address, data=data, content_type="application/x-www-form-urlencoded")
            assert sent.status_code in {200, 303, 404, 409, 422}, (field, value[:40], sent.status_code)
            assert "<script>alert" not in sent.text
            assert field != "mot_de_passe" or MARK not in sent.text


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_address_breaks_a_page(keys, desk, address):
    for value in BAD:
        asked = desk.send("GET", address.format(urlencode({"": value})[1:], by=keys["by"]))
        assert asked.status_code in {200, 303, 422}, (value[:40], asked.status_code)
        assert "<script>alert" not in asked.text
