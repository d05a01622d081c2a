"""The filters of the list, read from its address."""

from collections.abc import Sequence

from wtforms import SelectField
from wtforms.widgets import HiddenInput, SearchInput

from portal.accounts.models import Account
from portal.raccordement.instruction.listing.rules import MAX_TEXT, NOBODY, Filters, read_order, read_tab
from portal.web.fields import Day, Text
from portal.web.forms import GetForm


class FilterForm(GetForm):
    """Which requests are listed, and in which order."""

    q = Text("Numéro, nom, courriel, système ou FINESS", max_length=MAX_TEXT, widget=SearchInput())
    suivi = SelectField("Suivie par", validate_choice=False)
    du = Day("Déposée à partir du")
    au = Day("Déposée jusqu’au")
    vue = Text("Onglet", widget=HiddenInput())
    tri = Text("Ordre", widget=HiddenInput())

    def offer(self, instructors: Sequence[Account]) -> None:
        """Let these people be chosen."""
        self._people = {"": "Tout le monde ou personne", NOBODY: "personne"}
        self._people |= {str(account.id): account.full_name for account in instructors}
        self.suivi.choices = list(self._people.items())

    def follower(self) -> str:
        """The name of whom was chosen."""
        return self._people.get(self.suivi.data or "", "")

    def read(self) -> Filters:
        """The filters; what cannot be read leaves nothing out."""
        self.validate()
        sort, descending = read_order(self.tri.data or "")
        return Filters(
            tab=read_tab(self.vue.data or ""),
            text=self.q.data or "",
            follower=self.suivi.data if self.suivi.data in self._people else "",
            since=None if self.du.errors else self.du.data,
            until=None if self.au.errors else self.au.data,
            sort=sort,
            descending=descending,
        )
