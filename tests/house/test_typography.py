"""Everything that a person reads keeps French typography: fixed spaces, « », ’ and …"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import portal
from portal.web import assets
from tests.house import typography
from tests.house.typography import HOLE, slips

CODE = assets.Path(portal.__file__).parent
TEMPLATES = sorted(path for path in assets.folder("templates").rglob("*") if path.is_file())
SCRIPTS = sorted(assets.folder("static").rglob("*.js"))
MODULES = sorted(path for path in CODE.rglob("*.py") if "versions" not in path.parts)


def _wrong(texts):
    return [(text.strip()[:160], broken) for text in texts if (broken := slips(text))]


def test_a_template_is_well_set(subtests):
    for path in TEMPLATES:
        with subtests.test(str(path.relative_to(assets.folder("templates")))):
            assert _wrong(typography.of_template(path)) == []


def test_the_sentences_of_a_module_are_well_set(subtests):
    for path in MODULES:
        with subtests.test(str(path.relative_to(CODE))):
            assert _wrong(typography.of_module(path)) == []


def test_the_sentences_of_a_script_are_well_set(subtests):
    for path in SCRIPTS:
        with subtests.test(path.name):
            assert _wrong(typography.of_script(path)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Attention : ceci",
        "Attention: ceci",
        "Quoi ?",
        "Quoi?",
        "oui ; non",
        "dire « oui\u00a0»",
        "dire «\u00a0oui »",
        "dire «oui»",
        "l'adresse",
        "aujourd'hui",
        "Envoi...",
        "20 000 lignes",
        "N° RPPS",
        f"{HOLE} : valeur",
        f"{HOLE}: valeur",
    ],
)
def test_a_slip_is_seen(text):
    assert slips(text)


@pytest.mark.parametrize(
    "text",
    [
        "Attention\u00a0: ceci",
        "Quoi\u202f?",
        "dire «\u00a0oui\u00a0»\u00a0; puis",
        "l’adresse d’aujourd’hui",
        "14\u00a0h\u00a005, 20\u202f000 lignes",
        "https://portail.fr et «\u00a0file:\u00a0»",
        "Envoi…",
        "sqlite:///dossier",
    ],
)
def test_what_is_right_is_left_alone(text):
    assert slips(text) == []


@given(st.text(st.sampled_from("abcé \u00a0.,’…()"), max_size=60))
def test_no_text_without_a_mark_is_blamed(text):
    assert slips(text.replace("...", "")) == [] or "..." in text.replace("...", "")
