"""The list of the accounts of a structure, as a browser reaches and reads it."""

from tests.pages.client import PageClient


class MailboxPages:
    """A browser on these pages."""

    def __init__(self, client: PageClient) -> None:
        self.client = client

    def names(self, address: str) -> list[str]:
        """The last names that the list at this address shows."""
        self.client.open(address)
        return [cell.get_text() for cell in self.client.soup.select('#comptes td[data-label="Nom"]')]

    def counts(self, address: str) -> dict[str, int | None]:
        """The tabs of the list at this address, with their counts."""
        self.client.open(address)
        tabs = self.client.soup.select('nav[aria-label="Comptes par état"] a')
        return {
            tab.span.get_text(): int(tab.select_one(".count").get_text()) if tab.select_one(".count") else None
            for tab in tabs
        }

    def row(self, name: str) -> str:
        """The words of the row of this last name, on the list shown."""
        rows = [row for row in self.client.soup.select("#comptes tbody tr") if name in row.get_text()]
        assert len(rows) == 1, rows
        return " ".join(rows[0].get_text(" ").split())

    def told(self) -> list[str]:
        """What the banners at the head of the page shown say."""
        return [" ".join(p.get_text().split()) for p in self.client.soup.select(".banner p")]
