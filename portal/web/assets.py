"""Static files: every address carries the hash of its content, so browsers may keep them for a year.

htmx comes from the package django-js-lib-htmx (data only); its path stands here alone (docs/adr/0003).
"""

import base64
import hashlib
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from flask import Flask, Response

from portal.web import guards

STATIC = "/static"
HTMX = "htmx"
YEAR = 365 * 24 * 3600


def _htmx_file() -> Path:
    return Path(str(files("js_lib_htmx").joinpath("static/htmx/htmx.min.js")))


def folder(name: str) -> Path:
    """The folder `templates` or `static`: beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "_assets" / name
    return inside if inside.is_dir() else package.parent / name


def _digest(name: str) -> bytes:
    path = _htmx_file() if name == HTMX else folder("static") / name
    return hashlib.sha384(path.read_bytes()).digest()


# A page names twenty of them: each is worked out once in the life of a process.
@lru_cache(maxsize=256)
def asset(name: str) -> str:
    """The address of a static file (or of `htmx`), with the hash of its content."""
    filename = "js/htmx.min.js" if name == HTMX else name
    return f"{STATIC}/{filename}?v={_digest(name).hex()[:12]}"


@lru_cache(maxsize=256)
def integrity(name: str) -> str:
    """The subresource integrity of a static file (or of `htmx`)."""
    return "sha384-" + base64.b64encode(_digest(name)).decode()


def init(app: Flask) -> None:
    """Serve the static files and name them to the templates."""
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = YEAR
    app.add_template_global(asset)
    app.add_template_global(integrity)

    @guards.public
    def static(filename: str) -> Response:
        if filename == "js/htmx.min.js":
            response = app.response_class(_htmx_file().read_bytes(), mimetype="text/javascript")
            response.cache_control.max_age = YEAR
        else:
            response = app.send_static_file(filename)
        response.cache_control.public = True
        response.cache_control.immutable = True
        return response

    app.add_url_rule(f"{STATIC}/<path:filename>", "static", static)
