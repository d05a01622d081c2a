"""The sample people are in the states that they announce, by the portal's own rules."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from portal import clock, demo
from portal.accounts import policy, service, store
from portal.accounts.models import Account
from portal.accounts.rules import (
    ByContact,
    ByMssante,
    Kind,
    Nowhere,
    Right,
    canonical_identifier,
    code_route,
    reset_route,
)
from portal.db import reading, transaction
from portal.demo.people import PASSWORD, PEOPLE
from portal.identifiers import Refused, finess, mssante, rpps
from tests.demo.looking import account_of, everything, sample_of, sign_in, states
from tests.pages.signin import try_password

pytestmark = pytest.mark.one_database


def test_a_second_start_changes_nothing(demo_app):
    before = everything(demo_app)
    demo.prepare(demo_app)
    assert everything(demo_app) == before


def test_a_second_start_keeps_what_was_done_with_a_person(demo_app):
    with demo_app.app_context():
        blocked = account_of("Genêt")
        with transaction() as session:
            service.unblock(session, store.get(session, blocked.id))
    demo.prepare(demo_app)
    with demo_app.app_context():
        assert not service.blocked(account_of("Genêt"))


def test_a_person_who_is_missing_comes_back_at_the_next_start(demo_app):
    with demo_app.app_context(), transaction() as session:
        session.execute(delete(Account).where(Account.id == account_of("Iris").id))
    demo.prepare(demo_app)
    with demo_app.app_context():
        assert service.has_expired(account_of("Iris"))


def test_a_start_asks_for_one_hash_however_many_people(make_app, monkeypatch, letters):
    app = make_app(demo=True, smtp_url=f"file:{letters}")
    hasher, asked = app.extensions["portal_hasher"], []
    monkeypatch.setattr(type(hasher), "hash_password", lambda _, password: asked.append(password) or "argon2 aside")
    demo.prepare(app)
    demo.prepare(app)
    assert asked == [PASSWORD]


def test_the_password_shown_is_the_password_of_each(demo_app, subtests):
    for name in [sample.last_name for sample in PEOPLE]:
        with subtests.test(name), demo_app.app_context():
            assert service.hasher().verify(account_of(name).credential.password_hash, PASSWORD).matches


def test_the_password_shown_is_one_that_the_portal_would_accept():
    for sample in PEOPLE:
        known = [sample.last_name, sample.first_name, sample.identifier, sample.mssante or ""]
        assert [f.sentence for f in policy.check(PASSWORD, known) if not f.met] == []


def test_every_identifier_is_well_formed_and_every_name_its_own():
    assert len({sample.identifier for sample in PEOPLE}) == len(PEOPLE)
    for sample in PEOPLE:
        assert not isinstance(rpps.parse(sample.rpps), Refused) if sample.rpps else True
        assert not isinstance(mssante.parse(sample.mssante), Refused) if sample.mssante else True
        assert all(not isinstance(finess.parse(scope), Refused) for scope in sample.rights.values() if scope)
        assert sample.specific or canonical_identifier(sample.identifier) == sample.identifier


def test_expiry_is_what_the_situation_announces(demo_app, subtests):
    for sample in PEOPLE:
        with subtests.test(sample.last_name):
            situation = sample.situation
            ended = [n for n in (situation.days_left, situation.sign_ins_left) if n is not None and n <= 0]
            with demo_app.app_context():
                account = account_of(sample.last_name)
                assert service.has_expired(account) == bool(ended or situation.must_change)


def test_nobody_is_blocked_but_who_says_so(demo_app, subtests):
    for sample in PEOPLE:
        with subtests.test(sample.last_name), demo_app.app_context():
            assert service.blocked(account_of(sample.last_name)) == sample.situation.blocked


@pytest.mark.parametrize("months", [1, 6, 18])
def test_states_follow_the_limits_that_the_deployment_chose(make_app, letters, months):
    app = make_app(demo=True, smtp_url=f"file:{letters}", password_months=months, password_sign_ins=20)
    demo.prepare(app)
    with app.app_context():
        assert service.has_expired(account_of("Coquelicot"))
        assert service.has_expired(account_of("Dahlia"))
        assert not service.has_expired(account_of("Églantine"))
        assert not service.has_expired(account_of("Fougère"))


def test_each_is_reached_as_the_scenario_says(demo_app):
    with demo_app.app_context():
        routes = {
            name: reset_route(account_of(name).reach, mssante_only=False)
            for name in ("Aubépine", "Bouleau", "Iris", "Kalmia", "Muguet", "Narcisse")
        }
        codes = code_route(account_of("Bouleau").reach), code_route(account_of("Muguet").reach)
    assert routes == {
        "Aubépine": ByMssante("camille.aubepine@demo.mssante.fr"),
        "Bouleau": Nowhere(),
        "Iris": Nowhere(),
        "Kalmia": ByContact("karine.kalmia@ch-demo.example"),
        "Muguet": Nowhere(),
        "Narcisse": ByMssante("noe.narcisse@demo.mssante.fr"),
    }
    assert codes == (Nowhere(), ByContact("mona.muguet@medimail-demo.example"))


def test_every_kind_and_every_right_has_somebody():
    assert {sample.kind for sample in PEOPLE} == set(Kind)
    assert {right for sample in PEOPLE for right in sample.rights} == set(Right)


@pytest.mark.parametrize(("name", "scope"), [("Lilas", "010780054"), ("Sauge", "010000024")])
def test_each_referent_is_limited_to_one_hospital(demo_app, name, scope):
    with demo_app.app_context(), reading() as session:
        assert [(r.name, r.scope) for r in store.rights(session, account_of(name).id)] == [(Right.REFERENT, scope)]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Aubépine", ["Prêt à se connecter"]),
        ("Bouleau", ["Sans adresse MSSanté"]),
        ("Coquelicot", ["Expiré\u00a0: trop ancien"]),
        ("Dahlia", ["Expiré\u00a0: connexions épuisées"]),
        ("Églantine", ["Expire dans 8\u00a0jours"]),
        ("Fougère", ["Expire dans 11\u00a0connexions"]),
        ("Genêt", ["Bloqué"]),
        ("Hêtre", ["Première connexion"]),
        ("Iris", ["Expiré\u00a0: trop ancien", "Sans adresse MSSanté"]),
    ],
)
def test_the_page_shows_the_state_of_each(visitor, name, shown):
    assert states(visitor, name) == shown


def test_the_state_shown_is_that_of_now_not_that_of_the_start(visitor):
    visitor.open("/demo").post("/demo/horloge", {"pas": "1j"})
    assert states(visitor, "Genêt") == ["Prêt à se connecter"]
    assert states(visitor, "Églantine") == ["Expire dans 7\u00a0jours"]


def test_the_night_after_tells_who_expires_soon(visitor, work):
    visitor.open("/demo").post("/demo/horloge", {"pas": "1j"})
    work()
    assert "expire dans 7 jours" in visitor.open("/demo/messagerie?destinataire=elise.eglantine").text


def test_eighteen_months_later_every_password_has_expired(visitor):
    visitor.open("/demo").post("/demo/horloge", {"pas": "18mois"})
    found = {name: states(visitor, name) for name in ("Aubépine", "Lilas", "Narcisse")}
    assert set(map(tuple, found.values())) == {("Expiré\u00a0: trop ancien",)}


def test_a_person_signs_in_from_the_list_with_the_code_of_the_mailbox(visitor, work):
    sign_in(visitor, work, sample_of("Aubépine"))
    assert visitor.open("/mon-compte").heading == "Mon compte"


def test_a_specific_account_finds_its_name_filled_in(visitor):
    visitor.open("/demo").submit({"personne": "Jasmin Jules"})
    assert visitor.soup.select_one("input[name=nom_prenom]")["value"] == "Jasmin Jules"
    assert not visitor.soup.select_one("input[name=identifiant]").get("value")


def test_choosing_another_person_ends_the_session(visitor, work):
    sign_in(visitor, work, sample_of("Aubépine"))
    visitor.open("/demo").submit({"personne": sample_of("Lilas").identifier})
    assert visitor.heading == "Se connecter"
    assert visitor.open("/mon-compte").heading == "Se connecter"


def test_nobody_but_the_sample_people_can_be_chosen(visitor):
    assert visitor.open("/demo").post("/demo/connexion", {"personne": "99700237045"}).status == 404


def test_the_blocked_person_is_refused_and_unblocked_by_the_mail(visitor, work, letters):
    sample = sample_of("Genêt")
    assert try_password(visitor, sample.identifier, PASSWORD).status == 422
    work()
    assert any(b"gaelle.genet" in path.read_bytes() for path in letters.glob("*.eml"))


def test_a_block_ends_by_itself_a_day_later(demo_app):
    with demo_app.app_context():
        account = account_of("Genêt")
        clock.shift(timedelta(hours=23))
        assert service.blocked(account)
        clock.shift(timedelta(hours=25))
        assert not service.blocked(account)
