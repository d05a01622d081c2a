"""Identifiers of French health care: each module parses its own, or refuses with a sentence.

Every `parse` gives back the canonical text as a type of its own (`Rpps`, `Finess`, …), else a `Refused`.
"""

from portal.identifiers.refused import Refused

__all__ = ["Refused"]
