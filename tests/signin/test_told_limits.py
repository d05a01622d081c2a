"""No page of the sign-in states a delay or a number that the settings do not."""

from datetime import timedelta

import pytest

from portal.limits import Limit
from portal.web import kept
from tests.pages.signin import try_password

pytestmark = pytest.mark.one_database

SAID = {
    "code": "7 codes faux ont été saisis",
    "envois": "Attendez 3 heures, puis",
    "essais": "attendez 48 heures",
}


@pytest.mark.parametrize("motif", SAID)
def test_what_brings_back_to_the_start_is_said_with_the_limits_of_the_settings(client, configure, motif):
    configure(
        code_tries=7,
        code_minutes=timedelta(minutes=4),
        limit_code_mails=Limit.parse("2/3h"),
        limit_codes=Limit.parse("5/48h"),
    )
    assert SAID[motif] in client.open(f"/connexion?motif={motif}").text


def test_how_long_codes_already_received_are_good_is_that_of_the_settings(client, configure):
    configure(code_minutes=timedelta(minutes=4))
    assert "ne servent plus après 4 minutes" in client.open("/connexion?motif=envois").text


def test_how_long_entries_are_kept_is_what_keeps_them(client, monkeypatch):
    monkeypatch.setattr(kept, "LIFE", timedelta(hours=5))
    assert "est gardée 5 heures" in client.open("/connexion?motif=saisie").text


def test_the_wait_before_another_address_may_be_tried_is_that_of_the_settings(client, build, configure):
    person = build.physician(mssante=None)
    configure(limit_address_mails=Limit.parse("1/2h"))
    try_password(client, person.rpps)
    client.submit({"mssante": "marie@chu-demo.mssante.fr"}).open("/connexion/adresse")
    client.submit({"mssante": "marie@autre-demo.mssante.fr"})
    assert "attendez 2 heures" in client.errors[0]
