"""The pages of a référent, as a browser reaches and reads them."""

from tests.pages.client import PageClient


class StaffPages:
    """A browser on these pages."""

    def __init__(self, client: PageClient) -> None:
        self.client = client

    def names(self, address: str) -> list[str]:
        """The names that the list at this address shows."""
        self.client.open(address)
        return [row.select_one("th a").get_text() for row in self.client.soup.select("#profils tbody tr")]

    def counts(self, address: str) -> dict[str, int]:
        """The tabs of the list at this address, with their counts."""
        self.client.open(address)
        tabs = self.client.soup.select('nav[aria-label="Profils par état"] a')
        return {tab.span.get_text(): int(tab.select_one(".count").get_text()) for tab in tabs}

    def row(self, name: str) -> str:
        """The words of the row of this name, on the list shown."""
        rows = [row for row in self.client.soup.select("#profils tbody tr") if name in row.select_one("th").get_text()]
        assert len(rows) == 1, rows
        return " ".join(rows[0].get_text().split())

    def facts(self) -> dict[str, str]:
        """What the page shown says of a profile."""
        shown = self.client.soup.select(".descriptions div")
        return {fact.dt.get_text(): " ".join(fact.dd.get_text().split()) for fact in shown}

    def told(self) -> list[str]:
        """What the banners at the head of the page shown say."""
        return [" ".join(p.get_text().split()) for p in self.client.soup.select(".banners p")]

    def edit(self, key: int, **changed: str) -> PageClient:
        """Send the form of this profile as it is shown, but for what is `changed`."""
        return self.send(self.client.open(f"/etablissements/profils/{key}/modifier"), **changed)

    @staticmethod
    def send(client: PageClient, **changed: str) -> PageClient:
        """Send the form shown as it is, but for what is `changed`."""
        shown = {i["name"]: i.get("value", "") for i in client.form("debut").select("input[name]")}
        return client.submit({"debut": "", **shown, **changed})
