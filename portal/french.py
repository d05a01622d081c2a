"""The words that click itself says, in French: usage, help, refusals of what was typed.

Click looks them up by gettext, whose catalogues are binary files chosen by the reader's locale; the command line of the
portal speaks French everywhere, so its functions of translation are replaced by this table.
"""

from collections.abc import Mapping
from types import ModuleType

import click.core
import click.decorators
import click.exceptions
import click.formatting
import click.parser
import click.termui
import click.types

TEXTS: Mapping[str, str] = {
    "Aborted!": "Interrompu.",
    "Commands": "Commandes\u00a0",
    "Options": "Options\u00a0",
    "Positional arguments": "Arguments\u00a0",
    "Usage:": "Usage\u00a0:",
    "Show this message and exit.": "Affiche cette aide.",
    "Try '{command} {option}' for help.": "«\u00a0{command} {option}\u00a0» dit comment l’employer.",
    "Error: {message}": "Erreur\u00a0: {message}",
    "Error: The two entered values do not match.": "Erreur\u00a0: les deux saisies diffèrent.",
    "default: {default}": "par défaut\u00a0: {default}",
    "required": "obligatoire",
    "Missing command.": "Donnez une commande.",
    "Missing argument": "Il manque l’argument",
    "Missing option": "Il manque l’option",
    "Missing parameter": "Il manque le paramètre",
    "Choose from:\n\t{choices}": "Au choix\u00a0:\n\t{choices}",
    "Invalid value: {message}": "Valeur refusée\u00a0: {message}",
    "Invalid value for {param_hint}: {message}": "Valeur refusée pour {param_hint}\u00a0: {message}",
    "No such option {name!r}.": "L’option {name} n’existe pas.",
    "No such command {name!r}.": "La commande «\u00a0{name}\u00a0» n’existe pas.",
    "Option {name!r} does not take a value.": "L’option {name} ne prend pas de valeur.",
    "{value!r} is not a valid {number_type}.": "«\u00a0{value}\u00a0» n’est pas un nombre entier.",
    "{value} is not in the range {range}.": "{value} n’est pas dans l’intervalle {range}.",
    "{name} {filename!r} does not exist.": "«\u00a0{filename}\u00a0» n’existe pas.",
    "{name} {filename!r} is a directory.": "«\u00a0{filename}\u00a0» est un dossier.",
    "{name} {filename!r} is not readable.": "«\u00a0{filename}\u00a0» ne peut pas être lu.",
}
# Each with its plural; click fills in both.
COUNTED: Mapping[str, tuple[str, str]] = {
    "Did you mean {possibility}?": (
        "Vouliez-vous dire {possibility}\u00a0?",
        "Vouliez-vous dire l’une de celles-ci\u00a0: {possibilities}\u00a0?",
    ),
    "Got unexpected extra argument ({args})": (
        "Argument en trop\u00a0: {args}.",
        "Arguments en trop\u00a0: {args}.",
    ),
    "Option {name!r} requires an argument.": (
        "L’option {name} attend une valeur.",
        "L’option {name} attend {nargs} valeurs.",
    ),
    "{value!r} is not {choice}.": (
        "«\u00a0{value}\u00a0» n’est pas {choice}.",
        "«\u00a0{value}\u00a0» n’est pas l’un de\u00a0: {choices}.",
    ),
}
SPEAKERS: tuple[ModuleType, ...] = (
    click.core,
    click.decorators,
    click.exceptions,
    click.formatting,
    click.parser,
    click.termui,
    click.types,
)


def teach_click() -> None:
    """Make click speak French in this process."""
    for module in SPEAKERS:
        for name, said in (("_", _said), ("ngettext", _counted)):
            if hasattr(module, name):
                setattr(module, name, said)


def _said(message: str) -> str:
    """This message in French; what the portal's commands never lead to stays as it is."""
    return TEXTS.get(message, message)


def _counted(one: str, many: str, count: int) -> str:
    """The message for so many things; French counts zero as one."""
    singular, plural = COUNTED.get(one, (one, many))
    return plural if count > 1 else singular
