"""How much a view takes of what is sent to it, where that is more than a form: said on the view, known before it runs.

It must be known before anything reads the request, the search for its token included.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request

# What waits in memory while the parts of a body are told apart: more than the 64 kB that are read at once.
_BUFFER = 512 * 1024

View = TypeVar("View", bound=Callable[..., Any])


def up_to(size: Callable[[], int]) -> Callable[[View], View]:
    """Declare that this view takes so many bytes; asked for at each request, since it may be a setting."""

    def declare(view: View) -> View:
        view.largest_body = size  # type: ignore[attr-defined]
        return view

    return declare


def init(app: Flask) -> None:
    """Give each view the size that it declares; before whatever reads a request."""

    @app.before_request
    def widen() -> None:
        size = getattr(current_app.view_functions.get(request.endpoint or ""), "largest_body", None)
        if size:
            request.max_content_length = size()
            request.max_form_memory_size = _BUFFER
