"""« Mon compte › Droits » names where one administers Medimail."""

import pytest

from portal import clock
from portal.db import transaction
from portal.medimail.structures import store
from tests.pages.inside import put_inside

pytestmark = pytest.mark.one_database


def rights(client, person):
    return put_inside(client, person).open("/mon-compte").soup.select_one("#droits")


def test_a_structure_is_named_and_led_to(client, medimail):
    structure = medimail.structure()
    link = rights(client, medimail.administrator(structure)).find("a", string=structure.name)
    assert link["href"] == f"/structures/{structure.id}"
    assert client.open(link["href"]).status == 200


def test_its_key_is_shown_to_nobody_as_a_number(client, medimail):
    structure = medimail.structure()
    shown = rights(client, medimail.administrator(structure)).get_text(" ", strip=True)
    assert shown.replace("\u00a0", " ").endswith(f"Administration Medimail : {structure.name}")


def test_a_closed_structure_is_named_and_leads_nowhere(client, medimail):
    structure = medimail.structure()
    person = medimail.administrator(structure)
    with transaction() as session:
        store.get(session, structure.id).closed_at = clock.now()
    shown = rights(client, person)
    assert f"{structure.name} (fermée)" in shown.get_text()
    assert shown.find("a") is None


def test_the_grades_reads_that_it_administers_all(client, medimail):
    assert "toutes les structures (GRADeS)" in rights(client, medimail.grades()).get_text()


def test_many_structures_cost_no_more_than_one(client, medimail, counted):
    costs = []
    for count in (1, 5):
        put_inside(client, medimail.administrator(*(medimail.structure(f"S{count}{n}") for n in range(count))))
        counted.clear()
        client.open("/mon-compte")
        costs.append(len(counted))
    assert costs[0] == costs[1]
