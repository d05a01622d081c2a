"""What an instructeur may ask the list for, and what is owed an answer: decisions on plain values."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from portal.folding import words
from portal.identifiers import Refused, finess
from portal.labelled import Labelled
from portal.raccordement.record.rules import is_overdue
from portal.raccordement.record.states import CLOSED, State

# An answer is owed here; a suspension, on the other hand, lasts as long as its reason.
OWED = frozenset({State.DEPOSITED, State.UNDER_REVIEW, State.PRODUCTION_ASKED})
# Nothing more is to be judged: what somebody once followed leaves their own list.
SETTLED = frozenset({State.DRAFT, State.PRODUCTION, *CLOSED})
STATES = tuple(state for state in State if state is not State.DRAFT)

MAX_TEXT = 100
MAX_WORDS = 8
_LONGEST = 3650
# Shorter ones would find every request of a year, or half the départements.
_TELLING = 4


class View(Labelled):
    """A tab that is not a state."""

    TO_DO = "a_traiter", "À traiter"
    MINE = "a_moi", "À moi"
    OVERDUE = "en_retard", "En retard"
    PLACES = "etablissements", "Établissements à valider"
    ALL = "toutes", "Toutes"


Tab = View | State
TABS: tuple[Tab, ...] = (*View, *STATES)


class Sort(Labelled):
    """What the list is put in order by."""

    NUMBER = "numero", "Numéro"
    SYSTEM = "systeme", "Système d’information"
    PERSON = "demandeur", "Demandeur"
    SINCE = "depuis", "Dans cet état depuis"


NOBODY = "personne"


@dataclass(frozen=True)
class Filters:
    """Everything that the address of the list says, page number aside.

    Attributes:
        tab: The tab that is open.
        text: What is searched, as typed.
        follower: Who follows the request: the key of an account, `NOBODY`, or nothing for all.
        since, until: The days, both included, between which it was deposited.
        sort, descending: The order.
    """

    tab: Tab = View.TO_DO
    text: str = ""
    follower: str = ""
    since: date | None = None
    until: date | None = None
    sort: Sort = Sort.SINCE
    descending: bool = False

    @property
    def address(self) -> dict[str, str]:
        """These filters as the arguments of an address; what goes without saying is left out."""
        asked = {
            "vue": self.tab.value if self.tab is not View.TO_DO else "",
            "q": self.text,
            "suivi": self.follower,
            "du": self.since.isoformat() if self.since else "",
            "au": self.until.isoformat() if self.until else "",
            "tri": order(self.sort, descending=self.descending) if self.is_sorted else "",
        }
        return {name: value for name, value in asked.items() if value}

    @property
    def is_sorted(self) -> bool:
        """Whether another order than the usual one was asked for."""
        return self.sort is not Sort.SINCE or self.descending

    @property
    def narrows(self) -> bool:
        """Whether something else than the tab leaves requests out."""
        return bool(self.text or self.follower or self.since or self.until)

    def sorted_by(self, sort: Sort) -> "Filters":
        """The same list in this order; in the other direction if that order is the one in place."""
        return replace(self, sort=sort, descending=not self.descending if self.sort is sort else False)


def order(sort: Sort, *, descending: bool) -> str:
    """The word of an order in the address: `-depuis` is the last first."""
    return f"-{sort.value}" if descending else sort.value


def read_tab(word: str) -> Tab:
    """The tab of this word; what is to be done when there is none."""
    return next((tab for tab in TABS if tab.value == word), View.TO_DO)


def read_order(word: str) -> tuple[Sort, bool]:
    """The order of this word and whether it is descending; the longest wait first when there is none."""
    name = word.removeprefix("-")
    found = next((sort for sort in Sort if sort.value == name), None)
    return (found, word.startswith("-")) if found else (Sort.SINCE, False)


def terms(text: str) -> tuple[tuple[str, ...], ...]:
    """What is searched: for each word typed, the beginnings of words of which a request must have one.

    A FINESS number may be typed in groups; the short form of a request's number (42) finds R-2026-00042.
    """
    number = finess.parse(text)
    if not isinstance(number, Refused):
        return ((number.lower(),),)
    return tuple(_beginnings(word) for word in list(dict.fromkeys(words(text)))[:MAX_WORDS])


def _beginnings(word: str) -> tuple[str, ...]:
    """What a word may begin: itself; a number of few digits is a whole word, or that of a request."""
    if not word.isdecimal():
        return (word,)
    return (word if len(word) >= _TELLING else f"{word} ", word.zfill(5))


@dataclass(frozen=True)
class Standing:
    """What decides whether an answer is late: the state, since when, and since when a list of places waits."""

    state: State
    since: datetime
    places_asked_at: datetime | None = None


def delay_of(days: int) -> timedelta:
    """A delay in days; beyond ten years, no request is late."""
    return timedelta(days=min(days, _LONGEST))


def is_late(standing: Standing, now: datetime, delay: timedelta) -> bool:
    """Whether the instructeurs owe this request an answer and have let the delay pass."""
    if standing.places_asked_at and is_overdue(standing.places_asked_at, now, delay):
        return True
    return standing.state in OWED and is_overdue(standing.since, now, delay)
