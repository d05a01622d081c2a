"""Imports over HTTP: only their author sees them, and nobody can tell another's from one that does not exist."""

from collections.abc import Callable, Iterator
from typing import Any

from flask import Blueprint, abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.roles import referents
from portal.db import reading, transaction
from portal.profiles.imports import display, service, spreadsheet, store
from portal.profiles.imports.forms import FilterForm, ReadingForm, UploadForm
from portal.profiles.imports.models import ImportRun
from portal.profiles.imports.rules import FILE_LIFE, REPORT_LIFE, WORKING, Totals, View, step
from portal.profiles.imports.service import NothingToDo, Past, Received, Stale, Started, TooBig, TooMany
from portal.profiles.imports.store import Asked
from portal.tabular.refusals import weighed
from portal.tabular.writing import Format
from portal.web import body, hx
from portal.web.downloads import download
from portal.web.paging import paging

blueprint = Blueprint("imports", __name__)
# What surrounds the file in the request.
_ENVELOPE = 64 * 1024
# Lines of one page: each says much, and many a référent reads them on a telephone.
LINES = 25


def _largest() -> int:
    return service.limits().size + _ENVELOPE


def _mine(session: Session, reference: str, *, lock: bool = False) -> ImportRun:
    return store.find(session, reference, current_user.account_id, lock=lock) or abort(404)


@blueprint.get("/etablissements/imports")
@referents
def home() -> ResponseReturnValue:
    """A file to send, and the imports made before."""
    return _home(UploadForm(formdata=None))


def _home(form: UploadForm) -> ResponseReturnValue:
    mine = current_user.account_id
    with reading() as session:
        found = paging(request.args.get("page"), store.count_of_author(session, mine))
        runs = store.of_author(session, mine, offset=found.offset, size=found.size)
    return hx.show_form(
        "profiles/imports/home.html",
        partial="profiles/imports/_history.html",
        form=form,
        runs=[(run, Totals.read(run.totals)) for run in runs],
        tags=display.STATE_TAGS,
        found=found,
        page_url=lambda number: url_for(".home", page=number),
        limits=service.limits(),
        days=REPORT_LIFE.days,
        weighed=weighed,
    )


@blueprint.post("/etablissements/imports")
@referents
@body.up_to(_largest)
def upload() -> ResponseReturnValue:
    """Keep the file; its page says what becomes of it."""
    form = UploadForm()
    if not form.validate_on_submit():
        return _home(form)
    match service.receive(current_user.account_id, *form.read()):
        case Received(reference=reference):
            return hx.go(url_for(".run", reference=reference))
        case TooBig(size, limit):
            said = (
                f"Ce fichier pèse {weighed(size)}\u00a0; la limite est de {weighed(limit)}. Partagez-le en plusieurs."
            )
        case TooMany(waiting):
            said = f"Vous avez déjà {waiting} imports en attente. Terminez ou abandonnez l’un d’eux d’abord."
    form.fichier.errors = [said]
    return _home(form)


@blueprint.get("/etablissements/imports/<reference>")
@referents
def run(reference: str) -> ResponseReturnValue:
    """Where an import stands: its progress, its preview or its report."""
    return _run(reference, partial="profiles/imports/_lines.html")


@blueprint.get("/etablissements/imports/<reference>/avancement")
@referents
def progress(reference: str) -> ResponseReturnValue:
    """The same, for who waits: it asks again as long as there is something to wait for."""
    return _run(reference, partial="profiles/imports/_run.html")


def _run(reference: str, partial: str) -> ResponseReturnValue:
    form = FilterForm(request.args)
    asked = form.read()
    with reading() as session:
        found = _mine(session, reference)
        shown = _lines(session, found, asked)
    heard = request.args.get("vu", "")
    return hx.show_form(
        "profiles/imports/run.html",
        partial=partial,
        form=form,
        run=found,
        asked=asked,
        display=display,
        totals=Totals.read(found.totals),
        is_working=found.state in WORKING,
        heard=step(found.done, found.lines),
        announcement=display.announcement(found, int(heard)) if heard.isascii() and heard.isdecimal() else "",
        reading_form=_reading_form(found),
        file_ends_at=found.asked_at + FILE_LIFE,
        **shown,
    )


