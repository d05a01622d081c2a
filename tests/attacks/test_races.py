"""Everything at once: limits are not passed between two statements, and what serves once serves once."""

import pytest

from portal.accounts import hashing, store
from portal.accounts import service as accounts
from portal.audit import service as journal
from portal.audit.chain import Sound
from portal.db import reading, transaction
from portal.mail import service as mail
from tests.attacks.crowd import at_once, cookies_of, post
from tests.builders import NEW_PASSWORD, PASSWORD
from tests.pages.inside import put_inside
from tests.pages.signin import is_signed_in, sign_in, try_password

pytestmark = pytest.mark.own_app  # nothing may have warmed the way of the first

WRONG = "mauvais mot de passe"
OTHER_PASSWORD = "cafetière orange dans la brume"


@pytest.fixture
def compared(monkeypatch):
    """How many passwords were compared with a real hash."""
    seen = []
    verify = hashing.Hasher.verify

    def spy(hasher, stored, text):
        seen.extend([text] if stored else [])
        return verify(hasher, stored, text)

    monkeypatch.setattr(hashing.Hasher, "verify", spy)
    return seen


@pytest.fixture
def strangers(app, client):
    """Fifty wrong passwords at once for one person, from one network or from fifty."""

    def attack(identifier, *, networks, cookies=()):
        token = client.open("/connexion").token
        held = cookies_of(client)
        lent = {name: value for name, value in held.items() if name == "session" or name in cookies}
        data = {"csrf_token": token, "identifiant": identifier, "mot_de_passe": WRONG}
        return at_once(
            [lambda n=n: post(app, "/connexion", data, lent, f"203.0.113.{n % networks + 1}") for n in range(50)]
        )

    return attack


@pytest.mark.parametrize(("networks", "most"), [(50, 10), (1, 5)], ids=["fifty networks", "one network"])
def test_fifty_at_once_are_compared_no_oftener_than_the_limit(build, strangers, compared, networks, most):
    answers = strangers(build.physician().rpps, networks=networks)
    assert {answer.status_code for answer in answers} == {422}
    assert len(compared) == most


def test_a_recognised_browser_has_its_ten_tries_however_fast(build, strangers, compared, client, mailbox):
    person = build.physician()
    sign_in(client, mailbox, person.rpps, person.mssante)
    client.press("Se déconnecter")
    compared.clear()
    strangers(person.rpps, networks=1, cookies=("navigateur",))
    assert len(compared) == 10


def test_fifty_at_once_block_once_and_write_once(build, strangers, mailbox):
    person = build.physician()
    strangers(person.rpps, networks=50)
    assert [str(m["subject"]) for m in mailbox.all(person.mssante)] == ["Votre compte est bloqué"]
    with reading() as session:
        assert isinstance(journal.verify(session), Sound)


def test_eight_right_passwords_at_once_all_go_on_and_mail_one_code(app, build, client, mailbox):
    person = build.physician()
    token = client.open("/connexion").token
    held, data = cookies_of(client), {"csrf_token": token, "identifiant": person.rpps, "mot_de_passe": PASSWORD}
    answers = at_once([lambda: post(app, "/connexion", data, held) for _ in range(8)], threads=8)
    assert [(answer.status_code, answer.headers.get("Location")) for answer in answers] == [
        (303, "/connexion/code")
    ] * 8
    assert len(mailbox.all(person.mssante)) == 1


def test_right_passwords_lend_no_comparison_to_wrong_ones(app, build, client, compared):
    person = build.physician()
    token, held = client.open("/connexion").token, cookies_of(client)
    right = {"csrf_token": token, "identifiant": person.rpps, "mot_de_passe": PASSWORD}
    wrong = {**right, "mot_de_passe": WRONG}
    at_once([lambda data=data: post(app, "/connexion", data, held) for data in [*[wrong] * 40, right]], threads=41)
    # Five before the right one, if it is compared at all, and as many after it.
    assert compared.count(WRONG) <= 10


def test_twenty_wrong_codes_at_once_are_five_tries(app, build, client, mailbox):
    person = build.physician()
    try_password(client, person.rpps)
    code = mailbox.code(person.mssante)
    data = {"csrf_token": client.token, "code": "000000" if code != "000000" else "111111"}
    held = cookies_of(client)
    answers = at_once([lambda: post(app, "/connexion/code", data, held) for _ in range(20)])
    assert sum(answer.status_code == 422 for answer in answers) == 4
    client.open("/connexion/code")
    assert client.path == "/connexion"


def test_twenty_wrong_reset_codes_at_once_are_five_tries(app, build, client):
    client.open("/mot-de-passe/oublie").submit({"identifiant": build.physician().rpps})
    data = {"csrf_token": client.token, "code": "ZZZZZZZZ"}
    held = cookies_of(client)
    answers = at_once([lambda: post(app, "/mot-de-passe/oublie/envoye", data, held) for _ in range(20)])
    assert sorted(answer.status_code for answer in answers) == [410] * 16 + [422] * 4


def test_ten_presses_of_the_button_mail_one_code(app, build, client, mailbox, later):
    person = build.physician()
    try_password(client, person.rpps)
    later(seconds=31)
    held, data = cookies_of(client), {"csrf_token": client.token}
    at_once([lambda: post(app, "/connexion/code/renvoi", data, held) for _ in range(10)])
    assert len(mailbox.all(person.mssante)) == 2


