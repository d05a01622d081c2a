"""Nobody lets in their own account: whoever was rejected would come back, whoever registered alone come in."""

import pytest

from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import State

SAID = "Nul n’agit ainsi sur son propre compte"
BACK = [("valider", State.TO_VALIDATE), ("rehabiliter", State.REJECTED)]


@pytest.mark.parametrize(("word", "state"), BACK)
def test_nobody_lets_in_their_own_account(medimail, tree, desk, here, word, state):
    own = medimail.mailbox(tree.mother, Kind.MED, state, account_id=tree.of_mother.id)
    typed = {"csrf_token": desk.open(here).token}
    assert desk.send("POST", f"{here}/{own.id}/{word}", data=typed).status_code == 303
    assert SAID in desk.open(here).text
    assert medimail.read(own).state is state


@pytest.mark.parametrize(("word", "state"), BACK)
def test_nobody_is_offered_to_let_in_their_own_account(medimail, tree, desk, here, word, state):
    own = medimail.mailbox(tree.mother, Kind.MED, state, account_id=tree.of_mother.id)
    other = medimail.mailbox(tree.mother, Kind.MED, state)
    for path in (f"{here}?etat={state.value}", f"/comptes/{own.id}", f"/comptes/{other.id}"):
        shown = desk.open(path).text
        offered = [box for box in (own, other) if desk.soup.select(f'form[action^="{here}/{box.id}/{word}"]')]
        assert offered == ([other] if other.address in shown else [])


@pytest.mark.parametrize(("word", "state"), BACK)
def test_nobody_lets_in_their_own_account_among_others(medimail, tree, desk, here, word, state):
    own = medimail.mailbox(tree.mother, Kind.MED, state, account_id=tree.of_mother.id)
    other = medimail.mailbox(tree.mother, state=state)
    desk.open(here)
    page = desk.post(f"{here}/lots", {"acte": word, "compte": [own.id, other.id]})
    assert SAID in page.text
    page.press({"valider": "Valider les comptes", "rehabiliter": "Réhabiliter les comptes"}[word])
    assert [medimail.read(box).state for box in (own, other)] == [state, State.VALID]
