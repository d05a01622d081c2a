"""What names a row to whoever holds a link is written in one place: a number that is signed alone names no row."""

import ast

from tests.house.test_sizes import CODE, MODULES

# Who signs what names no row that could be another's, and why.
SIGNERS = {
    "tokens.py": "a row, by its number and by what no other row of that number says",
    "captcha/tokens.py": "a name drawn by chance, of which no row is kept before it is answered",
    "web/remember.py": "what somebody typed, for their own browser to type it again",
    "web/kept.py": "an account, to write what its own page sends; no account is ever removed",
}


def _used(path):
    """What this module imports, and what it calls by the name of a module: « keys.sign »."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.ImportFrom(module=str(module), names=names):
                yield from (f"{module}.{alias.name}" for alias in names)
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.Attribute(value=ast.Name(id=module), attr=name):
                yield f"portal.{module}.{name}"


def _those(*begin):
    return {str(path.relative_to(CODE)) for path in MODULES if any(used.startswith(begin) for used in _used(path))}


def test_only_the_keys_know_what_signs():
    assert _those("itsdangerous") == {"keys.py"}


def test_nobody_signs_a_bare_number():
    assert _those("portal.keys.sign", "portal.keys.unsign") == set(SIGNERS)
