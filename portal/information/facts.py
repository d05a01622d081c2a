"""What the settings of this portal come to in words, so that no page states a delay that the code does not keep."""

from dataclasses import dataclass

from portal.config import Settings
from portal.limits import Limit
from portal.web.dates import duration, plural


@dataclass(frozen=True)
class Facts:
    """Delays, limits and contacts, as they are read in a sentence."""

    phone: str
    hours: str
    months: str
    sign_ins: str
    min_length: str
    tries: str
    tries_window: str
    block: str
    code: str
    code_mails_window: str
    wrong_codes: str
    wait: str
    link: str
    trust: str
    idle: str
    session: str
    journal: str
    si_address: str


def facts(settings: Settings) -> Facts:
    """The facts of this portal."""
    return Facts(
        phone=settings.support_phone,
        hours=settings.support_hours,
        months=plural(settings.password_months, "mois", "mois"),
        sign_ins=plural(settings.password_sign_ins, "connexion"),
        min_length=plural(settings.password_min_length, "caractère"),
        tries=plural(settings.limit_account.count, "mot de passe faux", "mots de passe faux"),
        tries_window=duration(max(limit.window for limit in _limits(settings))),
        block=plural(settings.block_hours, "heure"),
        code=duration(settings.code_minutes),
        code_mails_window=duration(settings.limit_code_mails.window),
        wrong_codes=plural(settings.code_tries, "erreur l’annule", "erreurs l’annulent"),
        wait=duration(settings.code_wait_seconds),
        link=duration(settings.link_minutes),
        trust=plural(settings.trust_days, "jour"),
        idle=duration(settings.idle_minutes),
        session=duration(settings.session_minutes),
        journal=plural(settings.journal_months, "mois", "mois"),
        si_address=_si_address(mssante_only=settings.reset_mssante_only),
    )


def _limits(settings: Settings) -> list[Limit]:
    return [value for value in vars(settings).values() if isinstance(value, Limit)]


def _si_address(*, mssante_only: bool) -> str:
    return "votre adresse MSSanté, et à elle seule" if mssante_only else "l’adresse enregistrée sur votre compte"
