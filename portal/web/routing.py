"""Numbers in addresses are keys of rows: plain digits, and no more of them than a database's integer holds."""

from flask import Flask
from werkzeug.routing import IntegerConverter


class Key(IntegerConverter):
    """A number from 1 up to eighteen digits; any other address leads nowhere."""

    regex = "[1-9][0-9]{0,17}"


def init(app: Flask) -> None:
    """Read `<int:…>` so in every route added from now on."""
    app.url_map.converters["int"] = Key
