"""The people of a request over HTTP, and the public page that a colleague's invitation opens."""

from flask import Blueprint, Response, abort, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts import store as people
from portal.accounts.models import Account
from portal.accounts.roles import si_managers
from portal.config import settings
from portal.db import reading, transaction
from portal.raccordement.record import members, store
from portal.raccordement.record.access import mine
from portal.raccordement.record.members import INVITATION_LIFE
from portal.raccordement.record.rules import AddressClosed, LastMember, NotAMember
from portal.raccordement.team import service
from portal.raccordement.team.forms import InviteForm, JoinForm
from portal.raccordement.team.rules import AlreadyThere, Dead, Invited, Joined, TooManyInvitations
from portal.web import guards, hx, kept

blueprint = Blueprint("team", __name__)

LAST = (
    "Le correspondant principal ne quitte pas une demande\u00a0: transmettez d’abord ce rôle à un collègue, pour qu’il "
    "y ait toujours quelqu’un à qui écrire."
)


def _full(path: str) -> str:
    """The full address of a path, for a mail: from the settings, never from a Host header that may be forged."""
    return settings().base_url + path


def _link(token: str) -> str:
    return _full(url_for("team.invitation", token=token))


def _choose(token: str) -> str:
    return _full(url_for("password.choice", token=token))


@blueprint.get("/raccordement/<number>/equipe")
@si_managers
def listing(number: str) -> ResponseReturnValue:
    """Who follows the request, who is invited, and the form that invites."""
    with reading() as session:
        form = kept.back(session, InviteForm) or InviteForm(formdata=None)
    return _page(number, form)


def _page(number: str, form: InviteForm) -> Response:
    with reading() as session:
        found = mine(session, number)
        rows = store.members(session, found.id)
        waiting = store.invitations(session, found.id)
    return hx.show_form(
        "raccordement/team/listing.html",
        partial="raccordement/team/_listing.html",
        form=form,
        record=found,
        rows=rows,
        waiting=[(row, row.created_at + INVITATION_LIFE) for row in waiting],
        now=clock.now(),
        me=current_user.account_id,
    )


def _back(number: str) -> ResponseReturnValue:
    return hx.go(url_for(".listing", number=number))


@blueprint.post("/raccordement/<number>/equipe")
@si_managers
@kept.entries(InviteForm, page=".listing")
def invite(number: str) -> ResponseReturnValue:
    """Mail a link to a colleague."""
    form = InviteForm()
    if not form.validate_on_submit():
        return _page(number, form)
    with transaction() as session:
        found = mine(session, number, lock=True)
        by = people.get(session, current_user.account_id)
        outcome = service.invite(session, found, form.read(), by=by, link=_link)
    match outcome:
        case Invited(email):
            days = INVITATION_LIFE.days
            flash(f"Une invitation est partie à {email}\u00a0; elle est valable {days}\u00a0jours.", "success")
            return _back(number)
        case AlreadyThere(name):
            form.courriel.errors = [f"{name} est déjà dans l’équipe, à cette adresse."]
        case TooManyInvitations():
            form.courriel.errors = ["Trop d’invitations sont parties aujourd’hui\u00a0; recommencez demain."]
    return _page(number, form)


@blueprint.post("/raccordement/<number>/equipe/invitations/<int:invitation_id>/retirer")
@si_managers
def withdraw(number: str, invitation_id: int) -> ResponseReturnValue:
    """Take an invitation back; a second press finds it taken back."""
    with transaction() as session:
        members.withdraw(session, mine(session, number, lock=True), invitation_id)
    flash("L’invitation est retirée\u00a0: son lien n’ouvre plus rien.", "success")
    return _back(number)


def _member(session: Session, number: str, account_id: int) -> tuple[Account, bool]:
    """Somebody of the record, and whether they are its main correspondent."""
    rows = store.members(session, mine(session, number).id)
    return next(((who, row.main) for row, who in rows if who.id == account_id), None) or abort(404)


@blueprint.get("/raccordement/<number>/equipe/<int:account_id>/retirer")
@si_managers
def ask_to_remove(number: str, account_id: int) -> ResponseReturnValue:
    """What taking somebody off does, before it is done."""
    with reading() as session:
        who, main = _member(session, number, account_id)
    if main:
        flash(LAST, "warning")
        return _back(number)
    leaves = account_id == current_user.account_id
    return render_template("raccordement/team/remove.html", number=number, who=who, leaves=leaves)


