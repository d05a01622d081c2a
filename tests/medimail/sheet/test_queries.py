"""How many statements a page of one account takes has a bound, however many accounts there are beside it."""

import pytest

from portal.db import transaction
from portal.medimail.mailboxes.record import copying, store
from portal.medimail.mailboxes.record.rules.kinds import Kind

pytestmark = pytest.mark.one_database

PAGES = {
    "/structures/{place}/comptes/nouveau": 6,
    "/structures/{place}/comptes/nouveau/PER": 13,
    "/structures/{place}/comptes/nouveau/ORG": 16,
    "/comptes/{person}": 14,
    "/comptes/{shared}": 14,
    "/comptes/{shared}/historique": 12,
    "/comptes/{shared}/modifier": 17,
    "/comptes/{person}/type/ORG": 21,
    "/comptes/{person}/parametres": 10,
    "/comptes/{shared}/parametres": 9,
}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_beside_a_crowd(hospital, desk, counted, path):
    people = [hospital.medimail.mailbox(hospital.structure) for _ in range(20)]
    shared = hospital.made(Kind.ORG, connections=";".join(box.address for box in people))
    address = path.format(place=hospital.structure.id, person=people[0].id, shared=shared.id)
    counted.clear()
    assert desk.send("GET", address).status_code == 200
    assert len(counted) <= PAGES[path], counted


def test_a_shared_account_that_many_open_is_asked_once_whose_codes_are_copied(medimail, hospital, counted):
    """The whole portal waits meanwhile, and a run on many accounts asks it of each."""
    shared = medimail.mailbox(hospital.structure, Kind.ORG)
    for _ in range(20):
        medimail.connect(shared, medimail.holder(hospital.structure)[1])
    with transaction() as session:
        held = store.get(session, shared.id, lock=True)
        counted.clear()
        copying.end_of_readers(session, None, held)
        assert len(counted) <= 3, counted
