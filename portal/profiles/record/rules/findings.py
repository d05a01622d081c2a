"""What is said of one line: a code of the table, and what this line adds to it."""

from dataclasses import dataclass, field

from portal.profiles.record.rules.codes import Code
from portal.profiles.record.rules.names import Name


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing said of one line.

    Attributes:
        code: What, in the table.
        column: Where; the code's own unless several may be.
        received: The value as it came; never a password.
        detail: A sentence more precise than that of the table.
        proposal: The value probably meant, where it is in the référent's perimeter; never applied in silence.
    """

    code: Code
    column: Name | None = None
    received: str = field(default="", repr=False)
    detail: str = field(default="", repr=False)
    proposal: str | None = None

    @property
    def where(self) -> Name | None:
        """The column to look at."""
        return self.column or self.code.column

    @property
    def message(self) -> str:
        """What happened, as precisely as is known."""
        return self.detail or self.code.message

    @property
    def remedy(self) -> str:
        """What to do."""
        return f"{self.code.remedy} Numéro probable : {self.proposal}." if self.proposal else self.code.remedy
