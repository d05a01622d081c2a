"""The composition root: settings, extensions, rooms and jobs meet here and nowhere else."""

import os
from collections.abc import Callable, Mapping
from importlib.metadata import version
from typing import Any

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from portal import clock, config, db, schedule
from portal.accounts import arrivals, hashing, scopes, sections, sessions
from portal.accounts.routes import blueprint as accounts
from portal.accounts.rules import Right, World
from portal.captcha.routes import blueprint as captcha
from portal.config import ConfigError, Settings
from portal.information.routes import blueprint as information
from portal.information.rules import CERTDC
from portal.mail import message
from portal.mail.transport import transport
from portal.medimail.administration.administrators.routes import blueprint as structure_administrators
from portal.medimail.administration.enrolment.routes import blueprint as enrolment
from portal.medimail.administration.listing.routes import blueprint as structures
from portal.medimail.administration.settings.routes import blueprint as structure_settings
from portal.medimail.administration.shaping.routes import blueprint as shaping
from portal.medimail.mailboxes.addresses.routes import blueprint as address_changes
from portal.medimail.mailboxes.ageing import jobs as ageing_jobs
from portal.medimail.mailboxes.ageing.routes import blueprint as ageing
from portal.medimail.mailboxes.finalising.routes import blueprint as finalising
from portal.medimail.mailboxes.joining.routes import blueprint as joining
from portal.medimail.mailboxes.listing.acts.routes import blueprint as mailbox_acts
from portal.medimail.mailboxes.listing.bulk.routes import blueprint as bulk
from portal.medimail.mailboxes.listing.exports.routes import blueprint as mailbox_exports
from portal.medimail.mailboxes.listing.relances.routes import blueprint as relances
from portal.medimail.mailboxes.listing.tabs.routes import blueprint as mailboxes
from portal.medimail.mailboxes.options.own import section as own_mailboxes
from portal.medimail.mailboxes.options.own import store as own_store
from portal.medimail.mailboxes.options.own.routes import blueprint as own_mailbox
from portal.medimail.mailboxes.options.routes import blueprint as mailbox_options
from portal.medimail.mailboxes.sheet.routes import blueprint as mailbox
from portal.medimail.mailboxes.sheet.turning.routes import blueprint as mailbox_kind
from portal.medimail.structures import scopes as structure_scopes
from portal.operations.probes import AnyHost
from portal.operations.routes import blueprint as operations
from portal.password.routes import blueprint as password
from portal.profiles.imports.routes import blueprint as imports
from portal.profiles.staff.files.routes import blueprint as files
from portal.profiles.staff.listing.routes import blueprint as staff
from portal.profiles.staff.person.routes import blueprint as person
from portal.profiles.staff.referents.routes import blueprint as referents
from portal.profiles.staff.remedies.routes import blueprint as remedies
from portal.profiles.staff.teams.routes import blueprint as teams
from portal.raccordement.amendment.routes import blueprint as amendment
from portal.raccordement.certificates.routes import blueprint as certificates
from portal.raccordement.deposit.routes import blueprint as deposit
from portal.raccordement.followup.routes import blueprint as followup
from portal.raccordement.instruction.desk.routes import blueprint as desk
from portal.raccordement.instruction.figures.routes import blueprint as figures
from portal.raccordement.instruction.listing.routes import blueprint as instruction
from portal.raccordement.instruction.replies.routes import blueprint as replies
from portal.raccordement.kit.routes import blueprint as kit
from portal.raccordement.picker.routes import blueprint as picker
from portal.raccordement.team.routes import blueprint as team
from portal.signin.routes import blueprint as signin
from portal.web import (
    appearance,
    assets,
    body,
    brake,
    dates,
    downloads,
    errors,
    guards,
    headers,
    hx,
    kept,
    logs,
    menu,
    origin,
    pieces,
    routing,
    visitor,
)
from portal.web.menu import Entry

ROOMS = (
    information,
    signin,
    password,
    captcha,
    accounts,
    imports,
    certificates,
    kit,
    picker,
    deposit,
    followup,
    amendment,
    team,
    instruction,
    desk,
    replies,
    figures,
    staff,
    person,
    remedies,
    teams,
    referents,
    files,
    structures,
    shaping,
    mailboxes,
    structure_administrators,
    enrolment,
    mailbox_acts,
    mailbox_exports,
    relances,
    address_changes,
    ageing,
    finalising,
    structure_settings,
    mailbox,
    mailbox_kind,
    mailbox_options,
    own_mailbox,
    bulk,
    joining,
    operations,
)
MENU = (
    Entry("Accueil", "information.home"),
    Entry("Raccorder un SI", "deposit.start"),
    Entry("Mon raccordement", "followup.overview"),
    Entry("Instruction", "instruction.listing"),
    Entry("Administration", "staff.places"),
    Entry("Structures Medimail", "structures.listing", also=("/comptes/",), icon="building"),
    Entry("Certificat serveur", "certificates.manage"),
    Entry("Ma messagerie", "own_mailbox.listing", world=World.MEDIMAIL),
    Entry(CERTDC.label, site=CERTDC.url, world=World.CERTDC),
    Entry("Mon compte", "accounts.overview"),
    Entry("Aide", "information.help"),
)
# Twenty times the largest form of text; a certificate and its key are smaller still. A view that takes a larger file
# says so (`web.body`).
MAX_BODY = 64 * 1024
MAX_PARTS = 100


