"""Settings, read once from the environment and frozen: a wrong or half-set one stops the start and is named.

Each field carries its variable, its reader and its sentence, so that the README's table and the loader are one.
"""

from collections.abc import Mapping
from dataclasses import Field, dataclass, fields
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import current_app

from portal import environ
from portal.environ import ConfigError, Network
from portal.limit_settings import LimitSettings
from portal.refusals import is_loopback, refuse_contradictions, refuse_half_set, refuse_unknown

__all__ = ["ConfigError", "Settings", "is_loopback", "load", "settings", "settle"]


@dataclass(frozen=True, kw_only=True)
class Deployment:
    """Where the portal lives, whom it talks to, how long things last."""

    secret_keys: tuple[str, ...] = environ.variable(
        "SECRET_KEY",
        environ.keys,
        "Clé de signature, 32 caractères au moins ; la précédente peut suivre, après une espace.",
    )
    data: Path = environ.variable("DATA", Path, "Dossier des données locales.", default=Path("var"))
    database_url: str = environ.variable(
        "DATABASE_URL",
        environ.url("sqlite", "postgresql"),
        "Base de données : `sqlite:///…` ou `postgresql://…` ; sinon, un fichier SQLite dans `PORTAL_DATA`.",
        default="",
    )
    jobs_url: str = environ.variable(
        "JOBS_URL",
        environ.url("sqlite", "postgresql", "redis", "rediss"),
        "File des tâches : `sqlite:///…`, `postgresql://…` ou `redis://…` ; sinon, un fichier SQLite à part.",
        default="",
    )
    ratelimit_url: str = environ.variable(
        "RATELIMIT_URL",
        environ.url("memory", "redis", "rediss"),
        "Compteurs du débit par adresse : `memory://` (par processus) ou `redis://…`.",
        default="memory://",
    )
    smtp_url: str = environ.variable(
        "SMTP_URL",
        environ.url("smtp", "smtps", "file"),
        "Envoi du courriel, à donner hors démonstration : `smtp://utilisateur:secret@serveur:587?starttls=1` ou `smtps://…:465`.",
        default="",
    )
    mail_from: str = environ.variable(
        "MAIL_FROM", str, "Expéditeur des messages.", default="Portail Santé <ne-pas-repondre@localhost>"
    )
    base_url: str = environ.variable(
        "BASE_URL",
        environ.base_url,
        "Adresse publique du portail ; `https:` active HSTS.",
        default="http://127.0.0.1:5000",
    )
    trusted_proxies: tuple[Network, ...] = environ.variable(
        "TRUSTED_PROXIES", environ.networks, "Réseaux des mandataires dont `X-Forwarded-For` est cru.", default=()
    )
    metrics_networks: tuple[Network, ...] = environ.variable(
        "METRICS_NETWORKS",
        environ.networks,
        "Réseaux qui peuvent lire `/metriques`.",
        default=environ.networks("127.0.0.0/8 ::1"),
    )
    demo: bool = environ.variable(
        "DEMO", environ.flag, "`1` : démonstration, données fictives et messagerie visible.", default=False
    )
    reset_mssante_only: bool = environ.variable(
        "RESET_MSSANTE_ONLY",
        environ.flag,
        "`1` : aucune réinitialisation hors MSSanté, même pour un gestionnaire SI.",
        default=False,
    )
    check_keys: bool = environ.variable(
        "CHECK_KEYS", environ.flag, "`0` : clés de contrôle non vérifiées (registres de test).", default=True
    )
    journal_months: int = environ.variable(
        "JOURNAL_MONTHS",
        environ.journal_months,
        "Mois au bout desquels une ligne du journal ne désigne plus personne (de 6 à 36).",
        default=12,
    )
    captcha: str = environ.variable(
        "CAPTCHA",
        environ.choice("image", "none"),
        "`image` : captcha, en image et en son, sur les formulaires ouverts à tous ; `none` : aucun.",
        default="image",
    )
    log_level: str = environ.variable("LOG_LEVEL", environ.level, "Niveau du journal technique.", default="INFO")

    password_min_length: int = environ.variable(
        "PASSWORD_MIN_LENGTH", environ.length, "Longueur minimale d’un mot de passe.", default=12
    )
    password_months: int = environ.variable(
        "PASSWORD_MONTHS", environ.count, "Durée de vie d’un mot de passe, en mois.", default=18
    )
    password_sign_ins: int = environ.variable(
        "PASSWORD_SIGN_INS", environ.count, "Durée de vie d’un mot de passe, en connexions.", default=90
    )
    code_minutes: timedelta = environ.variable(
        "CODE_MINUTES", environ.minutes, "Durée de vie d’un code envoyé.", default=timedelta(minutes=10)
    )
    code_tries: int = environ.variable("CODE_TRIES", environ.count, "Codes faux avant la fin d’un défi.", default=5)
    code_mails: int = environ.variable("CODE_MAILS", environ.count, "Codes envoyés par défi, au plus.", default=5)
    code_wait_seconds: timedelta = environ.variable(
        "CODE_WAIT_SECONDS",
        environ.seconds,
        "Attente avant un nouvel envoi, en secondes.",
        default=timedelta(seconds=30),
    )
    link_minutes: timedelta = environ.variable(
        "LINK_MINUTES", environ.minutes, "Durée de vie d’un lien envoyé.", default=timedelta(minutes=30)
    )
    idle_minutes: timedelta = environ.variable(
        "IDLE_MINUTES", environ.minutes, "Session fermée après cette inactivité.", default=timedelta(minutes=30)
    )
    session_minutes: timedelta = environ.variable(
        "SESSION_MINUTES", environ.minutes, "Durée d’une session, au plus.", default=timedelta(hours=12)
    )
    trust_days: int = environ.variable(
        "TRUST_DAYS", environ.count, "Jours sans code sur un navigateur retenu.", default=30
    )
    block_hours: int = environ.variable(
        "BLOCK_HOURS", environ.count, "Heures après lesquelles un compte bloqué se débloque seul.", default=24
    )
    instruction_days: int = environ.variable(
        "INSTRUCTION_DAYS",
        environ.count,
        "Jours après lesquels une demande de raccordement qui attend un instructeur est en retard.",
        default=10,
    )
    correction_days: int = environ.variable(
        "CORRECTION_DAYS",
        environ.count,
        "Jours après lesquels une correction attendue d’un gestionnaire SI lui est rappelée.",
        default=15,
    )
    finalise_days: int = environ.variable(
        "FINALISE_DAYS",
        environ.count,
        "Jours pendant lesquels le lien de finalisation d’un compte Medimail s’ouvre.",
        default=30,
    )
    geocoder_url: str = environ.variable(
        "GEOCODER_URL",
        environ.endpoint,
        "Géocodeur que le serveur interroge pour proposer des adresses\u00a0; vide\u00a0: rien ne sort du portail.",
        default="",
    )
    relance_hours: int = environ.variable(
        "RELANCE_HOURS",
        environ.count,
        "Heures pendant lesquelles une personne préinscrite qui vient de recevoir son lien n’est pas relancée.",
        default=24,
    )
    medimail_inactive_months: int = environ.variable(
        "MEDIMAIL_INACTIVE_MONTHS",
        environ.count,
        "Mois sans connexion après lesquels un compte Medimail devient inactif, et son titulaire prévenu.",
        default=6,
    )
    medimail_removal_days: int = environ.variable(
        "MEDIMAIL_REMOVAL_DAYS",
        environ.count,
        "Jours après lesquels un compte Medimail inactif est supprimé.",
        default=30,
    )
    medimail_rejection_months: int = environ.variable(
        "MEDIMAIL_REJECTION_MONTHS",
        environ.count,
        "Mois après lesquels un compte Medimail rejeté l’est définitivement.",
        default=12,
    )
    reset_address_days: int = environ.variable(
        "RESET_ADDRESS_DAYS",
        environ.count,
        "Jours après un changement d’adresse pendant lesquels un administrateur Medimail ne peut pas faire envoyer à "
        "cette adresse un lien de réinitialisation.",
        default=7,
    )
    undo_minutes: int = environ.variable(
        "UNDO_MINUTES",
        environ.count,
        "Minutes pendant lesquelles un acte fait sur plusieurs comptes Medimail à la fois peut être annulé.",
        default=60,
    )
    import_size: int = environ.variable("IMPORT_SIZE", environ.count, "Mo d’un fichier importé, au plus.", default=20)
    import_lines: int = environ.variable(
        "IMPORT_LINES", environ.count, "Lignes d’un fichier importé, au plus.", default=50_000
    )


