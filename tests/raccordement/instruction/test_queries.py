"""How many statements a page of the instruction takes has a bound, however many requests there are."""

import pytest

from bench.requests import fill
from portal.db import transaction
from portal.raccordement.record.models import Raccordement

pytestmark = pytest.mark.one_database

MANY = 300


@pytest.fixture
def crowd(judge):
    """Hundreds of requests; the number of one that is under review."""
    with transaction() as session:
        fill(session, MANY, [judge.id])
        query = session.query(Raccordement.number).filter(Raccordement.state == "en_instruction")
        return query.first()[0]


PAGES = {
    "/instruction": 5,
    "/instruction?vue=toutes&q=a&du=2020-01-01&tri=-systeme": 5,
    "/instruction/{number}": 16,
    "/instruction/{number}/accepter": 9,
    "/instruction/chiffres": 2,
    "/instruction/modeles": 2,
    "/instruction/demandes.csv?vue=toutes": 10,
}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_over_hundreds_of_requests(crowd, desk, counted, path):
    counted.clear()
    assert desk.send("GET", path.format(number=crowd)).status_code == 200
    assert len(counted) <= PAGES[path], counted
