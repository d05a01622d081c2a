"""The files that name the people of a structure: the journal says who takes each away, before its first byte."""

from collections.abc import Callable, Iterator

from flask import Response
from flask_login import current_user

from portal import audit
from portal.audit import Event
from portal.db import transaction
from portal.medimail.structures.models import Structure
from portal.web.downloads import download


def export(
    name: str, kind: str, at: Structure, write: Callable[[], Iterator[bytes]], event: Event, **told: object
) -> Response:
    """A file of this structure, streamed once the journal has noted that it leaves.

    Args:
        name: As a browser keeps it.
        kind: Its media type.
        at: The structure.
        write: Gives its bytes, little by little.
        event: What the journal calls it.
        told: What the journal says of it besides the structure.
    """

    def noted() -> Iterator[bytes]:
        with transaction() as session:
            after = {"structure": at.name, "cle": at.id, **told}
            audit.record(session, event, actor=current_user.account_id, after=after)
        return write()

    return download(name, kind, noted)
