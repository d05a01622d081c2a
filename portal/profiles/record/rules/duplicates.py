"""What a file has already said: the same thing twice, or its contrary, is refused on the later line.

C then M then S of one person, in order, are three different things and go through.
"""

from dataclasses import dataclass, field

from portal.profiles.record.rules.lines import Line
from portal.profiles.record.rules.roles import Action

_START, _END = "starts_on", "ends_on"


@dataclass
class Seen:
    """What the lines applied so far have said, across all the chunks of a file.

    Digests of 64 bits stand for the values: for 50,000 lines, 10 MB, and one chance in ten billion of a wrong
    « doublon ». They hold for one process: whoever resumes an import notes again the lines already applied.
    """

    _said: dict[int, int] = field(default_factory=dict)

    def copy(self) -> "Seen":
        """The same memory, to come back to if the lines of a chunk have to be undone."""
        return Seen(dict(self._said))

    def refuses(self, line: Line) -> bool:
        """Whether an earlier line has said this already, or the contrary."""
        said = self._said
        if line.action is not Action.MODIFY:
            return hash((line.action.value, line.person, line.profile)) in said
        return any(said.get(key, value) != value for key, value in _values(line))

    def has_given(self, line: Line) -> bool:
        """Whether this person was given this very password by an earlier line."""
        return self._said.get(_password(line)) == hash(line.password)

    def note_password(self, line: Line) -> None:
        """Remember the password of an account that a line has opened."""
        self._said[_password(line)] = hash(line.password)

    def note(self, line: Line) -> None:
        """Remember a line that was applied."""
        what = (line.person, line.profile)
        if line.action is Action.MODIFY:
            self._said.update(_values(line))
            return
        opposite = Action.DELETE if line.action is Action.CREATE else Action.CREATE
        self._said[hash((line.action.value, *what))] = 0
        self._said.pop(hash((opposite.value, *what)), None)
        # A profile deleted, or made anew, has no dates that a line could contradict.
        for date in (_START, _END):
            self._said.pop(hash((date, *what)), None)


def _values(line: Line) -> list[tuple[int, int]]:
    """What a line M says of the profile and of the person; an empty cell says nothing."""
    who = line.person
    values = []
    if line.starts_on:
        values.append((hash((_START, who, line.profile)), hash(line.starts_on)))
    if line.ends_on:
        values.append((hash((_END, who, line.profile)), hash(line.ends_on)))
    if line.mssante:
        values.append((hash((who, "mssante")), hash(line.mssante)))
    if line.password:
        values.append((_password(line), hash(line.password)))
    if not line.is_physician:
        values.append((hash((who, "name")), hash((line.last_name, line.first_name))))
    return values


def _password(line: Line) -> int:
    return hash((line.person, "password"))
