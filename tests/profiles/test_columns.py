"""The thirteen columns: their names, how each cell is read, and all that is wrong with a line told at once."""

from datetime import date

import pytest

from portal.profiles.record.columns import COLUMNS, parse, written
from portal.profiles.record.rules.lines import NO_LIMIT, Line
from portal.profiles.record.rules.names import Name
from portal.profiles.record.rules.roles import Action, Role
from tests.profiles.lines import EJ, ET, HELD, OTHER, PHYSICIAN, RPPS, SECRET, cells, codes, line, read

SOURCE_001 = (
    "Finess EJ; Finess ET; Nom de l'équipe; Code action; Nom; Prénom; N° RPPS; Rôle; Identifiant; Mot de passe; Email; "
    "Date de début; Date de fin"
)


def test_the_columns_are_those_of_the_source_to_the_letter_and_in_order():
    assert "; ".join(column.name for column in COLUMNS) == SOURCE_001


def test_the_source_says_which_columns_are_mandatory():
    assert [column.mandatory for column in COLUMNS] == [
        "Oui",
        "Oui",
        "Oui (pour un rôle en équipe)",
        "Oui",
        "Oui",
        "Oui",
        "Oui (pour un médecin)",
        "Oui",
        "Oui (pour un non-médecin)",
        "Oui (pour une création)",
        "Non",
        "Non",
        "Non",
    ]


def test_only_the_password_is_never_exported():
    assert [column.name for column in COLUMNS if column.is_secret] == [Name.PASSWORD]


def test_a_line_is_read():
    assert line(email="Camille.Durand@CHU-demo.mssante.fr", starts_on="03/04/2026", ends_on="5/6/2026") == Line(
        number=1,
        action=Action.CREATE,
        finess_ej=EJ,
        finess_et=ET,
        team="",
        role=Role.CDC3D,
        person=RPPS,
        is_physician=True,
        last_name="Durand",
        first_name="Camille",
        password=SECRET,
        mssante="camille.durand@chu-demo.mssante.fr",
        starts_on=date(2026, 4, 3),
        ends_on=date(2026, 6, 5),
        profile=(ET, "CDC3D", ""),
    )


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"finess_ej": ""}, "finess_absent"),
        ({"finess_et": ""}, "finess_absent"),
        ({"finess_et": "010000025"}, "finess_cle"),
        ({"finess_et": "01000002"}, "finess_invalide"),
        ({"finess_et": "10000024"}, "finess_zero_perdu"),
        ({"finess_et": "1,00E+07"}, "finess_tableur"),
        ({"action": "X"}, "action_inconnue"),
        ({"action": ""}, "action_inconnue"),
        ({"last_name": " "}, "nom_absent"),
        ({"last_name": "D" * 101}, "nom_invalide"),
        ({"last_name": "Du\u202erand"}, "nom_invalide"),
        ({"first_name": ""}, "prenom_absent"),
        ({"first_name": "C\x00"}, "prenom_invalide"),
        ({"rpps": "9999990001"}, "rpps_invalide"),
        ({"rpps": "99999900015"}, "rpps_cle"),
        ({"rpps": "1,01E+10"}, "rpps_tableur"),
        ({"rpps": ""}, "rpps_et_identifiant_absents"),
        ({"rpps": "", "identifier": "cdurand"}, "rpps_absent"),
        ({"role": "CDC9"}, "role_inconnu"),
        ({"role": "CDC4", "team": "Nuit"}, "role_non_medecin"),
        ({"role": "CDC3E"}, "equipe_absente"),
        ({"role": "CDC3A"}, "equipe_absente"),
        ({"team": "Nuit"}, "equipe_en_trop"),
        ({"role": "CDC3E", "team": "***"}, "equipe_invalide"),
        ({"role": "CDC3E", "team": "N" * 101}, "equipe_invalide"),
        ({"email": "camille@gmail.com"}, "email_hors_mssante"),
        ({"email": "1990@patient.mssante.fr"}, "email_hors_mssante"),
        ({"email": "a b@chu.mssante.fr"}, "email_invalide"),
        ({"starts_on": "31/02/2026"}, "date_impossible"),
        ({"ends_on": "2026-03-04"}, "date_impossible"),
        ({"ends_on": "01/01/0026"}, "date_impossible"),
        ({"starts_on": "02/01/2026", "ends_on": "01/01/2026"}, "dates_inversees"),
    ],
)
def test_what_cannot_be_read_is_named(changed, code):
    assert codes(read(**changed).findings) == [code]


