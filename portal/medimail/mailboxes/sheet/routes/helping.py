"""What helps to fill in the form as one types: connection accounts, communes; nothing is kept."""

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from portal.accounts.roles import medimail_administrators
from portal.db import reading
from portal.medimail.mailboxes.record import knowing
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.locating import located
from portal.medimail.mailboxes.record.rules.sheets import Sheet
from portal.medimail.mailboxes.sheet import display
from portal.medimail.mailboxes.sheet.filling import filling
from portal.medimail.mailboxes.sheet.forms import SheetForm
from portal.medimail.mailboxes.sheet.routes.showing import blueprint
from portal.medimail.structures import access


@blueprint.post("/structures/<int:structure_id>/comptes/comptes-de-connexion")
@medimail_administrators
def openers(structure_id: int) -> ResponseReturnValue:
    """What is found for the words typed so far, beside what is ticked; nothing is kept."""
    form = SheetForm(meta={"csrf": False})
    with reading() as session:
        structure = access.structure(session, structure_id)
        found = filling(session, form, None, form.chosen())
    return make_response(render_template("medimail/sheet/_openers.html", form=form, structure=structure, **found))


@blueprint.post("/structures/<int:structure_id>/comptes/localisation")
@medimail_administrators
def location(structure_id: int) -> ResponseReturnValue:
    """The communes of the postal code typed so far, and the département and the région that follow from it."""
    form = SheetForm(meta={"csrf": False})
    with reading() as session:
        structure = access.structure(session, structure_id)
        known = knowing.lists(session)
        communes = knowing.communes_of(session, form.code_postal.data or "")
    form.of(Kind.MED, known)
    found = located(Sheet(postal_code=form.code_postal.data or ""), known, communes)
    form.departement.data = found.departement or form.departement.data
    form.region.data = found.region or form.region.data
    shown = {"structure": structure, "communes": communes, "place_help": display.PLACE_HELP}
    return make_response(render_template("medimail/sheet/_location.html", form=form, **shown))
