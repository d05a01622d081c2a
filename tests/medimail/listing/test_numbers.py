"""A number is one person's: of two accounts that bear it under two names, one is let in, and not both."""

import pytest

from portal.db import reading
from portal.mail.models import OutboxMail
from portal.medimail.mailboxes.listing.bulk.models import BulkLine
from portal.medimail.mailboxes.record.rules.states import VOUCHED, State
from portal.tabular.report import Outcome
from tests.attacks.crowd import at_once, cookies_of, post

NUMBER = "99999900014"


@pytest.fixture
def press(desk, here):
    """Validate or rehabilitate an account as the list would; what the next page says."""

    def send(box, word):
        desk.send("POST", f"{here}/{box.id}/{word}", data={"csrf_token": desk.open(here).token})
        return " ".join(desk.open(here).text.replace("\u00a0", " ").split())

    return send


@pytest.fixture
def account(medimail, tree):
    """An account that bears the number."""
    return lambda state, **fields: medimail.mailbox(tree.mother, state=state, rpps=NUMBER, **fields)


def mails():
    with reading() as session:
        return session.query(OutboxMail).count()


@pytest.mark.parametrize("state", VOUCHED)
def test_whose_number_is_already_another_person_s_is_not_validated(medimail, account, press, state):
    account(state, last_name="SCHIANO")
    box = account(State.TO_VALIDATE, last_name="MALLORY")
    assert "son numéro RPPS est celui d’une personne connue sous un autre nom" in press(box, "valider")
    assert medimail.read(box).state is State.TO_VALIDATE
    assert mails() == 0


def test_whose_number_is_that_of_an_account_of_the_portal_under_another_name_is_not_validated(
    medimail, account, press, build
):
    build.physician(rpps=NUMBER, last_name="Schiano")
    box = account(State.TO_VALIDATE, last_name="MALLORY")
    press(box, "valider")
    assert medimail.read(box).state is State.TO_VALIDATE


@pytest.mark.parametrize("state", sorted(set(State) - set(VOUCHED)))
def test_what_nobody_vouches_for_holds_nobody_back_and_is_told(medimail, account, press, state):
    account(state, last_name="MALLORY")
    box = account(State.TO_VALIDATE, last_name="SCHIANO")
    assert "Un autre compte porte le même numéro RPPS ou ADELI" in press(box, "valider")
    assert medimail.read(box).state is State.VALID


def test_a_second_account_of_the_same_person_is_validated(medimail, account, press):
    account(State.VALID)
    box = account(State.TO_VALIDATE)
    press(box, "valider")
    assert medimail.read(box).state is State.VALID


@pytest.mark.parametrize("stood", [State.VALID, State.PREREGISTERED])
def test_whoever_was_rejected_does_not_come_back_over_whose_number_it_is(medimail, account, press, stood):
    account(State.VALID, last_name="SCHIANO")
    box = account(State.REJECTED, stood=stood, last_name="MALLORY")
    assert "connue sous un autre nom" in press(box, "rehabiliter")
    assert medimail.read(box).state is State.REJECTED


def test_whoever_sleeps_holds_the_number_already_and_is_woken(medimail, account, press):
    """They would come back by signing in, of which nobody asks it."""
    account(State.VALID, last_name="SCHIANO")
    box = account(State.INACTIVE, stood=State.VALID, last_name="MALLORY")
    assert "connue sous un autre nom" not in press(box, "rehabiliter")
    assert medimail.read(box).state is State.VALID


def test_whoever_sleeps_is_woken_with_many_others_too(medimail, account, desk, here):
    account(State.VALID, last_name="SCHIANO")
    box = account(State.INACTIVE, stood=State.VALID, last_name="MALLORY")
    desk.open(here)
    desk.post(f"{here}/lots", {"acte": "rehabiliter", "compte": [box.id]})
    desk.press("Réhabiliter les comptes")
    assert medimail.read(box).state is State.VALID


@pytest.mark.parametrize("where", ["mother", "stranger"])
def test_the_account_that_holds_the_number_is_named_within_reach_alone(medimail, tree, account, press, where):
    holder = medimail.mailbox(getattr(tree, where), state=State.VALID, rpps=NUMBER, last_name="SCHIANO")
    said = press(account(State.REJECTED, stood=State.VALID, last_name="MALLORY"), "rehabiliter")
    assert (f"connue sous un autre nom ({holder.address})." in said) is (where == "mother")
    assert "connue sous un autre nom" in said
    assert where == "mother" or holder.address not in said


