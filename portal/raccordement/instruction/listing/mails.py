"""The mails that tell of what waits too long."""

from collections.abc import Sequence
from datetime import datetime

from portal.mail.rules import Mail
from portal.raccordement.instruction.listing.store import Listed
from portal.web.dates import day, plural


def digest(address: str, count: int, oldest: Sequence[Listed], *, link: str) -> Mail:
    """The overdue requests of one instructeur, those that wait longest named one by one."""
    return Mail(
        to=address,
        subject=f"{plural(count, 'demande')} de raccordement en retard",
        template="raccordement/digest",
        context={
            "count": plural(count, "demande"),
            "lines": [
                {"number": row.number, "si_name": row.si_name, "state": row.awaits, "since": day(row.since)}
                for row in oldest
            ],
            "others": count - len(oldest),
            "link": link,
        },
    )


def correction(address: str, *, number: str, si_name: str, since: datetime, link: str) -> Mail:
    """A correction is still awaited."""
    return Mail(
        to=address,
        subject=f"Votre demande de raccordement attend votre correction ({number})",
        template="raccordement/correction",
        context={"number": number, "si_name": si_name, "since": day(since), "link": link},
    )
