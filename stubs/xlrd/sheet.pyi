from collections.abc import Mapping, Sequence
from typing import Any

class Cell:
    ctype: int
    value: Any
    xf_index: int

class Rowinfo:
    hidden: int

class Sheet:
    name: str
    nrows: int
    visibility: int
    rowinfo_map: Mapping[int, Rowinfo]
    def row(self, rowx: int) -> Sequence[Cell]: ...
