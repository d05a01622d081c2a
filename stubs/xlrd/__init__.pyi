from collections.abc import Mapping
from typing import IO, Final

from xlrd.biffh import XLRDError as XLRDError
from xlrd.book import Book

XL_CELL_NUMBER: Final = 2
XL_CELL_DATE: Final = 3
XL_CELL_BOOLEAN: Final = 4
XL_CELL_ERROR: Final = 5
error_text_from_code: Mapping[int, str]

def open_workbook(
    *,
    file_contents: bytes,
    formatting_info: bool = ...,
    on_demand: bool = ...,
    ragged_rows: bool = ...,
    logfile: IO[str] = ...,
) -> Book: ...
