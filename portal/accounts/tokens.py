"""The token of « ce n’est pas moi »: whose sign-in it disowns, under which password, told when."""

from datetime import UTC, datetime

from itsdangerous import BadSignature

from portal.keys import signer


def write_token(account_id: int, version: int, told_at: datetime) -> str:
    """The token that disowns a sign-in told at this instant; a new password, or an unblocking, kills it."""
    return str(signer("disowned sign-in").dumps([account_id, version, int(told_at.timestamp())]))


def read_token(token: str) -> tuple[int, int, datetime] | None:
    """The account, the version of its credential and the instant; None when it was not signed here."""
    try:
        found = signer("disowned sign-in").loads(token)
    except BadSignature:
        return None
    match found:
        case [int(account_id), int(version), int(told_at)]:
            return account_id, version, datetime.fromtimestamp(told_at, UTC)
        case _:
            return None
