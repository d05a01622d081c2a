"""ADR 0017: a mailbox goes to an account that exists by the person who proves to be its own, and by nobody else."""

import pytest
from sqlalchemy import select

from portal import clock
from portal.accounts import store as people
from portal.accounts.models import Account
from portal.accounts.rules import Level
from portal.audit import Event
from portal.audit.models import JournalRow
from portal.db import reading, transaction
from portal.medimail.mailboxes.record.rules.states import State
from tests.attacks.crowd import at_once, cookies_of, post
from tests.builders import NEW_PASSWORD, UNKNOWN_RPPS
from tests.medimail.finalising.conftest import CONFIRMED
from tests.medimail.finalising.test_finalising import CHOSEN
from tests.pages.inside import put_inside
from tests.pages.signin import try_code, try_password

KNOWN = "Vous avez déjà un compte sur ce portail"
OTHER = "Ce lien est celui d’une autre personne"


@pytest.fixture
def physician(build):
    """A physician of CertDc, who has no address of Medimail."""
    return build.physician()


@pytest.fixture
def theirs(medimail, structure, physician):
    """An account that an administrator wrote under this physician's number, beside some address."""
    return medimail.mailbox(structure, state=State.PREREGISTERED, rpps=physician.rpps)


@pytest.fixture
def to_theirs(invite, theirs):
    """Its link."""
    return invite(theirs)


def test_no_password_is_asked_for_and_the_sign_in_leads_back(client, to_theirs, theirs, physician, mailbox, medimail):
    client.open(to_theirs)
    assert client.heading == KNOWN
    assert client.soup.select("input[type=password]") == []
    way = next(a["href"] for a in client.soup.select("main a") if a.get_text().strip() == "Me connecter")
    client.open(way).submit({"identifiant": physician.rpps, "mot_de_passe": "tournesol bleu sur la falaise"})
    try_code(client, mailbox.code(physician.mssante))
    assert (client.path, client.heading) == (to_theirs, "Finaliser votre inscription")
    client.submit(CONFIRMED)
    assert client.path == "/mon-compte"
    assert theirs.address in client.text
    now = medimail.read(theirs)
    assert (now.state, now.account_id) == (State.VALID, physician.id)


def test_the_address_is_given_to_an_account_that_has_none_and_its_owner_is_told(
    client, to_theirs, theirs, physician, mailbox
):
    put_inside(client, physician).open(to_theirs).submit(CONFIRMED)
    with reading() as session:
        assert people.get(session, physician.id).email == theirs.address
    assert [str(m["subject"]) for m in mailbox.all(physician.mssante)] == [
        "Un compte Medimail est rattaché à votre compte"
    ]


def test_an_address_that_an_account_has_already_stays(client, medimail, structure, build, invite):
    physician = build.physician(email="camille@cabinet.fr")
    box = medimail.mailbox(structure, state=State.PREREGISTERED, rpps=physician.rpps)
    put_inside(client, physician).open(invite(box)).submit(CONFIRMED)
    with reading() as session:
        assert people.get(session, physician.id).email == "camille@cabinet.fr"


def test_what_is_not_confirmed_attaches_nothing(client, to_theirs, theirs, physician, medimail):
    client = put_inside(client, physician).open(to_theirs)
    client.post(f"{to_theirs}/rattacher", {"exactes": "y"})
    assert client.status == 422
    assert medimail.read(theirs).account_id is None


def test_a_password_sent_all_the_same_makes_no_account(client, to_theirs, theirs, medimail):
    client.open("/connexion")
    client.post(to_theirs, CHOSEN)
    assert client.heading == KNOWN
    assert medimail.read(theirs).account_id is None
    with reading() as session:
        assert session.scalar(select(Account).where(Account.email == theirs.address)) is None


def test_an_administrator_who_registers_a_physician_s_number_beside_an_address_of_his_own_gets_nothing(
    new_client, medimail, structure, physician, invite
):
    attacker = medimail.administrator(structure)
    # The address is even the one with which he signs in.
    box = medimail.mailbox(structure, state=State.PREREGISTERED, rpps=physician.rpps, address=attacker.email)
    link = invite(box)
    assert new_client().open(link).heading == KNOWN
    inside = put_inside(new_client(), attacker)
    assert inside.open(link).heading == OTHER
    inside.post(link, CHOSEN)
    inside.post(f"{link}/rattacher", CONFIRMED)
    outside = new_client()
    outside.open("/connexion")
    outside.post(link, CHOSEN)
    outside.post(f"{link}/rattacher", CONFIRMED)
    assert (medimail.read(box).state, medimail.read(box).account_id) == (State.PREREGISTERED, None)
    assert "incorrect" in try_password(new_client(), physician.rpps, NEW_PASSWORD).text
    with reading() as session:
        assert people.get(session, physician.id).email is None


