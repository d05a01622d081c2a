"""What an administrator may ask the list of accounts for (source 002 p. 13-14): decisions on plain values."""

from dataclasses import dataclass, replace

from portal.accounts.rules import canonical_identifier
from portal.folding import words
from portal.labelled import Labelled
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import State

MAX_TEXT = 100
MAX_WORDS = 8


class Sort(Labelled):
    """What the list is put in order by; the label is that of the column."""

    NAME = "nom", "Nom"
    ADDRESS = "mail", "Mail"
    SINCE = "depuis", "Statut"


@dataclass(frozen=True)
class Filters:
    """Everything that the address of the list says, page number aside.

    Attributes:
        state: The tab that is open; None for all the states.
        kind: The type of mailbox; None for all of them.
        text: What is searched, as typed.
        daughters: Whether the accounts of the daughters are shown with those of the structure.
        sort, descending: The order.
    """

    state: State | None = None
    kind: Kind | None = None
    text: str = ""
    daughters: bool = False
    sort: Sort = Sort.NAME
    descending: bool = False

    @property
    def address(self) -> dict[str, str]:
        """These filters as the arguments of an address; what goes without saying is left out."""
        is_sorted = self.sort is not Sort.NAME or self.descending
        asked = {
            "etat": self.state.value if self.state else "",
            "type": self.kind.value if self.kind else "",
            "q": self.text,
            "filles": "1" if self.daughters else "",
            "tri": order(self.sort, descending=self.descending) if is_sorted else "",
        }
        return {name: value for name, value in asked.items() if value}

    @property
    def narrows(self) -> bool:
        """Whether something else than the tab leaves accounts out."""
        return bool(self.text or self.kind)

    def sorted_by(self, sort: Sort) -> "Filters":
        """The same list in this order; in the other direction if that order is the one in place."""
        return replace(self, sort=sort, descending=not self.descending if self.sort is sort else False)


def order(sort: Sort, *, descending: bool) -> str:
    """The word of an order in the address: `-depuis` is the last first."""
    return f"-{sort.value}" if descending else sort.value


def read_order(word: str) -> tuple[Sort, bool]:
    """The order of this word and whether it is descending; that of names when there is none."""
    name = word.removeprefix("-")
    found = next((sort for sort in Sort if sort.value == name), None)
    return (found, word.startswith("-")) if found else (Sort.NAME, False)


def read_state(word: str) -> State | None:
    """The state of this word; None, all of them, when there is none."""
    return next((state for state in State if state.value == word), None)


def read_kind(word: str) -> Kind | None:
    """The type of this word; None, all of them, when there is none."""
    return next((kind for kind in Kind if kind.value == word), None)


def terms(text: str) -> tuple[str, ...]:
    """What is searched: all of these, anywhere in the names, the address or the numbers of an account.

    A number may be typed in groups; an address is one term, not so many words.
    """
    number = canonical_identifier(text)
    if number.isdecimal():
        return (number,)
    pieces = (words(piece) if "@" not in piece else [piece] for piece in text.lower().split())
    return tuple(dict.fromkeys(term for piece in pieces for term in piece))[:MAX_WORDS]
