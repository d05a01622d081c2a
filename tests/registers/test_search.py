"""Finding an establishment by what a person remembers of it."""

from datetime import date

import pytest
from sqlalchemy import text

from portal.db import database, reading, transaction
from portal.registers import service, store
from tests.registers.extract import BASTIA, PURPAN, load_communes, number_of, place

PLACES = [
    ("CH D'USSEL", "19200 USSEL"),
    ("CENTRE DE DIALYSE CH USSEL", "19208 USSEL CEDEX"),
    ("CHU DE ST-ETIENNE", "42055 SAINT ETIENNE CEDEX 2"),
    ("POLYCLINIQUE STANISLAS", "54000 NANCY"),
    ("HÔPITAL SACRÉ-CŒUR", "31000 TOULOUSE"),
]


@pytest.fixture
def places(app):
    """A few establishments."""
    place(
        *(
            {"nofinesset": number_of(rank), "rs": name, "ligneacheminement": at}
            for rank, (name, at) in enumerate(PLACES)
        ),
        {**PURPAN, "ligneacheminement": "31059 TOULOUSE CEDEX 9", "siret": "26310012500016"},
        BASTIA,
    )


def found(query, **options):
    with reading() as session:
        return [establishment.name for establishment in store.search(session, query, **options)]


@pytest.mark.parametrize("query", ["CH d'Ussel", "ch d ussel", "CH Ussel", "cH  D’USSEL", "ch uss"])
def test_a_name_is_found_however_it_is_typed(places, query):
    assert found(query) == ["CH D'USSEL", "CENTRE DE DIALYSE CH USSEL"]


def test_words_may_come_in_any_order(places):
    assert set(found("ussel ch")) == {"CH D'USSEL", "CENTRE DE DIALYSE CH USSEL"}


@pytest.mark.parametrize("query", ["st etienne", "Saint-Étienne", "chu st-et", "SAINT ETIENNE CHU"])
def test_saint_is_found_under_its_short_form_and_the_reverse(places, query):
    assert found(query) == ["CHU DE ST-ETIENNE"]


def test_st_is_also_the_beginning_of_a_word(places):
    assert set(found("st")) == {"CHU DE ST-ETIENNE", "POLYCLINIQUE STANISLAS"}


@pytest.mark.parametrize("query", ["sacre coeur", "SACRÉ-CŒUR", "hopital sacre"])
def test_accents_and_ligatures_do_not_matter(places, query):
    assert found(query) == ["HÔPITAL SACRÉ-CŒUR"]


def test_a_commune_is_found(places):
    assert set(found("toulouse")) == {"HÔPITAL SACRÉ-CŒUR", PURPAN["rs"]}


def test_the_middle_of_a_word_is_not_its_beginning(places):
    assert found("clinique") == []


def test_names_that_begin_with_what_is_typed_come_first(places):
    assert found("ch ussel")[0] == "CH D'USSEL"


@pytest.mark.parametrize(
    "query", ["310783048", "310 783 048", "31078304", "310781406", "3107 81406", "263100125", "26310012500016"]
)
def test_a_number_is_found_whole_or_begun_et_ej_siren_or_siret(places, query):
    assert found(query) == [PURPAN["rs"]]


@pytest.mark.parametrize("query", ["2B0000012", "2b0000012", "2B0000020"])
def test_a_corsican_number_is_found_in_either_case(places, query):
    assert found(query) == ["CH BASTIA"]


def test_a_number_that_lost_its_zero_finds_what_it_was(app):
    place({})
    assert found("10000024") == ["CH DE FLEYRIAT"]


def test_a_postal_code_is_found(places):
    assert found("19200") == ["CH D'USSEL"]


def test_a_postal_code_finds_what_its_own_cedex_hides(app, tmp_path):
    load_communes(tmp_path, "19275;Ussel;19200;19;75")
    place({"rs": "CH USSEL", "departement": "19", "commune": "275", "ligneacheminement": "19208 USSEL CEDEX"})
    assert found("19200") == ["CH USSEL"]


def test_the_insee_code_of_a_commune_is_found(app):
    place({"rs": "CH USSEL", "departement": "19", "commune": "275", "ligneacheminement": "19208 USSEL CEDEX"})
    assert found("19275") == ["CH USSEL"]


def test_a_corsican_insee_code_is_found_in_either_case(app):
    place({**BASTIA, "commune": "033"})
    assert found("2b033") == ["CH BASTIA"]


@pytest.mark.parametrize("query", ["75056", "75113"])
@pytest.mark.parametrize("commune", ["056", "113"])
def test_a_city_and_its_arrondissement_find_each_other(app, query, commune):
    place({"rs": "CH SUD", "departement": "75", "commune": commune, "ligneacheminement": "75013 PARIS"})
    assert found(query) == ["CH SUD"]


def test_what_has_left_the_register_is_not_found(places):
    with transaction() as session:
        service.close_structures(session, [number_of(0), PURPAN["nofinesset"]], left_on=date(2026, 5, 4))
    assert found("ch ussel") == ["CENTRE DE DIALYSE CH USSEL"]
    assert found(PURPAN["nofinesset"]) == []


@pytest.mark.parametrize("query", ["", "  ", "%", "_", "'", "\\", "%%%%", "\0"])
def test_signs_find_nothing_and_break_nothing(places, query):
    assert found(query) == []


def test_no_more_is_given_than_asked(app):
    place(*({"nofinesset": number_of(rank), "rs": f"CH {rank}"} for rank in range(30)))
    assert len(found("ch")) == 20
    assert len(found("ch", limit=7)) == 7


def test_a_search_by_words_reads_the_index_and_not_the_table(app, backend):
    if backend == "postgresql":
        pytest.skip("PostgreSQL chooses by statistics, which an empty table has not")
    plan = " ".join(_plan("% ussel%"))
    assert "USING COVERING INDEX ix_establishment_search" in plan
    assert "TEMP B-TREE" not in plan  # nothing is sorted: the index is already in order


def _plan(pattern):
    statement = (
        "EXPLAIN QUERY PLAN SELECT finess_et FROM establishment WHERE search LIKE :pattern AND left_on IS NULL "
        "ORDER BY search, finess_et LIMIT 20"
    )
    with database().engine.connect() as connection:
        return [row.detail for row in connection.execute(text(statement), {"pattern": pattern})]
