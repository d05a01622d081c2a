"""The desk of the instruction, as an instructeur reaches it."""

from portal.raccordement.record.models import Raccordement


def at(record: Raccordement) -> str:
    """The address of the page on which this request is judged."""
    return f"/instruction/{record.number}"
