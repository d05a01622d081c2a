"""What of a line may be repeated: never its password, wherever a separator too many or too few has pushed it."""

import re
from collections.abc import Sequence

from portal.profiles.record.columns import COLUMNS
from portal.profiles.record.rules.names import Name
from portal.profiles.record.rules.roles import Action

_AT = {column.name: at for at, column in enumerate(COLUMNS)}
_ACTION, _RPPS, _ROLE = _AT[Name.ACTION], _AT[Name.RPPS], _AT[Name.ROLE]
_PASSWORD, _IDENTIFIER = _AT[Name.PASSWORD], _AT[Name.IDENTIFIER]
_ADDRESS = re.compile(r"\S+@\S+")
_DATE = re.compile(r"[0-9/. -]{1,12}|sans limite", re.IGNORECASE)
# What the neighbours of the password look like, wrong ones included; what looks otherwise may be the password.
_SHAPES = {
    _ROLE: re.compile(r"[A-Za-z0-9]{1,6}"),
    _AT[Name.EMAIL]: _ADDRESS,
    _AT[Name.STARTS_ON]: _DATE,
    _AT[Name.ENDS_ON]: _DATE,
}
_NEAR = {*_SHAPES, _IDENTIFIER, _PASSWORD}


def has_slipped(cells: Sequence[str]) -> bool:
    """Whether the cells around the password may each be in the place of another."""
    action, rpps, role, identifier, password = (
        cells[at].strip() for at in (_ACTION, _RPPS, _ROLE, _IDENTIFIER, _PASSWORD)
    )
    if not role or _ADDRESS.fullmatch(password) or any(not _fits(at, cells[at]) for at in _SHAPES):
        return True
    # A password that has taken the place of the identifier leaves its own empty; a physician has no identifier.
    may_lack = action.upper() in {Action.MODIFY.value, Action.DELETE.value}
    return bool(identifier) and (bool(rpps) or not (password or may_lack))


def _fits(at: int, cell: str) -> bool:
    typed = cell.strip()
    return not typed or bool(_SHAPES[at].fullmatch(typed))


def repeatable(received: str, column: Name | None, cells: Sequence[str], *, slipped: bool) -> str:
    """What a cell held, « » where that is the password, or may be."""
    if holds_password(received, cells) or (slipped and (column is None or _AT[column] in _NEAR)):
        return ""
    return received


def holds_password(text: str, cells: Sequence[str]) -> bool:
    """Whether this is the password of the line, typed once more in a wrong cell."""
    password = cells[_PASSWORD].strip()
    return bool(password) and password in text


def kept(cells: Sequence[str]) -> list[str]:
    """The cells of a line to correct, those that may be the password left out."""
    slipped = has_slipped(cells)
    return ["" if _is_secret(at, cells, slipped=slipped) else cell for at, cell in enumerate(cells)]


def _is_secret(at: int, cells: Sequence[str], *, slipped: bool) -> bool:
    if at == _PASSWORD or holds_password(cells[at], cells):
        return True
    return slipped and (at == _IDENTIFIER or (at in _SHAPES and not _fits(at, cells[at])))
