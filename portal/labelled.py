"""Words that are stored, each tied to what a person reads: none can be added without its label."""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """An enumeration of words with labels: `WORD = "mot", "Libellé"`."""

    label: str

    def __new__(cls, word: str, label: str) -> Self:
        """Tie the label to the word."""
        member = str.__new__(cls, word)
        member._value_ = word
        member.label = label
        return member
