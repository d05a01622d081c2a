"""A NUL in any text that the pages of Medimail read, address included: PostgreSQL refuses it, and no page may break."""

import re
from urllib.parse import quote

import pytest
from werkzeug.datastructures import ImmutableMultiDict

from portal.limits import Limit
from portal.medimail.mailboxes.record.rules.states import State
from tests.pages.inside import put_inside

pytestmark = [pytest.mark.parametrize("backend", ["postgresql"], indirect=True), pytest.mark.postgres]

ENDLESS = Limit.parse("9999999/1j")
NULS = ["\x00", "a\x00b@chic-demo.fr"]
# What each page needs beside, to come as far as its database.
BESIDE = {"acte": "valider", "tous": "1", "geste": "chercher", "type": "MED"}
PATHS = {"type_bal": "ORG", "reference": "AAAAAAAAAAAAAAAA", "kind": "csv", "token": "x"}


class Heard(ImmutableMultiDict):
    """What a request brings; it remembers what it was asked for."""

    asked: set[str] = set()  # noqa: RUF012 - one for the whole test

    def __contains__(self, key) -> bool:
        self.asked.add(key)
        return super().__contains__(key)

    def get(self, key, *args, **kwargs):
        self.asked.add(key)
        return super().get(key, *args, **kwargs)

    def getlist(self, key, *args, **kwargs):
        self.asked.add(key)
        return super().getlist(key, *args, **kwargs)


@pytest.fixture
def app(make_app):
    app = make_app(limit_requests=ENDLESS)
    app.request_class = type("Listening", (app.request_class,), {"parameter_storage_class": Heard})
    with app.app_context():
        yield app


@pytest.fixture
def doors(app, medimail):
    """Every address of Medimail, as (method, path, what stands in its text parts), and its structure."""
    structure = medimail.structure()
    box = medimail.mailbox(structure, state=State.VALID)
    keys = {"structure_id": structure.id, "mailbox_id": box.id}
    found = []
    for rule in app.url_map.iter_rules():
        if app.view_functions[rule.endpoint].__module__.startswith("portal.medimail."):
            path = re.sub(r"<int:(\w+)>", lambda named: str(keys.get(named[1], 1)), rule.rule)
            parts = re.findall(r"<(\w+)>", path)
            whole = re.sub(r"<(\w+)>", lambda named: PATHS[named[1]], path)
            poisoned = [path.replace(f"<{part}>", quote(nul)) for part in parts for nul in NULS]
            poisoned = [re.sub(r"<(\w+)>", lambda named: PATHS[named[1]], one) for one in poisoned]
            # What closes or moves the structure comes last: the other pages would be gone.
            found += [(method, whole, poisoned) for method in sorted(rule.methods & {"GET", "POST"})]
    return sorted(found, key=lambda door: (door[0], "/comptes" not in door[1], door[1]))


def test_a_nul_anywhere_is_an_answer(doors, medimail, new_client):
    desk = put_inside(new_client(), medimail.grades())
    token = desk.open("/mon-compte").token
    broken, asked_for = [], 0
    for method, path, poisoned in doors:
        for one in poisoned:
            answer = desk.send(method, one, data={"csrf_token": token} if method == "POST" else None)
            broken += [(method, one, answer.status_code)] if answer.status_code >= 500 else []
        Heard.asked.clear()
        # A form that is sent nothing reads nothing.
        _send(desk, method, path, {"rien": "1", **BESIDE}, token)
        names = sorted(Heard.asked - {"csrf_token"})
        asked_for += len(names)
        for name in names:
            for nul in NULS:
                answer = _send(desk, method, path, {**_beside(names), name: nul}, token)
                broken += [(method, path, name, answer.status_code)] if answer.status_code >= 500 else []
    assert broken == []
    # So many at least: else the walk saw nothing.
    assert asked_for > 300


def _beside(names):
    return {name: text for name, text in BESIDE.items() if name in names}


def _send(desk, method, path, values, token):
    if method == "GET":
        return desk.send("GET", path, query_string=values)
    return desk.send("POST", path, data={**values, "csrf_token": token})
