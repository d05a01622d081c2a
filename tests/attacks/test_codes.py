"""A code and a link prove one thing, to one browser, for one person: nothing else, and nothing after."""

import pytest

from portal import clock
from portal.accounts import service as accounts
from portal.accounts import store
from portal.db import reading, transaction
from tests.builders import NEW_PASSWORD, PASSWORD
from tests.pages.signin import is_signed_in, sign_in, try_code, try_password


def _mssante(person_id):
    with reading() as session:
        return store.get(session, person_id).mssante


def test_the_code_of_one_person_does_not_open_another(build, client, new_client, mailbox):
    person, thief = build.physician(), build.physician()
    theirs = new_client()
    try_password(theirs, thief.rpps)
    try_password(client, person.rpps)
    code = mailbox.code(person.mssante)
    if code == mailbox.code(thief.mssante):
        pytest.skip("one chance in a million")
    try_code(theirs, code)
    assert not is_signed_in(theirs)


def test_the_code_of_another_browser_of_the_same_person_is_wrong_here(build, client, new_client, mailbox):
    person = build.physician()
    try_password(client, person.rpps)
    code = mailbox.code(person.mssante)
    other = new_client()
    try_password(other, person.rpps)
    if code == mailbox.code(person.mssante):
        pytest.skip("one chance in a million")
    try_code(other, code)
    assert not is_signed_in(other)


def test_the_code_of_a_sign_in_unblocks_nothing(build, client, mailbox):
    person = build.physician()
    try_password(client, person.rpps)
    code = mailbox.code(person.mssante)
    client.open("/mot-de-passe/oublie").submit({"identifiant": person.rpps})
    for typed in (code, code + "00", "00" + code):
        client.open("/mot-de-passe/oublie/envoye").submit({"code": typed})
        assert client.path == "/mot-de-passe/oublie/envoye"


def test_the_code_of_a_reset_signs_nobody_in(build, client, mailbox):
    person = build.physician()
    client.open("/mot-de-passe/oublie").submit({"identifiant": person.rpps})
    code = mailbox.long_code(person.mssante)
    try_password(client, person.rpps)
    for typed in (code, code[:6]):
        client.open("/connexion/code").submit({"code": typed})
        assert client.path == "/connexion/code"


def test_the_code_of_an_enrolment_proves_that_address_alone(build, client, mailbox):
    person = build.physician(mssante=None)
    try_password(client, person.rpps)
    client.submit({"mssante": "premiere@medecin.mssante.fr"})
    code = mailbox.code("premiere@medecin.mssante.fr")
    client.open("/connexion/adresse").submit({"mssante": "seconde@medecin.mssante.fr"})
    if code != mailbox.code("seconde@medecin.mssante.fr"):
        try_code(client, code)
        assert _mssante(person.id) is None


@pytest.mark.parametrize("typed", ["000000", "", "123456"])
def test_an_enrolment_without_an_address_signs_nobody_in(build, client, typed):
    build.physician(mssante=None)
    try_password(client, "99999900014")
    client.post("/connexion/code", {"code": typed})
    assert not is_signed_in(client)


def test_an_address_registered_meanwhile_is_never_replaced(build, client, new_client, mailbox):
    """Two people hold an initial password: the second code does not take the account from the first."""
    person = build.physician(mssante=None)
    thief = new_client()
    try_password(thief, person.rpps)
    thief.submit({"mssante": "voleur@medecin.mssante.fr"})
    try_password(client, person.rpps)
    client.submit({"mssante": "camille@medecin.mssante.fr"})
    try_code(client, mailbox.code("camille@medecin.mssante.fr"))
    try_code(thief, mailbox.code("voleur@medecin.mssante.fr"))
    assert thief.post("/connexion/adresse", {"mssante": "voleur@medecin.mssante.fr"}).path == "/connexion"
    assert not is_signed_in(thief)
    assert _mssante(person.id) == "camille@medecin.mssante.fr"


