"""The table of codes as docs/metier shows it, drawn from the code so that the two always agree."""

from collections.abc import Iterator

from portal.profiles.record.columns import COLUMNS
from portal.profiles.record.rules.codes import Code

_HEAD = ("Code", "Rapport", "Colonne", "Ce qui est dit", "Que faire")
_COLUMNS_HEAD = ("Colonne", "Obligatoire", "Aide", "Autres en-têtes reconnus")


def page() -> str:
    """The columns, then the codes, in Markdown."""
    return f"{_table(_COLUMNS_HEAD, _columns())}\n\n{_table(_HEAD, _codes())}"


def _columns() -> Iterator[tuple[str, ...]]:
    for column in COLUMNS:
        yield column.name.value, column.mandatory, column.help, ", ".join(column.synonyms)


def _codes() -> Iterator[tuple[str, ...]]:
    for code in sorted(Code):
        yield f"`{code.value}`", code.outcome.value, code.column.value if code.column else "", code.message, code.remedy


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
