"""How much a view takes of what is sent to it, where that is more than a form: said on the view, known before it runs.

It must be known before anything reads the request, the search for its token included; and only those to whom the view
is open are given it, so that a stranger's 20 MB are refused unread.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request
from flask.typing import ResponseReturnValue

from portal.web import guards

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
    def widen() -> ResponseReturnValue | None:
        size = getattr(current_app.view_functions.get(request.endpoint or ""), "largest_body", None)
        if size is None or not _is_more_than_a_form():
            return None
        refused = guards.enforce()
        if refused is None:
            request.max_content_length = size()
            request.max_form_memory_size = _BUFFER
        return refused


def _is_more_than_a_form() -> bool:
    """Whether this body is larger than any form, or does not say how large it is."""
    announced = request.content_length
    if announced is None:
        return bool(request.environ.get("wsgi.input_terminated"))
    return announced > int(current_app.config["MAX_CONTENT_LENGTH"])
