"""Server certificates: read, installed once, announced, never with a key (source 004 p. 14)."""

import io
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st

from portal import clock
from portal.accounts.rules import Right
from portal.db import reading, transaction
from portal.raccordement.certificates import jobs, rules, service, store
from portal.raccordement.certificates.rules import WARNINGS, Certificate, Unusable, warning_due
from portal.raccordement.record.states import State
from tests.attacks.crowd import at_once, cookies_of, post
from tests.pages.inside import put_inside
from tests.pages.signin import sign_in
from tests.raccordement import authority


def read(pem, key=b""):
    return rules.read(pem, key, clock.now())


def refusal(pem, key=b""):
    found = read(pem, key)
    assert isinstance(found, Unusable)
    return found.reason


def _short_key():
    return rsa.generate_private_key(65537, 1024)  # noqa: S505 - what the portal must refuse


def install(by, **how):
    with transaction() as session:
        return service.install(session, read(authority.sign(clock.now(), **how)), by=by.id)


def test_a_certificate_is_read_with_its_chain():
    now = clock.now()
    found = read(authority.sign(now) + authority.root(now))
    assert isinstance(found, Certificate)
    assert found.pem.count("BEGIN CERTIFICATE") == 2
    assert (found.subject, found.names) == ("CN=certdc.example", ("certdc.example",))


def test_its_own_key_is_recognised_whatever_else_is_refused():
    key = authority.new_key()
    pem = authority.sign(clock.now(), key=key)
    assert isinstance(read(pem, authority.pem_of(key)), Certificate)
    assert "pas celle de ce certificat" in refusal(pem, authority.pem_of(authority.new_key()))
    assert "clé privée PEM" in refusal(pem, b"une clef")


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda _: b"", "pas un certificat"),
        (lambda _: b"\x30\x82\x01\x0a", "pas un certificat"),
        (lambda now: authority.sign(now, days=-1), "a expiré le"),
        (lambda now: authority.sign(now) + authority.pem_of(authority.new_key()), "contient une clé privée"),
        (authority.root, "celui d’une autorité"),
        (lambda now: authority.root(now) + authority.sign(now), "celui d’une autorité"),
        (lambda now: authority.sign(now) + authority.sign(now), "ne se suivent pas"),
        (lambda now: authority.sign(now, key=_short_key()), "trop courte"),
    ],
    ids=["empty", "binary", "expired", "key", "authority", "upside down", "unrelated", "short key"],
)
def test_what_cannot_be_handed_out_is_refused_with_its_reason(make, reason):
    assert reason in refusal(make(clock.now()))


@given(st.binary(max_size=2000))
def test_no_file_breaks_the_reading(content):
    assert isinstance(read(content), Unusable)


@given(st.floats(min_value=0.001, max_value=400), st.sets(st.sampled_from(WARNINGS)))
def test_an_announcement_is_due_once_and_never_after_a_nearer_one(days, sent):
    now = clock.now()
    due = warning_due(now + timedelta(days=days), now, frozenset(sent))
    assert due not in sent
    assert due is None or (days <= due and not any(days <= nearer < due for nearer in WARNINGS))


def test_an_expired_certificate_is_announced_no_more():
    assert warning_due(clock.now(), clock.now(), frozenset()) is None


def test_the_first_certificate_mails_nobody_and_its_renewal_every_gestionnaire(records, build, mailbox):
    admin = build.administrator()
    manager = records.manager()
    records.record(State.PRODUCTION, manager=manager)
    records.record(State.SANDBOX, manager=manager)
    records.record(State.REVOKED)
    assert install(admin) == service.Installed(0)
    assert install(admin) == service.Installed(1)
    assert "renouvelé" in mailbox.texts(manager.email)[0]


def test_the_same_certificate_twice_is_one(records, build, mailbox):
    admin = build.administrator()
    found = read(authority.sign(clock.now()))
    with transaction() as session:
        service.install(session, found, by=admin.id)
    with transaction() as session:
        assert service.install(session, found, by=admin.id) == service.AlreadyInstalled()
    with reading() as session:
        assert len(store.history(session)) == 1


def test_one_that_was_replaced_comes_back_in_service_and_every_gestionnaire_is_told(records, build, mailbox):
    admin, record = build.administrator(), records.record(State.PRODUCTION)
    first, wrong = (read(authority.sign(clock.now())) for _ in range(2))
    for found in (first, wrong, first):
        with transaction() as session:
            service.install(session, found, by=admin.id)
    with reading() as session:
        assert [row.fingerprint for row in store.history(session)] == [first.fingerprint, wrong.fingerprint]
    assert sum("renouvelé" in mail["subject"] for mail in mailbox.all(record.email)) == 2


