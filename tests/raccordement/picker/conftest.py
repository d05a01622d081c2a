"""A register of a few establishments, some closed, one large."""

import pytest

from portal.db import reading, transaction
from portal.raccordement.picker import service as picker
from portal.raccordement.picker.rules import Choice
from portal.registers import service as registers
from tests.registers.extract import BASTIA, PURPAN, number_of, place

# One juridical establishment with more territorials than a request may have.
LARGE = "750712184"
COUNT = 230


@pytest.fixture
def register(app):
    """Establishments to choose from."""
    place(
        {"nofinesset": "010000024", "nofinessej": "010780054", "rs": "CH DE FLEYRIAT"},
        {"nofinesset": "010009702", "nofinessej": "010780054", "rs": "USLD EMILE PELICAND", "siret": "26010004500145"},
        {**PURPAN, "ligneacheminement": "31059 TOULOUSE CEDEX 9", "departement": "31", "commune": "555"},
        BASTIA,
    )


@pytest.fixture
def large(app):
    """A juridical establishment of 230 territorials."""
    numbers = [number_of(rank) for rank in range(COUNT)]
    place(*({"nofinesset": number, "nofinessej": LARGE, "rs": f"HOPITAL {number}"} for number in numbers))
    return numbers


@pytest.fixture
def close(app):
    """Take an establishment out of the register."""

    def leave(number, day):
        with transaction() as session:
            registers.close_structures(session, [number], left_on=day)

    return leave


@pytest.fixture
def search(app):
    """Search as a page does."""

    def find(text, juridicals=()):
        with reading() as session:
            return picker.search(session, text, juridicals)

    return find


@pytest.fixture
def view(app):
    """What the picker shows."""

    def show(choice=None, text=""):
        with reading() as session:
            return picker.view(session, choice or Choice(), text)

    return show