# A dataclass takes its fields from the last of its bases first: the README's table is in that order.
@dataclass(frozen=True, kw_only=True)
class Settings(LimitSettings, Deployment):
    """Everything that a deployment chooses."""

    support_phone: str = environ.variable(
        "SUPPORT_PHONE", str, "Téléphone de l’assistance.", default="01\u00a044\u00a076\u00a097\u00a044"
    )
    support_hours: str = environ.variable(
        "SUPPORT_HOURS", str, "Horaires de l’assistance.", default="du lundi au samedi de 8\u00a0h à 18\u00a0h"
    )
    publisher: str = environ.variable(
        "PUBLISHER", str, "Éditeur : nom, siège, téléphone, directeur de publication.", default=""
    )
    host: str = environ.variable("HOST", str, "Hébergeur, pour les mentions légales.", default="")
    dpo: str = environ.variable("DPO", str, "Adresse du délégué à la protection des données.", default="")

    @property
    def https(self) -> bool:
        """Whether the public address is protected by TLS: cookies are then Secure and HSTS is sent."""
        return self.base_url.startswith("https:")


def load(environment: Mapping[str, str]) -> Settings:
    """The settings of this environment.

    Raises:
        ConfigError: a variable is missing, wrong, unknown or contradicts another; the sentence names it.
    """
    known = {f.metadata["env"]: f for f in fields(Settings)}
    refuse_unknown(environment, known)
    values = {f.name: _read(f, environment[env]) for env, f in known.items() if environment.get(env)}
    settings = settle(values)
    refuse_half_set(settings, values)
    return settings


