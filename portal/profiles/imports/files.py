"""The file of an import, kept in sealed pieces: it holds passwords, so a copy of the database must not give it away."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from typing import BinaryIO

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from portal import keys
from portal.db import table_of
from portal.profiles.imports.models import ImportPiece, ImportRun

_PIECES = table_of(ImportPiece)
_PURPOSE = "import file"
_PIECE = 256 * 1024


@dataclass(frozen=True)
class Sealed:
    """A file ready to be kept: the digest and the size of what was sent, and its pieces, which say nothing."""

    sha256: str
    size: int
    pieces: tuple[bytes, ...] = field(repr=False)


def seal(file: BinaryIO, reference: str) -> Sealed:
    """Seal a file for the import of this reference; no piece can be moved, nor lent to another import."""
    digest, pieces, size = hashlib.sha256(), list[bytes](), 0
    for position, piece in enumerate(_read(file)):
        digest.update(piece)
        size += len(piece)
        pieces.append(keys.seal(_PURPOSE, piece, reference, str(position)))
    return Sealed(digest.hexdigest(), size, tuple(pieces))


def _read(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    return iter(partial(file.read, _PIECE), b"")


def keep(session: Session, run: ImportRun, sealed: Sealed) -> None:
    """Write the pieces of this import."""
    rows = [
        {"run_id": run.id, "position": position, "content": content} for position, content in enumerate(sealed.pieces)
    ]
    if rows:
        session.execute(insert(_PIECES), rows)


def opened(session: Session, run: ImportRun) -> BytesIO:
    """The file as it was sent, in memory and nowhere else.

    Raises:
        Unsealable: the secret key of then is gone, or a piece was altered.
    """
    query = select(_PIECES.c.content).where(_PIECES.c.run_id == run.id).order_by(_PIECES.c.position)
    found = BytesIO()
    for position, content in enumerate(session.scalars(query)):
        found.write(keys.unseal(_PURPOSE, content, run.reference, str(position)))
    found.seek(0)
    return found


def wipe(session: Session, run_id: int) -> None:
    """Nothing more is to be read of this file."""
    session.execute(delete(_PIECES).where(_PIECES.c.run_id == run_id))
