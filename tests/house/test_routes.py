"""Every route says who may see it, and holds to it whoever asks, by every method (promise 25)."""

from dataclasses import dataclass

import pytest

from portal.accounts.rules import Kind, Level, Right
from portal.web import guards
from portal.web.guards import DemoOnly, Holding, Public, Renewing, SignedIn
from tests.pages.client import PageClient
from tests.pages.inside import put_inside

# The guards are the same code on both databases.
pytestmark = pytest.mark.one_database

# A page that anybody may see is added here by hand, on purpose.
PUBLIC = {
    ("GET", "/"),
    ("GET", "/.well-known/change-password"),
    ("GET", "/accessibilite"),
    ("GET", "/aide"),
    ("GET", "/aide/connexion"),
    ("GET", "/aide/connexion/<path:answers>"),
    ("GET", "/captcha/<token>.png"),
    ("GET", "/captcha/<token>.wav"),
    ("GET", "/connexion"),
    ("GET", "/connexion/adresse"),
    ("GET", "/connexion/code"),
    ("GET", "/donnees-personnelles"),
    ("GET", "/inscription/finaliser/<token>"),
    ("GET", "/inscription/finaliser/<token>/signaler"),
    ("GET", "/inscription"),
    ("GET", "/inscription/code"),
    ("GET", "/inscription/conditions"),
    ("GET", "/inscription/corriger/<token>"),
    ("GET", "/inscription/envoyee"),
    ("GET", "/inscription/fiche"),
    ("GET", "/inscription/type"),
    ("GET", "/mentions-legales"),
    ("GET", "/metriques"),
    ("GET", "/mot-de-passe/lien/<token>"),
    ("GET", "/mot-de-passe/oublie"),
    ("GET", "/mot-de-passe/oublie/envoye"),
    ("GET", "/mot-de-passe/pas-moi/<token>"),
    ("GET", "/raccordement/bienvenue"),
    ("GET", "/raccordement/certificat"),
    ("GET", "/raccordement/certificat.pem"),
    ("GET", "/raccordement/demande"),
    ("GET", "/raccordement/demande/brouillon"),
    ("GET", "/raccordement/demande/choix"),
    ("GET", "/raccordement/demande/code"),
    ("GET", "/raccordement/demande/effacer"),
    ("GET", "/raccordement/demande/envoyee"),
    ("GET", "/raccordement/demande/lien/<token>"),
    ("GET", "/raccordement/invitation/<token>"),
    ("GET", "/raccordement/kit.zip"),
    ("GET", "/raccordement/manuel"),
    ("GET", "/raccordement/manuel.pdf"),
    ("GET", "/robots.txt"),
    ("GET", "/sante"),
    ("GET", "/sante/pret"),
    ("GET", "/static/<path:filename>"),
    ("POST", "/apparence"),
    ("POST", "/captcha/nouveau"),
    ("POST", "/connexion"),
    ("POST", "/connexion/adresse"),
    ("POST", "/connexion/code"),
    ("POST", "/connexion/code/renvoi"),
    ("POST", "/connexion/identifiant"),
    ("POST", "/connexion/nom"),
    ("POST", "/deconnexion"),
    ("POST", "/inscription/finaliser/<token>"),
    ("POST", "/inscription/finaliser/<token>/signaler"),
    ("POST", "/inscription/regles"),
    ("POST", "/inscription"),
    ("POST", "/inscription/code"),
    ("POST", "/inscription/code/renvoi"),
    ("POST", "/inscription/corriger/<token>"),
    ("POST", "/inscription/fiche"),
    ("POST", "/inscription/fiche/garder"),
    ("POST", "/inscription/type"),
    ("POST", "/mot-de-passe/lien/<token>/choisir"),
    ("POST", "/mot-de-passe/lien/<token>/debloquer"),
    ("POST", "/mot-de-passe/oublie"),
    ("POST", "/mot-de-passe/oublie/envoye"),
    ("POST", "/mot-de-passe/pas-moi/<token>"),
    ("POST", "/mot-de-passe/regles"),
    ("POST", "/raccordement/demande"),
    ("POST", "/raccordement/demande/brouillon"),
    ("POST", "/raccordement/demande/brouillon/garder"),
    ("POST", "/raccordement/demande/choix"),
    ("POST", "/raccordement/demande/code"),
    ("POST", "/raccordement/demande/code/renvoi"),
    ("POST", "/raccordement/demande/effacer"),
    ("POST", "/raccordement/demande/lien/<token>"),
    ("POST", "/raccordement/invitation/<token>"),
    ("POST", "/registres/communes"),
    ("POST", "/registres/etablissements"),
}
DEMO = {
    ("GET", "/composants"),
    ("GET", "/demo"),
    ("GET", "/demo/messagerie"),
    ("GET", "/demo/messagerie/<message_id>"),
    ("GET", "/demo/messagerie/<message_id>/html"),
    ("POST", "/demo/connexion"),
    ("POST", "/demo/horloge"),
    ("POST", "/demo/recommencer"),
}
SAMPLES = {
    "account_id": 999_999,
    "answers": "etablissement",
    "browser_id": 999_999,
    "change_id": 999_999,
    "delegate_id": 999_999,
    "origin_id": 999_999,
    "filename": "css/base.css",
    "finess_et": "010000024",
    "invitation_id": 999_999,
    "kind": "csv",
    "mailbox_id": 999_999,
    "message_id": "x",
    "number": "R-2026-00001",
    "reference": "x",
    "profile_id": 999_999,
    "contact_id": 999_999,
    "session_id": 999_999,
    "structure_id": 999_999,
    "team_id": 999_999,
    "template_id": 999_999,
    "token": "x",
    "type_bal": "PER",
    "word": "accepter",
}
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE")
SIGN_IN, RENEW, HOME = "/connexion", "/mot-de-passe/renouveler", "/"


