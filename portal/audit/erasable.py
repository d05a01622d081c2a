"""The part of a row that names people: the chain covers a salted digest of it, so that it may go and the chain stay.

The salt is random, one per row, and goes with that part: without it, nobody finds an address again by trying them all.
"""

import hashlib
import secrets
from collections.abc import Sequence

from portal.audit import texts

# The columns that tell of people; of the others, an instant and a kind of event, nobody is known.
COLUMNS = ("actor_id", "subject_id", "address", "request_id", "before", "after")

_COMMITMENT = b"portail:journal:personnes:1\n"
_SALT_BYTES = 16


def new_salt() -> str:
    """A salt for one row (128 bits, hexadecimal)."""
    return secrets.token_hex(_SALT_BYTES)


def commitment(salt: str, values: Sequence[int | str | None]) -> str:
    """The digest that the chain covers in place of these values, in the order of `COLUMNS` (hexadecimal SHA-256)."""
    return hashlib.sha256(_COMMITMENT + texts.listed((salt, *values)).encode()).hexdigest()


def holds(salt: str | None, values: Sequence[int | str | None], committed: str) -> bool:
    """Whether these values are those that were written, or have been erased whole, salt included."""
    if salt is None:
        return all(value is None for value in values)
    return commitment(salt, values) == committed
