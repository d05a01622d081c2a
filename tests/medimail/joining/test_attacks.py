"""Attacks on the registration: who is known, codes replayed, two at once, forged hosts, other people's browsers."""

import re

import pytest
from sqlalchemy import func, select

from portal import clock
from portal.accounts import closing
from portal.accounts import service as accounts
from portal.accounts import store as people
from portal.accounts.models import Account
from portal.accounts.rules import Kind as Person
from portal.accounts.rules import Level
from portal.db import reading, transaction
from portal.medimail.mailboxes.record.models import AddressChange, Mailbox
from portal.medimail.mailboxes.record.rules.changes import ChangeState
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import VOUCHED, State
from tests.attacks.crowd import at_once
from tests.pages.inside import put_inside
from tests.pages.joining import (
    CODE,
    EMAIL,
    KIND,
    SENT,
    SHEET,
    START,
    WHOLE,
    ask,
    choose,
    confirm,
    named,
    pick,
    register,
    send,
)

OTHER = "99999900022"


def taken_by_a_mailbox(medimail, build, tree, state):
    medimail.mailbox(tree["mother"], state=state, address=EMAIL)


def numbered_mailbox(medimail, build, tree, state):
    medimail.mailbox(tree["mother"], state=state, rpps=WHOLE["rpps"])


def known_account(medimail, build, tree, _state):
    build.person(kind=Person.MAILBOX_HOLDER, last_name="X", first_name="Y", email=EMAIL)


def closed_account(medimail, build, tree, state):
    known_account(medimail, build, tree, state)
    with transaction() as session:
        session.scalars(select(Account).where(Account.email == EMAIL)).one().closed_at = clock.now()


def numbered_account(medimail, build, tree, _state):
    build.physician(rpps=WHOLE["rpps"])


def closed_number(medimail, build, tree, _state):
    person = build.physician(rpps=WHOLE["rpps"], last_name=WHOLE["nom"], first_name=WHOLE["prenom"])
    with transaction() as session:
        closing.close(session, people.get(session, person.id))


def mssante_of_a_physician(medimail, build, tree, _state):
    build.physician(mssante=EMAIL)


def about_to_be_taken(medimail, build, tree, _state):
    found = medimail.mailbox(tree["mother"])
    with transaction() as session:
        session.add(
            AddressChange(
                mailbox_id=found.id, old=found.address, new=EMAIL, state=ChangeState.ASKED, asked_at=clock.now()
            )
        )


KNOWN_ACCOUNTS = (known_account, closed_account, numbered_account, closed_number, mssante_of_a_physician)
KNOWN = [
    *((taken_by_a_mailbox, state) for state in State),
    *((numbered_mailbox, state) for state in VOUCHED),
    *((one, None) for one in KNOWN_ACCOUNTS),
    (about_to_be_taken, None),
]


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("nom", "http://evil.example/cliquez", "retirez ou remplacez « : »"),
        ("prenom", "Dr <a href=x>", "retirez ou remplacez « < »"),
        ("nom", "Evil.example", "n’est pas une adresse web"),
        ("prenom", "0899 12 34 56", "retirez ou remplacez « 0 »"),
    ],
)
def test_a_stranger_puts_no_link_into_the_mails_of_administrators(client, mailbox, tree, field, text, sentence):
    before = counted_rows()
    register(client, mailbox, **{field: text})
    assert sentence in " ".join(client.errors)
    assert counted_rows() == before


def test_somebody_whose_account_had_its_name_before_names_were_judged_registers_still(client, mailbox, tree, build):
    put_inside(client, build.physician(last_name="www.Durand", first_name="Camille 2"))
    register(client, mailbox)
    assert client.path == SENT, client.errors


def counted_rows():
    with reading() as session:
        return [session.scalar(select(func.count()).select_from(table)) for table in (Account, Mailbox)]


def seen(client, email):
    """What a visitor reads, but for the address and the time."""
    return client.status, client.path, re.sub(r"\d+ h \d+", "", client.text.replace(email, "").replace("\u00a0", " "))