def _lines(session: Session, found: ImportRun, asked: Asked) -> dict[str, Any]:
    """A page of the lines, once all of them are told of."""
    if found.state in WORKING:
        return {}
    totals = store.totals(session, found.id, asked.text) if asked.text else Totals.read(found.totals)
    pages = paging(request.args.get("page"), totals.seen(asked.view), LINES)
    return {
        "found": pages,
        "lines": store.page(session, found.id, asked, offset=pages.offset, size=pages.size) if pages.total else [],
        "tabs": display.tabs(totals, asked, lambda wanted: _link(found, wanted)),
        "page_url": lambda number: _link(found, asked, page=number),
        "errors_url": _link(found, Asked(View.ERRORS)),
        "clear_url": _link(found, asked._replace(text="") if asked.text else Asked()),
    }


def _link(found: ImportRun, asked: Asked, **values: Any) -> str:
    view = asked.view.value if asked.view is not View.ALL else None
    return url_for(".run", reference=found.reference, vue=view, q=asked.text or None, **values, _anchor="lignes")


def _reading_form(found: ImportRun) -> ReadingForm:
    form = ReadingForm(formdata=None)
    if found.overruled:
        form.encodage.data = found.encoding.name if found.encoding else ""
        form.separateur.data = found.separator.name if found.separator else ""
    return form


@blueprint.post("/etablissements/imports/<reference>/lecture")
@referents
def overrule(reference: str) -> ResponseReturnValue:
    """Read the file otherwise."""
    form = ReadingForm()
    with transaction() as session:
        found = _mine(session, reference, lock=True)
        if form.validate_on_submit():
            service.overrule(session, found, *form.read())
    return hx.go(url_for(".run", reference=reference))


@blueprint.post("/etablissements/imports/<reference>/importer")
@referents
def confirm(reference: str) -> ResponseReturnValue:
    """Have the preview that was shown applied."""
    shown = request.form.get("apercu", "")
    with transaction() as session:
        found = _mine(session, reference, lock=True)
        outcome = service.confirm(session, found, int(shown) if shown.isascii() and shown.isdecimal() else 0)
    match outcome:
        case Started():
            pass
        case Stale():
            flash(
                "Rien n’a été importé\u00a0: des profils de ces établissements ont changé depuis l’aperçu. En voici un "
                "nouveau, à confirmer.",
                "warning",
            )
        case NothingToDo():
            flash("Rien n’a été importé\u00a0: ce fichier ne changerait rien.", "info")
        case Past():
            flash("Rien n’a été importé\u00a0: cet aperçu n’est plus celui du fichier. Relisez celui-ci.", "warning")
    return hx.go(url_for(".run", reference=reference))


@blueprint.post("/etablissements/imports/<reference>/abandonner")
@referents
def cancel(reference: str) -> ResponseReturnValue:
    """Stop there; what is done stays."""
    with transaction() as session:
        stopped = service.cancel(session, _mine(session, reference, lock=True))
    if not stopped:
        flash("Cet import était déjà terminé.", "info")
    return hx.go(url_for(".run", reference=reference))


@blueprint.get("/etablissements/imports/<reference>/rapport.<kind>")
@referents
def report(reference: str, kind: str) -> ResponseReturnValue:
    """The report as a file."""
    return _file(reference, kind, "rapport-import", spreadsheet.whole)


@blueprint.get("/etablissements/imports/<reference>/erreurs.<kind>")
@referents
def errors(reference: str, kind: str) -> ResponseReturnValue:
    """The lines in error alone, to correct and import again."""
    return _file(reference, kind, "lignes-en-erreur", spreadsheet.to_correct)


def _file(
    reference: str, kind: str, name: str, write: Callable[[ImportRun, Format], Iterator[bytes]]
) -> ResponseReturnValue:
    made = spreadsheet.FORMATS.get(kind) or abort(404)
    with reading() as session:
        found = _mine(session, reference)
    if found.state in WORKING:
        abort(404)
    name = f"{name}-{clock.local(found.asked_at):%Y-%m-%d}.{kind}"
    return download(name, made.kind, lambda: write(found, made))