@pytest.mark.parametrize("changed", [{"rpps": "1,01E+10"}, {"rpps": "99999900015"}, {"finess_et": "10000024"}])
def test_what_to_do_is_said_once(changed):
    [found] = read(**changed).findings
    assert found.message == found.code.message


@pytest.mark.parametrize(
    "identifier", ["12345678901", "camille@chu.mssante.fr", "-cmd", "ab", "a b c", "éric", "x" * 65, "1234"]
)
def test_an_identifier_can_be_neither_a_number_nor_an_address(identifier):
    assert codes(read(OTHER, identifier=identifier).findings) == ["identifiant_invalide"]


@pytest.mark.parametrize("identifier", ["cdurand", "C.Durand-2", "jl-hopital17"])
def test_an_identifier_is_kept_in_small_letters(identifier):
    assert line(OTHER, identifier=identifier).person == identifier.lower()


def test_everything_wrong_with_a_line_is_told_at_once():
    found = read(last_name="", role="CDC9", starts_on="hier").findings
    assert codes(found) == ["nom_absent", "role_inconnu", "date_impossible"]


def test_a_date_that_cannot_be_read_names_its_column():
    assert read(starts_on="hier").findings[0].where == Name.STARTS_ON


def test_a_lost_zero_is_proposed_and_never_put_back_in_silence():
    assert read(finess_et="10000024").findings[0].proposal == ET


def test_a_corrected_number_is_shown_to_its_own_referent_only():
    found = read(finess_ej="10780054", finess_et="10000032")
    assert [finding.proposal for finding in found.within(HELD).findings] == ["010780054", None]


@pytest.mark.parametrize("count", [0, 12, 14])
def test_a_line_has_thirteen_cells(count):
    assert codes(parse([""] * count, 1).findings) == ["nombre_de_cases"]


def test_a_physician_with_an_identifier_is_kept_and_told():
    """« Identifiant : Laisser le champ vide si la personne est un médecin. »"""
    found = line(identifier="cdurand")
    assert (found.person, codes(found.alerts)) == (RPPS, ["identifiant_ignore"])


def test_a_line_that_deletes_is_not_refused_for_an_address_that_no_longer_reads():
    assert line(action="S", email="camille@gmail.com", starts_on="hier", password="").mssante is None


def test_no_limit_can_be_said():
    assert line(ends_on="Sans limite").ends_on == NO_LIMIT


def test_a_password_is_taken_as_typed():
    assert line(password="  deux espaces ").password == "  deux espaces "


def test_blanks_alone_are_no_password():
    assert line(password="   ").password == ""


@pytest.mark.parametrize("role", Role)
def test_each_of_the_nine_roles_can_be_read(role):
    base = OTHER if role is Role.CDC4 else PHYSICIAN
    team = "" if role is Role.CDC3D else "Nuit"
    assert line(base, role=role.value.lower(), team=team).role is role


@pytest.mark.parametrize("role", ["CDC1", "CDC2", "SYNT", "OEC1", "OEC2"])
@pytest.mark.parametrize("team", ["", "Nuit"])
@pytest.mark.parametrize("base", [PHYSICIAN, OTHER], ids=["médecin", "non-médecin"])
def test_the_other_roles_are_anybody_s_in_a_team_or_in_none(role, team, base):
    assert isinstance(read(base, role=role, team=team), Line)


def test_a_team_is_one_whatever_accents_and_case():
    one, two = line(role="CDC3E", team="Équipe d’été"), line(role="CDC3E", team="EQUIPE D'ETE")
    assert one.profile == two.profile


def test_a_line_says_nothing_of_anybody_in_a_log():
    assert repr(line()) == "Line(1, C)"


def test_a_line_is_written_as_it_is_read_but_for_the_password():
    kept = cells(action="M", password="", email="c.d@chu.mssante.fr", starts_on="03/04/2026", ends_on="05/06/2026")
    assert list(written(parse(kept, 1))) == kept


def test_a_name_that_a_spreadsheet_would_run_comes_back_as_it_was():
    assert line(last_name="'-Durand").last_name == "-Durand"


def test_a_test_register_has_no_keys():
    assert isinstance(parse(cells(rpps="99999900015"), 1, check_key=False), Line)
