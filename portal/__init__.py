"""A self-service portal for French physicians and hospital IT managers."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from portal.factory import create_app

__all__ = ["create_app"]


def __getattr__(name: str) -> Any:
    """Load the application when it is asked for: a room alone, in a process of its own, starts without the others."""
    if name in __all__:
        return getattr(import_module("portal.factory"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
