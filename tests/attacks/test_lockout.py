"""Promise 8: an attack locks nobody out. Promise 9: a hospital behind one address is not one person."""

import itertools

import pytest
from sqlalchemy import select

from portal.accounts import hashing, store
from portal.accounts import service as accounts
from portal.accounts.counters import Scope, Tally, count, subject
from portal.accounts.hashing import Verdict
from portal.accounts.models import Counter
from portal.clock import now
from portal.config import settings
from portal.db import reading, transaction
from portal.demo.physicians import physician
from portal.demo.store import add_physicians
from portal.environ import networks
from portal.limits import Limit
from portal.signin import challenges, rules, service
from portal.signin.store import latest
from portal.web.visitor import Visitor
from tests.builders import NEW_PASSWORD, PASSWORD, Builder
from tests.pages.client import PageClient
from tests.pages.signin import is_signed_in, sign_in, try_code, try_password

WRONG = "mauvais mot de passe"


def _browsers(network):
    """New browsers behind one address, one after the other."""
    for number in itertools.count():
        yield Visitor(f"{network}-{number}".rjust(64, "0"), "1" * 64, "Firefox sur Windows", network)


def _try(visitor, identifier, password):
    """What the sign-in page does with a claim, without the page: a thousand of them stay quick."""
    with transaction() as session:
        attempt = service.begin(session, visitor, store.find(session, identifier), identifier)
    if isinstance(attempt, rules.Throttled):
        return attempt
    verdict = accounts.hasher().verify(attempt.password_hash, password)
    with transaction() as session:
        return service.conclude(session, visitor, attempt, verdict)


@pytest.fixture
def under_attack(build, monkeypatch):
    """A person, five wrong passwords on their number from each of some addresses, and how many were compared."""
    compared = []
    verify = hashing.Hasher.verify

    def spy(hasher, stored, text):
        compared.append(stored is not None)
        # argon2 is measured elsewhere, and only who is asked matters here.
        return verify(hasher, stored, text) if text != WRONG else Verdict(matches=False)

    monkeypatch.setattr(hashing.Hasher, "verify", spy)
    person = build.physician()

    def attack(addresses=12):
        outcomes = set()
        for address in range(addresses):
            browsers = _browsers(f"203.0.113.{address}/32")
            outcomes |= {_try(next(browsers), person.rpps, WRONG) for _ in range(5)}
        return outcomes

    return person, attack, compared


def test_a_thousand_wrong_passwords_do_not_lock_the_owner_out(under_attack, client, new_client, mailbox):
    person, attack, compared = under_attack
    sign_in(client, mailbox, person.rpps, person.mssante, trust=True)
    client.open("/mon-compte").press("Se déconnecter")
    compared.clear()
    assert attack(addresses=200) == {rules.Refused()}
    assert (len(compared), sum(compared)) == (1_000, 9 + 1)
    # From a browser already trusted: the password alone, as usual.
    assert is_signed_in(try_password(client, person.rpps))
    # From another one, where the password is refused: by the mailed link.
    other = new_client()
    assert try_password(other, person.rpps).status == 422
    other.open("/mot-de-passe/oublie").submit({"identifiant": person.rpps})
    other.open(mailbox.link(person.mssante)).press("Débloquer mon compte")
    assert is_signed_in(sign_in(other, mailbox, person.rpps, person.mssante))


def test_the_owner_is_told_once_of_the_whole_attack(under_attack, mailbox):
    person, attack, _ = under_attack
    attack()
    assert [str(mail["subject"]) for mail in mailbox.all(person.mssante)] == ["Votre compte est bloqué"]


def test_wrong_passwords_do_not_spend_the_tries_of_the_code(under_attack, client, mailbox):
    person, attack, _ = under_attack
    try_password(client, person.rpps)
    attack()
    assert is_signed_in(try_code(client.open("/connexion/code"), mailbox.code(person.mssante)))


@pytest.mark.one_database  # the counters themselves are raced on both
def test_who_asks_for_every_link_of_somebody_leaves_a_live_one_in_the_mailbox(build, new_client, mailbox, later):
    person = build.physician()
    for _ in range(7):  # an hour and more
        for _ in range(5):
            new_client().open("/mot-de-passe/oublie").submit({"identifiant": person.rpps})
        mailbox.all()
        owner = new_client()
        owner.open("/mot-de-passe/oublie").submit({"identifiant": person.rpps})
        assert owner.open(mailbox.link(person.mssante)).status == 200
        later(minutes=10)


def test_who_held_the_old_password_cannot_shut_the_owner_out_of_the_codes(build, client, new_client, mailbox, later):
    person = build.physician()
    for _ in range(4):
        thief = try_password(new_client(), person.rpps)
        for _ in range(5):
            thief.open("/connexion/code")
            thief.post("/connexion/code", {"code": "000000"})
    for _ in range(20):
        try_password(new_client(), person.rpps)
    client.open("/mot-de-passe/oublie").submit({"identifiant": person.rpps})
    client.open(mailbox.link(person.mssante)).submit({"nouveau": NEW_PASSWORD, "confirmation": NEW_PASSWORD})
    assert is_signed_in(sign_in(client, mailbox, person.rpps, person.mssante, NEW_PASSWORD))


