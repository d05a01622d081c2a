"""The automatic enrolment of a structure over HTTP."""

from collections.abc import Sequence

from flask import Blueprint, Response, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from portal.accounts.roles import medimail_administrators
from portal.db import reading, transaction
from portal.medimail.administration.enrolment import forms, service, store
from portal.medimail.administration.enrolment.forms import EnrolmentForm
from portal.medimail.administration.enrolment.service import Overtaken, Saved, Trial, Unchanged
from portal.medimail.administration.enrolment.store import COUNTED
from portal.medimail.structures import access, enrolling
from portal.medimail.structures.access import of_the_grades, reach, structure
from portal.medimail.structures.models import Structure
from portal.medimail.structures.rules.enrolment import Rule
from portal.medimail.structures.rules.settings import Criterion
from portal.medimail.structures.rules.tree import depth
from portal.web import hx, kept

blueprint = Blueprint("enrolment", __name__)

GESTURE, TRY = "geste", "essayer"


@blueprint.get("/structures/<int:structure_id>/enrolement")
@medimail_administrators
def show(structure_id: int) -> ResponseReturnValue:
    """Whom the structure enrols: a form for the GRADeS, words for the others."""
    with reading() as session:
        at = structure(session, structure_id)
        rule = enrolling.rule_of(session, at)
        if not reach(session).is_grades:
            return hx.show(
                "medimail/enrolment/read.html",
                partial="medimail/enrolment/_read.html",
                **access.around(session, at),
                rows=_told(session, rule),
                rule=rule,
            )
        form = kept.back(session, EnrolmentForm) or forms.shown(rule, at.version, store.departements(session))
        _offer(session, form)
        return _page(session, form, at)


def _told(session: Session, rule: Rule) -> Sequence[tuple[str, str]]:
    """Each criterion with its values, codes by their names."""
    names = {(Criterion.REGION, one.code): one.name for one in store.regions(session)}
    names |= {(Criterion.DEPARTEMENT, one.code): f"{one.code} {one.name}" for one in store.departements(session)}
    rows = [
        (name.label, ", ".join(names.get((name, one), one) for one in sorted(rule.values.get(name, ()))))
        for name in Criterion
    ]
    return [*rows, ("Enrôlement par le statut", rule.status.label)]


def _offer(session: Session, form: EnrolmentForm) -> None:
    form.offer(store.regions(session), store.departements(session))


def _page(session: Session, form: EnrolmentForm, at: Structure, trial: Trial | None = None) -> Response:
    return hx.show_form(
        "medimail/enrolment/edit.html",
        partial="medimail/enrolment/_form.html",
        form=form,
        **access.around(session, at),
        trial=trial,
        counted=COUNTED,
        first=store.FIRST,
    )


@blueprint.post("/structures/<int:structure_id>/enrolement")
@medimail_administrators
@kept.entries(EnrolmentForm, page=".show")
def save(structure_id: int) -> ResponseReturnValue:
    """Try the enrolment on the existing accounts, or save it, as the button says."""
    form = EnrolmentForm()
    with reading() as session:
        of_the_grades(session)
        at = structure(session, structure_id)
        _offer(session, form)
        if not form.validate_on_submit():
            return _page(session, form, at)
        rule = form.read(at.id, depth(at.path))
        if request.form.get(GESTURE) == TRY:
            return _page(session, form, at, service.attempt(session, rule))
    with transaction() as session:
        of_the_grades(session)
        at = structure(session, structure_id, lock=True)
        outcome = service.save(session, at, rule, version=form.version.data or "", by=current_user.account_id)
    match outcome:
        case Overtaken():
            form.form_errors.append(
                "La structure a changé depuis l’affichage de cette page\u00a0: ouvrez-la de nouveau, puis refaites "
                "votre changement."
            )
            with reading() as session:
                return _page(session, form, at)
        case Saved():
            flash("L’enrôlement automatique est enregistré\u00a0: il vaut pour les prochaines inscriptions.", "success")
        case Unchanged():
            flash("Rien n’a changé\u00a0: l’enrôlement était déjà ainsi.", "info")
    return hx.go(url_for(".show", structure_id=structure_id))
