"""The type is chosen, the sheet kept at each touch, then sent."""

from collections.abc import Mapping
from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts import service as accounts
from portal.accounts.models import Account
from portal.config import settings
from portal.db import reading, transaction
from portal.medimail.mailboxes.joining import service
from portal.medimail.mailboxes.joining.forms import KindForm, RegistrationForm
from portal.medimail.mailboxes.joining.models import Joining
from portal.medimail.mailboxes.joining.routes.browser import NAMED, blueprint, elsewhere, holder, named, of_form, opened
from portal.medimail.mailboxes.joining.rules import KINDS, Gone, Holder, Sent, asked
from portal.medimail.mailboxes.record import knowing
from portal.medimail.mailboxes.record.rules import terms
from portal.medimail.mailboxes.record.rules.acts import Faulty
from portal.medimail.mailboxes.record.rules.kinds import ABOUT, Kind
from portal.password.routes.choosing import accepted, rules_of
from portal.web import guards, hx


@blueprint.get("/inscription/type")
@guards.public
def kind() -> ResponseReturnValue:
    """The type of the account: what one is, in the words of the source."""
    with reading() as session:
        found = opened(session)
    if not isinstance(found, Joining):
        return elsewhere(found)
    return _kind_page(KindForm(formdata=None, data={"type": found.kind}), found)


def _kind_page(form: KindForm, joining: Joining) -> Response:
    return hx.show_form(
        "medimail/joining/kind.html",
        partial="medimail/joining/_kind.html",
        form=form,
        address=joining.email,
        named=named(joining),
        about={one.value: ABOUT[one] for one in KINDS},
    )


@blueprint.post("/inscription/type")
@guards.public
def choose_kind() -> ResponseReturnValue:
    """Keep the type, and what is typed of another one."""
    form = KindForm()
    is_whole = form.validate_on_submit()
    with transaction() as session:
        found = of_form(session, lock=True)
        if isinstance(found, Joining) and is_whole:
            found.kind = form.read()
    if not isinstance(found, Joining):
        return elsewhere(found)
    return hx.go(url_for(".sheet")) if is_whole else _kind_page(form, found)


@blueprint.get("/inscription/fiche")
@guards.public
def sheet() -> ResponseReturnValue:
    """The sheet, as it was last typed."""
    with reading() as session:
        found = opened(session)
        if not isinstance(found, Joining):
            return elsewhere(found)
        if found.kind is None:
            return hx.go(url_for(".kind"))
        who = holder(session)
        form = _form(session, found.kind, who, RegistrationForm(formdata=None, data=found.typed))
        return _sheet_page(form, found, found.kind, who)


def _form(session: Session, kind: Kind, who: Holder | None, form: RegistrationForm) -> RegistrationForm:
    return form.of(kind, knowing.lists(session), _fixed(kind, who), asks_password=who is None)


def _fixed(kind: Kind, who: Holder | None) -> Mapping[Any, str]:
    found = who.fixed if who else {}
    return {name: value for name, value in found.items() if name in asked(kind)}


def _sheet_page(form: RegistrationForm, found: Joining | Gone, kind: Kind, who: Holder | None) -> Response:
    """The sheet; where its registration is not open any more, what was typed stays there, and nowhere else."""
    joining = found if isinstance(found, Joining) else None
    address = joining.email if joining else ""
    return hx.show(
        "medimail/joining/sheet.html",
        partial="medimail/joining/_sheet.html",
        status=hx.status_of(joining is None, form.errors),
        form=form,
        address=address,
        named=named(joining) if joining else request.form.get(NAMED, ""),
        kind=kind,
        holder=who,
        rules=rules_of(form, _transient(form, address)) if who is None else (),
        terms_path=terms.PATH,
    )


def _transient(form: RegistrationForm, address: str) -> Account:
    """The person as the rules of passwords look at them."""
    return Account(
        last_name=form.nom.data or "",
        first_name=form.prenom.data or "",
        rpps=(form.rpps.data or None) if "rpps" in form else None,
        email=address,
    )


def _kind_sent() -> Kind:
    """The type that the sheet sent is of, whatever was chosen since in another tab."""
    return next((kind for kind in KINDS if kind.value == request.form.get("type")), KINDS[0])


@blueprint.post("/inscription/fiche/garder")
@guards.public
def keep() -> ResponseReturnValue:
    """Keep what is typed as one fills it in; passwords are not even read."""
    kind = _kind_sent()
    with transaction() as session:
        found = of_form(session, lock=True, goes_on=False)
        if isinstance(found, Joining):
            found.kind = found.kind or kind
            service.keep(found, _form(session, kind, holder(session), RegistrationForm()).typed)
    return Response(render_template("medimail/joining/_kept.html", kept=isinstance(found, Joining)))


@blueprint.post("/inscription/fiche")
@guards.public
def submit() -> ResponseReturnValue:
    """Register, if all is well; the page that follows is the same whoever is known already."""
    kind = _kind_sent()
    with transaction() as session:
        found, who = of_form(session, lock=True), holder(session)
        if isinstance(found, Sent):
            return elsewhere(found)
        form = _form(session, kind, who, RegistrationForm())
        if isinstance(found, Joining):
            found.kind = kind
            service.keep(found, form.typed)
            judged = service.judge(session, found.email, kind, form.texts(), _fixed(kind, who))
    if isinstance(found, Gone):
        return _sheet_page(form, found, kind, who)
    whole = accepted(form, _transient(form, found.email)) if who is None else form.validate_on_submit()
    if isinstance(judged, Faulty):
        form.show(judged.faults)
    if not whole or isinstance(judged, Faulty):
        return _sheet_page(form, found, kind, who)
    # Hashed whoever is known: what it costs would tell.
    password_hash = accounts.hasher().hash_password(form.nouveau.data or "") if who is None else None
    try:
        return _send(kind, judged, password_hash, who)
    except IntegrityError:
        return _send(kind, judged, password_hash, who)


def _send(kind: Kind, judged: Any, password_hash: str | None, who: Holder | None) -> ResponseReturnValue:
    with transaction() as session:
        found = of_form(session, lock=True)
        if isinstance(found, Joining):
            service.join(session, found, kind, judged, password_hash=password_hash, holder=who)
    return elsewhere(Sent() if isinstance(found, Joining) else found)


@blueprint.get("/inscription/envoyee")
@guards.public
def sent() -> ResponseReturnValue:
    """What comes next, in the same words for everybody."""
    with reading() as session:
        found = opened(session)
    if not isinstance(found, Sent):
        return hx.go(url_for(".sheet")) if isinstance(found, Joining) else elsewhere(found)
    return Response(render_template("medimail/joining/sent.html"))


@blueprint.get(terms.PATH)
@guards.public
def conditions() -> ResponseReturnValue:
    """The conditions of use, with their version."""
    chosen = settings()
    page = render_template(
        "medimail/joining/conditions.html",
        version=terms.VERSION,
        inactive_months=chosen.medimail_inactive_months,
        removal_days=chosen.medimail_removal_days,
        rejection_months=chosen.medimail_rejection_months,
    )
    return Response(page)
