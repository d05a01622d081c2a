"""`portail audit verify`, as an operator reads it."""

import pytest
from click.testing import CliRunner

from portal.audit import retention
from portal.audit.chain import Fault
from portal.audit.commands import SENTENCES, audit
from tests.audit.tampering import tamper, write

pytestmark = pytest.mark.one_database


def run(*arguments):
    return CliRunner().invoke(audit, ["verify", *arguments])


def witness_of(result):
    return result.stdout.split()[-1]


def test_a_sound_journal_says_how_many_rows_and_exits_well(app):
    write(3)
    result = run()
    assert result.exit_code == 0
    assert "Le journal est intact\u00a0: 3\u00a0lignes." in result.stdout


def test_an_empty_journal_says_so(app):
    result = run()
    assert (result.exit_code, result.stdout) == (0, "Le journal est vide.\n")


def test_a_broken_journal_names_the_row_and_exits_with_one(app):
    write(5)
    tamper("UPDATE journal SET event = 'connexion' WHERE id = 4")
    result = run()
    assert result.exit_code == 1
    assert "La ligne 4 a été modifiée\u00a0: son contenu ne correspond plus à son sceau." in result.stderr


def test_rows_that_forget_people_are_told_as_such(app, later):
    write(3)
    later(days=400)
    retention.purge()
    result = run()
    assert result.exit_code == 0
    assert "il ne désigne plus personne\u00a0: 3\u00a0lignes, depuis la première." in result.stdout


def test_a_journal_taken_over_under_another_key_says_at_which_row(app, configure):
    write(3)
    configure(secret_keys=("n" * 40,))
    write(1)
    result = run()
    assert result.exit_code == 0
    assert "à la ligne 4, le portail a repris un journal scellé par une clé qu’il n’avait pas" in result.stderr


def test_the_witness_that_is_printed_is_accepted_later(app):
    write(3)
    witness = witness_of(run())
    write(1)
    assert run("--temoin", witness).exit_code == 0


def test_a_witness_of_another_journal_is_contradicted(app):
    write(3)
    result = run("--temoin", "2-0123456789abcdef")
    assert result.exit_code == 1
    assert "La ligne 2 n’est plus celle du témoin" in result.stderr


def test_an_emptied_journal_is_betrayed_by_the_witness(app):
    write(3)
    witness = witness_of(run())
    tamper("DELETE FROM journal", "DELETE FROM journal_head")
    result = run("--temoin", witness)
    assert result.exit_code == 1
    assert "La ligne 1 a été retirée" in result.stderr


def test_a_witness_that_cannot_be_read_says_what_to_copy(app):
    result = run("--temoin", "douze")
    assert result.exit_code == 2
    assert "recopiez le témoin" in result.stderr


@pytest.mark.parametrize("fault", Fault)
def test_every_fault_has_a_sentence_that_names_the_row(fault):
    assert "{row}" in SENTENCES[fault]