@pytest.mark.one_database
@pytest.mark.parametrize(("known", "state"), KNOWN)
def test_whoever_is_known_gets_the_same_pages_and_one_hash_and_nothing_is_made(
    medimail, build, tree, new_client, mailbox, known, state, monkeypatch
):
    stranger, pages = "nouvelle@chu-demo.fr", []
    known(medimail, build, tree, state)
    hashes = []
    hasher = accounts.hasher()
    hash_password = hasher.hash_password
    monkeypatch.setattr(type(hasher), "hash_password", lambda _self, text: hashes.append(1) or hash_password(text))
    before = counted_rows()
    for email, rpps in ((EMAIL, WHOLE["rpps"]), (stranger, OTHER)):
        client, steps = new_client(), []
        steps.append(seen(ask(client, email), email))
        client.post(CODE, {"code": mailbox.code(email)})
        steps.append(seen(client, email))
        pick(client, "PER")
        steps.append(seen(client, email))
        hashes.clear()
        send(client, rpps=rpps)
        steps += [seen(client, email), len(hashes)]
        pages.append(steps)
        if email == EMAIL:
            assert counted_rows() == before
    assert pages[0] == pages[1]
    assert [str(m["Subject"]) for m in mailbox.all(EMAIL)][-1] == "Votre inscription à Medimail"
    assert [str(m["Subject"]) for m in mailbox.all(stranger)][-1] == "Votre inscription à Medimail est reçue"


def test_the_mail_to_somebody_known_says_what_to_do_and_names_nobody(medimail, build, tree, client, mailbox):
    build.physician(rpps=WHOLE["rpps"], last_name="Secret")
    register(client, mailbox)
    text = mailbox.texts(EMAIL)[0]
    assert "Connectez-vous d’abord" in text
    assert "Secret" not in text


def test_a_code_opens_only_the_browser_that_asked(tree, client, new_client, mailbox):
    ask(client)
    thief = new_client()
    thief.open(START)
    thief.post(CODE, {"code": mailbox.code(EMAIL)})
    assert thief.path == START
    assert thief.open(SHEET).path == START


def test_a_code_typed_again_opens_the_same_registration_and_makes_nothing_twice(tree, client, mailbox):
    form = named(choose(client, mailbox))
    send(client)
    client.post(CODE, {"code": mailbox.code(EMAIL)})
    assert client.path == SENT
    client.post(SHEET, {**form, **WHOLE})
    assert client.path == SENT
    assert counted_rows() == [1, 1]


def test_wrong_codes_end_the_challenge(tree, client, mailbox):
    ask(client)
    right = mailbox.code(EMAIL)
    for number in range(5):
        client.post(CODE, {"code": f"{(int(right) + number + 1) % 1_000_000:06}"})
    client.post(CODE, {"code": right})
    assert client.open(SHEET).path == START


def test_a_captcha_that_is_wrong_sends_nothing(tree, client, mailbox):
    ask(client, captcha="000000")
    assert client.path == START
    assert mailbox.all(EMAIL) == []


def test_an_old_proof_opens_nothing_any_more(tree, client, mailbox, later):
    choose(client, mailbox)
    later(hours=13)
    assert client.open(SHEET).path == START
    send(client)
    assert counted_rows() == [0, 0]


def test_a_forged_host_leads_no_link_elsewhere(tree, medimail, client, mailbox):
    grades = medimail.grades()
    choose(client, mailbox)
    for headers in ({"Host": "evil.example"}, {"X-Forwarded-Host": "evil.example"}):
        client.send("POST", SHEET, data={"csrf_token": client.token, **named(client), **WHOLE}, headers=headers)
    letters = "".join([*mailbox.texts(EMAIL), *mailbox.texts(grades.email)])
    assert "à valider" in letters
    assert "evil.example" not in letters


def sending(client, **typed):
    sent = {"csrf_token": client.token, **named(client), **WHOLE, **typed}
    return lambda: client.send("POST", SHEET, data=sent)


