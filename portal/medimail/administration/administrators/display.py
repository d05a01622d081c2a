"""What the page that adds an administrator says of those who read the codes and links of the person.

Of a mailbox within reach they are all named, wherever they are, as its sheet names them; out of reach, nobody is.
"""

from collections.abc import Iterable, Sequence

from portal.medimail.mailboxes.record.copying import Reading
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.structures.rules.tree import Reach


def ending(readings: Iterable[Reading], reach: Reach) -> list[str]:
    """The copies that end."""
    return list(dict.fromkeys(_ending(one, reach) for one in readings if one.ending))


def _ending(one: Reading, reach: Reach) -> str:
    why = "elle donnerait à lire ses codes de connexion. Un courriel prévient les personnes concernées."
    if not reach.holds(one.mailbox.structure.path):
        return f"La copie de ses messages à d’autres, hors de vos structures, prend fin\u00a0: {why}"
    return f"La copie des messages de {one.mailbox.address} à {_named(one.ending)} prend fin\u00a0: {why}"


def read_by(readings: Iterable[Reading], reach: Reach) -> list[str]:
    """Who goes on reading the codes and links."""
    return list(dict.fromkeys(_read_by(one, reach) for one in readings if one.others))


def _read_by(one: Reading, reach: Reach) -> str:
    if not reach.holds(one.mailbox.structure.path):
        return "Ses codes et ses liens de connexion arrivent à une boîte que d’autres lisent, hors de vos structures."
    where = f"Ses codes et ses liens de connexion arrivent à {one.mailbox.address}"
    return f"{where}, que lisent aussi\u00a0: {_named(one.others)}."


def _named(mailboxes: Sequence[Mailbox]) -> str:
    # Every one of them: whoever was left out would be the one to know of.
    return ", ".join(mailbox.address for mailbox in mailboxes)
