"""Who is to be made administrator, as an address of a page may name them: no address of theirs, and no key to guess.

Logs and histories keep what is in the address of a page. A bare key would show anybody's name to who counts upwards:
this one is signed, for one structure and for whoever found the person.
"""

from itsdangerous import BadSignature

from portal.keys import signer

_PURPOSE = "structure administrator"


def write_token(structure_id: int, mailbox_id: int, by: int) -> str:
    """Name this mailbox to this person, for this structure."""
    return str(signer(_PURPOSE).dumps([structure_id, mailbox_id, by]))


def read_token(token: str, structure_id: int, by: int) -> int | None:
    """The key of the mailbox that a token names; None when it was not written for this person and this structure."""
    try:
        found = signer(_PURPOSE).loads(token)
    except BadSignature:
        return None
    match found:
        case [int(place), int(mailbox_id), int(author)] if (place, author) == (structure_id, by):
            return mailbox_id
        case _:
            return None
