"""What the command line says is French, click's own words included, and nothing asks for settings before it is said."""

import inspect
import re

import click
import pytest

from portal import french
from portal.cli import main

NBSP = "\u00a0"
ENGLISH = re.compile(
    r"\b(the|is|for|and|this|not|show|exit|error|options?:|commands?:|usage:|missing|try)\b", re.IGNORECASE
)


def commands(group=main, *words):
    """Every command and group, as one types it."""
    yield words
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, *words, name)
        else:
            yield (*words, name)


def test_help_is_french_and_needs_no_setting(portail, subtests):
    for words in [*commands()]:
        with subtests.test(" ".join(words)):
            ended = portail(*words, "-h", PORTAL_SECRET_KEY=None)
            assert (ended.code, ended.err) == (0, "")
            assert f"Usage{NBSP}: {' '.join(('portail', *words))}" in ended.out
            assert ENGLISH.findall(ended.out) == []
            assert "..." not in ended.out.partition("Commandes")[2], "a first sentence that is too long is cut"


@pytest.mark.parametrize("words", [(), ("mail",), ("db",)])
def test_a_group_without_a_command_shows_its_help(portail, words):
    ended = portail(*words, PORTAL_SECRET_KEY=None)
    assert ended.code == 2
    assert f"Commandes{NBSP}:" in ended.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["mails"], f"La commande «{NBSP}mails{NBSP}» n’existe pas. Vouliez-vous dire 'mail'{NBSP}?"),
        (["purge", "--tout"], "L’option --tout n’existe pas."),
        (["purge", "vite"], f"Argument en trop{NBSP}: vite."),
        (["purge", "vite", "fort"], f"Arguments en trop{NBSP}: vite fort."),
        (["serve", "--bind"], "L’option --bind attend une valeur."),
        (["serve", "--workers", "99"], "99 n’est pas dans l’intervalle 1<=x<=64."),
        (["serve", "--workers", "deux"], f"«{NBSP}deux{NBSP}» n’est pas un nombre entier."),
        (["mail", "list", "--etat", "partis"], f"n’est pas l’un de{NBSP}: 'attente', 'envoyes', 'abandonnes'."),
        (["mail", "retry", "--tous=oui"], "L’option --tous ne prend pas de valeur."),
        (["import-finess", "absent.csv"], f"«{NBSP}absent.csv{NBSP}» n’existe pas."),
        (["import-finess", "/"], f"«{NBSP}/{NBSP}» est un dossier."),
        (["demo", "load", "--medecins", "3"], "Il manque l’option '--mot-de-passe'."),
        (["db", "revision"], "Il manque l’argument 'MESSAGE'."),
    ],
)
def test_a_typing_mistake_is_said_in_french_and_needs_no_setting(portail, words, said):
    ended = portail(*words, PORTAL_SECRET_KEY=None)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert ENGLISH.findall(ended.err) == []


def test_every_sentence_replaced_is_still_one_of_click():
    source = "".join(inspect.getsource(module) for module in french.SPEAKERS)
    written = [text.replace("\n", "\\n").replace("\t", "\\t") for text in (*french.TEXTS, *french.COUNTED)]
    assert [text for text in written if f'"{text}"' not in source] == []


def test_a_translation_names_no_value_that_click_does_not_give(subtests):
    for one, said in [*french.TEXTS.items(), *((k, v) for k, vs in french.COUNTED.items() for v in vs)]:
        with subtests.test(f"{one} {said}"):
            allowed = {*re.findall(r"{(\w+)", one), "possibilities", "choices", "nargs"}
            assert set(re.findall(r"{(\w+)", said)) <= allowed
