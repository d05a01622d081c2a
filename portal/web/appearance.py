"""Light or dark, as the system says unless the person chose; the choice is a cookie, exempt from consent."""

from flask import Blueprint, Flask, current_app, request
from flask.typing import ResponseReturnValue

from portal.web import guards, hx

COOKIE = "apparence"
THEMES = ("clair", "sombre")
_YEAR = 365 * 24 * 3600

blueprint = Blueprint("appearance", __name__)


@blueprint.post("/apparence")
@guards.public
def choose() -> ResponseReturnValue:
    """Keep the chosen theme, or follow the system again; come back to the page that asked."""
    theme = request.form.get("theme", "")
    response = current_app.make_response(hx.go(guards.safe_path(request.form.get("suite")) or "/"))
    if theme in THEMES:
        response.set_cookie(
            COOKIE,
            theme,
            max_age=_YEAR,
            httponly=True,
            samesite="Lax",
            secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        )
    else:
        response.delete_cookie(COOKIE)
    return response


def init(app: Flask) -> None:
    """Tell the templates which theme this browser chose."""
    app.register_blueprint(blueprint)

    @app.context_processor
    def theme() -> dict[str, str]:
        chosen = request.cookies.get(COOKIE, "")
        return {"theme": chosen if chosen in THEMES else ""}
