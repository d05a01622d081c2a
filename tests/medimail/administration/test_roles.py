"""Route × role: what each may open and send of the structures, and what for the others does not exist."""

import pytest

pytestmark = pytest.mark.one_database

ROLES = ("grades", "mother", "daughter", "stranger", "plain", "anonymous")
SIGN_IN = "/connexion"
# What each role is answered about the mother: by GET, or by a POST that says nothing right.
HOLDERS = {"grades": 200, "mother": 200, "daughter": 404, "stranger": 404, "plain": 403, "anonymous": 303}
GRADES = {**HOLDERS, "mother": 404}
READ = {
    "": HOLDERS,
    "/parametrage": HOLDERS,
    "/parametrage/adresses?adresse=rue": HOLDERS,
    "/deplacer": GRADES,
    "/fermer": GRADES,
}
# Nothing is typed: a form that has something compulsory shows it again, one that has seen nothing is stale.
WRITE = {
    "/parametrage/identite": (HOLDERS, 422),
    "/parametrage/localisation": (HOLDERS, 409),
    "/parametrage/notifications": (HOLDERS, 409),
    "/parametrage/contacts": (HOLDERS, 422),
    "/parametrage/contacts/999999/retirer": (HOLDERS, 303),
    "/parametrage/mssante": (GRADES, 422),
    "/deplacer": (GRADES, 409),
    "/fermer": (GRADES, 422),
    "/rouvrir": (GRADES, 303),
}


@pytest.fixture
def visitors(medimail, tree, sign_in, new_client, build):
    """A browser for each role."""
    return {
        "grades": sign_in(medimail.grades()),
        "mother": sign_in(medimail.administrator(tree.mother)),
        "daughter": sign_in(medimail.administrator(tree.daughter)),
        "stranger": sign_in(medimail.administrator(tree.stranger)),
        "plain": sign_in(build.physician()),
        "anonymous": new_client(),
    }


def test_each_role_is_answered_as_it_may_be(tree, visitors):
    found = {
        (path, role): visitors[role].send("GET", f"/structures/{tree.mother.id}{path}").status_code
        for path in READ
        for role in ROLES
    }
    assert found == {(path, role): READ[path][role] for path in READ for role in ROLES}


def test_each_role_sends_what_it_may(tree, visitors):
    found = {}
    for path in WRITE:
        for role in ROLES:
            data = {"csrf_token": visitors[role].token}
            found[path, role] = (
                visitors[role].send("POST", f"/structures/{tree.mother.id}{path}", data=data).status_code
            )
    expected = {
        (path, role): right if roles[role] == 200 else roles[role]
        for path, (roles, right) in WRITE.items()
        for role in ROLES
    }
    assert found == expected


def test_the_list_and_the_form_of_a_new_one(tree, visitors):
    listing = {role: visitors[role].send("GET", "/structures").status_code for role in ROLES}
    assert listing == {"grades": 200, "mother": 200, "daughter": 303, "stranger": 303, "plain": 403, "anonymous": 303}
    new = {role: visitors[role].send("GET", "/structures/nouvelle").status_code for role in ROLES}
    assert new == {**dict.fromkeys(ROLES, 404), "grades": 200, "plain": 403, "anonymous": 303}
    assert visitors["anonymous"].open("/structures").path == SIGN_IN
