"""What anybody may read: the welcome, the help, the sign-in assistant, the pages that the law asks for.

These pages are what is left when all else waits: no view asks the database anything, but for the dates of the
registers, and does without them.
"""

from flask import Blueprint, Response, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from portal.config import settings
from portal.db import reading
from portal.information import personal, rules, tree
from portal.information.facts import facts
from portal.information.rules import Action, Advice, Node, Page, Phone, Question, Site
from portal.registers import store
from portal.registers.attribution import Credit, credits_of
from portal.web import guards, hx

blueprint = Blueprint("information", __name__)

# What search engines may read: what says the same to everybody, each at its exact address (« $ » of RFC 9309), since
# links of one person alone begin like some of them.
INDEXED = (
    "information.home",
    "information.help",
    "information.assistant",
    "information.accessibility",
    "information.legal",
    "information.privacy",
    "signin.start",
    "deposit.start",
    "kit.read_manual",
    "kit.manual_pdf",
)


@blueprint.get("/")
@guards.public
def home() -> ResponseReturnValue:
    """The way in for who is outside, the ways on for who is inside."""
    if not current_user.is_authenticated:
        return render_template("information/welcome.html")
    open_spaces = () if current_user.must_renew else rules.open_to(current_user.rights, current_user.worlds)
    return render_template("information/home.html", spaces=open_spaces)


@blueprint.get("/aide")
@guards.public
def help() -> ResponseReturnValue:  # noqa: A001 - the endpoint is named after the page
    """Whom to call, and the answers to what is asked most."""
    return render_template("information/help.html", facts=_facts())


def _facts() -> dict[str, str]:
    return vars(facts(settings()))


@blueprint.get("/aide/connexion", defaults={"answers": ""})
@blueprint.get("/aide/connexion/<path:answers>")
@guards.public
def assistant(answers: str) -> ResponseReturnValue:
    """« Assistant de connexion »: the question or the advice to which these answers lead."""
    place = rules.follow(tree.ROOT, answers.split("/") if answers else [])
    if place is None:
        abort(404)
    question, advice = _sides(place.node)
    return hx.show(
        "information/assistant.html",
        partial="information/_assistant.html",
        fragment=hx.wants_fragment(),
        answers=answers,
        walked=place.walked,
        question=question,
        advice=advice,
        next_url=_address(advice.action) if advice else None,
    )


def _sides(node: Node) -> tuple[Question | None, Advice | None]:
    match node:
        case Question():
            return node, None
        case Advice():
            return None, rules.told(node, _facts())


def _address(action: Action) -> str:
    match action:
        case Page(endpoint=endpoint, anchor=anchor):
            return url_for(endpoint, _anchor=anchor)
        case Site(url=url):
            return url
        case Phone():
            return "tel:" + "".join(settings().support_phone.split())


@blueprint.get("/accessibilite")
@guards.public
def accessibility() -> ResponseReturnValue:
    """The declaration of accessibility."""
    return render_template("information/accessibility.html")


@blueprint.get("/mentions-legales")
@guards.public
def legal() -> ResponseReturnValue:
    """Who publishes and who hosts the portal, as its settings say; whose data it shows."""
    return render_template(
        "information/legal.html", publisher=settings().publisher, host=settings().host, credits=_credits()
    )


def _credits() -> list[Credit] | None:
    """The registers in place; None when the database does not answer."""
    try:
        with reading() as session:
            return credits_of(store.editions(session))
    except SQLAlchemyError:
        return None


@blueprint.get("/donnees-personnelles")
@guards.public
def privacy() -> ResponseReturnValue:
    """What is kept of a person, why, how long, and their rights (GDPR, articles 13 and 14)."""
    return render_template(
        "information/privacy.html",
        kept=personal.KEPT,
        cookies=personal.cookies(),
        facts=_facts(),
        publisher=settings().publisher,
        dpo=settings().dpo,
    )


@blueprint.get("/robots.txt")
@guards.public
def robots() -> ResponseReturnValue:
    """What search engines may read; what makes these pages look as they do is theirs to fetch too."""
    open_to_all = [f"{url_for(endpoint)}$" for endpoint in INDEXED] + [url_for("static", filename="")]
    lines = ["User-agent: *", "Disallow: /", *(f"Allow: {path}" for path in open_to_all)]
    return Response("\n".join([*lines, ""]), mimetype="text/plain")
