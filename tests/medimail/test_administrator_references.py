"""Whom to make administrator is named by a reference: no address in that of a page, no key to count upwards."""

from urllib.parse import quote, unquote

import pytest

from portal.db import reading
from portal.medimail.administration.administrators import tokens
from portal.medimail.structures import store as structures
from tests.medimail.asking import tree_of
from tests.pages.inside import put_inside


@pytest.fixture
def tree(medimail):
    return tree_of(medimail)


@pytest.fixture
def inside(client):
    """A browser where this person is signed in."""
    return lambda person: put_inside(client, person)


def page(structure, more=""):
    return f"/structures/{structure.id}/administrateurs{more}"


def names(structure):
    with reading() as session:
        return [account.id for account, _ in structures.administrators(session, [structure.id])]


@pytest.mark.parametrize("reference", ["", "nulle.part@chic-demo.fr", "%", "\0", "é", "1", "x" * 5000])
def test_a_reference_that_names_nobody_adds_nobody(medimail, tree, inside, reference):
    client = inside(medimail.administrator(tree["mother"]))
    client.open(page(tree["mother"], f"/ajouter?personne={quote(reference[:1000])}"))
    assert "Personne n’a été ajouté" in client.text
    client.post(page(tree["mother"], "/ajouter"), {"personne": reference})
    assert "Personne n’a été ajouté" in client.text
    assert len(names(tree["mother"])) == 1


def test_a_reference_is_for_one_structure_and_for_who_found_the_person(medimail, tree, inside):
    _, box = medimail.holder(tree["stranger"])
    by, other = medimail.administrator(tree["mother"]), medimail.administrator(tree["mother"])
    client = inside(by)
    for reference in (
        tokens.reference(tree["mother"].id, other.id).write(box),
        tokens.reference(tree["daughter"].id, by.id).write(box),
    ):
        client.open(page(tree["mother"], f"/ajouter?personne={reference}"))
        assert "Personne n’a été ajouté" in client.text
        assert box.last_name not in client.text
        client.post(page(tree["mother"], "/ajouter"), {"personne": reference})
    assert names(tree["mother"]) == [by.id, other.id]


def test_no_link_to_a_person_carries_an_address(medimail, tree, inside):
    _, box = medimail.holder(tree["mother"])
    client = inside(medimail.administrator(tree["mother"])).open(page(tree["mother"], f"?q={box.last_name}"))
    (link,) = client.soup.select('a[href*="/ajouter"]')
    assert "@" not in unquote(str(link["href"]))
