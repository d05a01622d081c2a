"""What somebody who registers alone is asked, and what a browser has open of it."""

from dataclasses import dataclass
from datetime import timedelta

from portal.medimail.mailboxes.record.rules.fields import Field, fields_of
from portal.medimail.mailboxes.record.rules.kinds import Kind

# Those that one person signs in to, in the order in which one recognises oneself.
KINDS = (Kind.PER, Kind.INT, Kind.MED)

# How long a registration is kept once begun, sent or not.
LIFE = timedelta(days=7)

# The address is proved, the type chosen; the rest is an administrator's affair, or the portal finds it.
_NOT_ASKED = frozenset(
    {
        *(Field.ADDRESS, Field.KIND, Field.SERVICE, Field.REGION, Field.OTHER_PHONE),
        *(Field.MSSANTE, Field.APICRYPT, Field.APICRYPT_SPECIALTY, Field.EXPIRES_ON),
    }
)


def asked(kind: Kind) -> tuple[Field, ...]:
    """The fields that the form of this type has."""
    return tuple(name for name in fields_of(kind) if name not in _NOT_ASKED)


@dataclass(frozen=True)
class Holder:
    """The person signed in who registers with their own account: what it says is not asked again."""

    account_id: int
    last_name: str
    first_name: str
    rpps: str

    @property
    def fixed(self) -> dict[Field, str]:
        """The fields that come from the account."""
        names = {Field.LAST_NAME: self.last_name, Field.FIRST_NAME: self.first_name}
        return {**names, Field.RPPS: self.rpps} if self.rpps else names


@dataclass(frozen=True)
class Gone:
    """Nothing is open here: no address proved in this browser, or too long ago."""


@dataclass(frozen=True)
class Sent:
    """The registration of this browser has been sent."""