@pytest.mark.one_database  # the counters themselves are raced on both
def test_five_hundred_people_behind_one_address_all_sign_in(app, build):
    with transaction() as session:
        people = [physician(number) for number in range(1, 501)]
        add_physicians(session, people, password_hash=accounts.hasher().hash_password(PASSWORD), now=now())
    browsers = _browsers("198.51.100.1/32")
    for number, person in enumerate(people):
        visitor = next(browsers)
        if number % 2:  # every other one errs once
            _try(visitor, person.rpps, WRONG)
        assert _try(visitor, person.rpps, PASSWORD) == rules.CodeAsked()
        if number % 10 == 0:  # a code is of one person and one browser: some stand for all
            assert isinstance(_type_the_code(visitor), rules.SignedIn)


def _type_the_code(visitor):
    with transaction() as session:
        challenge = latest(session, visitor.mark, now() - settings().code_minutes)
        code = rules.code(challenges._secret(challenge), 0)
        return service.submit_code(session, visitor, code, trust=False)


@pytest.mark.one_database  # the counters themselves are raced on both
def test_a_whole_hospital_asks_less_than_the_brake_by_address_allows(app):
    pages_of_a_sign_in = 10
    limit = settings().limit_requests
    assert limit.count >= 500 * pages_of_a_sign_in
    assert limit.window.total_seconds() <= 60


def test_behind_that_address_each_account_keeps_its_own_limit(build, client):
    person, other = build.physician(), build.physician()
    for _ in range(6):
        try_password(client, person.rpps, WRONG)
    assert try_password(client, person.rpps).status == 422
    assert try_password(client, other.rpps).heading == "Saisir le code reçu"


def test_behind_that_address_each_recipient_keeps_its_own_limit(build, app, mailbox):
    person, other = build.physician(), build.physician()
    for asked in [person.rpps] * 8 + [other.rpps]:
        PageClient(app, address="198.51.100.1").open("/mot-de-passe/oublie").submit({"identifiant": asked})
    assert (len(mailbox.all(person.mssante)), len(mailbox.all(other.mssante))) == (5, 1)


@pytest.mark.one_database  # the counters themselves are raced on both
def test_a_password_tried_on_everybody_from_one_place_is_stopped(app):
    browsers = _browsers("203.0.113.7/32")
    outcomes = [_try(next(browsers), f"inconnu{number}", WRONG) for number in range(320)]
    assert outcomes.index(rules.Throttled()) == settings().limit_network.count


@pytest.mark.parametrize("trusted", [(), networks("10.0.0.0/8")], ids=["no proxy", "a proxy elsewhere"])
def test_forging_where_one_comes_from_gives_no_further_try(make_app, trusted):
    app = make_app(trusted_proxies=trusted)
    with app.app_context():
        person = Builder().physician()
        for number in range(6):
            forger = PageClient(app, address="203.0.113.9")
            forger.headers["X-Forwarded-For"] = f"198.51.100.{number}"
            try_password(forger, person.rpps, WRONG)
        assert try_password(PageClient(app, address="203.0.113.9"), person.rpps).status == 422
        assert try_password(PageClient(app, address="203.0.113.10"), person.rpps).heading == "Saisir le code reçu"


@pytest.mark.one_database
def test_the_coarse_brake_counts_by_address_and_by_slash_64(make_app):
    app = make_app(limit_requests=Limit.parse("10/1min"))

    def ask(address, header=""):
        return PageClient(app, address=address).send("GET", "/sante", headers={"X-Forwarded-For": header}).status_code

    assert {ask("198.51.100.1", f"10.0.0.{number}") for number in range(10)} == {200}
    assert ask("198.51.100.1") == 429
    assert ask("198.51.100.2") == 200
    assert {ask(f"2001:db8::{number:x}") for number in range(1, 11)} == {200}
    assert ask("2001:db8::ffff") == 429
    assert ask("2001:db8:0:1::1") == 200


def test_counts_of_one_person_are_never_those_of_another_of_a_like_name(app):
    with transaction() as session:
        names = [subject(1), subject(11), subject(None, "1"), subject(None, "compte 1"), subject(None, "")]
        limit = Limit.parse("5/1h")
        counted = [count(session, [Tally(Scope.ACCOUNT, name, limit)], now())[Scope.ACCOUNT] for name in names]
    assert counted == [1] * len(names)


def test_nothing_of_who_was_counted_can_be_read_in_the_table(build, client):
    person = build.physician()
    try_password(client, person.rpps, WRONG)
    with reading() as session:
        kept = " ".join(session.scalars(select(Counter.key)))
    assert person.rpps not in kept
