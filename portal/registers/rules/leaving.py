"""What has left a register, and when a file may say so."""

from dataclasses import dataclass
from datetime import date

# A month closes some 0.1 % of FINESS; a file cut short by its download would close half of it.
_MOST = 0.10
# Below this, a share means nothing.
_FEW = 20


@dataclass(frozen=True)
class Close:
    """Mark the absent ones as gone."""


@dataclass(frozen=True)
class Keep:
    """Mark nothing, and tell why."""

    why: str


def closing(*, known: int, absent: int, unreadable: int) -> Close | Keep:
    """Whether what is absent from a file has left the register.

    Nothing in an extract tells whether it is the whole register: that of the hospitals alone has the same first line.
    So whoever imports says it, and is not believed when the file itself shows that something is missing from it.
    A row wrongly closed would take its establishment away from people who work there; one wrongly left open is
    closed by the next file.

    Args:
        known: How many rows the register holds that have not left it.
        absent: How many of them the file does not name.
        unreadable: How many lines of the file could not be read at all: any of them may name an absent one.
    """
    if absent and unreadable:
        return Keep("des lignes du fichier sont illisibles : ce qui paraît absent s’y trouve peut-être")
    if absent > max(_FEW, _MOST * known):
        return Keep("plus d’un dixième du registre y manque : le fichier est sans doute incomplet")
    return Close()


def is_older(published_on: date | None, in_place: date | None) -> bool:
    """Whether a file would bring the register back to an earlier day."""
    return published_on is not None and in_place is not None and published_on < in_place
