"""Settings that contradict each other, or would start a portal that fails its people: each refused in one sentence."""

import ipaddress
from collections.abc import Container, Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from portal.environ import ConfigError, is_injected

if TYPE_CHECKING:
    from portal.config import Settings

# What an address needs beyond the least that is installed: a module, and the extra that brings it.
_LIBRARIES = {"postgresql": ("psycopg", "postgres"), "redis": ("redis", "redis"), "rediss": ("redis", "redis")}


def refuse_unknown(environment: Mapping[str, str], known: Container[str]) -> None:
    """A name mistyped would be a setting silently left at its default.

    Raises:
        ConfigError: a variable of ours is none of the settings.
    """
    for name, value in sorted(environment.items()):
        ours = name.startswith("PORTAL_") and not name.startswith("PORTAL_TEST_")
        if ours and name not in known and not is_injected(name, value):
            raise ConfigError(f"{name} n’est pas un réglage du portail\u00a0: corrigez son nom ou retirez-le.")


def refuse_missing_package(setting: str, url: str) -> None:
    """An address whose library is not installed would only be met at the first use, by a stack of calls.

    Raises:
        ConfigError: the library that this setting's address needs is missing.
    """
    module, extra = _LIBRARIES.get(urlsplit(url).scheme, ("", ""))
    if module and find_spec(module) is None:
        raise ConfigError(
            f"{setting} demande le paquet « {module} », qui n’est pas installé : installez portail-sante[{extra}]."
        )


def refuse_contradictions(settings: "Settings") -> None:
    """Refuse what cannot be true at once.

    Raises:
        ConfigError: two settings contradict each other.
    """
    refuse_missing_package("PORTAL_DATABASE_URL", settings.database_url)
    refuse_missing_package("PORTAL_JOBS_URL", settings.jobs_url)
    refuse_missing_package("PORTAL_RATELIMIT_URL", settings.ratelimit_url)
    smtp = urlsplit(settings.smtp_url)
    if settings.demo:
        if smtp.scheme != "file" and not is_loopback(smtp.hostname or ""):
            raise ConfigError(
                f"PORTAL_DEMO=1 refuse le serveur SMTP « {smtp.hostname} » : une démonstration n’écrit qu’à une "
                "messagerie de cette machine (127.0.0.1)."
            )
        if not is_loopback(urlsplit(settings.base_url).hostname or ""):
            raise ConfigError("PORTAL_DEMO=1 n’accepte qu’une adresse locale dans PORTAL_BASE_URL (127.0.0.1).")
    elif smtp.scheme == "file":
        raise ConfigError("PORTAL_SMTP_URL : « file: » est réservé à la démonstration.")
    if not settings.https and not is_loopback(urlsplit(settings.base_url).hostname or ""):
        raise ConfigError(
            "PORTAL_BASE_URL : les mots de passe et les codes circuleraient en clair ; donnez une adresse « https: »."
        )
    if settings.database_url.startswith("sqlite") and settings.jobs_url == settings.database_url:
        raise ConfigError("PORTAL_JOBS_URL : la file des tâches et la base SQLite doivent être deux fichiers.")


def refuse_half_set(settings: "Settings", given: Mapping[str, Any]) -> None:
    """A deployment that would start, and fail its people: mail from nowhere, one network for all the world."""
    if settings.demo:
        return
    if "mail_from" not in given:
        raise ConfigError("PORTAL_MAIL_FROM manque\u00a0: donnez l’adresse qui signe les messages.")
    if settings.https and not settings.trusted_proxies:
        raise ConfigError(
            "PORTAL_TRUSTED_PROXIES manque\u00a0: en https, le portail est derrière un mandataire, et sans son adresse "
            "toutes les personnes sembleraient venir du même réseau."
        )


def is_loopback(host: str) -> bool:
    """Whether this host name or address can only be this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
