"""Files that leave the portal, sent little by little as they are written."""

from collections.abc import Callable, Iterator

from flask import Response, request, stream_with_context


def download(name: str, kind: str, write: Callable[[], Iterator[bytes]]) -> Response:
    """A file of this kind, that a browser keeps under this name.

    A HEAD takes nothing away, and nobody would close what is streamed: `write`, which notes in the journal that the
    file leaves and gives its bytes, is not called.
    """
    response = Response(content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
    if request.method != "HEAD":
        response.response = stream_with_context(write())
    return response
