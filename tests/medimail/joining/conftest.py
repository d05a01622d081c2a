"""A tree of structures, and the registers that a sheet is judged by."""

import pytest

from portal.db import transaction
from portal.registers.models import Departement, Region
from tests.medimail.asking import tree_of


@pytest.fixture
def tree(medimail):
    with transaction() as session:
        session.merge(Region(code="76", name="Occitanie"))
        session.flush()
        session.merge(Departement(code="31", name="Haute-Garonne", region_code="76"))
    return tree_of(medimail)