class Portal(Flask):
    """The application; no view of it is a coroutine, so none needs to be looked at for that at each request."""

    jinja_environment = pieces.Environment

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function itself."""
        return func


def create_app(settings: Settings | None = None) -> Flask:
    """The portal, ready to serve.

    Raises:
        ConfigError: a setting is missing or wrong.
    """
    settings = settings or config.load(os.environ)
    _check_mail(settings)
    app = Portal("portal", template_folder=str(assets.folder("templates")), static_folder=None)
    app.static_folder = str(assets.folder("static"))
    app.config.update(_flask_settings(settings))
    app.extensions["portal_settings"] = settings
    app.extensions["portal_database"] = db.connect(settings.database_url)
    app.extensions["portal_hasher"] = hashing.Hasher()
    app.extensions["portal_service"] = service_name(settings)
    _extend(app, settings)
    for room in ROOMS:
        app.register_blueprint(room)
    menu.init(app, MENU)
    sections.init(app, [own_mailboxes.section])
    scopes.init(app, {Right.MEDIMAIL_ADMINISTRATOR: structure_scopes.places})
    arrivals.init(app, [ageing_jobs.greet])
    if settings.demo:
        from portal import demo  # noqa: PLC0415 - nothing of the demo is even loaded elsewhere

        demo.init(app)
    app.extensions["portal_runner"] = schedule.runner(app, settings)
    app.extensions["portal_database"].on_nudge = app.extensions["portal_runner"].send
    return app


def _check_mail(settings: Settings) -> None:
    """Refuse at the start what would only fail at the first sign-in."""
    for name, check, value in (
        ("PORTAL_SMTP_URL", transport, settings.smtp_url),
        ("PORTAL_MAIL_FROM", message.sender, settings.mail_from),
    ):
        try:
            check(value)
        except ValueError as error:
            raise ConfigError(f"{name}\u00a0: {error}.") from None


def _flask_settings(settings: Settings) -> Mapping[str, Any]:
    first, *others = settings.secret_keys
    return {
        "SECRET_KEY": first,
        "SECRET_KEY_FALLBACKS": others,
        "DEMO": settings.demo,
        "SESSION_COOKIE_NAME": "__Host-session" if settings.https else "session",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.https,
        "TRUSTED_HOSTS": [settings.base_url.partition("://")[2]],
        "PREFERRED_URL_SCHEME": "https" if settings.https else "http",
        "MAX_CONTENT_LENGTH": MAX_BODY,
        "MAX_FORM_MEMORY_SIZE": MAX_BODY,
        "MAX_FORM_PARTS": MAX_PARTS,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,  # it wants a Referer, which our own policy forbids; SameSite and the token remain
        "WTF_I18N_ENABLED": False,
    }


def _extend(app: Flask, settings: Settings) -> None:
    """The extensions and the web floor; the order is that of the hooks before a request."""
    app.wsgi_app = AnyHost(app.wsgi_app, settings.base_url.partition("://")[2])  # type: ignore[method-assign]
    app.wsgi_app = origin.TrustedProxies(app.wsgi_app, settings.trusted_proxies)  # type: ignore[method-assign]
    logs.configure(settings.log_level)
    logs.init(app)
    headers.init(app, settings)
    routing.init(app)
    hx.Htmx(app)
    assets.init(app)
    visitor.init(app, secure=settings.https)
    brake.init(app, settings.ratelimit_url, settings.limit_requests)
    body.init(app)
    downloads.init(app, settings.data)
    CSRFProtect(app)
    sessions.init(app, own_store.has_some())
    guards.init(app, sign_in="signin.start", renew="password.renew")
    kept.init(app)
    errors.init(app)
    dates.init(app)
    appearance.init(app)
    pieces.init(app)
    app.jinja_env.globals.update(service=app.extensions["portal_service"], demo=settings.demo)
    app.context_processor(lambda: {"now": clock.now()})
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def service_name(settings: Settings) -> dict[str, str]:
    """How the portal presents itself."""
    return {
        "name": "Portail Santé",
        "version": version("portail-sante"),
        "support_phone": settings.support_phone,
        "support_hours": settings.support_hours,
    }
