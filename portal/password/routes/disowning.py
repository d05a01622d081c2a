"""« Ce n’est pas moi », over HTTP: the page says what will be done, and only its button does it."""

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from portal.accounts import sessions
from portal.db import reading, transaction
from portal.password import disowning, rules
from portal.password.routes.choosing import blueprint
from portal.web import guards, hx


@blueprint.get("/mot-de-passe/pas-moi/<token>")
@guards.public
def doubt(token: str) -> ResponseReturnValue:
    """What the link opens; a scanner may fetch it as often as it likes, nothing is consumed."""
    with reading() as session:
        found = disowning.opened(session, token)
    if isinstance(found, rules.Dead):
        return _spent()
    return hx.show("password/doubt.html", partial="password/_doubt.html", token=token, name=found.full_name)


def _spent() -> ResponseReturnValue:
    return hx.show("password/spent.html", partial="password/_spent.html", status=hx.GONE)


@blueprint.post("/mot-de-passe/pas-moi/<token>")
@guards.public
def disown(token: str) -> ResponseReturnValue:
    """Shut everybody out, then lead the owner to a new password."""
    with transaction() as session:
        outcome = disowning.disown(session, token)
    match outcome:
        case rules.Dead():
            return _spent()
        case rules.Disowned(None):
            sessions.forget()
            return hx.go(url_for("signin.start", motif="desavouee"))
        case rules.Disowned(opening):
            sessions.forget()
            flash("Toutes vos sessions sont fermées. Choisissez maintenant un nouveau mot de passe.", "success")
            return hx.go(url_for(".choice", token=opening))
