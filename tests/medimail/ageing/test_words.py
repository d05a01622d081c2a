"""What the nights write: who is greeted, which account is named, and what its readers can do about it."""

from datetime import timedelta

import pytest

from portal import clock
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.web.dates import day

SHARED_ADDRESS = "secretariat@chic-demo.fr"


@pytest.fixture
def shared(medimail, structure):
    """A shared account of these fields, and whoever opens it."""

    def make(**fields):
        named = {"last_name": "SECRETARIAT", "first_name": "Pharmacie", "address": SHARED_ADDRESS}
        box = medimail.mailbox(structure, Kind.ORG, **named, **fields)
        _, opener = medimail.holder(structure)
        medimail.connect(box, opener)
        return opener.address

    return make


def test_whoever_has_not_signed_in_reads_which_account_sleeps(medimail, structure, stand, nights, said):
    _, box = medimail.holder(structure)
    stand(box, 190)
    nights(1)
    assert f"votre compte Medimail {box.address} de {structure.name} est devenu inactif" in said(box.address)
    nights(24)
    assert f"Votre compte Medimail {box.address} de {structure.name} est inactif et sera supprimé" in said(box.address)


def test_a_removal_says_since_when_the_account_slept(medimail, structure, stand, nights, said, configure):
    configure(medimail_removal_days=2)
    _, box = medimail.holder(structure)
    stand(box, 190)
    nights(1)
    since = day(clock.today()).replace("\u00a0", " ")
    nights(3)
    assert f"{box.address} de {structure.name} est supprimé : il était inactif depuis le {since}." in said(box.address)


@pytest.fixture
def read_by_an_opener(structure, said, mailbox):
    """What whoever opens the shared account reads of it, once checked that they, and it, are named as they should."""

    def of(opener):
        text = said(opener)
        assert text.startswith("Un compte Medimail partagé ")
        assert "Bonjour Alex PETIT," in text
        assert "Pharmacie" not in text
        assert f"Le compte Medimail partagé {SHARED_ADDRESS} de {structure.name}, que vous ouvrez, " in text
        assert "votre structure" not in text
        assert mailbox.all(SHARED_ADDRESS) == []
        return text.partition("que vous ouvrez, ")[2]

    return of


def test_whoever_opens_a_shared_account_is_told_by_name_of_its_date(shared, nights, read_by_an_opener):
    opener = shared(expires_on=clock.today() + timedelta(days=8))
    nights(1)
    assert read_by_an_opener(opener).startswith("s’arrête le ")


def test_whoever_opens_a_shared_account_is_told_by_name_of_its_end(shared, nights, read_by_an_opener):
    opener = shared(expires_on=clock.today() + timedelta(days=1))
    nights(1)
    assert read_by_an_opener(opener).startswith("est arrivé à la date de fin")


def test_whoever_opens_a_shared_account_is_told_by_name_of_its_removal(shared, nights, read_by_an_opener):
    opener = shared(expires_on=clock.today() + timedelta(days=1))
    nights(32)
    assert read_by_an_opener(opener).startswith("est supprimé : il était inactif depuis le ")
