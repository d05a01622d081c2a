"""What comes of adding an administrator to a structure, and of taking one off (source 002 p. 5)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Added:
    """The structure has one more administrator, of this name; `ends_copies` when some of their codes ended with it."""

    name: str
    ends_copies: bool = False


@dataclass(frozen=True)
class AlreadyThere:
    """This person administered the structure already."""

    name: str


@dataclass(frozen=True)
class Unknown:
    """Nobody who may be added is named: they no longer have a valid account, or the page was another person's."""


@dataclass(frozen=True)
class Removed:
    """This person administers the structure no more."""

    name: str


@dataclass(frozen=True)
class Oneself:
    """« Un administrateur ne peut pas s’auto-supprimer »: the same rule is why somebody always remains."""


@dataclass(frozen=True)
class OneselfAdded:
    """Nobody adds themself: what they administer by a mother would be theirs even after she takes them off."""


@dataclass(frozen=True)
class NotThere:
    """This person does not administer the structure by a right of their own: somebody else was quicker."""
