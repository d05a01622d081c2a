"""The fieldsets of « Paramétrage de la structure »: each is saved by itself, if it is still as it was shown.

Source 002 p. 4-7.
"""

import hashlib
from collections.abc import Mapping

from portal.labelled import Labelled

Value = str | int | bool | None


class Fieldset(Labelled):
    """A fieldset; the label is that of the source."""

    IDENTITY = "identite", "Identité"
    LOCATION = "localisation", "Localisation"
    NOTIFICATIONS = "notifications", "Notifications"
    MSSANTE = "mssante", "MSSanté"
    OFFICE = "office365", "Office 365"


# The attributes of a structure that a fieldset shows, by what the source or the page calls them.
FIELDS: Mapping[Fieldset, Mapping[str, str]] = {
    Fieldset.IDENTITY: {
        "name": "Nom",
        "number_kind": "Type d’identifiant",
        "number": "Numéro identifiant",
        "phone": "Numéro de téléphone",
        "domain": "Domaine de la structure",
    },
    Fieldset.LOCATION: {
        "address": "Adresse",
        "complement": "Complément d’adresse",
        "postal_code": "Code postal",
        "city": "Commune",
        "departement_code": "Département",
        "region_code": "Région",
    },
    Fieldset.NOTIFICATIONS: {
        "notify_each": "Recevoir une notification à chaque réception d’un Medimail",
        "notify_daily": "Recevoir une notification quotidienne de réception de Medimail",
        "notify_shared": "Recevoir une notification sur le compte de connexion dès qu’un message est reçu sur un "
        "compte organisationnel ou applicatif",
        "notify_opening": "Recevoir une notification à chaque ouverture d’un Medimail envoyé",
    },
    Fieldset.MSSANTE: {
        "mss_domain": "Domaine MSSanté",
        "mss_max_per": "Nombre max de BAL de type PER",
        "mss_max_org": "Nombre max de BAL de type ORG",
        "mss_max_app": "Nombre max de BAL de type APP",
        "mss_admin_only": "Gestion MSS réservée aux administrateurs",
    },
    Fieldset.OFFICE: {"office365_max": "Nombre max de compte Office 365"},
}
# « ne peut être paramétré que par le GRADeS » (p. 4, 6, 7)
GRADES_FIELDSETS = frozenset({Fieldset.MSSANTE, Fieldset.OFFICE})
GRADES_FIELDS = frozenset({"domain"})


def mark(values: Mapping[str, Value]) -> str:
    """What tells these values from any others: a page says by it which ones it showed."""
    text = "|".join(f"{name}={values[name]!r}" for name in sorted(values))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def changed(before: Mapping[str, Value], after: Mapping[str, Value]) -> tuple[str, ...]:
    """The names of what differs."""
    return tuple(name for name in after if before[name] != after[name])


def journal(name: str) -> str:
    """What the journal calls an attribute: it takes no « code », which could be a secret."""
    return {"departement_code": "departement", "region_code": "region", "postal_code": "cp"}.get(name, name)


def said(value: Value) -> str:
    """A value in words."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    return "rien" if value in {None, ""} else getattr(value, "label", None) or str(value)


def typed(value: Value) -> Value:
    """A value as a field would send it, to be compared with what one sent."""
    if isinstance(value, bool):
        return value
    return "" if value is None else str(value)
