"""The server certificate: handed out to everybody, installed by an administrator."""

from flask import Blueprint, Response, abort, flash, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.exc import IntegrityError

from portal import clock
from portal.accounts.roles import administrators
from portal.db import reading, transaction
from portal.raccordement.certificates import rules, service, store
from portal.raccordement.certificates.forms import CertificateForm
from portal.web import guards, hx

blueprint = Blueprint("certificates", __name__)


@blueprint.get("/raccordement/certificat")
@guards.public
def current() -> ResponseReturnValue:
    """The certificate in service: its fingerprint, its end, its file."""
    with reading() as session:
        certificate = store.current(session)
    return hx.show(
        "raccordement/certificates/current.html",
        partial="raccordement/certificates/_current.html",
        certificate=certificate,
        spelt=rules.spelt,
    )


@blueprint.get("/raccordement/certificat.pem")
@guards.public
def download() -> ResponseReturnValue:
    """The file itself."""
    with reading() as session:
        certificate = store.current(session)
    if certificate is None:
        abort(404)
    return Response(
        certificate.pem,
        mimetype="application/x-pem-file",
        headers={"Content-Disposition": 'attachment; filename="certificat-certdc.pem"'},
    )


@blueprint.get("/administration/certificat")
@administrators
def manage() -> ResponseReturnValue:
    """The history and the form that installs another."""
    return _page(CertificateForm(formdata=None))


def _page(form: CertificateForm) -> ResponseReturnValue:
    with reading() as session:
        certificates = store.history(session)
        told = len(store.managers(session))
    return hx.show_form(
        "raccordement/certificates/manage.html",
        partial="raccordement/certificates/_manage.html",
        form=form,
        certificates=certificates,
        spelt=rules.spelt,
        told=told,
        expired=lambda row: row.not_after <= clock.now(),
    )


@blueprint.post("/administration/certificat")
@administrators
def install() -> ResponseReturnValue:
    """Install the certificate that was sent."""
    form = CertificateForm()
    if not form.validate_on_submit():
        return _page(form)
    found = rules.read(*form.read(), clock.now())
    if isinstance(found, rules.Unusable):
        form.certificat.errors = [found.reason]
        return _page(form)
    match _install(found):
        case service.AlreadyInstalled():
            flash("Ce certificat est déjà en service\u00a0: rien n’a changé.", "info")
        case service.Installed(told):
            flash(_said(told), "success")
    return hx.go(url_for(".manage"))


def _install(found: rules.Certificate) -> service.Installed | service.AlreadyInstalled:
    try:
        with transaction() as session:
            return service.install(session, found, by=current_user.account_id)
    except IntegrityError:  # the same form twice at once: the other one has installed it
        return service.AlreadyInstalled()


def _said(told: int) -> str:
    match told:
        case 0:
            return "Le certificat est en service."
        case 1:
            return "Le certificat est en service\u00a0; un gestionnaire SI est prévenu par courriel."
        case _:
            return f"Le certificat est en service\u00a0; {told} gestionnaires SI sont prévenus par courriel."
