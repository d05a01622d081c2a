"""The grid of source 002 p. 10-15 over HTTP: each act on each type in each state, done where it is open alone."""

import itertools

import pytest
from sqlalchemy import func, select

from portal.accounts.rules import Kind as Person
from portal.db import reading
from portal.mail.models import OutboxMail
from portal.medimail.mailboxes.record import store
from portal.medimail.mailboxes.record.rules.kinds import PERSONS, Kind
from portal.medimail.mailboxes.record.rules.states import Action, State, Who
from tests.medimail.grid import OPENED, after
from tests.pages.mailbox import typed

pytestmark = pytest.mark.one_database

CASES = list(itertools.product(State, Kind))
# What each act changes, at least, of what is watched.
EFFECT = {
    Action.EDIT: "phone",
    Action.VALIDATE: "state",
    Action.REJECT: "state",
    Action.REHABILITATE: "state",
    Action.RELAUNCH: "link",
    Action.TRANSFER: "structure",
    Action.CHANGE_ADDRESS: "asked",
    Action.CHANGE_KIND: "kind",
    Action.RESET_PASSWORD: "mails",
}
WORDS = {
    Action.VALIDATE: "valider",
    Action.REJECT: "rejeter",
    Action.REHABILITATE: "rehabiliter",
    Action.RELAUNCH: "relancer",
    Action.TRANSFER: "transferer",
    Action.RESET_PASSWORD: "reinitialiser",
}
TURNS = {Kind.MED: Kind.PER, Kind.PER: Kind.INT, Kind.INT: Kind.ORG, Kind.ORG: Kind.APP, Kind.APP: Kind.MED}
# Of those, two change sides, and begin again (p. 9); a rejected one begins again when it is rehabilitated.
BEGINS = {Kind.INT: State.VALID, Kind.APP: State.PREREGISTERED}


@pytest.fixture
def box_of(hospital, build):
    """An account of this type in this state; a person has an account, and somewhere to be sent a link."""
    numbers = itertools.count(1)

    def make(state, kind):
        holder = None
        if kind in PERSONS and state in {State.VALID, State.INACTIVE}:
            number = next(numbers)
            ways = {"email": f"t{number}@chic-demo.fr", "mssante": f"t{number}@chic-demo.mssante.fr"}
            holder = build.person(kind=Person.MAILBOX_HOLDER, last_name="Durand", first_name="Camille", **ways).id
        return hospital.medimail.mailbox(hospital.structure, kind, state, stood=State.VALID, account_id=holder)

    return make


@pytest.fixture
def press(hospital, desk):
    """Send an act, as its page would."""
    daughter, token = hospital.medimail.structure("Pôle", hospital.structure), desk.open("/mon-compte").token

    def send(box, action):
        word = WORDS.get(action)
        path = f"/structures/{hospital.structure.id}/comptes/{box.id}/{word}"
        data = {"motif": "Parti.", "vers": str(daughter.id)}
        if action is Action.EDIT:
            path, data = f"/comptes/{box.id}/modifier", typed(box.kind, is_new=False, telephone="0563716371")
        elif action is Action.CHANGE_KIND:
            path, data = f"/comptes/{box.id}/type/{TURNS[box.kind]}", typed(TURNS[box.kind], is_new=False)
        elif action is Action.CHANGE_ADDRESS:
            path, data = f"/comptes/{box.id}/adresse", {"nouvelle": f"n{box.id}@chic-demo.fr", "vu": ""}
        seen = {"vu": ""} if action is Action.CHANGE_ADDRESS else {"vu": "1"}
        return desk.send("POST", path, data={"csrf_token": token, **data, **seen}).status_code

    return send


def seen(box):
    """What is watched of an account, and how many mails wait."""
    with reading() as session:
        now = store.get(session, box.id)
        asked = store.asked_change(session, box.id)
        return {
            "state": now.state,
            "kind": now.kind,
            "structure": now.structure_id,
            "phone": now.phone,
            "link": now.link_version,
            "asked": asked and asked.new,
            "version": now.version,
            "mails": session.scalar(select(func.count()).select_from(OutboxMail)),
        }


def reached(state, kind, action):
    if action is Action.CHANGE_KIND and (state, kind, Who.ADMINISTRATOR, action) in OPENED and kind in BEGINS:
        return state if state is State.REJECTED else BEGINS[kind]
    return after(state, kind, Who.ADMINISTRATOR, action, stood=State.VALID)


@pytest.mark.parametrize("action", EFFECT)
def test_each_act_is_done_over_http_where_the_source_opens_it_and_nowhere_else(box_of, press, action):
    wrong = []
    for state, kind in CASES:
        box = box_of(state, kind)
        before, status, now = seen(box), press(box, action), seen(box)
        changed = {name for name, value in now.items() if before[name] != value}
        is_open = (state, kind, Who.ADMINISTRATOR, action) in OPENED
        done = changed >= {EFFECT[action]} and status == 303
        if (done if is_open else not changed) and now["state"] is reached(state, kind, action):
            continue
        wrong.append((state, kind, status, changed, now["state"]))
    assert wrong == []


def test_every_act_of_an_administrator_is_pressed_here():
    assert set(EFFECT) == {action for _, _, who, action in OPENED if who is Who.ADMINISTRATOR}
