"""Who is to be made administrator, as an address of a page may name them: no address of theirs, and no key to guess.

Logs and histories keep what is in the address of a page. A bare key would show anybody's name to who counts upwards:
this one is signed, for one structure and for whoever found the person.
"""

from portal.medimail.mailboxes.record.models import Mailbox
from portal.tokens import RowToken


def reference(structure_id: int, by: int) -> RowToken[Mailbox]:
    """How mailboxes are named to this person, for this structure."""
    return RowToken(f"administrator of structure {structure_id} by {by}", lambda box: (box.id, box.created_at))
