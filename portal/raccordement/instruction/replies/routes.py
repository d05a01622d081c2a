"""« Modèles de réponse »: the list, and the page of each."""

from flask import Blueprint, abort, flash, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.exc import IntegrityError

from portal.accounts.roles import instructors
from portal.db import reading, transaction
from portal.raccordement.instruction.replies import service, store
from portal.raccordement.instruction.replies.forms import TemplateForm
from portal.raccordement.instruction.replies.models import ReplyTemplate
from portal.raccordement.instruction.replies.rules import VARIABLES
from portal.raccordement.instruction.replies.service import Overtaken, TitleTaken
from portal.web import hx, kept

blueprint = Blueprint("replies", __name__)


@blueprint.get("/instruction/modeles")
@instructors
def listing() -> ResponseReturnValue:
    """All the templates."""
    with reading() as session:
        templates = store.listed(session)
    return hx.show(
        "raccordement/replies/listing.html", partial="raccordement/replies/_listing.html", templates=templates
    )


@blueprint.get("/instruction/modeles/nouveau")
@instructors
def new() -> ResponseReturnValue:
    """A new template."""
    with reading() as session:
        form = kept.back(session, TemplateForm)
    return _form(form or TemplateForm(formdata=None), None)


@blueprint.get("/instruction/modeles/<int:template_id>")
@instructors
def edit(template_id: int) -> ResponseReturnValue:
    """A template and its text, to be changed."""
    with reading() as session:
        template = store.get(session, template_id) or abort(404)
        form = kept.back(session, TemplateForm)
    shown = {"version": str(template.version), "titre": template.title, "texte": template.body}
    return _form(form or TemplateForm(formdata=None, **shown), template_id)


def _form(form: TemplateForm, template_id: int | None) -> ResponseReturnValue:
    return hx.show_form(
        "raccordement/replies/edit.html",
        partial="raccordement/replies/_form.html",
        form=form,
        template_id=template_id,
        variables=VARIABLES,
    )


@blueprint.post("/instruction/modeles/nouveau")
@instructors
@kept.entries(TemplateForm, page=".new")
def create() -> ResponseReturnValue:
    """Keep a new template."""
    return _keep(None)


@blueprint.post("/instruction/modeles/<int:template_id>")
@instructors
@kept.entries(TemplateForm, page=".edit")
def change(template_id: int) -> ResponseReturnValue:
    """Keep what was changed."""
    return _keep(template_id)


def _keep(template_id: int | None) -> ResponseReturnValue:
    form = TemplateForm()
    if not form.validate_on_submit():
        return _form(form, template_id)
    match _keep_twice(form, template_id):
        case TitleTaken():
            form.titre.errors = ["Un autre modèle porte ce titre\u00a0; donnez-en un différent."]
            return _form(form, template_id)
        case Overtaken():
            sentence = (
                "Quelqu’un a modifié ou supprimé ce modèle entre-temps. Copiez votre texte, puis rechargez la page."
            )
            form.texte.errors = [sentence]
            return _form(form, template_id)
        case ReplyTemplate(title=title):
            flash(f"Le modèle «\u00a0{title}\u00a0» est enregistré.", "success")
            return hx.go(url_for(".listing"))


def _keep_twice(form: TemplateForm, template_id: int | None) -> ReplyTemplate | TitleTaken | Overtaken:
    """Keep it; again if one of this title was being written at that instant: the second time finds it."""
    title, body = form.read()
    for _ in range(2):
        try:
            with transaction() as session:
                return service.keep(
                    session, template_id, title=title, body=body, version=form.seen(), by=current_user.account_id
                )
        except IntegrityError:
            continue
    return TitleTaken()


@blueprint.post("/instruction/modeles/<int:template_id>/supprimer")
@instructors
def remove(template_id: int) -> ResponseReturnValue:
    """Remove a template; pressed twice, it is removed once."""
    with transaction() as session:
        removed = service.remove(session, template_id)
    flash("Le modèle est supprimé." if removed else "Ce modèle était déjà supprimé.", "success" if removed else "info")
    return hx.go(url_for(".listing"))
