"""The pages of one Medimail account, as a browser fills them in and reads them."""

from portal.medimail.mailboxes.record.forms import FORM_NAMES
from portal.medimail.mailboxes.record.rules.fields import Field
from portal.medimail.mailboxes.record.rules.kinds import Kind
from tests.medimail.sheets import WHOLE
from tests.pages.client import PageClient


def typed(kind: Kind, *, is_new: bool = True, **changed: str) -> dict[str, object]:
    """What a person types in the form of this type, but for what is `changed`."""
    texts = {field: text for field, text in WHOLE[kind].items() if is_new or field is not Field.ADDRESS}
    data: dict[str, object] = {FORM_NAMES[field]: text for field, text in texts.items()}
    if "connexion" in data:
        data["connexions"] = [data.pop("connexion")]
    return {"nom": data["nom"], **data, "inviter": "y", **changed}


class SheetPages:
    """A browser on these pages."""

    def __init__(self, client: PageClient, structure_id: int) -> None:
        self.client = client
        self.list = f"/structures/{structure_id}/comptes"

    def create(self, kind: Kind, **changed: str) -> PageClient:
        """Fill in the form of a new account and send it."""
        self.client.open(f"{self.list}/nouveau/{kind}")
        return self.client.submit(typed(kind, **changed))

    def edit(self, mailbox_id: int, kind: Kind, **changed: str) -> PageClient:
        """Fill in the form of an account and send it."""
        self.client.open(f"/comptes/{mailbox_id}/modifier")
        return self.client.submit(typed(kind, is_new=False, **changed))

    def facts(self) -> dict[str, str]:
        """What the page shown says of an account."""
        shown = self.client.soup.select(".descriptions div")
        return {fact.dt.get_text(): " ".join(fact.dd.get_text().split()) for fact in shown}

    def told(self) -> list[str]:
        """What the banners at the head of the page say."""
        return [" ".join(p.get_text().split()) for p in self.client.soup.select(".banners p")]

    def ticked(self) -> list[str]:
        """The connection accounts that are ticked."""
        return [str(box["value"]) for box in self.client.soup.select("[name=connexions][checked]")]
