"""`portail nuit`: the night of Medimail by hand, once, and what it says of it."""

from datetime import timedelta

import pytest

from portal import clock
from portal.cli import main
from portal.db import transaction
from portal.medimail.mailboxes.addresses import service
from portal.medimail.mailboxes.record import store
from portal.medimail.mailboxes.record.rules.states import State
from tests.pages.inside import put_inside

pytestmark = pytest.mark.one_database

NEW = "camille.durand@nouveau.fr"


@pytest.fixture
def nuit(app):
    """Run it as a terminal would; how it ended, and what it said."""

    def run():
        ended = app.test_cli_runner().invoke(main.commands["nuit"])
        return ended.exit_code, ended.output.replace("\u00a0", " ")

    return run


@pytest.fixture
def asked(client, medimail, later):
    """An account whose change of address waits for this night."""
    structure = medimail.structure()
    box = medimail.mailbox(structure)
    put_inside(client, medimail.administrator(structure))
    client.open(f"/comptes/{box.id}/adresse").submit({"nouvelle": NEW})
    later(days=1)
    return box


def test_it_changes_the_addresses_and_says_how_many(asked, medimail, nuit):
    assert nuit() == (0, "1 adresse changée\n")
    assert medimail.read(asked).address == NEW


def test_run_again_it_finds_nothing_to_do(asked, nuit):
    nuit()
    assert nuit() == (0, "Rien n’était à faire.\n")


def test_a_change_that_cannot_be_done_is_counted_apart(asked, medimail, nuit):
    medimail.mailbox(medimail.structure("Ailleurs"), address=NEW)
    assert nuit() == (0, "1 changement d’adresse impossible\n")


def test_what_time_does_to_the_accounts_is_done_and_said(medimail, nuit):
    box = medimail.mailbox(medimail.structure(), expires_on=clock.today() - timedelta(days=1))
    assert nuit() == (0, "1 compte arrivé à sa date de fin\n")
    assert medimail.read(box).state is State.INACTIVE


def test_what_goes_wrong_is_said_and_ends_it_badly(asked, nuit, monkeypatch):
    def fails(*_args):
        raise RuntimeError

    monkeypatch.setattr(service, "_tell_both", fails)
    code, said = nuit()
    assert code == 1
    assert "1 compte a échoué et attend la nuit prochaine" in said


def test_a_change_that_may_still_be_called_off_waits(client, medimail, nuit):
    structure = medimail.structure()
    box = medimail.mailbox(structure)
    put_inside(client, medimail.administrator(structure))
    client.open(f"/comptes/{box.id}/adresse").submit({"nouvelle": NEW})
    assert nuit() == (0, "Rien n’était à faire.\n")
    with transaction() as session:
        assert store.asked_change(session, box.id) is not None