def test_twenty_requests_at_once_mail_five_links(app, build, client, mailbox):
    person = build.physician()
    token = client.open("/mot-de-passe/oublie").token
    held, data = cookies_of(client), {"csrf_token": token, "identifiant": person.rpps}
    answers = at_once([lambda: post(app, "/mot-de-passe/oublie", data, held) for _ in range(20)])
    assert {answer.status_code for answer in answers} == {303}
    assert len(mailbox.all(person.mssante)) == 5


def _link(client, mailbox, person):
    client.open("/mot-de-passe/oublie").submit({"identifiant": person.rpps})
    return mailbox.link(person.mssante)


def _ways(answers):
    return sorted(answer.headers.get("Location", "") for answer in answers)


def test_two_resets_at_once_have_one_winner(app, build, client, mailbox):
    person = build.physician()
    link = _link(client, mailbox, person)
    token, held = client.open(link).token, cookies_of(client)
    chosen = [NEW_PASSWORD, OTHER_PASSWORD] * 2
    answers = at_once(
        [
            lambda p=p: post(app, f"{link}/choisir", {"csrf_token": token, "nouveau": p, "confirmation": p}, held)
            for p in chosen
        ]
    )
    assert _ways(answers) == ["", "", "", "/connexion?motif=mot-de-passe"]
    assert {answer.status_code for answer in answers} == {303, 410}


def test_of_a_reset_and_an_unblocking_at_once_one_wins(app, build, client, mailbox):
    person = build.physician()
    link = _link(client, mailbox, person)
    token, held = client.open(link).token, cookies_of(client)
    choice = {"csrf_token": token, "nouveau": NEW_PASSWORD, "confirmation": NEW_PASSWORD}
    jobs = [
        lambda: post(app, f"{link}/choisir", choice, held),
        lambda: post(app, f"{link}/debloquer", {"csrf_token": token}, held),
    ]
    answers = at_once(jobs * 2)
    assert sorted(answer.status_code for answer in answers) == [303, 410, 410, 410]


def test_of_two_links_used_at_once_one_wins(app, build, client, mailbox):
    person = build.physician()
    links = [_link(client, mailbox, person), _link(client, mailbox, person)]
    token, held = client.open(links[0]).token, cookies_of(client)
    chosen = zip(links, (NEW_PASSWORD, OTHER_PASSWORD), strict=True)
    answers = at_once(
        [
            lambda link=link, p=p: post(
                app, f"{link}/choisir", {"csrf_token": token, "nouveau": p, "confirmation": p}, held
            )
            for link, p in chosen
        ]
    )
    assert sorted(answer.status_code for answer in answers) == [303, 410]


def test_two_changes_of_password_at_once_leave_one_of_them_and_this_session(app, build, client):
    person = build.physician()
    token, held = put_inside(client, person).open("/mon-compte/mot-de-passe").token, cookies_of(client)
    chosen = (NEW_PASSWORD, OTHER_PASSWORD)
    at_once(
        [
            lambda p=p: post(
                app,
                "/mon-compte/mot-de-passe",
                {"csrf_token": token, "actuel": PASSWORD, "nouveau": p, "confirmation": p},
                held,
            )
            for p in chosen
        ]
    )
    with reading() as session:
        stored = store.get(session, person.id).credential.password_hash
    assert sum(accounts.hasher().verify(stored, p).matches for p in chosen) == 1
    assert is_signed_in(client)


def test_a_thief_s_change_never_follows_the_owner_s_reset(build, client, monkeypatch):
    person = build.physician()
    put_inside(client, person).open("/mon-compte/mot-de-passe")
    hash_password = hashing.Hasher.hash_password

    def while_the_owner_resets(hasher, text):
        hashed = hash_password(hasher, text)
        with transaction() as session:
            account = store.get(session, person.id, lock=True)
            accounts.set_password(session, account, hash_password(hasher, OTHER_PASSWORD))
            store.end_sessions(session, person.id)
        return hashed

    monkeypatch.setattr(hashing.Hasher, "hash_password", while_the_owner_resets)
    client.submit({"actuel": PASSWORD, "nouveau": NEW_PASSWORD, "confirmation": NEW_PASSWORD})
    assert client.path == "/connexion"
    with reading() as session:
        stored = store.get(session, person.id).credential.password_hash
    assert accounts.hasher().verify(stored, OTHER_PASSWORD).matches


def test_a_password_changed_while_it_is_compared_opens_nothing(build, client, monkeypatch):
    person = build.physician()
    verify = hashing.Hasher.verify

    def while_the_owner_resets(hasher, stored, text):
        verdict = verify(hasher, stored, text)
        with transaction() as session:
            account = store.get(session, person.id, lock=True)
            accounts.set_password(session, account, hasher.hash_password(OTHER_PASSWORD))
        return verdict

    monkeypatch.setattr(hashing.Hasher, "verify", while_the_owner_resets)
    assert try_password(client, person.rpps).status == 422


def test_signing_out_twice_at_once_is_harmless(app, build, client):
    token, held = put_inside(client, build.physician()).open("/mon-compte").token, cookies_of(client)
    answers = at_once([lambda: post(app, "/deconnexion", {"csrf_token": token}, held) for _ in range(4)])
    assert {answer.status_code for answer in answers} == {303}


def test_a_mail_leaves_once_however_many_workers_look(app, build, client, mailbox):
    person = build.physician()
    try_password(client, person.rpps)

    def work():
        with app.app_context():
            mail.sweep()

    at_once([work] * 6, threads=6)
    assert len(mailbox.all(person.mssante)) == 1
