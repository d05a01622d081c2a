from collections.abc import Mapping, Sequence

from xlrd.formatting import XF, Format
from xlrd.sheet import Sheet

class Book:
    nsheets: int
    datemode: int
    format_map: Mapping[int, Format]
    xf_list: Sequence[XF]
    def sheet_by_index(self, sheetx: int) -> Sheet: ...
