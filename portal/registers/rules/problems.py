"""What is said of a line of a register that is not, or not wholly, kept."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """A stable code for programs, a French sentence for the person."""

    code: str
    message: str
