"""The token of a mailed link: the number of the request, signed; its age and its use are read from the database."""

from itsdangerous import BadSignature

from portal.keys import signer


def write_token(request_id: int) -> str:
    """The token that opens this request."""
    return str(signer("reset link").dumps(request_id))


def read_token(token: str) -> int | None:
    """The request that a token opens, None when it was not signed here."""
    try:
        found = signer("reset link").loads(token)
    except BadSignature:
        return None
    return found if isinstance(found, int) else None
