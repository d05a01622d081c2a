"""Templates: each compiles, each part is used and can replace what it stands for, each mail has its two forms."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from jinja2 import meta

import portal
from portal.factory import create_app
from portal.web import assets
from tests.databases import make_settings

FOLDER = assets.folder("templates")
CODE = Path(portal.__file__).parent
NAMES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file())
PARTS = [name for name in NAMES if Path(name).name.startswith("_")]


def _source(name):
    return (FOLDER / name).read_text(encoding="utf-8")


PIECES = sorted({used for name in NAMES for used in re.findall(r'piece\("([\w/.]+)"', _source(name))})
# What a page may name, and a piece shown to everybody may not: it would be that of the first who came.
OF_ONE_REQUEST = {"current_user", "g", "get_flashed_messages", "menu", "now", "request", "request_id", "session"}
MAILS = sorted({name.rpartition(".")[0] for name in NAMES if name.startswith("mail/") and name not in PARTS})
_CALLED = re.compile(r"""(?:include|import|extends|from|\bpiece\()\s*["']([\w/.]+)["']""")
_JINJA = re.compile(r"\{#.*?#\}|\{%-? macro .*? endmacro -?%\}|\{%.*?%\}", re.DOTALL)


def _root(name):
    """The element that takes the place of another; htmx takes out a title, and what says itself where it goes."""
    soup = BeautifulSoup(_JINJA.sub("", _source(name)), "html.parser")
    roots = [tag for tag in soup.find_all(recursive=False) if tag.name != "title" and not tag.get("hx-swap-oob")]
    assert len(roots) == 1, [tag.name for tag in roots]
    return roots[0]


@cache
def _nodes():
    """Every piece of the code; read when a test first asks for it, and not by each process that lists the tests."""
    return [node for path in CODE.rglob("*.py") for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]


def _named_in_code():
    return {node.value for node in _nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def _answered():
    return sorted(
        node.value.value
        for node in _nodes()
        if isinstance(node, ast.keyword) and node.arg == "partial" and isinstance(node.value, ast.Constant)
    )


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """Where the templates are compiled; nothing here needs a database."""
    return create_app(make_settings(tmp_path_factory.mktemp("gabarits"))).jinja_env


def test_a_template_compiles(environment, subtests):
    for name in NAMES:
        with subtests.test(name):
            environment.get_template(name)


def test_a_template_is_used(subtests):
    named = _named_somewhere()
    for name in [name for name in NAMES if not name.startswith("mail/")]:
        with subtests.test(name):
            assert name in named


def _named_somewhere():
    return _named_in_code().union(*(_CALLED.findall(_source(other)) for other in NAMES))


def test_a_part_never_extends(subtests):
    for name in PARTS:
        with subtests.test(name):
            assert "{% extends" not in _source(name) or name.startswith("mail/_layout")


def test_a_part_is_included_somewhere(subtests):
    named = _named_somewhere()
    for name in PARTS:
        with subtests.test(name):
            assert name in named


def test_a_piece_that_is_kept_names_neither_the_person_nor_the_request(environment, subtests):
    for name in PIECES:
        with subtests.test(name):
            source = environment.parse(_source(name))
            parts = [used for used in meta.find_referenced_templates(source) if not used.startswith("components/")]
            sources = [source, *(environment.parse(_source(part)) for part in parts)]
            assert set().union(*map(meta.find_undeclared_variables, sources)) & OF_ONE_REQUEST == set()


def test_what_replaces_a_region_is_one_element_with_an_id(subtests):
    for name in _answered():
        with subtests.test(name):
            assert _root(name).get("id")


def test_the_forms_of_a_region_replace_that_region(subtests):
    for name in _answered():
        with subtests.test(name):
            targets = set(re.findall(r'[( ]target="#([\w-]+)"', _source(name)))
            assert targets <= {_root(name)["id"]}


def test_every_mail_that_the_code_sends_has_its_templates():
    rooms = "accounts|signin|password|profiles|raccordement|medimail"
    sent = {text for text in _named_in_code() if re.fullmatch(rf"({rooms})/\w+", text)}
    assert {f"mail/{name}" for name in sent} == set(MAILS)


def test_every_mail_has_a_text_and_a_page(subtests):
    for name in MAILS:
        with subtests.test(name):
            assert {f"{name}.txt", f"{name}.html"} <= set(NAMES)


def test_both_forms_of_a_mail_show_the_same_values(subtests):
    for name in MAILS:
        with subtests.test(name):
            shown = [set(re.findall(r"\{\{\s*(\w+)", _source(f"{name}.{form}"))) for form in ("txt", "html")]
            known = {"caller", "parts", "code", "link", "button", "address"}
            assert shown[0] - known == shown[1] - known


@pytest.mark.parametrize("kind", ["js", "img"])
def test_every_static_file_is_used(kind):
    written = "".join(_source(name) for name in NAMES)
    files = [path.name for path in (assets.folder("static") / kind).iterdir()]
    assert [name for name in files if name not in written] == []


def test_every_style_sheet_is_used():
    written = "".join(_source(name) for name in NAMES)
    sheets = [path.stem for path in (assets.folder("static") / "css").iterdir()]
    assert [name for name in sheets if f'"{name}"' not in written and f"css/{name}.css" not in written] == []
