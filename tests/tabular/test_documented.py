"""The page that says how a file is read names each refusal, and none that does not exist."""

import re
from pathlib import Path

from portal.tabular import lines
from portal.tabular.refusals import SENTENCES

PAGE = (Path(__file__).parents[2] / "docs" / "metier" / "fichiers.md").read_text(encoding="utf-8")


def _documented(section):
    """The codes in the table of one section of the page."""
    return re.findall(r"^\| `(\w+)` \|", PAGE.partition(f"## {section}\n")[2].partition("\n## ")[0], re.MULTILINE)


def test_every_refusal_of_a_file_is_documented_once():
    assert sorted(_documented("Les refus")) == sorted(SENTENCES)


def test_every_fault_of_a_line_is_documented_once():
    source = Path(lines.__file__).read_text(encoding="utf-8")
    assert sorted(_documented("Les lignes")) == sorted(re.findall(r'"((?:ligne|cellule)_\w+)"', source))
