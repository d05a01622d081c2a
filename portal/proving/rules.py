"""What comes of asking for a code, and of typing one."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TooManyAsked:
    """Too many codes were asked for from this network."""


@dataclass(frozen=True)
class Proved:
    """The address is that of whoever is at this browser; the proof has this key."""

    proof_id: int
