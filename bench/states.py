"""Puts physicians of a demonstration in the five states that promise 10 compares, and writes their RPPS as JSON.

usage: python -m bench.states COUNT, with the portal's own Python, on the data that the environment names.
"""

import json
import sys
from datetime import timedelta

from sqlalchemy import select, update

from portal import clock
from portal.accounts.models import Account, Credential
from portal.db import transaction
from portal.demo.physicians import rpps_of_physician
from portal.factory import create_app

NOBODY = 500_000  # no physician of so high a number has been created


def main(count: int):
    """Take four times COUNT physicians, and leave the first quarter as they are."""
    now = clock.now()
    changes = {
        "actif": (Credential, Credential.account_id, {}),
        "bloqué": (Credential, Credential.account_id, {"blocked_at": now}),
        "expiré": (Credential, Credential.account_id, {"set_at": now - timedelta(days=3 * 365)}),
        "sans MSSanté": (Account, Account.id, {"mssante": None}),
    }
    named = {"inconnu": [rpps_of_physician(NOBODY + n) for n in range(count)]}
    with create_app().app_context(), transaction() as session:
        query = select(Account.id, Account.rpps).where(Account.mssante.like("medecin%")).order_by(Account.id)
        people = iter(session.execute(query.limit(4 * count)).all())
        for state, (table, key, change) in changes.items():
            taken = [next(people) for _ in range(count)]
            named[state] = [person.rpps for person in taken]
            if change:
                session.execute(update(table).where(key.in_([person.id for person in taken])).values(change))
    print(json.dumps(named))


if __name__ == "__main__":
    main(int(sys.argv[1]))
