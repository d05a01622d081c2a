"""The captcha over HTTP: its image, its sound, and another one in its place."""

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import TooManyRequests

from portal.captcha import drawing, rules, service, speech, tokens
from portal.captcha.forms import Alone
from portal.captcha.tokens import Captcha
from portal.config import settings
from portal.db import reading, transaction
from portal.web import guards, hx, origin

blueprint = Blueprint("captcha", __name__)


@blueprint.get("/captcha/<token>.png")
@guards.public
def image(token: str) -> Response:
    """The digits to read."""
    captcha = _shown(token)
    return Response(drawing.png(captcha.text, captcha.noise), mimetype="image/png")


@blueprint.get("/captcha/<token>.wav")
@guards.public
def sound(token: str) -> Response:
    """The digits to hear, whole or by the pieces that a player asks for."""
    captcha = _shown(token)
    said = speech.wav(captcha.text, captcha.noise)
    response = Response(said, mimetype="audio/wav")
    response.make_conditional(request.environ, accept_ranges=True, complete_length=len(said))
    return response


def _shown(token: str) -> Captcha:
    """The captcha of this address, counted before it costs anything to make."""
    captcha = tokens.read_token(token) if settings().captcha != rules.OFF else None
    if captcha is None:
        abort(404)
    with transaction() as session:
        allowed = service.may_show(session, origin.network())
    if not allowed:
        raise _too_many()
    return captcha


def _too_many() -> TooManyRequests:
    return TooManyRequests(retry_after=int(settings().limit_captchas.window.total_seconds()))


@blueprint.post("/captcha/nouveau")
@guards.public
def renew() -> ResponseReturnValue:
    """Another captcha for the form on the page; without JavaScript, that form asks for it itself (see forms)."""
    if settings().captcha == rules.OFF:
        abort(404)
    if not hx.wants_fragment():
        return hx.go(url_for("information.home"))
    with reading() as session:
        allowed = service.may_ask(session, origin.network())
    if not allowed:
        raise _too_many()
    return render_template("captcha/_challenge.html", f=Alone(formdata=None).captcha, renewed=True)