def test_whoever_comes_back_to_wait_is_judged_when_validated(medimail, account, press):
    account(State.VALID, last_name="SCHIANO")
    box = account(State.REJECTED, stood=State.TO_VALIDATE, last_name="MALLORY")
    press(box, "rehabiliter")
    assert medimail.read(box).state is State.TO_VALIDATE


def test_many_at_once_are_told_before_and_one_of_two_names_is_let_in(medimail, tree, account, desk, here, report):
    first, second = (account(State.TO_VALIDATE, last_name=name) for name in ("MALLORY", "SCHIANO"))
    alone = medimail.mailbox(tree.mother, state=State.TO_VALIDATE)
    desk.open(here)
    desk.post(f"{here}/lots", {"acte": "valider", "compte": [box.id for box in (first, second, alone)]})
    assert desk.text.count("Un autre compte porte le même numéro") == 2
    desk.press("Valider les comptes")
    outcomes = {address: outcome for address, (outcome, _) in report().items()}
    assert outcomes == {first.address: "ALERTE", second.address: "ERREUR", alone.address: "OK"}
    assert [medimail.read(box).state for box in (first, second)] == [State.VALID, State.TO_VALIDATE]


def test_a_preview_leaves_out_whose_number_is_already_another_person_s(medimail, account, desk, prepare):
    account(State.VALID, last_name="SCHIANO")
    refused, fine = (account(State.TO_VALIDATE, last_name=name) for name in ("MALLORY", "SCHIANO"))
    prepare("valider", refused, fine)
    assert told() == {refused.id: (Outcome.ERROR, False), fine.id: (Outcome.ALERT, True)}
    assert "connue sous un autre nom" in desk.text
    desk.press("Valider les comptes")
    assert [medimail.read(box).state for box in (refused, fine)] == [State.TO_VALIDATE, State.VALID]


def test_a_preview_leaves_out_whose_number_is_that_of_a_person_of_the_portal(account, build, prepare):
    build.physician(rpps=NUMBER, last_name="Schiano")
    box = account(State.TO_VALIDATE, last_name="MALLORY")
    prepare("valider", box)
    assert told() == {box.id: (Outcome.ERROR, False)}


def test_a_preview_of_those_to_bring_back_leaves_out_who_would_hold_the_number_of_another(account, prepare):
    account(State.VALID, last_name="SCHIANO")
    held, waits = (
        account(State.REJECTED, stood=stood, last_name="MALLORY") for stood in (State.VALID, State.TO_VALIDATE)
    )
    prepare("rehabiliter", held, waits)
    assert told() == {held.id: (Outcome.ERROR, False), waits.id: (Outcome.OK, True)}


def test_a_preview_alerts_of_no_number_that_one_person_s_own_accounts_share(medimail, tree, prepare):
    person, box = medimail.holder(tree.mother, state=State.TO_VALIDATE, rpps=NUMBER)
    medimail.mailbox(tree.mother, state=State.TO_VALIDATE, rpps=NUMBER, account_id=person.id)
    prepare("valider", box)
    assert told() == {box.id: (Outcome.OK, True)}


def told():
    """What is foretold of each account of the run."""
    with reading() as session:
        return {line.mailbox_id: (line.outcome, line.concerned) for line in session.query(BulkLine)}


def test_two_names_validated_at_the_same_instant_are_not_both_let_in(app, medimail, tree, account, at_desk, here):
    pair = [account(State.TO_VALIDATE, last_name=name) for name in ("MALLORY", "SCHIANO")]
    desks = [at_desk(who).open(here) for who in (tree.of_mother, medimail.administrator(tree.mother))]
    at_once(
        [
            lambda box=box, one=one: post(app, f"{here}/{box.id}/valider", {"csrf_token": one.token}, cookies_of(one))
            for box, one in zip(pair, desks, strict=True)
        ]
    )
    assert sorted(medimail.read(box).state for box in pair) == sorted([State.TO_VALIDATE, State.VALID])
