"""What comes of inviting somebody, and of following the link of an invitation."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Invited:
    """The link has left for this address."""

    email: str


@dataclass(frozen=True)
class AlreadyThere:
    """This address is that of a gestionnaire of the request."""

    name: str


@dataclass(frozen=True)
class TooManyInvitations:
    """Too many links have left, for this address or from this person."""


@dataclass(frozen=True)
class Joined:
    """The request has one more gestionnaire.

    Attributes:
        account_id: who joined.
        number: of the request.
        must_choose: whether a link to choose a password has left, since the account has none.
    """

    account_id: int
    number: str
    must_choose: bool


@dataclass(frozen=True)
class Dead:
    """The link opens nothing: it has served, it has expired, or the invitation was taken back."""
