"""What a person reads, taken out of templates, Python and JavaScript, and the slips of French typography in it.

It reads source, not pages: a sentence shown once a year is read like the others. What it cannot see: a sentence put
together from pieces that are each right.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup

HOLE = "\ue000"  # where a value comes in
_FIXED = "\u00a0\u202f"  # the spaces at which no line breaks
_MARK = ";:!?»"

SLIPS = {
    "an ordinary space before a mark": re.compile(rf" (?:[{_MARK}])(?![\w/]|-\))"),
    "no space before a mark": re.compile(rf"(?:[^\W\d_]|[)»\d{HOLE}])(?:[!?;]|:)(?= |$)|[^\s{_FIXED}]»"),
    "no fixed space after «": re.compile(rf"«(?![{_FIXED}])"),
    "a straight apostrophe": re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_]|[« ])"),
    "three dots": re.compile(r"\.\.\."),
    "an ordinary space within a number": re.compile(r"\b\d{1,3}(?: \d{3})+\b"),
    "an ordinary space after N°": re.compile(r"[Nn]° "),
}

_FRENCH = re.compile(
    r"[àâçéèêîôùûœÀÉÈ«»’…]|\b(?:le|la|les|de|du|des|un|une|est|pas|votre|vos|vous|il|ne|et|sur|pour|dans)\b|\b[ldnsj]'",
    re.IGNORECASE,
)
_ENGLISH = re.compile(r"\bthe\b")  # a programmer's sentence about a French word
_STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"|\'((?:[^\'\\\n]|\\.)*)\'|`((?:[^`\\]|\\.)*)`')
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


def slips(text: str) -> list[str]:
    """The names of the rules that this text breaks."""
    return [name for name, pattern in SLIPS.items() if pattern.search(text)]


def _one_line(text: str) -> str:
    """Blanks of the source as a browser shows them; fixed spaces stay."""
    return re.sub(r"[ \t\n\r]+", " ", text)


def of_template(path: Path) -> Iterator[str]:
    """Every text of a template: between its tags, in its attributes, in the strings of its expressions."""
    source = _COMMENT.sub("", path.read_text(encoding="utf-8"))
    for code in _CODE.findall(source):
        yield from (text for text in _strings(code) if " " in text and _FRENCH.search(text))
    plain = _CODE.sub(lambda found: HOLE if found[0].startswith("{{") else "", source)
    if path.suffix == ".txt":
        yield from (_one_line(block) for block in plain.split("\n\n"))
        return
    soup = BeautifulSoup(plain, "html.parser")
    for tag in soup.find_all(["script", "style"]):
        tag.decompose()
    yield from (_one_line(text) for text in soup.find_all(string=True))
    for tag in soup.find_all(True):
        values = (str(value) for name, value in tag.attrs.items() if name != "class" and not name.startswith("hx-"))
        yield from (_one_line(value) for value in values if " " in value and _FRENCH.search(value))


def of_script(path: Path) -> Iterator[str]:
    """Every French string of a JavaScript file."""
    source = re.sub(r"//[^\n]*|/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    yield from (text for text in _strings(source) if _FRENCH.search(text) and " " in text)


def _strings(code: str) -> Iterator[str]:
    for found in _STRING.finditer(code):
        text = next(group for group in found.groups() if group is not None)
        text = re.sub(r"\$\{[^}]*\}", HOLE, text)
        yield re.sub(r"\\(?:u00|u|x)([0-9a-fA-F]{2,4})", lambda escape: chr(int(escape[1], 16)), text)


def of_module(path: Path) -> Iterator[str]:
    """Every French string of a Python module, docstrings aside but for those that `--help` prints."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = {id(node) for node in _docstrings(tree)}
    pieces = {id(v) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for v in node.values}
    for node in ast.walk(tree):
        text = _text(node) if id(node) not in silent | pieces else ""
        french = _FRENCH.search(text) or f"{HOLE} :" in text
        if " " in text and french and not _ENGLISH.search(text):
            yield _one_line(text)


def _text(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=values):
            return "".join(_text(value) if isinstance(value, ast.Constant) else HOLE for value in values)
    return ""


def _docstrings(tree: ast.Module) -> Iterator[ast.AST]:
    """The docstrings, which only programmers read."""
    for node in ast.walk(tree):
        documented = isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        if documented and ast.get_docstring(node) and not _is_command(node):
            yield node.body[0].value  # type: ignore[attr-defined]


def _is_command(node: ast.AST) -> bool:
    return any("command" in ast.unparse(d) or "group" in ast.unparse(d) for d in getattr(node, "decorator_list", []))
