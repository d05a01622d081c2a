"""People for tests: made by the portal's own services, with defaults that a test overrides where it matters."""

import itertools
from datetime import datetime

from portal.accounts import service
from portal.accounts.models import Account
from portal.accounts.rules import Kind, Right
from portal.accounts.service import NewAccount
from portal.db import transaction

PASSWORD = "tournesol bleu sur la falaise"
NEW_PASSWORD = "parapluie vert sous le noyer"
# Fictitious numbers whose key is right.
RPPS = ("99999900014", "99999900022", "99999900030")
UNKNOWN_RPPS = "99700237045"


class Builder:
    """Builds people."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def physician(self, **overrides: object) -> Account:
        """A physician with an MSSanté address, ready to sign in."""
        number = next(self._numbers)
        values = {
            "kind": Kind.HEALTH_PROFESSIONAL,
            "last_name": "Durand",
            "first_name": "Camille",
            "rpps": RPPS[number - 1] if number <= len(RPPS) else None,
            "mssante": f"camille.durand{number}@chu-demo.mssante.fr",
        }
        return self.person(**{**values, **overrides})

    def administrator(self, **overrides: object) -> Account:
        """An administrator of the portal."""
        number = next(self._numbers)
        values = {
            "kind": Kind.MAILBOX_HOLDER,
            "last_name": "Martin",
            "first_name": "Dominique",
            "email": f"dominique.martin{number}@chu-demo.fr",
            "rights": frozenset({Right.ADMINISTRATOR}),
        }
        return self.person(**{**values, **overrides})

    def si_manager(self, **overrides: object) -> Account:
        """A gestionnaire SI, reached by the address confirmed with the raccordement."""
        number = next(self._numbers)
        values = {
            "kind": Kind.SI_MANAGER,
            "last_name": "Petit",
            "first_name": "Alex",
            "certdc_id": f"si{number}",
            "contact": f"alex.petit{number}@chu-demo.fr",
            "rights": frozenset({Right.SI_MANAGER}),
        }
        return self.person(**{**values, **overrides})

    def person(
        self,
        *,
        password: str | None = PASSWORD,
        must_change: bool = False,
        set_at: datetime | None = None,
        sign_ins: int = 0,
        blocked_at: datetime | None = None,
        **fields: object,
    ) -> Account:
        """Anybody, in any state."""
        hashed = service.hasher().hash_password(password) if password else None
        with transaction() as session:
            account = service.create(
                session,
                NewAccount(password_hash=hashed, must_change=must_change, **fields),  # type: ignore[arg-type]
            )
            credential = account.credential
            credential.set_at = set_at or credential.set_at
            credential.sign_ins = sign_ins
            credential.blocked_at = blocked_at
        return account
