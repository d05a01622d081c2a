"""Importing the communes: the postal codes follow, a second time changes nothing, the merged ones are kept apart."""

import pytest
from sqlalchemy import select

from portal.db import reading
from portal.registers import sources, store
from portal.registers.imports import communes
from portal.registers.imports.frame import NotImported
from portal.registers.models import Commune, Departement, PostalCode
from tests.registers.extract import load_communes

BOISSEY = "01050;Boissey;01190 01380;01;84"
CHAZEY = "01098;Chazey-Bons;01300 01510;01;84"
VIRIAT = "01451;Viriat;01440;01;84"


def names_at(postal_code):
    with reading() as session:
        return [commune.name for commune in store.communes_of(session, postal_code)]


def test_a_postal_code_proposes_its_communes(app, tmp_path):
    load_communes(tmp_path, BOISSEY, "01098;Chazey-Bons;01190;01;84", VIRIAT)
    assert names_at("01190") == ["Boissey", "Chazey-Bons"]


def test_communes_are_proposed_in_the_order_of_a_french_reader(app, tmp_path):
    load_communes(tmp_path, "01003;Zut;01000;01;84", "01001;Écully;01000;01;84", "01002;Ébly;01000;01;84")
    assert names_at("01000") == ["Ébly", "Écully", "Zut"]


def test_an_unknown_postal_code_proposes_nothing(app, tmp_path):
    load_communes(tmp_path, BOISSEY)
    assert names_at("99999") == []


def test_the_same_file_a_second_time_changes_nothing(app, tmp_path):
    load_communes(tmp_path, BOISSEY, CHAZEY)
    again = load_communes(tmp_path, BOISSEY, CHAZEY)
    assert (again.created, again.changed, again.closed) == (0, 0, 0)


def test_a_postal_code_that_moves_is_proposed_where_it_now_is(app, tmp_path):
    load_communes(tmp_path, BOISSEY, VIRIAT)
    load_communes(tmp_path, "01050;Boissey;01190;01;84", "01451;Viriat;01440 01380;01;84")
    assert names_at("01380") == ["Viriat"]


def test_a_commune_that_merged_keeps_its_name_and_is_proposed_no_more(app, tmp_path):
    load_communes(tmp_path, BOISSEY, VIRIAT)
    report = load_communes(tmp_path, VIRIAT)
    with reading() as session:
        merged = session.get(Commune, "01050")
    assert (report.closed, merged.name, merged.current) == (1, "Boissey", False)
    assert names_at("01190") == []


def test_a_commune_that_is_back_is_proposed_again(app, tmp_path):
    load_communes(tmp_path, BOISSEY, VIRIAT)
    load_communes(tmp_path, VIRIAT)
    load_communes(tmp_path, BOISSEY, VIRIAT)
    assert names_at("01190") == ["Boissey"]


def test_a_table_cut_in_half_closes_nothing(app, tmp_path):
    lines = [f"01{number:03d};Ville {number};01000;01;84" for number in range(100)]
    load_communes(tmp_path, *lines)
    report = load_communes(tmp_path, *lines[:50])
    assert report.closed == 0
    assert report.kept_open


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("1050;Boissey;01190;01;84", "code_commune_zero_perdu"),
        ("01050;Boissey;1190;01;84", "code_postal_zero_perdu"),
        ("0105;Boissey;01190;01", "ligne_illisible"),
        ("x" * 9000, "ligne_illisible"),
        ("01050;;01190;01;84", "nom_commune"),
        ("01050;Boissey;01190;1;84", "departement_inconnu"),
        ("2C050;Boissey;01190;01;84", "code_commune"),
    ],
)
def test_a_line_that_cannot_be_kept_is_named_and_costs_only_itself(app, tmp_path, line, code):
    report = load_communes(tmp_path, line, VIRIAT)
    [(number, message)] = report.refused[code].shown
    assert number == 2
    assert message.startswith("communes.csv : ")
    assert names_at("01440") == ["Viriat"]


def test_blank_lines_are_no_lines(app, tmp_path):
    report = load_communes(tmp_path, BOISSEY, "", VIRIAT)
    assert (report.refused, names_at("01440")) == ({}, ["Viriat"])


@pytest.mark.parametrize("line", ["A1;Nulle part;84", "01;;84"])
def test_a_departement_that_cannot_be_kept_is_named(app, tmp_path, line):
    departements = tmp_path / "departements.csv"
    departements.write_text(f"code;nom;region\n{line}\n69;Rhône;84\n", encoding="utf-8")
    report = load_communes(tmp_path, departements=departements)
    assert [group.shown[0][0] for group in report.refused.values()] == [2]


def test_a_region_that_cannot_be_kept_is_named(app, tmp_path):
    regions = tmp_path / "regions.csv"
    regions.write_text("code;nom\nARA;Auvergne-Rhône-Alpes\n1;Guadeloupe\n", encoding="utf-8")
    assert {"code_region", "code_region_zero_perdu"} <= load_communes(tmp_path, regions=regions).refused.keys()


def test_a_commune_described_twice_is_kept_as_it_came_first(app, tmp_path):
    report = load_communes(tmp_path, BOISSEY, "01050;Autre;01190;01;84")
    assert report.refused["doublon"].count == 1
    assert names_at("01190") == ["Boissey"]


def test_a_departement_of_an_unknown_region_is_refused_with_its_communes(app, tmp_path):
    departements = tmp_path / "departements.csv"
    departements.write_text("code;nom;region\n01;Ain;00\n", encoding="utf-8")
    report = load_communes(tmp_path, VIRIAT, departements=departements)
    assert set(report.refused) == {"region_inconnue", "departement_inconnu"}


def test_a_table_without_its_columns_is_refused_whole(app, tmp_path):
    with pytest.raises(NotImported, match="codes_postaux"):
        load_communes(tmp_path, VIRIAT, names="code;nom;cp;departement;region")


def test_all_that_is_shipped_is_kept(app):
    tables = communes.open_tables(
        sources.shipped("regions.csv"), sources.shipped("departements.csv"), sources.shipped("communes.csv.gz")
    )
    report = communes.run(tables)
    assert (report.created, report.refused) == (26 + 109 + 35_009, {})
    with reading() as session:
        assert len(session.scalars(select(Departement)).all()) == 109
        assert len(session.execute(select(PostalCode.postal_code).distinct()).all()) > 6000
    assert "Ussel" in names_at("19200")
