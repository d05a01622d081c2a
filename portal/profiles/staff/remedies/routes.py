"""The remedies over HTTP; both leave the person, and nobody else, with a password that is theirs."""

from flask import Blueprint, Response, abort, flash, make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts import service as accounts
from portal.accounts import store as people
from portal.accounts.models import Account
from portal.accounts.roles import referents
from portal.config import settings
from portal.db import reading, transaction
from portal.password import service as mailed
from portal.profiles.record import passwords
from portal.profiles.record import store as profiles
from portal.profiles.record.rules.acts import Done, Guarded, NotYours, StillGood
from portal.profiles.record.rules.decisions import judge_by_policy
from portal.profiles.staff.access import held, place
from portal.profiles.staff.person import service
from portal.profiles.staff.person.forms import GIVEN
from portal.profiles.staff.remedies.forms import PasswordForm
from portal.web import hx

blueprint = Blueprint("remedies", __name__)

STILL_GOOD = "Le mot de passe de cette personne n’a pas expiré\u00a0: elle seule peut le changer."
GUARDED = "Le mot de passe de ce compte ne se change pas ici\u00a0: la personne s’adresse à l’assistance."
NOT_SENT = (
    "Aucun lien n’est parti\u00a0: cette personne n’a pas d’adresse MSSanté, ou trop de liens lui ont déjà été "
    "envoyés. Vérifiez son adresse, ou recommencez plus tard."
)


@blueprint.post("/etablissements/profils/<int:profile_id>/lien")
@referents
def send_link(profile_id: int) -> ResponseReturnValue:
    """Send the person the link by which they unblock their account or choose a new password."""
    with transaction() as session:
        found = service.shown(session, held(session), profile_id) or abort(404)
        account = people.get(session, found.listed.account_id)
        sent = mailed.send_link(session, account, by=current_user.account_id)
    if sent:
        flash("Un lien est parti à l’adresse MSSanté de la personne\u00a0; il est valable 24\u00a0heures.", "success")
    else:
        flash(NOT_SENT, "warning")
    return _back(profile_id)


def _back(profile_id: int) -> ResponseReturnValue:
    return hx.go(url_for("person.profile", profile_id=profile_id))


def _refused(outcome: NotYours | Guarded | StillGood, profile_id: int) -> ResponseReturnValue:
    """Say why no password is given, where it may be said."""
    match outcome:
        case NotYours():
            abort(404)
        case Guarded():
            flash(GUARDED, "warning")
        case StillGood():
            flash(STILL_GOOD, "info")
    return _back(profile_id)


def _needing(profile_id: int) -> Account | NotYours | Guarded | StillGood:
    with reading() as session:
        return passwords.may_be_given(session, held(session), profile_id)


@blueprint.get("/etablissements/profils/<int:profile_id>/mot-de-passe")
@referents
def password(profile_id: int) -> ResponseReturnValue:
    """The form, for whoever needs an initial password."""
    found = _needing(profile_id)
    if not isinstance(found, Account):
        return _refused(found, profile_id)
    return _password_page(profile_id, found, PasswordForm(formdata=None))


def _password_page(profile_id: int, account: Account, form: PasswordForm) -> Response:
    with reading() as session:
        mine = held(session)
        one = profiles.get(session, mine, profile_id) or abort(404)
        at = place(session, mine, one.finess_et)
    page = render_template(
        "profiles/staff/password.html", form=form, account=account, profile_id=profile_id, at=at, name=at.full_name
    )
    return make_response(page, hx.UNPROCESSABLE if form.errors else 200)


@blueprint.post("/etablissements/profils/<int:profile_id>/mot-de-passe")
@referents
def give_password(profile_id: int) -> ResponseReturnValue:
    """Give an initial password; its owner chooses another at the first sign-in."""
    form, found = PasswordForm(), _needing(profile_id)
    if not isinstance(found, Account):
        return _refused(found, profile_id)
    typed = form.mot_de_passe.data or ""
    if form.validate_on_submit() and (lack := _judged(typed, found)):
        form.mot_de_passe.errors = [lack]
    if form.errors:
        return _password_page(profile_id, found, form)
    password_hash = accounts.hasher().hash_password(typed)
    with transaction() as session:
        outcome = passwords.give(session, held(session), current_user.account_id, profile_id, password_hash)
    if not isinstance(outcome, Done):
        return _refused(outcome, profile_id)
    flash("Le mot de passe initial est enregistré.", "success")
    flash(GIVEN, "info")
    return _back(profile_id)


def _judged(typed: str, account: Account) -> str:
    """What the password lacks, « » when it will do."""
    return judge_by_policy(settings().password_min_length)(typed, accounts.words_about(account))
