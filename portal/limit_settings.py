"""The settings that are limits: how often, and in how long."""

from dataclasses import dataclass

from portal import environ
from portal.limits import Limit


@dataclass(frozen=True, kw_only=True)
class LimitSettings:
    """Each limit, by what it counts."""

    limit_account: Limit = environ.variable(
        "LIMIT_ACCOUNT", Limit.parse, "Mots de passe faux par compte avant blocage.", default=Limit.parse("10/24h")
    )
    limit_account_origin: Limit = environ.variable(
        "LIMIT_ACCOUNT_ORIGIN",
        Limit.parse,
        "Mots de passe faux par compte et par origine.",
        default=Limit.parse("5/10min"),
    )
    limit_browser: Limit = environ.variable(
        "LIMIT_BROWSER",
        Limit.parse,
        "Mots de passe faux par compte depuis un navigateur reconnu.",
        default=Limit.parse("10/24h"),
    )
    limit_network: Limit = environ.variable(
        "LIMIT_NETWORK",
        Limit.parse,
        "Mots de passe faux par réseau, tous comptes confondus.",
        default=Limit.parse("300/10min"),
    )
    limit_codes: Limit = environ.variable(
        "LIMIT_CODES", Limit.parse, "Codes faux par compte, tous défis confondus.", default=Limit.parse("20/24h")
    )
    limit_code_mails: Limit = environ.variable(
        "LIMIT_CODE_MAILS", Limit.parse, "Codes envoyés par destinataire.", default=Limit.parse("15/1h")
    )
    limit_address_mails: Limit = environ.variable(
        "LIMIT_ADDRESS_MAILS",
        Limit.parse,
        "Codes envoyés pour enregistrer une adresse, par compte et par destinataire.",
        default=Limit.parse("5/1h"),
    )
    limit_reset_mails: Limit = environ.variable(
        "LIMIT_RESET_MAILS", Limit.parse, "Liens de réinitialisation par destinataire.", default=Limit.parse("5/30min")
    )
    limit_resets_network: Limit = environ.variable(
        "LIMIT_RESETS_NETWORK",
        Limit.parse,
        "Demandes « Mot de passe oublié » par réseau.",
        default=Limit.parse("300/10min"),
    )
    limit_captchas: Limit = environ.variable(
        "LIMIT_CAPTCHAS", Limit.parse, "Images et sons de captcha par réseau.", default=Limit.parse("300/10min")
    )
    limit_proving_codes: Limit = environ.variable(
        "LIMIT_PROVING_CODES",
        Limit.parse,
        "Codes pour un raccordement ou une inscription, par destinataire.",
        default=Limit.parse("5/1h"),
    )
    limit_proving_codes_network: Limit = environ.variable(
        "LIMIT_PROVING_CODES_NETWORK", Limit.parse, "Les mêmes, par réseau.", default=Limit.parse("60/1h")
    )
    limit_deposits: Limit = environ.variable(
        "LIMIT_DEPOSITS", Limit.parse, "Demandes de raccordement par adresse confirmée.", default=Limit.parse("20/24h")
    )
    limit_deposits_network: Limit = environ.variable(
        "LIMIT_DEPOSITS_NETWORK", Limit.parse, "Les mêmes, par réseau.", default=Limit.parse("100/24h")
    )
    limit_invitations: Limit = environ.variable(
        "LIMIT_INVITATIONS", Limit.parse, "Collègues invités par un gestionnaire SI.", default=Limit.parse("20/24h")
    )
    limit_invitation_mails: Limit = environ.variable(
        "LIMIT_INVITATION_MAILS", Limit.parse, "Invitations par destinataire.", default=Limit.parse("5/24h")
    )
    limit_links: Limit = environ.variable(
        "LIMIT_LINKS",
        Limit.parse,
        "Personnes à qui un administrateur Medimail fait écrire (liens de finalisation, contacts et administrateurs "
        "ajoutés).",
        default=Limit.parse("1000/1h"),
    )
    limit_notices: Limit = environ.variable(
        "LIMIT_NOTICES",
        Limit.parse,
        "Actes annoncés par courriel pour un même compte Medimail, ou à une même adresse.",
        default=Limit.parse("10/1h"),
    )
    limit_appointments: Limit = environ.variable(
        "LIMIT_APPOINTMENTS",
        Limit.parse,
        "Nominations d’une même personne comme administrateur, par un même administrateur Medimail.",
        default=Limit.parse("3/1h"),
    )
    limit_guesses: Limit = environ.variable(
        "LIMIT_GUESSES",
        Limit.parse,
        "Adresses et numéros d’autres comptes Medimail essayés par une personne.",
        default=Limit.parse("60/1h"),
    )
    limit_sendings: Limit = environ.variable(
        "LIMIT_SENDINGS", Limit.parse, "Envois d’un gestionnaire SI à l’instruction.", default=Limit.parse("60/1h")
    )
    limit_searches: Limit = environ.variable(
        "LIMIT_SEARCHES", Limit.parse, "Recherches d’établissements, par réseau.", default=Limit.parse("600/1min")
    )
    limit_requests: Limit = environ.variable(
        "LIMIT_REQUESTS", Limit.parse, "Requêtes par adresse, toutes pages.", default=Limit.parse("6000/1min")
    )
