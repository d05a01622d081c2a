"""Files of profiles as people make them: rows by the names of the columns, in any encoding."""

import csv
import io

from sqlalchemy import delete

from portal.accounts.models import AccountRight
from portal.profiles.record.columns import COLUMNS
from portal.profiles.record.rules.names import Name

HEAD = tuple(column.name.value for column in COLUMNS)
EJ, ET, OTHER_ET, FOREIGN_ET = "010780054", "010000024", "010005239", "010000032"
# Unlike anything else that a database holds.
PASSWORD = "clairière mauve sous la bruine"


def row(action="C", number=1, **cells):
    """The cells of a non-physician, the number of whom makes the name, the identifier and the address."""
    values = {
        Name.FINESS_EJ: EJ,
        Name.FINESS_ET: ET,
        Name.ACTION: action,
        Name.LAST_NAME: "Durand",
        Name.FIRST_NAME: f"Camille{_letters(number)}",
        Name.ROLE: "CDC1",
        Name.IDENTIFIER: f"agent.{number}",
        Name.PASSWORD: PASSWORD if action == "C" else "",
        Name.EMAIL: f"agent.{number}@chu-demo.mssante.fr",
    }
    return tuple({**values, **{Name[name]: value for name, value in cells.items()}}.get(name, "") for name in Name)


def _letters(number):
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def rows(count, action="C", first=1, **cells):
    """So many people."""
    return [row(action, number, **cells) for number in range(first, first + count)]


def text(lines, *, head=HEAD, separator=";", end="\r\n"):
    """The lines under their head, as a spreadsheet writes them."""
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=separator, lineterminator=end).writerows([head, *lines])
    return written.getvalue()


def sheet(lines, *, encoding="utf-8-sig", **how):
    """The same, as bytes."""
    return text(lines, **how).encode(encoding)


def no_right(account_id):
    """The statement that takes every right of somebody back."""
    return delete(AccountRight).where(AccountRight.account_id == account_id)
