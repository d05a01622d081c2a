"""The colours keep WCAG 2.2 AA in both schemes: 4.5 for text (1.4.3), 3 for parts of controls (1.4.11)."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "static" / "css" / "tokens.css"

LIGHT = ":root"
DARK_BY_SYSTEM = ':root:not([data-theme="clair"])'
DARK_BY_CHOICE = ':root[data-theme="sombre"]'

TEXT = 4.5
PART = 3.0

# What stands on what, and how far apart they must be. A pair used in the style sheets belongs here.
PAIRS = [
    ("ink", "paper", TEXT),
    ("ink", "raised", TEXT),
    ("ink", "sunken", TEXT),
    ("ink", "field", TEXT),
    ("ink", "accent-ground", TEXT),
    ("ink", "success-ground", TEXT),
    ("ink", "warning-ground", TEXT),
    ("ink", "error-ground", TEXT),
    ("ink-soft", "paper", TEXT),
    ("ink-soft", "raised", TEXT),
    ("ink-soft", "sunken", TEXT),
    ("ink-soft", "field", TEXT),
    ("ink-soft", "accent-ground", TEXT),
    ("ink-soft", "success-ground", TEXT),
    ("ink-soft", "warning-ground", TEXT),
    ("ink-soft", "error-ground", TEXT),
    ("accent", "paper", TEXT),
    ("accent", "raised", TEXT),
    ("accent", "sunken", TEXT),
    ("accent", "field", TEXT),
    ("accent", "accent-ground", TEXT),
    ("accent", "success-ground", TEXT),
    ("accent", "warning-ground", TEXT),
    ("accent-strong", "paper", TEXT),
    ("accent-strong", "raised", TEXT),
    ("accent-strong", "accent-ground", TEXT),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-strong", TEXT),
    ("success", "paper", TEXT),
    ("success", "raised", TEXT),
    ("success", "success-ground", TEXT),
    ("warning", "warning-ground", TEXT),
    ("error", "paper", TEXT),
    ("error", "raised", TEXT),
    ("error", "error-ground", TEXT),
    ("edge", "paper", PART),
    ("edge", "raised", PART),
    ("edge", "sunken", PART),
    ("edge", "field", PART),
    ("accent", "error-ground", PART),
    ("success-edge", "paper", PART),
    ("success-edge", "raised", PART),
    ("success-edge", "success-ground", PART),
    ("warning-edge", "paper", PART),
    ("warning-edge", "raised", PART),
    ("warning-edge", "warning-ground", PART),
    ("error-edge", "paper", PART),
    ("error-edge", "raised", PART),
    ("error-edge", "field", PART),
    ("error-edge", "error-ground", PART),
]


def _colours(selector: str) -> dict[str, str]:
    """The colours that one rule of the file sets; tokens that are not colours are left out."""
    css = re.sub(r"/\*.*?\*/", "", CSS.read_text(encoding="utf-8"), flags=re.DOTALL)
    block = re.search(rf"(?:^|\n)\s*{re.escape(selector)} \{{(.*?)\}}", css, flags=re.DOTALL)
    assert block, f"{selector} is not in tokens.css"
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block[1]))


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_agrees_with_the_standard():
    assert _contrast("#000000", "#ffffff") == pytest.approx(21)
    assert _contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", [LIGHT, DARK_BY_SYSTEM], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_every_pair_can_be_told_apart(scheme, front, ground, least):
    colours = _colours(scheme)
    assert _contrast(colours[front], colours[ground]) >= least


def test_dark_is_the_same_whether_chosen_or_followed():
    assert _colours(DARK_BY_CHOICE) == _colours(DARK_BY_SYSTEM)


def test_each_scheme_sets_the_same_colours():
    assert _colours(LIGHT).keys() == _colours(DARK_BY_SYSTEM).keys()


def test_no_other_style_sheet_writes_a_colour():
    # Print is black on white by intent; all else takes its colours from the tokens that are measured here.
    strays = {
        sheet.name: found
        for sheet in CSS.parent.glob("*.css")
        if sheet.name not in {CSS.name, "print.css"}
        and (found := re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(", sheet.read_text(encoding="utf-8")))
    }
    assert strays == {}


def test_tokens_are_set_and_used():
    tokens = set(re.findall(r"--([a-z0-9-]+):", CSS.read_text(encoding="utf-8")))
    used = set()
    for sheet in CSS.parent.glob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        # A measure that one component takes in its variants stays with it.
        own = set() if sheet == CSS else set(re.findall(r"--([a-z0-9-]+):", text))
        used |= set(re.findall(r"var\(--([a-z0-9-]+)", text)) - own
    assert used == tokens