@dataclass(frozen=True)
class Role:
    """Who asks."""

    kind: Kind | None
    level: Level = Level.FULL
    rights: frozenset[Right] = frozenset()


ROLES = {
    "anonymous": Role(None),
    "renewing": Role(Kind.HEALTH_PROFESSIONAL, Level.RENEW),
    "physician": Role(Kind.HEALTH_PROFESSIONAL),
    "gestionnaire SI": Role(Kind.SI_MANAGER, rights=frozenset({Right.SI_MANAGER})),
    "instructeur": Role(Kind.MAILBOX_HOLDER, rights=frozenset({Right.INSTRUCTOR})),
    "référent": Role(Kind.STAFF, rights=frozenset({Right.REFERENT})),
    "Medimail administrator": Role(Kind.MAILBOX_HOLDER, rights=frozenset({Right.MEDIMAIL_ADMINISTRATOR})),
    "administrator": Role(Kind.MAILBOX_HOLDER, rights=frozenset({Right.ADMINISTRATOR})),
}

UNTAKEN_TOO = {ROLES["anonymous"], ROLES["administrator"]}


def _declared(app):
    return {
        (method, rule.rule): guards.declared(app.view_functions[rule.endpoint])
        for rule in app.url_map.iter_rules()
        for method in rule.methods & {"GET", "POST", "PUT", "PATCH", "DELETE"}
    }


@pytest.fixture
def demo_app(make_app, tmp_path):
    app = make_app(demo=True, smtp_url=f"file:{tmp_path}/lettres")
    with app.app_context():
        yield app


def test_every_route_declares_a_guard(demo_app):
    assert [route for route, guard in _declared(demo_app).items() if guard is None] == []


def test_the_guard_of_a_right_is_declared_once(demo_app):
    held = [guard for guard in _declared(demo_app).values() if isinstance(guard, Holding)]
    made = {id(guard): guard.right for guard in held}
    assert sorted(made.values()) == sorted(set(made.values()))


def test_the_public_routes_are_those_written_here(app):
    assert {route for route, guard in _declared(app).items() if guard == Public()} == PUBLIC


def test_the_demo_adds_only_its_own_routes(app, demo_app):
    added = dict(_declared(demo_app).items() - _declared(app).items())
    assert set(added) == DEMO
    assert set(added.values()) == {DemoOnly()}


def test_no_route_changes_anything_on_get(demo_app):
    mixed = [r.rule for r in demo_app.url_map.iter_rules() if {"GET", "POST"} <= r.methods]
    assert mixed == []


@pytest.mark.own_app
def test_a_view_that_forgot_its_guard_is_shown_to_nobody(app, client):
    app.add_url_rule("/oubli", "oubli", lambda: "secret")
    assert client.open("/oubli").status == 403


@pytest.mark.own_app
def test_a_demo_page_that_slipped_into_a_real_portal_does_not_exist(app, client):
    app.add_url_rule("/jouet", "jouet", guards.demo_only(lambda: "secret"))
    assert client.open("/jouet").status == 404


