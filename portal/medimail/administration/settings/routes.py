"""The settings over HTTP: one page, one POST a fieldset, and the suggestions of its address."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from portal.accounts.roles import medimail_administrators
from portal.db import reading, transaction
from portal.medimail.administration.settings import page, service
from portal.medimail.administration.settings.forms import (
    ContactForm,
    FieldsetForm,
    IdentityForm,
    LocationForm,
    MssanteForm,
    NotificationsForm,
    OfficeForm,
)
from portal.medimail.mailboxes.record.rules.acts import Braked
from portal.medimail.structures import access
from portal.medimail.structures import store as structures
from portal.medimail.structures.models import Structure
from portal.medimail.structures.rules.fieldsets import GRADES_FIELDSETS, Fieldset, Value
from portal.medimail.structures.rules.shaping import NAMESAKE, Done, NameTaken, Stale, Unchanged
from portal.medimail.structures.service import lock_tree
from portal.registers import geocoding
from portal.web import hx, kept
from portal.web.fields import MAX_TEXT

blueprint = Blueprint("structure_settings", __name__)

Asked = FieldsetForm | ContactForm

WHOLE = "medimail/settings/settings.html"

SAVED = {
    Fieldset.IDENTITY: "L’identité est enregistrée.",
    Fieldset.LOCATION: "La localisation est enregistrée.",
    Fieldset.NOTIFICATIONS: "Les notifications par défaut sont enregistrées.",
    Fieldset.MSSANTE: "Les réglages MSSanté sont enregistrés.",
    Fieldset.OFFICE: "Le réglage Office 365 est enregistré.",
}
UNCHANGED = "Ces valeurs étaient déjà enregistrées\u00a0: rien n’a changé."
SISTER = "Une autre structure porte déjà ce nom au même endroit, aux accents près\u00a0; choisissez un autre nom."


@blueprint.get("/structures/<int:structure_id>/parametrage")
@medimail_administrators
def show(structure_id: int) -> ResponseReturnValue:
    """Every fieldset, each with its form."""
    with reading() as session:
        structure = access.structure(session, structure_id)
        return Response(render_template(WHOLE, **page.of(session, structure, access.reach(session), None)))


def _shown_again(structure_id: int, form: Asked, *, stale: bool = False) -> Response:
    """A form as it was sent, with what is wrong of it: in its region, or in the whole page without htmx."""
    return _region(structure_id, type(form), form, stale=stale)


def _done(structure_id: int, kind: type[Asked], text: str, said: str) -> ResponseReturnValue:
    """Say in its region what was done; what is typed in the others stays there, and without htmx one is led to it."""
    anchor = page.REGIONS[kind].anchor
    flash(text, f"{said}#{anchor}")
    if kind is IdentityForm:
        _tell_namesake(structure_id, anchor)
    if hx.wants_fragment():
        return _region(structure_id, kind)
    return hx.go(url_for(".show", structure_id=structure_id, _anchor=anchor))


def _tell_namesake(structure_id: int, anchor: str) -> None:
    with reading() as session:
        structure = access.structure(session, structure_id)
        if structures.has_namesake(session, structure, access.reach(session)):
            flash(NAMESAKE, f"warning#{anchor}")


def _region(structure_id: int, kind: type[Asked], form: Asked | None = None, *, stale: bool = False) -> Response:
    with reading() as session:
        structure = access.structure(session, structure_id)
        shown = page.of(session, structure, access.reach(session), form, stale=stale)
        status = hx.status_of(stale, form is not None and form.errors)
        partial = page.REGIONS[kind].template
        return hx.show(WHOLE, partial=partial, status=status, swapped=hx.wants_fragment(), **shown)


@blueprint.get("/structures/<int:structure_id>/parametrage/adresses")
@medimail_administrators
def addresses(structure_id: int) -> ResponseReturnValue:
    """Addresses that begin as what is typed: those of the geocoder where there is one, else of the communes."""
    typed = request.args.get("adresse", "")[:MAX_TEXT]
    with reading() as session:
        access.structure(session, structure_id)
        known = [] if geocoding.is_on() else service.suggestions(session, typed)
    # Asked once the database is given back: it may take two seconds.
    found = [address.label for address in geocoding.suggest(typed)] or known
    return render_template("medimail/settings/_addresses.html", found=found)


@blueprint.post("/structures/<int:structure_id>/parametrage/identite")
@medimail_administrators
@kept.entries(IdentityForm, page=".show")
def save_identity(structure_id: int) -> ResponseReturnValue:
    """Save « Identité »."""
    return _save(structure_id, IdentityForm())


@blueprint.post("/structures/<int:structure_id>/parametrage/localisation")
@medimail_administrators
@kept.entries(LocationForm, page=".show")
def save_location(structure_id: int) -> ResponseReturnValue:
    """Save « Localisation »."""
    return _save(structure_id, LocationForm())


@blueprint.post("/structures/<int:structure_id>/parametrage/notifications")
@medimail_administrators
@kept.entries(NotificationsForm, page=".show")
def save_notifications(structure_id: int) -> ResponseReturnValue:
    """Save « Notifications aux utilisateurs »."""
    return _save(structure_id, NotificationsForm())


@blueprint.post("/structures/<int:structure_id>/parametrage/mssante")
@medimail_administrators
@kept.entries(MssanteForm, page=".show")
def save_mssante(structure_id: int) -> ResponseReturnValue:
    """Save « MSSanté »."""
    return _save(structure_id, MssanteForm())


@blueprint.post("/structures/<int:structure_id>/parametrage/office365")
@medimail_administrators
@kept.entries(OfficeForm, page=".show")
def save_office(structure_id: int) -> ResponseReturnValue:
    """Save « Office 365 »."""
    return _save(structure_id, OfficeForm())


def _ours(session: Session, structure_id: int, fieldset: Fieldset, *, lock: bool = False) -> Structure:
    """The structure, for who may change this fieldset of it."""
    if fieldset in GRADES_FIELDSETS:
        access.of_the_grades(session)
    if lock and fieldset is Fieldset.IDENTITY:
        lock_tree(session)
    structure = access.structure(session, structure_id, lock=lock)
    if fieldset is Fieldset.OFFICE and structure.office365_max is None:
        abort(404)
    return structure


def _save(structure_id: int, form: FieldsetForm) -> ResponseReturnValue:
    """Save a fieldset, or show it again with what is wrong, or with what somebody else has saved meanwhile."""
    with reading() as session:
        structure = _ours(session, structure_id, form.fieldset)
        values = form.keep(structure, is_grades=access.reach(session).is_grades).read()
        if values is not None:
            values, faults = service.complete(session, form.fieldset, values)
            form.show(faults)
    if values is None or form.errors:
        return _shown_again(structure_id, form)
    match _write(structure_id, form, values):
        case Stale():
            return _shown_again(structure_id, form, stale=True)
        case NameTaken():
            form.show({"name": SISTER})
            return _shown_again(structure_id, form)
        case Unchanged():
            return _done(structure_id, type(form), UNCHANGED, "info")
        case _:
            return _done(structure_id, type(form), SAVED[form.fieldset], "success")


def _write(structure_id: int, form: FieldsetForm, values: Mapping[str, Value]) -> Any:
    with transaction() as session:
        structure = _ours(session, structure_id, form.fieldset, lock=True)
        shown = form.vu.data or ""
        return service.save(session, current_user.account_id, structure, form.fieldset, values, shown=shown)


@blueprint.post("/structures/<int:structure_id>/parametrage/contacts")
@medimail_administrators
@kept.entries(ContactForm, page=".show")
def add_contact(structure_id: int) -> ResponseReturnValue:
    """Add somebody to « Notifications aux administrateurs »."""
    form = ContactForm()
    with reading() as session:
        access.structure(session, structure_id)
    found = form.read()
    if found is None:
        return _shown_again(structure_id, form)
    with transaction() as session:
        structure = access.structure(session, structure_id, lock=True)
        outcome = service.add_contact(session, current_user.account_id, structure, *found)
    match outcome:
        case service.Taken():
            form.contact_courriel.errors = ["Cette adresse est déjà prévenue\u00a0; saisissez-en une autre."]
        case service.TooMany():
            most = f"Une structure a {service.MAX_CONTACTS} contacts au plus\u00a0; retirez-en un d’abord."
            form.contact_courriel.errors = [most]
        case Braked(sentence):
            form.contact_courriel.errors = [sentence]
        case Done():
            added = "Le contact est ajouté\u00a0; un courriel lui dit qu’il est prévenu comme les administrateurs."
            return _done(structure_id, ContactForm, added, "success")
    return _shown_again(structure_id, form)


@blueprint.post("/structures/<int:structure_id>/parametrage/contacts/<int:contact_id>/retirer")
@medimail_administrators
def remove_contact(structure_id: int, contact_id: int) -> ResponseReturnValue:
    """Take somebody off « Notifications aux administrateurs »."""
    with transaction() as session:
        structure = access.structure(session, structure_id, lock=True)
        gone = service.remove_contact(session, current_user.account_id, structure, contact_id)
    said = ("Le contact est retiré.", "success") if gone else ("Ce contact n’y était déjà plus.", "info")
    return _done(structure_id, ContactForm, *said)