def test_its_end_is_announced_at_sixty_thirty_and_seven_days_once_each(records, build, mailbox, later):
    admin = build.administrator()
    record = records.record(State.PRODUCTION)
    install(admin, days=61)
    told = []
    for _ in range(63):
        jobs.warn()
        jobs.warn()  # the same night, again
        told.append(sum("expire le" in m["subject"] for m in mailbox.all(record.email)))
        later(days=1)
    assert [day for day, count in enumerate(told) if count > (told[day - 1] if day else 0)] == [1, 31, 54]
    assert told[-1] == 3
    assert len(mailbox.all(admin.email)) == 3


def test_a_renewal_starts_its_own_announcements(records, build, mailbox):
    admin = build.administrator()
    install(admin, days=5)
    jobs.warn()
    install(admin, days=6)
    jobs.warn()
    assert len(mailbox.all(admin.email)) == 2


@pytest.fixture
def desk(client, build, mailbox):
    """The administrator's page."""
    admin = build.administrator()
    sign_in(client, mailbox, admin.email, admin.email)
    return client.open("/administration/certificat")


def send(desk, pem, key=None):
    files = {"certificat": (io.BytesIO(pem), "serveur.pem")}
    if key is not None:
        files["cle"] = (io.BytesIO(key), "serveur.key")
    return desk.submit(files, button="Installer ce certificat", content_type="multipart/form-data")


def test_an_administrator_installs_a_certificate_that_everybody_may_download(desk, new_client):
    key = authority.new_key()
    pem = authority.sign(clock.now(), key=key)
    send(desk, pem, authority.pem_of(key))
    assert "est en service" in desk.text
    visitor = new_client()
    page = visitor.open("/raccordement/certificat")
    assert rules.spelt(read(pem).fingerprint) in page.text
    file = visitor.send("GET", "/raccordement/certificat.pem")
    assert file.data == pem
    assert "PRIVATE KEY" not in file.text


def test_a_double_click_installs_once(desk):
    pem = authority.sign(clock.now())
    app, cookies, token = desk.http.application, cookies_of(desk), desk.token

    def press():
        data = {"csrf_token": token, "certificat": (io.BytesIO(pem), "serveur.pem")}
        return post(app, "/administration/certificat", data, cookies)

    answers = at_once([press] * 4)
    assert [answer.status_code for answer in answers] == [303] * 4
    with reading() as session:
        assert len(store.history(session)) == 1


def test_a_file_that_is_no_certificate_is_refused_in_a_sentence(desk):
    send(desk, b"%PDF-1.7")
    assert desk.status == 422
    assert "n’est pas un certificat" in " ".join(desk.errors)


def test_a_file_too_big_to_be_one_is_refused_in_a_sentence(desk):
    send(desk, b"-" * (rules.MAX_PEM + 1))
    assert desk.status == 422
    assert "32 Ko" in " ".join(desk.errors).replace("\u00a0", " ")


def test_no_file_is_asked_for_in_a_sentence(desk):
    desk.submit({}, button="Installer ce certificat", content_type="multipart/form-data")
    assert "Choisissez le fichier" in " ".join(desk.errors)


def test_before_the_first_one_the_page_says_what_will_come(client):
    assert "Aucun certificat" in client.open("/raccordement/certificat").text
    assert client.send("GET", "/raccordement/certificat.pem").status_code == 404


def test_no_key_is_kept_anywhere(desk, app):
    key = authority.new_key()
    send(desk, authority.sign(clock.now(), key=key), authority.pem_of(key))
    with reading() as session:
        assert "PRIVATE" not in str(vars(store.current(session)))


def menu(page):
    return {link.get_text(strip=True): link["href"] for link in page.soup.select("nav[aria-label='Menu principal'] a")}


def test_the_menu_leads_an_administrator_there(desk):
    assert menu(desk.open("/"))["Certificat serveur"] == "/administration/certificat"


@pytest.mark.parametrize("who", ["manager", "instructor"])
def test_the_menu_leads_nobody_else_there(client, records, who):
    assert "Certificat serveur" not in menu(put_inside(client, getattr(records, who)()).open("/"))


def test_only_an_administrator_installs(client, records, mailbox):
    manager = records.manager(rights=frozenset({Right.SI_MANAGER}))
    sign_in(client, mailbox, manager.email, manager.email)
    assert client.send("GET", "/administration/certificat").status_code == 403
