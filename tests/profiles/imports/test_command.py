"""`portail import-profils`: preview, application and report from a terminal."""

import json

import pytest

from portal.cli import main
from portal.profiles.imports.rules import State
from tests.profiles.imports.sheets import row, rows, sheet

pytestmark = pytest.mark.one_database


@pytest.fixture
def run(app, tmp_path, desk):
    """Runs the command on these lines."""

    def command(lines, *words, name="profils.csv", by=None):
        path = tmp_path / name
        path.write_bytes(lines if isinstance(lines, bytes) else sheet(lines))
        asked = ["import-profils", str(path), "--par", by or desk.author.certdc_id, *words]
        return app.test_cli_runner().invoke(main.commands["import-profils"], asked[1:])

    return command


def test_a_file_is_imported(run, desk):
    done = run(rows(2))
    assert (done.exit_code, len(desk.profiles())) == (0, 2)
    assert "2\xa0lignes\xa0: OK 2, ALERTE 0, ERREUR 0. Import terminé." in done.output


def test_a_preview_imports_nothing_and_leaves_nothing_waiting(run, desk):
    done = run(rows(2), "--apercu")
    assert (done.exit_code, desk.profiles()) == (0, [])
    assert "2\xa0lignes à importer" in done.output


def test_a_line_in_error_is_told_by_the_exit_code(run):
    assert run([row(number=1), row(number=2, LAST_NAME="")]).exit_code == 1


def test_the_same_file_twice_changes_nothing(run):
    run(rows(2))
    assert "ce fichier ne changerait rien" in run(rows(2, "M")).output


def test_the_result_is_read_by_programs(run):
    told = json.loads(run([row(number=1), row(number=2, LAST_NAME="")], "--json").output)
    assert told == {
        "etat": State.DONE.value,
        "refus": None,
        "lignes": 2,
        "a_changer": 1,
        "OK": 1,
        "ALERTE": 0,
        "ERREUR": 1,
    }


@pytest.mark.parametrize(("name", "start"), [("r.csv", b"\xef\xbb\xbfLigne;"), ("r.xlsx", b"PK")])
def test_the_report_is_written(run, tmp_path, name, start):
    run(rows(2), "--rapport", str(tmp_path / name))
    assert (tmp_path / name).read_bytes().startswith(start)


def test_a_file_that_cannot_be_read_is_refused_with_its_sentence(run):
    done = run(b"%PDF-1.7")
    assert (done.exit_code, "un document PDF" in done.output) == (1, True)


@pytest.mark.parametrize("by", ["personne", "agent.1"])
def test_only_a_referent_imports(run, by):
    run(rows(1))
    done = run(rows(1), by=by)
    assert done.exit_code == 1
    assert "n’est l’identifiant d’aucun référent" in done.output
