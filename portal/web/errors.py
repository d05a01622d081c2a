"""What went wrong and what to do next, in French, as a page or as a fragment for htmx."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask, Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnection
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from portal.web import guards, hx, kept
from portal.web.logs import log


@dataclass(frozen=True)
class Explanation:
    """The words of an error page."""

    title: str
    what: str
    remedy: str


TEXTS = {
    400: Explanation(
        "Demande incomprise",
        "Votre navigateur a envoyé une demande que le portail ne peut pas lire.",
        "Revenez à la page précédente, rechargez-la, puis recommencez.",
    ),
    403: Explanation(
        "Accès réservé",
        "Votre compte n’ouvre pas cette page.",
        "Si vous devez y avoir accès, demandez-le au référent de votre établissement ou, pour Medimail, à "
        "l’administrateur de votre structure.",
    ),
    404: Explanation(
        "Page introuvable",
        "Cette adresse ne mène à aucune page du portail, ou n’y mène plus.",
        "Vérifiez l’adresse, ou repartez de l’accueil.",
    ),
    405: Explanation(
        "Action impossible ici",
        "Cette adresse ne s’ouvre pas de cette façon.",
        "Repartez de l’accueil et suivez les liens des pages.",
    ),
    413: Explanation(
        "Envoi trop volumineux",
        "Ce que vous avez envoyé dépasse la taille acceptée.",
        "Réduisez le fichier ou le texte, puis recommencez.",
    ),
    414: Explanation(
        "Adresse trop longue",
        "Votre navigateur a demandé une adresse plus longue que ce que le portail peut lire.",
        "Repartez de l’accueil et suivez les liens des pages.",
    ),
    422: Explanation(
        "Saisie à corriger",
        "Une partie de ce que vous avez envoyé ne peut pas être acceptée.",
        "Revenez au formulaire : chaque champ à corriger y est signalé.",
    ),
    429: Explanation(
        "Trop d’essais",
        "Trop de demandes sont venues de votre réseau en peu de temps.",
        "Attendez quelques minutes, puis recommencez. Rien n’est perdu, et votre compte n’est pas bloqué pour autant.",
    ),
    431: Explanation(
        "Trop de cookies",
        "Votre navigateur a joint à sa demande plus que le portail ne peut lire, sans doute de vieux cookies.",
        "Effacez les cookies de ce site, puis recommencez.",
    ),
    500: Explanation(
        "Erreur du portail",
        "Le portail a rencontré une erreur ; elle a été enregistrée. Ce n’est pas de votre fait.",
        "Recommencez dans un instant. Si cela se répète, donnez à l’assistance le numéro ci-dessous.",
    ),
    503: Explanation(
        "Service momentanément indisponible",
        "Le portail ne peut pas répondre pour l’instant.",
        "Recommencez dans une minute.",
    ),
}

CSRF = Explanation(
    "Page périmée",
    "Rien n’a été enregistré : vous vous êtes connecté ou déconnecté dans un autre onglet, cette page était ouverte "
    "depuis trop longtemps, ou votre navigateur refuse les cookies.",
    "Rechargez la page et recommencez. Si cela se répète, autorisez les cookies de ce site.",
)

KEPT = Explanation(
    "Page périmée",
    "Rien n’a été envoyé\u00a0: vous vous êtes connecté ou déconnecté dans un autre onglet, ou cette page était "
    "ouverte depuis trop longtemps. Votre saisie est gardée.",
    "Rouvrez le formulaire\u00a0: votre saisie y est revenue, il reste à l’envoyer.",
)
# What a form met that was shown before its page closed to whoever sends it. The same words whatever the reason: they do
# not say whether there is such a thing.
LATE = {
    403: Explanation(
        "Accès réservé",
        "Rien n’a été fait\u00a0: votre compte n’ouvre pas cette page, ou ne l’ouvre plus. Quelqu’un vous en a "
        "peut-être retiré le droit pendant que vous la lisiez.",
        "Si ce changement vous surprend, lisez le courriel qui vous l’annonce, ou demandez à un administrateur.",
    ),
    404: Explanation(
        "Page introuvable",
        "Rien n’a été enregistré\u00a0: cette page n’existe pas, ou n’est plus à votre portée. Quelqu’un l’a "
        "peut-être fermée ou déplacée pendant que vous la remplissiez.",
        "Repartez de l’accueil pour voir ce qui vous est ouvert.",
    ),
}
PAST = "Cette session s’est ouverte dans un autre onglet. Ce n’est pas la vôtre ? Déconnectez-vous."


def answer(
    code: int,
    text: Explanation,
    headers: dict[str, str] | None = None,
    *,
    back: str | None = None,
    typed: Sequence[tuple[str, str]] = (),
) -> Response:
    """The error as a page, or as a fragment when htmx asked for one.

    `back` is the form to open again; `typed` what was typed in one that opens no more, which a fragment leaves there.
    """
    template = "errors/_fragment.html" if hx.wants_fragment() else "errors/error.html"
    body = render_template(
        template, code=code, title=text.title, what=text.what, remedy=text.remedy, back=back, typed=typed
    )
    response = Response(body, status=code, headers=headers)
    response.vary.add("HX-Request")
    return response


def bare(app: Flask, code: int, remedy: str = "") -> str:
    """The error as a page without links nor style: for what was asked of no address of ours, or never reached us."""
    text = TEXTS[code]
    page = app.jinja_env.get_template("errors/bare.html")
    return page.render(title=text.title, what=text.what, remedy=remedy or text.remedy)


def _known(error: HTTPException, code: int) -> Response:
    headers = {k: v for k, v in error.get_headers() if k in {"Allow", "Retry-After"}}
    if code in LATE and request.method == "POST" and request.endpoint and current_user.is_authenticated:
        return answer(code, LATE[code], headers, typed=kept.typed())
    return answer(code, TEXTS.get(code, TEXTS[400 if code < 500 else 500]), headers)  # noqa: PLR2004 - the two families of HTTP errors


def init(app: Flask) -> None:
    """Answer every error of this application."""
    # Flask's own record quotes the path, which may hold a link's token, and the exception, which may quote a person.
    app.log_exception = lambda exc_info: None  # type: ignore[method-assign] # noqa: ARG005 - the name is Flask's

    @app.errorhandler(SecurityError)
    def foreign(_error: SecurityError) -> ResponseReturnValue:
        # The Host header is not ours: no address can be built, so the page has no link.
        return bare(app, 400, "Ouvrez le portail par son adresse habituelle."), 400

    @app.errorhandler(CSRFError)
    def stale(_error: CSRFError) -> ResponseReturnValue:
        if guards.is_past(request.endpoint):
            # Signed in meanwhile in another tab, which changed the token. What was sent is refused all the same and
            # never read: only the way on differs, and any link could lead there.
            flash(PAST, "info")
            return hx.go(url_for("information.home"))
        back = kept.keep()
        return answer(400, KEPT if back else CSRF, back=back)

    @app.errorhandler(HTTPException)
    def known(error: HTTPException) -> ResponseReturnValue:
        if error.code is None or error.code < 400:  # noqa: PLR2004 - redirects raised by the router are answers
            return error.get_response()
        return _known(error, error.code)

    @app.errorhandler(OperationalError)
    @app.errorhandler(NoFreeConnection)
    def unavailable(error: OperationalError | NoFreeConnection) -> ResponseReturnValue:
        log.error("database_unavailable", error=type(getattr(error, "orig", None) or error).__name__)
        return answer(503, TEXTS[503], {"Retry-After": "30"})

    @app.errorhandler(InternalServerError)
    def broken(error: InternalServerError) -> ResponseReturnValue:
        cause = error.original_exception or error
        if isinstance(cause, OperationalError | NoFreeConnection):  # met while another error was being told
            return unavailable(cause)
        log.error("unhandled", exc_info=cause)
        return answer(500, TEXTS[500])
