"""A demonstration starts with the registers that are shipped, loaded once."""

import pytest

from portal import clock, demo
from portal.db import reading, transaction
from portal.registers import store
from portal.registers.models import Edition, Register

# The same files and the same import on both databases, which tests/registers compares already.
pytestmark = pytest.mark.one_database


def test_a_hospital_and_its_commune_are_found_at_the_first_start(make_app, letters):
    app = make_app(demo=True, smtp_url=f"file:{letters}")
    demo.fill_registers(app)
    with app.app_context(), reading() as session:
        assert [place.name for place in store.search(session, "010000024")] == ["CH DE FLEYRIAT"]
        assert [commune.name for commune in store.communes_of(session, "01440")] == ["Viriat"]


def test_a_register_that_was_imported_meanwhile_is_left_as_it_is(make_app, letters):
    app = make_app(demo=True, smtp_url=f"file:{letters}")
    with app.app_context(), transaction() as session:
        for register in Register:
            session.add(Edition(register=register.value, sha256="", imported_at=clock.now(), published_on=None))
    demo.fill_registers(app)
    with app.app_context(), reading() as session:
        assert store.search(session, "010000024") == []
