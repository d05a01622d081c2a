"""The token of a link of finalisation: the mailbox and the sending, signed; a later sending kills the earlier ones."""

from itsdangerous import BadSignature

from portal.keys import signer


def write_token(mailbox_id: int, version: int) -> str:
    """The token of this sending."""
    return str(signer("mailbox finalisation").dumps([mailbox_id, version]))


def read_token(token: str) -> tuple[int, int] | None:
    """The mailbox and the sending that a token names, None when it was not signed here."""
    try:
        found = signer("mailbox finalisation").loads(token)
    except BadSignature:
        return None
    match found:
        case [int(mailbox_id), int(version)]:
            return mailbox_id, version
        case _:
            return None