def test_nor_does_he_when_the_number_is_nobody_s_yet(new_client, medimail, structure, invite, build):
    box = medimail.mailbox(structure, state=State.PREREGISTERED, rpps=UNKNOWN_RPPS, address="pirate@chic-demo.fr")
    new_client().open(invite(box)).submit(CHOSEN)
    # The physician comes later: the number is still theirs alone.
    physician = build.physician(rpps=UNKNOWN_RPPS)
    assert "incorrect" in try_password(new_client(), physician.rpps, NEW_PASSWORD).text
    with reading() as session:
        assert people.find(session, UNKNOWN_RPPS).id == physician.id


def test_a_stranger_who_is_signed_in_cannot_attach_it(new_client, to_theirs, theirs, build, medimail):
    for stranger in (build.physician(), build.administrator(), medimail.grades()):
        client = put_inside(new_client(), stranger)
        assert client.open(to_theirs).heading == OTHER
        assert client.post(f"{to_theirs}/rattacher", CONFIRMED).heading == OTHER
    assert medimail.read(theirs).account_id is None


def test_a_password_to_be_renewed_attaches_nothing(client, to_theirs, theirs, physician, medimail):
    put_inside(client, physician, Level.RENEW)
    client.open("/mot-de-passe/renouveler")
    client.post(f"{to_theirs}/rattacher", CONFIRMED)
    assert client.path == "/mot-de-passe/renouveler"
    assert medimail.read(theirs).account_id is None


def test_an_account_known_by_the_address_alone_is_signed_in_to_as_well(new_client, medimail, structure, build, invite):
    person = build.administrator()
    box = medimail.mailbox(structure, state=State.PREREGISTERED, address=person.email)
    link = invite(box)
    assert new_client().open(link).heading == KNOWN
    put_inside(new_client(), person).open(link).submit(CONFIRMED)
    assert medimail.read(box).account_id == person.id


def test_the_address_of_a_closed_account_is_taken_by_nobody(client, medimail, structure, build, invite):
    person = build.administrator()
    with transaction() as session:
        people.get(session, person.id, lock=True).closed_at = clock.now()
    box = medimail.mailbox(structure, state=State.PREREGISTERED, address=person.email)
    page = client.open(invite(box))
    assert page.status == 410
    # Another sending would not do: whoever reads the last one is told where to go.
    assert "l’assistance peut le rouvrir" in page.text


@pytest.fixture
def at_mssante(medimail, structure, physician):
    """An account that an administrator wrote at this physician's MSSanté address, without the number."""
    return medimail.mailbox(structure, state=State.PREREGISTERED, address=physician.mssante)


def test_an_account_known_by_its_mssante_address_is_signed_in_to_and_none_is_made(
    new_client, physician, at_mssante, invite, medimail
):
    link = invite(at_mssante)
    stranger = new_client()
    assert stranger.open(link).heading == KNOWN
    stranger.post(link, CHOSEN)
    assert medimail.read(at_mssante).account_id is None
    put_inside(new_client(), physician).open(link).submit(CONFIRMED)
    assert medimail.read(at_mssante).account_id == physician.id
    with reading() as session:
        [account] = session.scalars(select(Account))
        # From now on, the address that the sheet says is one that they sign in with.
        assert account.email == at_mssante.address


def test_the_mssante_address_of_a_closed_account_is_taken_by_nobody(client, physician, at_mssante, invite):
    with transaction() as session:
        people.get(session, physician.id, lock=True).closed_at = clock.now()
    assert client.open(invite(at_mssante)).status == 410


def test_whoever_signs_in_with_an_address_comes_before_whoever_has_it_for_mssante(
    client, physician, at_mssante, invite, build, medimail
):
    person = build.administrator(email=physician.mssante)
    put_inside(client, person).open(invite(at_mssante)).submit(CONFIRMED)
    assert medimail.read(at_mssante).account_id == person.id


def test_ten_at_once_attach_once(app, client, to_theirs, physician, mailbox):
    data = {"csrf_token": put_inside(client, physician).open(to_theirs).token, **CONFIRMED}
    held = cookies_of(client)
    answers = at_once([lambda: post(app, f"{to_theirs}/rattacher", data, held) for _ in range(10)])
    assert {answer.status_code for answer in answers} == {303}
    assert len(mailbox.all(physician.mssante)) == 1
    with reading() as session:
        assert session.query(JournalRow).filter_by(event=Event.MAILBOX_ATTACHED.value).count() == 1


def test_an_account_made_while_the_form_was_filled_in_is_found(client, medimail, structure, build, invite):
    box = medimail.mailbox(structure, state=State.PREREGISTERED, rpps=UNKNOWN_RPPS)
    client.open(invite(box))
    build.physician(rpps=UNKNOWN_RPPS)
    client.submit(CHOSEN)
    assert client.heading == KNOWN
    assert medimail.read(box).account_id is None


def test_a_known_person_and_a_new_one_cost_the_same_statements(client, to_theirs, invite, box, counted):
    counts = []
    for link in (to_theirs, invite(box)):
        counted.clear()
        client.send("GET", link)
        counts.append(len(counted))
    assert abs(counts[0] - counts[1]) <= 1, counts