@blueprint.post("/raccordement/<number>/equipe/<int:account_id>/retirer")
@si_managers
def remove(number: str, account_id: int) -> ResponseReturnValue:
    """Take somebody off, or leave."""
    leaves = account_id == current_user.account_id
    with transaction() as session:
        found = mine(session, number, lock=True)
        outcome = service.remove(session, found, account_id, by=current_user.account_id)
    match outcome:
        case LastMember():
            flash(LAST, "warning")
        case NotAMember():
            flash("Cette personne ne suit déjà plus la demande.", "info")
        case None if leaves:
            flash(f"Vous ne suivez plus la demande {number}.", "success")
            return hx.go(url_for("followup.overview"))
        case None:
            flash("Cette personne ne suit plus la demande\u00a0; un courriel la prévient.", "success")
    return _back(number)


@blueprint.post("/raccordement/<number>/equipe/<int:account_id>/transmettre")
@si_managers
def hand_over(number: str, account_id: int) -> ResponseReturnValue:
    """Make somebody the main correspondent."""
    with transaction() as session:
        found = mine(session, number, lock=True)
        outcome = service.hand_over(session, found, account_id, by=current_user.account_id)
    match outcome:
        case NotAMember():
            flash("Cette personne ne suit plus la demande\u00a0: le correspondant principal n’a pas changé.", "warning")
        case None:
            flash("Le correspondant principal a changé\u00a0; les personnes concernées sont prévenues.", "success")
    return _back(number)


@blueprint.get("/raccordement/invitation/<token>")
@guards.public
def invitation(token: str) -> ResponseReturnValue:
    """Who invites, and to what; a scanner may fetch it as often as it likes."""
    return _invitation(token, JoinForm(formdata=None))


def _invitation(token: str, form: JoinForm) -> Response:
    with reading() as session:
        found = service.shown(session, token)
    if found is None:
        return _dead()
    return hx.show_form(
        "raccordement/team/invitation.html",
        partial="raccordement/team/_join.html",
        form=form,
        invited=found,
        token=token,
    )


def _dead(*, closed: bool = False) -> Response:
    """The link opens nothing; or the account of its address was `closed`."""
    return hx.show("raccordement/team/dead.html", partial="raccordement/team/_dead.html", status=hx.GONE, closed=closed)


@blueprint.post("/raccordement/invitation/<token>")
@guards.public
def join(token: str) -> ResponseReturnValue:
    """Accept the invitation: the link has proved the address."""
    form = JoinForm()
    with reading() as session:
        found = service.shown(session, token)
    if found is None:
        return _dead()
    if not found.has_account and not form.validate_on_submit():
        return _invitation(token, form)
    match _join_twice(token, form):
        case Dead():
            return _dead()
        case AddressClosed():
            return _dead(closed=True)
        case Joined() as joined:
            return _joined(joined)


def _join_twice(token: str, form: JoinForm) -> Joined | Dead | AddressClosed:
    """Join; again if an account of this address was being made at that instant: the second time finds it."""
    try:
        return _join(token, form)
    except IntegrityError:
        return _join(token, form)


def _join(token: str, form: JoinForm) -> Joined | Dead | AddressClosed:
    with transaction() as session:
        return service.join(
            session, token, last_name=form.nom.data or "", first_name=form.prenom.data or "", choose=_choose
        )


def _joined(outcome: Joined) -> ResponseReturnValue:
    if outcome.must_choose:
        return hx.go(url_for(".welcome"))
    if current_user.is_authenticated and current_user.account_id != outcome.account_id:
        other = "l’adresse invitée la suit avec son propre compte\u00a0: connectez-vous avec lui."
        flash(f"Demande {outcome.number}\u00a0: {other}", "info")
        return hx.go(url_for("information.home"))
    flash(f"Vous suivez maintenant la demande {outcome.number}.", "success")
    return hx.go(url_for("followup.record", number=outcome.number))


@blueprint.get("/raccordement/bienvenue")
@guards.public
def welcome() -> ResponseReturnValue:
    """The account is made: the link to choose a password is in the mail."""
    return render_template("raccordement/team/welcome.html")
