"""The one way of saying no: a stable code for programs, a French sentence for the person."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refused:
    """Why what was given is not taken: a text that should be an identifier, a file that should be a table.

    Attributes:
        code: Stable, in snake_case, opening with what it is about: `rpps_cle`, `fichier_vide`.
        message: What happened, and what to do, in French.
        proposal: The number that was probably meant. Whoever asked decides whether to show it: only where
            it is in the person's perimeter. It is never applied in silence.
    """

    code: str
    message: str
    proposal: str | None = None


def named(character: str) -> str:
    """Name a character as a French sentence can, whether or not it can be seen."""
    if character in " \u00a0\u202f":
        return "l’espace"
    if character.isprintable():
        return f"« {character} »"
    return f"le caractère invisible U+{ord(character):04X}"
