"""How wide a page looks: at one structure, or at all its daughters too; its address says it, two tabs change it."""

from collections.abc import Callable
from typing import Any

from flask import request

_LABELS = {False: "Cette structure", True: "Avec ses structures filles"}


def with_daughters() -> bool:
    """Whether the address of the page asks for the daughters too."""
    return request.args.get("filles") == "1"


def in_address(*, daughters: bool) -> str | None:
    """What `filles` is in the address of a page; nothing for one structure."""
    return "1" if daughters else None


def tabs(link: Callable[[str | None], str], *, daughters: bool) -> list[dict[str, Any]]:
    """The two tabs; `link` makes the address of the page from what its `filles` is."""
    return [
        {"label": label, "url": link(in_address(daughters=wide)), "current": wide is daughters}
        for wide, label in _LABELS.items()
    ]
