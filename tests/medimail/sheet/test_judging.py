"""A sheet is judged by the grid of its type, field by field, and by the conditions that the source adds."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.medimail.mailboxes.record import cells
from portal.medimail.mailboxes.record.rules.fields import Field, Need, need
from portal.medimail.mailboxes.record.rules.judging import judged, person_key
from portal.medimail.mailboxes.record.rules.kinds import SHARED, Kind
from portal.medimail.mailboxes.record.rules.missing import MISSING
from portal.medimail.mailboxes.record.rules.reference import Opener
from portal.medimail.mailboxes.record.rules.sheets import beside
from portal.medimail.structures.rules.locating import Town
from tests.medimail.sheets import FACTS, LISTS, OPENER, WHOLE

GRID = [(kind, name) for kind in Kind for name in Field if need(kind, name) is Need.REQUIRED and name is not Field.KIND]


def faults(kind, facts=FACTS, **changed):
    texts = WHOLE[kind] | {Field(name): text for name, text in changed.items()}
    return [(fault.field, fault.code) for fault in judged(kind, cells.read(texts, LISTS), facts)]


def test_a_whole_sheet_of_each_type_will_do(subtests):
    for kind in Kind:
        with subtests.test(str(kind)):
            assert faults(kind) == []


def test_a_required_field_that_is_missing_is_exactly_its_fault(subtests):
    for kind, name in GRID:
        with subtests.test(f"{kind} {name}"):
            assert faults(kind, **{name.value: ""}) == [(name, "champ_manquant")]


def test_whatever_may_be_missing_says_what_to_do(subtests):
    for name in [name for name in Field if any(need(kind, name) is Need.REQUIRED for kind in Kind)]:
        with subtests.test(str(name)):
            assert MISSING[name].endswith(".")


def test_a_field_that_does_not_concern_a_type_is_not_judged(subtests):
    for kind, name in [(k, f) for k in Kind for f in Field if need(k, f) is Need.NONE]:
        with subtests.test(f"{kind} {name}"):
            assert faults(kind, **{name.value: "?"}) == []


@given(st.sampled_from(Kind), st.dictionaries(st.sampled_from(Field), st.text(max_size=120)))
def test_any_text_is_judged_with_one_fault_a_field_in_the_order_of_the_file(kind, texts):
    found = [fault.field for fault in judged(kind, cells.read(WHOLE[kind] | texts, LISTS), FACTS)]
    assert found == [name for name in Field if name in found]
    assert all(need(kind, name) is not Need.NONE for name in found)


@given(st.sampled_from(Kind), st.sets(st.sampled_from(Field)))
def test_every_required_field_that_is_missing_is_told(kind, gone):
    found = {fault.field for fault in judged(kind, cells.read(WHOLE[kind] | dict.fromkeys(gone, ""), LISTS), FACTS)}
    assert {name for name in gone if (kind, name) in GRID} <= found


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("name", [Field.LAST_NAME, Field.FIRST_NAME])
def test_no_name_of_any_type_is_an_address(kind, name):
    assert [field for field, _ in faults(kind, **{name.value: "Evil.example"})] == [name]


@pytest.mark.parametrize("name", [Field.RESPONSIBLE_LAST_NAME, Field.RESPONSIBLE_FIRST_NAME])
def test_who_answers_for_a_shared_mailbox_is_called_as_people_are(name):
    assert faults(Kind.ORG, **{name.value: "http://evil"}) == [(name, "nom_signe")]


@pytest.mark.parametrize("kind", Kind)
def test_only_a_shared_mailbox_is_called_by_figures(kind):
    found = faults(kind, first_name="EHPAD n° 2 / nord")
    assert found == ([] if kind in SHARED else [(Field.FIRST_NAME, "nom_signe")])


@pytest.mark.parametrize("kind", Kind)
def test_a_name_that_the_account_has_already_remains(kind):
    kept = replace(FACTS, kept_names=frozenset({"WWW.EVIL"}))
    assert faults(kind, kept, first_name="www.Evil") == []


CONDITIONS = [
    (Kind.PER, {"rpps": ""}, Field.RPPS, "champ_manquant"),
    (Kind.PER, {"rpps": "", "adeli": "999300015"}, Field.RPPS, "rpps_attendu"),
    (Kind.PER, {"profession": "Secrétaire médical"}, Field.PROFESSION, "profession_sans_registre"),
    (Kind.INT, {"profession": "Secrétaire médical"}, Field.PROFESSION, "profession_non_soignante"),
    (Kind.INT, {"title": ""}, Field.TITLE, "champ_manquant"),
    (Kind.INT, {"profession": "Pharmacien", "title": ""}, Field.TITLE, "champ_manquant"),
    (Kind.INT, {"profession": "Professionnel médico-social"}, Field.DIPLOMA, "champ_manquant"),
    (Kind.INT, {"profession": "Assistant de service social"}, Field.DIPLOMA, "champ_manquant"),
    (Kind.MED, {"apicrypt": "test"}, Field.APICRYPT_SPECIALTY, "champ_manquant"),
    (Kind.MED, {"expires_on": "03/04/2026"}, Field.EXPIRES_ON, "peremption_passee"),
    (Kind.MED, {"city": "Toulouse"}, Field.CITY, "ville_hors_cp"),
    (Kind.MED, {"departement": "31"}, Field.DEPARTEMENT, "departement_hors_cp"),
    (Kind.MED, {"region": "84"}, Field.REGION, "region_hors_departement"),
    (Kind.ORG, {"responsible_profession": "Ambulancier"}, Field.RESPONSIBLE_PROFESSION, "responsable_sans_registre"),
    (Kind.ORG, {"connections": "inconnu@chic-demo.fr"}, Field.CONNECTIONS, "connexion_inconnue"),
    (Kind.APP, {"mssante": "labo"}, Field.MSSANTE, "mssante_app"),
    (Kind.PER, {"mssante": "cdurand"}, Field.MSSANTE, "mssante_nominative"),
]


def test_a_postal_code_of_no_departement_is_said_at_itself():
    nowhere = replace(FACTS, communes=())
    assert faults(Kind.MED, nowhere, postal_code="99999") == [(Field.POSTAL_CODE, "code_postal_inconnu")]


def test_a_condition_that_is_not_met_is_its_fault_alone(subtests):
    for kind, changed, name, code in CONDITIONS:
        with subtests.test(f"{kind} {changed} {name} {code}"):
            assert faults(kind, **changed) == [(name, code)]


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        (Kind.PER, {"rpps": "", "adeli": "999300015", "profession": "Infirmier"}),
        (Kind.PER, {"rpps": "", "adeli": "999300015", "profession": "Diététicien"}),
        (Kind.PER, {"profession": "Diététicien"}),
        (Kind.INT, {"profession": "Sage-Femme", "title": ""}),
        (Kind.INT, {"profession": "Assistant de service social", "diploma": "DEASS", "title": ""}),
        (Kind.MED, {"city": "Castres CEDEX 9"}),
        (Kind.PER, {"mssante": "camille.durand"}),
        (Kind.PER, {"mssante": "durand.camille"}),
        (Kind.APP, {"mssante": "nepasrepondre.labo"}),
    ],
)
def test_a_condition_that_is_met_is_no_fault(kind, changed):
    assert faults(kind, **changed) == []


@pytest.mark.parametrize(
    ("changed", "name", "code"),
    [
        ({"is_taken": True}, Field.ADDRESS, "adresse_prise"),
        ({"domain": "chu-demo.fr"}, Field.ADDRESS, "adresse_hors_domaine"),
        ({"bearers": frozenset({person_key("Petit", "Alex")})}, Field.RPPS, "rpps_autrui"),
    ],
)
def test_what_the_database_knows_against_a_person_is_its_fault(changed, name, code):
    assert faults(Kind.PER, replace(FACTS, **changed)) == [(name, code)]


def test_a_domain_under_that_of_the_structure_is_its_own_too():
    host = WHOLE[Kind.PER][Field.ADDRESS].partition("@")[2]
    above = replace(FACTS, domain=host)
    assert faults(Kind.PER, above) == []
    assert faults(Kind.PER, above, address=f"camille.durand@dim.{host}") == []
    assert faults(Kind.PER, above, address=f"camille.durand@autre{host}") == [
        (Field.ADDRESS, "adresse_hors_domaine"),
    ]


@pytest.mark.parametrize(
    ("changed", "name", "code"),
    [
        ({"is_place_known": False}, Field.PLACE_NUMBER, "structure_inconnue"),
        ({"is_return_known": False}, Field.RETURN_ADDRESS, "retour_inconnu"),
        ({"openers": {}}, Field.CONNECTIONS, "connexion_inconnue"),
        ({"openers": {OPENER: Opener(Kind.ORG, is_live=True)}}, Field.CONNECTIONS, "connexion_partagee"),
        ({"openers": {OPENER: Opener(Kind.MED, is_live=False)}}, Field.CONNECTIONS, "connexion_fermee"),
    ],
)
def test_what_the_database_knows_against_a_software_is_its_fault(changed, name, code):
    assert faults(Kind.APP, replace(FACTS, **changed)) == [(name, code)]


def test_a_number_already_borne_under_the_same_name_is_the_same_person():
    assert faults(Kind.PER, replace(FACTS, bearers=frozenset({person_key("DURAND", "camille")}))) == []


def test_a_postal_code_that_no_register_knows_still_tells_its_departement():
    cedex = replace(FACTS, communes=())
    assert faults(Kind.MED, cedex, postal_code="81108", city="Castres Cedex") == []
    assert faults(Kind.MED, cedex, postal_code="31059") == [(Field.DEPARTEMENT, "departement_hors_cp")]


def test_an_arrondissement_and_a_saint_are_known_by_their_communes():
    facts = replace(FACTS, communes=(Town("Saint-Juéry", "81"), Town("Lyon", "81")))
    assert faults(Kind.MED, facts, city="ST JUERY") == []
    assert faults(Kind.MED, facts, city="LYON 3E ARRONDISSEMENT") == []


@pytest.mark.parametrize(
    ("was", "becomes", "expected"),
    [
        (Kind.PER, Kind.MED, {Field.RPPS}),
        (Kind.INT, Kind.PER, {Field.TITLE, Field.PLACE_KIND, Field.PLACE_NUMBER}),
        (Kind.APP, Kind.ORG, {Field.RETURN_ADDRESS}),
        (Kind.MED, Kind.ORG, set()),
    ],
)
def test_the_fields_that_no_longer_apply_are_named_with_what_they_hold(was, becomes, expected):
    assert set(beside(cells.read(WHOLE[was], LISTS).sheet, becomes)) == expected
