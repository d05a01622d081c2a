"""The nightly look at the certificate in service."""

from portal.db import transaction
from portal.raccordement.certificates import service


def warn() -> None:
    """Announce its end at 60, 30 and 7 days; run again the same night, it announces nothing."""
    with transaction() as session:
        service.warn(session)
