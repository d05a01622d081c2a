"""The establishments of a référent; what lies outside is refused without saying whether it exists.

Source 001: « Vous ne pouvez gérer que les profils du personnel des établissements dont vous êtes référent ».
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.accounts.rules import Right


@dataclass(frozen=True)
class Perimeter:
    """What a référent holds.

    Attributes:
        scopes: The FINESS numbers of the right: EJ, which bring all their ET, or single ET.
        territorials: Every ET that these bring, with its EJ.
    """

    scopes: frozenset[str] = frozenset()
    territorials: Mapping[str, str] = field(default_factory=dict)

    def holds(self, finess_et: str) -> bool:
        """Whether this ET is the référent's to manage."""
        return finess_et in self.territorials

    def may_hand(self, scope: str) -> bool:
        """Whether this référent may make somebody else référent of that EJ or ET."""
        return scope in self.scopes or scope in self.territorials

    def covers(self, right: Right, scope: str) -> bool:
        """Whether somebody else's right opens nothing that this référent does not hold.

        The way into an account that opens more (its address, its password) is not the référent's to change.
        """
        return right is Right.REFERENT and self.may_hand(scope)

    def proposes(self, number: str) -> bool:
        """Whether a corrected number may be shown: one of the référent's own, which tells nothing new."""
        return number in self.scopes or number in self.territorials or number in self.territorials.values()