def _read(variable: "Field[Any]", text: str) -> Any:
    try:
        return variable.metadata["read"](text)
    except ValueError as error:
        raise ConfigError(f"{variable.metadata['env']} : {error}.") from None


def settle(values: dict[str, Any]) -> Settings:
    """Fill in what follows from other settings, and refuse contradictions."""
    demo = values.get("demo", False)
    data = values.setdefault("data", Path("var"))
    if "secret_keys" not in values:
        if not demo:
            raise ConfigError("PORTAL_SECRET_KEY manque : donnez une clé secrète d’au moins 32 caractères.")
        values["secret_keys"] = (_demo_key(data),)
    values.setdefault("database_url", f"sqlite:///{data}/portail.sqlite3")
    values.setdefault("jobs_url", f"sqlite:///{data}/taches.sqlite3")
    if demo:
        values.setdefault("log_level", "WARNING")  # whoever watches a demo wants its address, not its log
    if "smtp_url" not in values:
        if not demo:
            raise ConfigError("PORTAL_SMTP_URL manque : le portail ne peut pas envoyer de codes sans serveur SMTP.")
        values["smtp_url"] = f"file:{data}/messagerie"
    settings = Settings(**values)
    refuse_contradictions(settings)
    return settings


def _demo_key(data: Path) -> str:
    """A key kept beside the demo's data, so that the web processes and the worker share it."""
    import secrets  # noqa: PLC0415 - only a demo makes its own key

    path = data / "cle-de-demonstration"
    try:
        if not path.exists():
            data.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48), encoding="ascii")
        return path.read_text(encoding="ascii")
    except OSError:
        raise ConfigError(
            f"PORTAL_DATA : le portail ne peut pas écrire dans « {data} » ; vérifiez ses droits."
        ) from None


def settings() -> Settings:
    """The settings of the current application."""
    return current_app.extensions["portal_settings"]  # type: ignore[no-any-return]