def test_the_same_sheet_sent_twice_at_once_registers_once(tree, client, mailbox):
    choose(client, mailbox)
    at_once([sending(client), sending(client)])
    assert counted_rows() == [1, 1]
    assert len([m for m in mailbox.all(EMAIL) if "est reçue" in m["Subject"]]) == 1


def test_one_address_registered_from_two_browsers_at_once_is_registered_once(tree, new_client, mailbox):
    pair = [choose(new_client(), mailbox) for _ in range(2)]
    at_once([sending(client, rpps=rpps) for client, rpps in zip(pair, (WHOLE["rpps"], OTHER), strict=True)])
    assert counted_rows() == [1, 1]
    assert [client.open(SENT).path for client in pair] == [SENT, SENT]


def test_one_number_registered_for_two_addresses_at_once_waits_twice(tree, new_client, mailbox):
    """Neither has proved anything: whoever comes first does not keep the other out."""
    pair = [choose(new_client(), mailbox, email) for email in (EMAIL, "autre@chu-demo.fr")]
    at_once([*map(sending, pair)])
    assert counted_rows() == [2, 2]


@pytest.mark.parametrize("state", sorted(set(State) - set(VOUCHED)))
def test_a_number_typed_first_by_a_stranger_keeps_nobody_out(medimail, tree, client, mailbox, state):
    medimail.mailbox(tree["mother"], state=state, last_name="MALLORY", rpps=WHOLE["rpps"])
    register(client, mailbox)
    assert counted_rows()[1] == 2
    assert [str(m["Subject"]) for m in mailbox.all(EMAIL)][-1] == "Votre inscription à Medimail est reçue"


@pytest.mark.parametrize("column", ["rpps", "adeli"])
def test_whoever_validates_reads_that_another_account_bears_the_number(medimail, tree, client, mailbox, column):
    number = {"rpps": WHOLE["rpps"], "adeli": "999300015"}[column]
    medimail.mailbox(tree["stranger"], state=State.TO_VALIDATE, **{column: number})
    told = medimail.grades().email
    typed = {"rpps": "", "adeli": "", "profession": "Infirmier"} if column == "adeli" else {}
    register(client, mailbox, **{**typed, column: number})
    assert client.path == SENT, client.errors
    assert "Un autre compte porte le même numéro" in mailbox.texts(told)[0]


def test_the_notice_of_a_number_that_nobody_bears_says_nothing_of_it(medimail, tree, client, mailbox):
    told = medimail.grades().email
    register(client, mailbox)
    assert "le même numéro" not in mailbox.texts(told)[0]


def test_another_person_s_registration_is_not_opened_by_its_key(tree, client, new_client, mailbox, app):
    choose(client, mailbox)
    thief = new_client()
    thief.open(START)
    signer = app.session_interface.get_signing_serializer(app)
    thief.http.set_cookie(app.config["SESSION_COOKIE_NAME"], signer.dumps({"inscription": 1}), domain="127.0.0.1")
    assert thief.open(SHEET).path == START


def test_whoever_must_first_renew_a_password_does_not_register_as_themself(tree, build, client, mailbox):

    put_inside(client, build.physician(), Level.RENEW)
    choose(client, mailbox)
    assert client.soup.select_one("input[name=nouveau]")


@pytest.mark.parametrize("state", State)
def test_somebody_signed_in_who_has_a_mailbox_of_that_number_is_told_so(tree, build, medimail, client, mailbox, state):
    physician = build.physician()
    medimail.mailbox(tree["mother"], Kind.PER, state, rpps=physician.rpps, account_id=physician.id)
    put_inside(client, physician)
    register(client, mailbox)
    assert client.path == SENT
    assert counted_rows()[1] == 1
    assert [str(m["Subject"]) for m in mailbox.all(EMAIL)][-1] == "Votre inscription à Medimail"


def test_the_pages_take_a_bounded_number_of_statements(tree, client, mailbox, counted):
    choose(client, mailbox)
    for path, most in ((START, 1), (KIND, 1), (SHEET, 2)):
        counted.clear()
        client.open(path)
        assert len(counted) <= most, (path, counted)
    confirm(client, mailbox, "encore@chu-demo.fr")
