"""A small tree of structures, and browsers in the hands of those who administer it, or do not."""

from dataclasses import dataclass

import pytest

from portal.medimail.structures.models import Structure
from tests.pages.inside import put_inside


@dataclass
class Tree:
    """One top, a mother and her daughter, and a structure that is a stranger to both."""

    top: Structure
    mother: Structure
    daughter: Structure
    stranger: Structure


@pytest.fixture
def tree(medimail):
    """The tree, without any account."""
    top = medimail.structure("GIP e-santé")
    mother = medimail.structure("CHIC Castres-Mazamet", top)
    return Tree(top, mother, medimail.structure("Pôle Gériatrie", mother), medimail.structure("CH Ariège", top))


@pytest.fixture
def sign_in(new_client):
    """A browser where this person is inside."""
    return lambda person: put_inside(new_client(), person)


@pytest.fixture
def grades(medimail, sign_in):
    """A browser of the GRADeS."""
    return sign_in(medimail.grades())


@pytest.fixture
def desk(medimail, tree, sign_in):
    """A browser of the administrator of the mother."""
    return sign_in(medimail.administrator(tree.mother))


@pytest.fixture
def cost(counted):
    """How many statements something sends."""

    def of(act):
        counted.clear()
        act()
        return len(counted)

    return of
