"""The pages of the gestionnaire SI's space, as a person sees them."""

from __future__ import annotations

from bs4 import Tag

from tests.pages.client import PageClient


class RecordPage:
    """The page of one record."""

    def __init__(self, client: PageClient, number: str) -> None:
        self.client = client
        self.number = number
        self.path = f"/raccordement/{number}"

    def open(self, part: str = "") -> RecordPage:
        """Go to the page, or to one of those under it."""
        self.client.open(f"{self.path}{part}")
        return self

    @property
    def heading(self) -> str:
        """The title of the page."""
        return self.client.heading

    @property
    def state(self) -> str:
        """The tag beside « depuis »."""
        return self._words(self.client.soup.select_one(".standing .tag"))

    @property
    def turn(self) -> str:
        """Whose turn it is."""
        return self._words(self.client.soup.select_one("#parcours strong"))

    @property
    def stages(self) -> dict[str, str]:
        """Each stage of the time line, and where it is."""
        steps = self.client.soup.select("#parcours .steps > li")
        return {self._words(s.select_one(".step-title")): self._words(s.select_one(".step-state")) for s in steps}

    @property
    def offers(self) -> list[str]:
        """What may be done now."""
        return [self._words(offer) for offer in self.client.soup.select("#suites :is(a, button)")]

    @property
    def messages(self) -> list[tuple[str, str]]:
        """The conversation: who, what."""
        lines = self.client.soup.select("#conversation .line")
        return [(self._words(line.select_one(".names")), self._words(line.select_one(".typed"))) for line in lines]

    @property
    def results(self) -> list[list[str]]:
        """The tests of the bac à sable, cell by cell."""
        rows = self.client.soup.select("#resultats-tests tbody tr")
        return [[" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")] for row in rows]

    @property
    def facts(self) -> dict[str, str]:
        """The fields of the request."""
        lines = self.client.soup.select("#faits dl > div")
        return {self._words(line.dt): self._words(line.dd) for line in lines}

    @property
    def history(self) -> list[str]:
        """What was done, the last first."""
        return [self._words(event) for event in self.client.soup.select("#fil .event-title")]

    @property
    def establishments(self) -> list[str]:
        """The territorials attached, by their numbers."""
        numbers = self.client.soup.select("#etablissements-rattaches .places .identifier")
        return [self._words(number).replace(" ", "") for number in numbers]

    def say(self, text: str) -> RecordPage:
        """Write a message and send it."""
        self.client.submit({"message": text})
        return self

    def press(self, button: str) -> RecordPage:
        """Press a button."""
        self.client.press(button)
        return self

    def follow(self, link: str) -> RecordPage:
        """Follow a link of the page."""
        found = next(a for a in self.client.soup.select("main a") if self._words(a) == link)
        self.client.open(str(found["href"]))
        return self

    @staticmethod
    def _words(tag: Tag | None) -> str:
        assert tag is not None
        return " ".join(tag.get_text().split())


class TeamPage:
    """The people of one record."""

    def __init__(self, client: PageClient, number: str) -> None:
        self.client = client
        self.number = number
        self.path = f"/raccordement/{number}/equipe"

    def open(self) -> TeamPage:
        """Go to the page."""
        self.client.open(self.path)
        return self

    @property
    def people(self) -> list[str]:
        """Who follows the record, the main correspondent first."""
        return [head.select_one(".names").get_text() for head in self.client.soup.select("#gestionnaires tbody th")]

    @property
    def main(self) -> str:
        """The main correspondent."""
        rows = self.client.soup.select("#gestionnaires tbody tr")
        (row,) = [row for row in rows if "correspondant principal" in row.get_text()]
        return str(row.select_one(".names").get_text())

    @property
    def waiting(self) -> list[str]:
        """The addresses invited."""
        return [row.get_text().strip() for row in self.client.soup.select("#invitations tbody th")]

    def invite(self, address: str) -> TeamPage:
        """Invite this address."""
        self.client.submit({"courriel": address})
        return self

    def press(self, button: str) -> TeamPage:
        """Press a button."""
        self.client.press(button)
        return self
