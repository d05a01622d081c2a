"""How wide a page looks: at one structure, or at all its daughters too; its address says it, a link changes it."""

from collections.abc import Callable

from flask import request


def with_daughters() -> bool:
    """Whether the address of the page asks for the daughters too."""
    return request.args.get("filles") == "1"


def in_address(*, daughters: bool) -> str | None:
    """What `filles` is in the address of a page; nothing for one structure."""
    return "1" if daughters else None


def other_url(link: Callable[[str | None], str], *, daughters: bool) -> str:
    """The same page, as wide as it is not; `link` makes the address of the page from what its `filles` is."""
    return link(in_address(daughters=not daughters))
