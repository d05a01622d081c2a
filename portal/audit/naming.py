"""The address that a row names, read out of its values: by it, and an index, what was done to one thing is found."""

from typing import Any

from sqlalchemy import String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class AddressNamed(FunctionElement[str]):
    """« adresse » as a row has it after the event, else as it had it before; nothing when it names none.

    Args:
        after: The column of the values after the event.
        before: That of the values before it.
    """

    name = "address_named"
    type = String()
    inherit_cache = True


# Both databases must find the very text of the index in a question, or they do without it.
@compiles(AddressNamed, "sqlite")
def _sqlite(element: AddressNamed, compiler: SQLCompiler, **kw: Any) -> str:
    after, before = (compiler.process(column, **kw) for column in element.clauses)
    return f"coalesce(json_extract({after}, '$.adresse'), json_extract({before}, '$.adresse'))"


@compiles(AddressNamed, "postgresql")
def _postgresql(element: AddressNamed, compiler: SQLCompiler, **kw: Any) -> str:
    after, before = (compiler.process(column, **kw) for column in element.clauses)
    return f"coalesce(({after})::json ->> 'adresse', ({before})::json ->> 'adresse')"
