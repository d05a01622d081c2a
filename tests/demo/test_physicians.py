"""`portail demo load`: as many fictitious physicians as asked, ready to sign in, however often it is run."""

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal import demo as demo_room
from portal.accounts import service, store
from portal.accounts.models import Account, Credential
from portal.db import reading, transaction
from portal.demo.commands import demo
from portal.demo.people import PEOPLE
from portal.demo.physicians import physician
from portal.identifiers import Refused, mssante, rpps
from tests.pages.client import PageClient
from tests.pages.signin import is_signed_in, sign_in

PASSWORD = "tournesol bleu sur la falaise"
FEW = 12


@pytest.fixture
def app(make_app):
    """A demonstration whose mail goes to a real SMTP server."""
    app = make_app(demo=True)
    with app.app_context():
        yield app


def _load(count: int = FEW, password: str = PASSWORD):
    return CliRunner().invoke(demo, ["load", "--medecins", str(count), "--mot-de-passe", password])


def _count(model) -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(model))


def _of(number: int) -> Account:
    with reading() as session:
        found = store.find(session, physician(number).rpps)
    assert found
    return found


@given(st.integers(1, 1_000_000))
def test_every_number_makes_a_valid_rpps_and_a_valid_address(number):
    made = physician(number)
    assert not isinstance(rpps.parse(made.rpps), Refused)
    assert mssante.parse(made.mssante) == made.mssante


def test_the_first_ten_thousand_are_of_the_series_announced():
    made = {physician(number).rpps for number in range(1, 10_001)}
    assert len(made) == 10_000
    assert {r[:6] for r in made} == {"999999"}


@given(st.sets(st.integers(1, 1_000_000), min_size=2, max_size=2))
def test_two_physicians_never_share_a_number(numbers):
    assert len({physician(number).rpps for number in numbers}) == 2


def test_no_physician_has_the_number_of_a_sample_person():
    taken = {sample.rpps for sample in PEOPLE if sample.rpps}
    assert not any(physician(number).rpps in taken for number in range(1, 40_001))


def test_each_line_is_a_number_and_its_address(app):
    lines = _load().stdout.splitlines()
    assert lines == [f"{physician(n).rpps};medecin{n}@demo.mssante.fr" for n in range(1, FEW + 1)]


def test_nothing_else_is_said_on_the_standard_output(app):
    result = _load()
    assert result.exit_code == 0
    assert "sur 12" in result.stderr
    assert "sur 12" not in result.stdout


def test_a_physician_of_the_load_signs_in_with_the_code_of_an_smtp_server(app, mailbox):
    _load()
    browser = PageClient(app)
    sign_in(browser, mailbox, physician(FEW).rpps, physician(FEW).mssante, PASSWORD)
    assert is_signed_in(browser)


def test_the_same_load_again_adds_nobody(app):
    first = _load().stdout
    before = _count(Account)
    assert _load().stdout == first
    assert (_count(Account), _count(Credential)) == (before, before)


def test_a_larger_load_keeps_those_who_were_there(app):
    _load(3)
    before = _of(3).id
    _load(5)
    assert (_of(3).id, _count(Account)) == (before, 5)


def test_a_load_goes_on_where_an_interrupted_one_stopped(app, monkeypatch):
    _load(4)
    monkeypatch.setattr("portal.demo.commands.CHUNK", 3)
    assert len(_load(10).stdout.splitlines()) == 10
    assert _count(Account) == 10


def test_those_who_were_there_are_ready_again_with_the_new_password(app):
    _load()
    with transaction() as session:
        credential = store.get(session, _of(2).id).credential
        credential.sign_ins, credential.must_change = 90, True
    _load(password="parapluie vert sous le noyer")
    account = _of(2)
    assert not service.has_expired(account)
    assert service.hasher().verify(account.credential.password_hash, "parapluie vert sous le noyer").matches
    assert not service.hasher().verify(account.credential.password_hash, PASSWORD).matches


def test_a_load_leaves_the_sample_people_alone(app):
    demo_room.prepare(app)
    before = _count(Account)
    _load()
    assert _count(Account) == before + FEW


def test_one_hash_serves_them_all(app, monkeypatch):
    asked = []
    monkeypatch.setattr(
        type(service.hasher()), "hash_password", lambda _, password: asked.append(password) or "argon2 aside"
    )
    _load()
    assert asked == [PASSWORD]


def test_a_real_portal_refuses_and_says_why(make_app):
    with make_app().app_context():
        result = _load()
        assert result.exit_code == 1
        assert "PORTAL_DEMO=1" in result.stderr
        assert _count(Account) == 0


@pytest.mark.parametrize("count", ["0", "-1", "1000001", "dix"])
def test_a_count_out_of_bounds_is_refused(app, count):
    assert CliRunner().invoke(demo, ["load", "--medecins", count, "--mot-de-passe", PASSWORD]).exit_code == 2


def test_a_password_too_long_to_be_typed_is_refused_in_a_sentence(app):
    result = _load(password="é" * 129)
    assert result.exit_code == 1
    assert "128" in result.stderr
