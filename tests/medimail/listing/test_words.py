"""What the list of accounts says and offers: nothing that is false, nothing of which nothing can come."""

from datetime import timedelta

import pytest

from portal import clock
from portal.medimail.mailboxes.record.rules.states import State

pytestmark = pytest.mark.one_database


def acts(client, address):
    return {option["value"] for option in client.open(address).soup.select("#acte option")} - {""}


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (State.PREREGISTERED, {"rejeter", "relancer", "transferer"}),
        (State.TO_VALIDATE, {"valider", "rejeter", "transferer"}),
        (State.VALID, {"rejeter", "transferer"}),
        (State.REJECTED, {"rehabiliter", "transferer"}),
    ],
)
def test_a_tab_offers_the_acts_of_its_state_alone(medimail, tree, desk, here, state, offered):
    medimail.mailbox(tree.mother, state=state)
    assert acts(desk, f"{here}?etat={state.value}") == offered


def test_a_tab_of_which_nothing_is_done_offers_no_act(medimail, tree, desk, here):
    medimail.mailbox(tree.mother, state=State.REJECTED_FOR_GOOD)
    assert desk.open(f"{here}?etat={State.REJECTED_FOR_GOOD.value}").soup.select_one("#lot") is None


def test_all_those_of_a_single_page_are_chosen_at_once(medimail, tree, desk, here):
    for _ in range(2):
        medimail.mailbox(tree.mother)
    assert desk.open(here).soup.select_one("#tous") is not None


def test_an_empty_state_does_not_say_that_what_is_created_comes_there(desk, here):
    text = desk.open(f"{here}?etat={State.REMOVED.value}").text.replace("\xa0", " ")
    assert "Les comptes dans l’état « Supprimé » s’affichent ici." in text
    assert "que vous créez" not in text


def test_where_nobody_is_preregistered_nobody_is_said_to_have_finalised(desk, here):
    assert "Personne n’est préinscrit dans cette structure." in desk.open(f"{here}/relances/nouvelle").text


def test_one_who_has_just_received_a_link_is_spoken_of_alone(medimail, tree, desk, here):
    medimail.mailbox(tree.mother, state=State.PREREGISTERED)
    medimail.mailbox(tree.mother, state=State.PREREGISTERED, relaunched_at=clock.now())
    page = desk.open(f"{here}/relances/nouvelle")
    assert "rien ne lui part." in page.text
    assert "1 vient de recevoir le sien." in page.press("Relancer 1 personne").text.replace("\xa0", " ")


def test_undoing_says_of_what_was_not_done_that_there_is_nothing_to_undo(medimail, tree, desk, prepare, report):
    done, own = medimail.mailbox(tree.mother), medimail.mailbox(tree.mother, account_id=tree.of_mother.id)
    prepare("rejeter", done, own).submit({"motif": "Parti."})
    assert report()[own.address][0] == "ERREUR"
    desk.post(f"{desk.path}/annuler")
    assert report()[own.address] == ("ALERTE", "Ce lot ne l’avait pas changé\u00a0: il n’y a rien à annuler.")
    assert report()[done.address][0] == "OK"


def test_what_needs_no_explanation_has_none_read_out(medimail, tree, desk, prepare):
    cell = prepare("rejeter", medimail.mailbox(tree.mother)).soup.select_one('td[data-label="Explication"]')
    assert cell.get_text(strip=True) == ""


@pytest.mark.parametrize(
    ("days", "said"), [(None, "Aucun lien envoyé : relancez"), (1, "Lien valable jusqu’au"), (60, "Lien expiré le")]
)
def test_the_list_and_the_sheet_say_whether_the_last_link_still_opens(medimail, tree, desk, here, days, said):
    sent = clock.now() - timedelta(days=days) if days else None
    box = medimail.mailbox(tree.mother, state=State.PREREGISTERED, relaunched_at=sent)
    for page in (here, f"/comptes/{box.id}"):
        assert said in desk.open(page).text.replace("\u00a0", " ")


def test_nothing_is_said_of_the_link_of_who_has_finalised(medimail, tree, desk, here):
    medimail.mailbox(tree.mother, relaunched_at=clock.now())
    assert "Lien valable" not in desk.open(here).text
