"""The accounts of Medimail in the demonstration: whoever their state lets in signs in, and each page has something."""

import pytest
from sqlalchemy import select

from portal import demo
from portal.accounts import store as people
from portal.accounts.models import Account
from portal.accounts.rules import Closer
from portal.db import reading, transaction
from portal.demo.people import PASSWORD
from portal.medimail.mailboxes.addresses import jobs
from portal.medimail.mailboxes.ageing import store
from portal.medimail.mailboxes.record import moving, writing
from portal.medimail.mailboxes.record.models import Delegation, Mailbox
from portal.medimail.mailboxes.record.rules.kinds import PERSONS, Kind
from portal.medimail.mailboxes.record.rules.states import OPEN, Action, State, Who
from portal.medimail.structures.models import Structure
from tests.demo.looking import account_of, everything, sample_of
from tests.pages.signin import try_password

pytestmark = pytest.mark.one_database

MOVED = "mona.deux@medimail-demo.example"


def persons(session):
    return session.scalars(select(Mailbox).where(Mailbox.kind.in_(PERSONS)).order_by(Mailbox.id)).all()


def test_whoever_finalised_has_an_account_that_the_state_opens_or_closes(demo_app, subtests):
    with demo_app.app_context(), reading() as session:
        for box in persons(session):
            with subtests.test(box.full_name):
                account = session.get(Account, box.account_id) if box.account_id else None
                assert (account is None) == (box.state is State.PREREGISTERED)
                if account:
                    assert account.closer == (None if box.state in OPEN else Closer.MEDIMAIL)


@pytest.mark.parametrize("name", ["MYRTILLE", "TROENE", "YEUSE"])
def test_an_open_account_signs_in_with_the_common_password(visitor, demo_app, name):
    with demo_app.app_context(), reading() as session:
        address = session.scalar(select(Mailbox.address).where(Mailbox.last_name == name))
    assert try_password(visitor, address, PASSWORD).heading == "Saisir le code reçu"


@pytest.mark.parametrize(
    ("name", "action"), [("PLATANE", Action.VALIDATE), ("SAPIN", Action.VALIDATE), ("TAMARIS", Action.REHABILITATE)]
)
def test_who_is_let_in_may_sign_in_as_they_are_told(visitor, demo_app, name, action):
    with demo_app.app_context(), transaction() as session:
        box = session.scalar(select(Mailbox).where(Mailbox.last_name == name))
        address = box.address
        moving.move(session, box, Who.ADMINISTRATOR, action)
    assert try_password(visitor, address, PASSWORD).heading == "Saisir le code reçu"


def test_the_foreign_physician_has_the_title_that_the_grid_asks_for(demo_app):
    with demo_app.app_context(), reading() as session:
        box = session.scalar(select(Mailbox).where(Mailbox.kind == Kind.INT))
        assert writing.sheet_of(box, ()).title is not None


def test_the_coming_night_changes_an_address_that_the_last_one_leaves(demo_app):
    with demo_app.app_context():
        jobs.change()  # as a worker does that starts after the hour
        with reading() as session:
            hospital = session.scalar(select(Structure).where(Structure.name == "CH de Fleyriat"))
            total, (change,) = store.changes(session, hospital, daughters=False, limit=20)
        assert (total, change.old) == (1, "joel.zinnia@medimail-demo.example")


def test_a_delegate_and_an_office_365_of_old_are_there_to_be_seen(demo_app):
    with demo_app.app_context(), reading() as session:
        assert len(session.scalars(select(Delegation)).all()) == 1
        kept = session.scalars(select(Structure.name).where(Structure.office365_max.is_not(None))).all()
        assert kept == ["CH Bugey Sud"]


@pytest.mark.parametrize("address", [MOVED, None])
def test_a_start_after_a_change_of_address_makes_nobody_anew(demo_app, address):
    with demo_app.app_context(), transaction() as session:
        people.get(session, account_of("Muguet").id).email = address
    before = everything(demo_app)
    demo.prepare(demo_app)
    assert everything(demo_app) == before


def test_the_list_gives_the_address_with_which_the_person_now_signs_in(demo_app, visitor):
    with demo_app.app_context(), transaction() as session:
        people.get(session, account_of("Muguet").id).email = MOVED
    assert MOVED in visitor.open("/demo").text
    visitor.post("/demo/connexion", {"personne": MOVED})
    assert visitor.soup.select_one("input[name=identifiant]")["value"] == MOVED
    assert visitor.open("/demo").post("/demo/connexion", {"personne": sample_of("Muguet").email}).status == 404
