"""What a référent is told of an import that has ended: how many lines, and where to read of them; nobody is named."""

from portal.accounts.rules import Reach, address_of, code_route
from portal.config import settings
from portal.mail.rules import Mail
from portal.profiles.imports.rules import Totals
from portal.tabular.report import Outcome
from portal.web.dates import plural


def done(reach: Reach, name: str, reference: str, totals: Totals) -> Mail | None:
    """The import has ended; None where its author can be sent nothing."""
    address = address_of(code_route(reach))
    if address is None:
        return None
    errors = totals.of(Outcome.ERROR)
    return Mail(
        to=address,
        subject=f"Votre import de profils est terminé\u00a0: {_summary(errors)}",
        template="profiles/import_done",
        context={
            "name": name,
            "ok": plural(totals.of(Outcome.OK), "ligne"),
            "alerts": plural(totals.of(Outcome.ALERT), "ligne"),
            "errors": plural(errors, "ligne"),
            "has_errors": errors > 0,
            "link": f"{settings().base_url}/etablissements/imports/{reference}",
        },
    )


def _summary(errors: int) -> str:
    return f"{plural(errors, 'ligne')} en erreur" if errors else "aucune erreur"
