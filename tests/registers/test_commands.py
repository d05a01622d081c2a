"""`portail import-finess` and `portail import-communes`, as an operator reads them."""

import pytest
from click.testing import CliRunner

from portal.registers.commands import import_communes, import_finess
from tests.registers.extract import PURPAN, extract, line, numbered

NBSP = "\u00a0"


def run(command, *arguments):
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def test_an_import_says_what_it_did(app, tmp_path):
    result = run(import_finess, extract(tmp_path, line(), line(**PURPAN)))
    assert result.exit_code == 0
    assert f"FINESS, extraction du lundi 4{NBSP}mai 2026." in result.stdout
    assert f"2{NBSP}structures créées{NBSP}; 0{NBSP}inchangée." in result.stdout


def test_a_second_import_says_that_nothing_changed(app, tmp_path):
    file = extract(tmp_path, line())
    run(import_finess, file)
    assert f"Rien n’a changé{NBSP}: 1{NBSP}structure déjà à jour." in run(import_finess, file).stdout


def test_a_refused_line_is_named_with_its_cause_and_its_remedy(app, tmp_path):
    result = run(import_finess, extract(tmp_path, line(nofinesset="10000024")))
    assert result.exit_code == 0
    assert f"ligne 2{NBSP}: Numéro de la structure, «{NBSP}10000024{NBSP}»{NBSP}:" in result.stderr
    assert f"Numéro probable{NBSP}: 010000024." in result.stderr


def test_lines_of_another_kind_are_named(app, tmp_path):
    result = run(import_finess, extract(tmp_path, "geolocalisation;1", "geolocalisation;2"))
    assert f"2{NBSP}lignes «{NBSP}geolocalisation{NBSP}» (lignes 2, 3)" in result.stdout


def test_what_is_refused_many_times_is_counted(app, tmp_path):
    result = run(import_finess, extract(tmp_path, *[line(nofinesset="010000025")] * 30))
    assert "… et 10 autres (finess_cle)." in result.stderr


def test_a_whole_file_says_what_it_closed(app, tmp_path):
    run(import_finess, extract(tmp_path, line(), line(**PURPAN)))
    result = run(import_finess, "--complet", extract(tmp_path, line()))
    assert f"1{NBSP}structure fermée" in result.stdout


def test_a_file_that_looks_incomplete_says_why_nothing_was_closed(app, tmp_path):
    run(import_finess, extract(tmp_path, *numbered(100)))
    result = run(import_finess, "--complet", extract(tmp_path, line()))
    assert f"Rien n’a été fermé{NBSP}: plus d’un dixième" in result.stderr


@pytest.mark.parametrize("command", [import_finess, import_communes])
def test_a_file_of_another_make_is_refused_in_a_sentence(app, tmp_path, command):
    file = tmp_path / "autre.csv"
    file.write_bytes(b"a;b\n1;2\n")
    result = run(command, file)
    assert result.exit_code == 1
    assert "première ligne" in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize("command", [import_finess, import_communes])
def test_without_a_file_what_is_shipped_is_loaded(app, command):
    result = run(command)
    assert result.exit_code == 0
    assert "Terminé" in result.stdout


def test_the_hospitals_that_are_shipped_do_not_undo_a_newer_register(app, tmp_path):
    run(import_finess, extract(tmp_path, line()))
    result = run(import_finess)
    assert result.exit_code == 1
    assert "--plus-ancienne" in result.stderr
