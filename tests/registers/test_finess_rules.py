"""Which line of FINESS is kept, and what is said of the others."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.registers.models import Establishment
from portal.registers.rules.finess import Accepted, NotKept, Structure, decide
from tests.registers.extract import BASTIA, PURPAN, structure


def kept(**fields):
    outcome = decide(structure(**fields))
    assert isinstance(outcome, Accepted), outcome
    return outcome.structure


def refused(**fields):
    outcome = decide(structure(**fields))
    assert isinstance(outcome, NotKept), outcome
    return outcome


def alerts(**fields):
    return [alert.code for alert in decide(structure(**fields)).alerts]


def test_a_structure_has_the_columns_of_its_table_in_their_order():
    assert Structure._fields == tuple(column.name for column in Establishment.__table__.columns)


@pytest.mark.parametrize("pair", [PURPAN, BASTIA, {"nofinesset": "970300026", "departement": "9C"}])
def test_a_real_number_is_kept(pair):
    assert kept(**pair).finess_et == pair["nofinesset"]


def test_a_lost_leading_zero_is_named_and_its_correction_proposed():
    problem = refused(nofinesset="10000024").problem
    assert problem.code == "finess_zero_perdu"
    assert "« 10000024 »" in problem.message
    assert "Numéro probable : 010000024." in problem.message


def test_a_lost_leading_zero_is_never_put_back_in_silence():
    assert isinstance(decide(structure(nofinesset="10000024")), NotKept)


@pytest.mark.parametrize("column", ["nofinesset", "nofinessej"])
@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("010000025", "finess_cle"),
        ("", "finess_vide"),
        ("1,0E+07", "finess_notation_excel"),
        ("ABCDEFGHI", "finess_chiffres"),
    ],
)
def test_a_wrong_number_refuses_the_line(column, number, code):
    assert refused(**{column: number}).problem.code == code


def test_a_refused_entity_is_told_from_a_refused_structure():
    assert "entité juridique" in refused(nofinessej="010780055").problem.message
    assert "structure" in refused(nofinesset="010000025").problem.message


def test_a_refused_line_tells_which_structures_it_may_be_about():
    assert set(refused(nofinesset="10000024").numbers) == {"10000024", "010000024"}
    assert refused(nofinessej="").numbers == ("010000024",)


def test_a_structure_without_a_name_is_refused():
    assert refused(rs="").problem.code == "raison_sociale_vide"


@pytest.mark.parametrize(
    ("number", "code"),
    [("26010004500013", "siret_cle"), ("2,601E+13", "siret_notation_excel"), ("00000000000000", "siret_zeros")],
)
def test_a_wrong_siret_costs_only_itself(number, code):
    assert alerts(siret=number) == [code]
    assert kept(siret=number).siret is None


def test_the_keys_of_a_test_register_are_not_checked():
    outcome = decide(structure(nofinesset="1B0062023"), check_key=False)
    assert outcome.structure.finess_et == "1B0062023"


@pytest.mark.parametrize(("text", "day"), [("1999-12-31", date(1999, 12, 31)), ("", None)])
def test_a_day_is_read_and_may_be_missing(text, day):
    assert kept(dateouv=text).opened_on == day
    assert alerts(dateouv=text) == []


@pytest.mark.parametrize("text", ["31/12/1999", "1999-02-30", "1999", "demain"])
@pytest.mark.parametrize("column", ["dateouv", "dateautor", "datemaj"])
def test_a_day_that_cannot_be_read_costs_only_itself(column, text):
    assert alerts(**{column: text}) == ["date_illisible"]


@pytest.mark.parametrize(
    ("departement", "commune", "insee", "of"),
    [
        ("01", "451", "01451", "01"),
        ("75", "056", "75056", "75"),
        ("2A", "004", "2A004", "2A"),
        ("9A", "101", "97101", "971"),
        ("9B", "209", "97209", "972"),
        ("9C", "302", "97302", "973"),
        ("9D", "411", "97411", "974"),
        ("9E", "502", "97502", "975"),
        ("9F", "611", "97611", "976"),
        ("9J", "613", "98613", "986"),
        ("9A", "123", "97701", "977"),
        ("9A", "127", "97801", "978"),
    ],
)
def test_a_commune_has_its_insee_code_overseas_too(departement, commune, insee, of):
    found = kept(departement=departement, commune=commune)
    assert (found.commune_code, found.departement_code) == (insee, of)


@pytest.mark.parametrize("departement", ["", "1", "9Z", "971"])
def test_an_unknown_departement_costs_only_itself(departement):
    assert alerts(departement=departement) == ["departement_inconnu"]
    assert kept(departement=departement).commune_code is None


@pytest.mark.parametrize("commune", ["", "4", "45A"])
def test_a_commune_that_cannot_be_read_leaves_its_departement(commune):
    found = kept(commune=commune)
    assert (found.commune_code, found.departement_code) == (None, "01")


@pytest.mark.parametrize(
    ("text", "postal_code"),
    [("01440 VIRIAT", "01440"), ("72000", "72000"), ("VIRIAT", None), ("", None), ("1440 VIRIAT", None)],
)
def test_the_postal_code_opens_the_line_of_routing(text, postal_code):
    assert kept(ligneacheminement=text).postal_code == postal_code


def test_the_street_is_put_together():
    assert kept(numvoie="3", compvoie="B", typvoie="AV", voie="DE PARIS").street == "3 B AV DE PARIS"


def test_what_is_searched_is_the_name_the_town_and_the_postal_code():
    found = kept(rs="CH D'USSEL", rslongue="CENTRE HOSPITALIER", ligneacheminement="19200 USSEL")
    assert found.search == " ch d ussel centre hospitalier ussel 19200"


@given(st.builds(structure, **dict.fromkeys(structure()._fields, st.text(max_size=12))))
def test_any_line_is_kept_or_refused_with_a_sentence(line):
    match decide(line):
        case Accepted(structure, _):
            assert len(structure.finess_et) == 9
        case NotKept(problem, _):
            assert problem.message.endswith(".")