@pytest.mark.own_app
def test_a_right_opens_its_pages_to_its_holder_alone(app, build, new_client):
    app.add_url_rule("/reserve", "reserve", guards.guard(guards.Holding(Right.REFERENT))(lambda: "secret"))
    holder = put_inside(new_client(), _person(build, ROLES["référent"]))
    other = put_inside(new_client(), _person(build, ROLES["administrator"]))
    assert holder.send("GET", "/reserve").text == "secret"
    assert other.open("/reserve").status == 403
    assert new_client().open("/reserve").path == SIGN_IN


def _person(build, role):
    return build.person(kind=role.kind, last_name="Durand", first_name="Camille", rights=role.rights)


@dataclass(frozen=True)
class Asked:
    """One request of the matrix and what came back."""

    method: str
    rule: str
    guard: object
    status: int
    way: str


def _ask_everything(app, build, role):
    account = _person(build, role) if role.kind else None
    # Who asks makes no difference to a method that no view takes: the table of addresses refuses it before any guard.
    untaken = METHODS if role in UNTAKEN_TOO else ()
    for rule in app.url_map.iter_rules():
        for method in sorted(rule.methods | set(untaken)):
            client = PageClient(app)
            if account:
                put_inside(client, account, role.level)
            yield _ask(app, client, rule, method)


def _ask(app, client, rule, method):
    with app.test_request_context(base_url=client.base):
        path = app.url_for(rule.endpoint, **{name: SAMPLES[name] for name in rule.arguments if name in SAMPLES})
    answer = client.send(method, path, headers={"X-CSRFToken": client.token} if method == "POST" else {})
    guard = guards.declared(app.view_functions[rule.endpoint]) if method in rule.methods else None
    return Asked(method, rule.rule, guard, answer.status_code, answer.headers.get("Location", "").partition("?")[0])


def _is_expected(asked, role):
    """Whether this is what the guard promises to this role."""
    answer = (asked.status, asked.way)
    match asked.guard:
        case None:  # another rule of the same path may take the method
            right = asked.status < 500
        case Public():
            right = asked.status < 500 and asked.status not in {401, 403}
        case _ if role.kind is None:
            right = answer == (303, SIGN_IN)
        case Renewing():
            right = _opens(asked) if role.level is Level.RENEW else answer == (303, HOME)
        case _ if role.level is Level.RENEW:
            right = answer == (303, RENEW)
        case Holding(held) if held not in role.rights:
            right = asked.status == 403
        case SignedIn() | Holding():
            right = _opens(asked)
    return right


def _opens(asked):
    return asked.status in {200, 303, 404, 422} and asked.way not in {SIGN_IN, RENEW, HOME}


@pytest.mark.parametrize("role", ROLES.values(), ids=ROLES)
def test_every_route_answers_every_role_as_its_guard_says(app, build, role):
    wrong = [asked for asked in _ask_everything(app, build, role) if not _is_expected(asked, role)]
    assert wrong == []


def test_a_method_that_no_view_takes_is_refused(app, client):
    paths = {}
    for rule in app.url_map.iter_rules():
        paths.setdefault(rule.rule, set()).update(rule.methods)
    untaken = [
        (path, method) for path, taken in paths.items() if "<" not in path for method in METHODS if method not in taken
    ]
    answers = {(path, method): client.send(method, path).status_code for path, method in untaken}
    assert set(answers.values()) == {405}


def test_every_post_refuses_a_missing_and_a_wrong_token(build, demo_app):
    account = _person(build, ROLES["physician"])
    refused, past = [], []
    for rule in demo_app.url_map.iter_rules():
        if "POST" not in rule.methods:
            continue
        client = put_inside(PageClient(demo_app, address="127.0.0.1"), account)
        with demo_app.test_request_context(base_url=client.base):
            path = demo_app.url_for(rule.endpoint, **{name: SAMPLES[name] for name in rule.arguments})
        for token in (None, "", "IjAi.forged"):
            data = {} if token is None else {"csrf_token": token}
            answer = client.send("POST", path, data=data)
            # A step of the sign-in is refused too, but whoever is inside is led home (tests/signin/test_left_tabs.py).
            if getattr(demo_app.view_functions[rule.endpoint], "way_in", False):
                past.append((answer.status_code, answer.headers.get("Location")))
            else:
                refused.append((answer.status_code, "Page périmée" in answer.text))
    assert set(refused) == {(400, True)}
    assert set(past) == {(303, HOME)}


def test_the_token_of_one_browser_is_of_no_use_to_another(app, client, new_client):
    other = new_client().open("/connexion")
    client.open("/connexion")
    assert client.send("POST", "/deconnexion", data={"csrf_token": other.token}).status_code == 400