def test_somebody_who_has_an_address_cannot_register_another(build, client):
    try_password(client, build.physician().rpps)
    assert client.post("/connexion/adresse", {"mssante": "voleur@medecin.mssante.fr"}).path != "/connexion/adresse"
    assert client.open("/connexion/adresse").path != "/connexion/adresse"


def test_somebody_blocked_cannot_register_an_address(build, client, mailbox):
    build.physician(mssante=None, blocked_at=clock.now())
    assert try_password(client, "99999900014").status == 422
    client.post("/connexion/adresse", {"mssante": "voleur@medecin.mssante.fr"})
    assert mailbox.all() == []


def test_a_wrong_password_leads_to_no_enrolment(build, client):
    build.physician(mssante=None)
    try_password(client, "99999900014", "mauvais mot de passe")
    assert client.open("/connexion/adresse").path == "/connexion"


def _change(person_id):
    with transaction() as session:
        account = store.get(session, person_id, lock=True)
        accounts.set_password(session, account, accounts.hasher().hash_password(NEW_PASSWORD))


def _close(person_id):
    with transaction() as session:
        account = store.get(session, person_id)
        account.closed_at = account.created_at


@pytest.mark.parametrize("meanwhile", [_change, _close], ids=["password changed", "account closed"])
def test_a_code_dies_with_what_led_to_it(build, client, mailbox, meanwhile):
    person = build.physician()
    try_password(client, person.rpps)
    code = mailbox.code(person.mssante)
    meanwhile(person.id)
    try_code(client, code)
    assert not is_signed_in(client)


@pytest.mark.parametrize("meanwhile", [_change, _close], ids=["password changed", "account closed"])
def test_a_link_dies_with_what_led_to_it(build, client, mailbox, meanwhile):
    person = build.physician()
    client.open("/mot-de-passe/oublie").submit({"identifiant": person.rpps})
    link, code = mailbox.link(person.mssante), mailbox.long_code(person.mssante)
    token = client.token
    meanwhile(person.id)
    assert client.open(link).status == 410
    for ending in ("debloquer", "choisir"):
        data = {
            "csrf_token": token,
            "nouveau": "cafetière orange dans la brume",
            "confirmation": "cafetière orange dans la brume",
        }
        assert client.send("POST", f"{link}/{ending}", data=data).status_code == 410
    answer = client.send("POST", "/mot-de-passe/oublie/envoye", data={"csrf_token": token, "code": code})
    assert client.open(answer.headers.get("Location", "/mot-de-passe/lien/x")).status == 410


def test_a_link_gives_no_session(build, client, mailbox):
    person = build.physician()
    client.open("/mot-de-passe/oublie").submit({"identifiant": person.rpps})
    client.open(mailbox.link(person.mssante)).press("Débloquer mon compte")
    assert not is_signed_in(client)


def test_who_asked_for_somebody_s_link_gains_nothing_from_its_use(build, client, new_client, mailbox):
    """The owner opens a link that somebody else asked for: that browser is no more the owner's than before."""
    person = build.physician()
    thief = new_client()
    thief.open("/mot-de-passe/oublie").submit({"identifiant": person.rpps})
    client.open(mailbox.link(person.mssante)).press("Débloquer mon compte")
    for _ in range(12):
        try_password(new_client(), person.rpps, "mauvais mot de passe")
    assert try_password(thief, person.rpps, PASSWORD).status == 422


def test_the_owner_who_typed_the_code_is_known_where_it_was_asked(build, client, new_client, mailbox):
    person = build.physician()
    client.open("/mot-de-passe/oublie").submit({"identifiant": person.rpps})
    client.submit({"code": mailbox.long_code(person.mssante)})
    client.press("Débloquer mon compte")
    for _ in range(12):
        try_password(new_client(), person.rpps, "mauvais mot de passe")
    assert is_signed_in(sign_in(client, mailbox, person.rpps, person.mssante))
