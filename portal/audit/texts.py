"""The JSON of the journal, to the letter that of `json`, which makes an encoder anew for each text.

An import writes five of them a line.
"""

from collections.abc import Iterable, Mapping
from json.encoder import encode_basestring as quoted

Plain = str | int | None


def listed(values: Iterable[Plain]) -> str:
    """A list of texts, whole numbers and nulls: unambiguous, since null is not « » and no value spills over."""
    return f"[{','.join([quoted(one) if isinstance(one, str) else _bare(one) for one in values])}]"


def mapped(values: Mapping[str, str]) -> str:
    """Texts by name, in the order of the names."""
    return f"{{{','.join([f'{quoted(name)}:{quoted(values[name])}' for name in sorted(values)])}}}"


def _bare(value: int | None) -> str:
    return "null" if value is None else str(value)
