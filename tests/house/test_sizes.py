"""The measures of the house: short files, short functions, doors between rooms, docstrings that open."""

import ast
import subprocess
import sys
from pathlib import Path

import portal
from portal.web import assets

CODE = Path(portal.__file__).parent
ROOT = CODE.parent
# A migration is written by a program and never edited: it is as long as the change it makes.
MODULES = sorted(path for path in CODE.rglob("*.py") if "versions" not in path.parts)
ASSETS = [
    path
    for name in ("templates", "static")
    for path in sorted(assets.folder(name).rglob("*"))
    if path.suffix in {".html", ".txt", ".css", ".js"}
]
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
LONGEST_OPENING = 4


def _name(path):
    return str(path.relative_to(ROOT))


def test_no_file_is_too_long(subtests):
    for path in [*MODULES, *ASSETS]:
        with subtests.test(_name(path)):
            assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


def test_no_function_is_too_long():
    long = [
        f"{_name(path)}:{node.lineno} {node.name}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def test_every_module_opens_with_the_rule_that_it_keeps():
    openings = {_name(path): ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "" for path in MODULES}
    lengths = {name: len(list(filter(None, text.splitlines()))) for name, text in openings.items()}
    assert [name for name, length in lengths.items() if not 1 <= length <= LONGEST_OPENING] == []


def test_no_file_is_a_drawer():
    drawers = {"utils", "util", "helpers", "helper", "manager", "managers", "misc", "common"}
    assert [_name(path) for path in MODULES if drawers & set(path.with_suffix("").parts)] == []


def test_nothing_is_left_unfinished():
    marks = ("TODO", "FIXME", "XXX", "NotImplementedError", "HACK")
    sources = [*MODULES, *ASSETS]
    assert [_name(p) for p in sources if any(mark in p.read_text(encoding="utf-8") for mark in marks)] == []


def test_the_contracts_between_rooms_hold():
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(  # noqa: S603 - the project's own tool
        [program, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
