"""The filters of the list, read from its address."""

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than the stubs
from wtforms.widgets import HiddenInput, SearchInput

from portal.medimail.mailboxes.listing.tabs.rules import MAX_TEXT, Filters, read_kind, read_order, read_state
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import State
from portal.web.fields import Box, Text
from portal.web.forms import GetForm

_ALL = SelectChoice("", "TOUS")


class FilterForm(GetForm):
    """Which accounts are listed, and in which order."""

    q = Text("Adresse mail, nom, prénom, RPPS, ADELI", max_length=MAX_TEXT, widget=SearchInput())
    etat = SelectField(
        "État de l’utilisateur", choices=[_ALL, *(SelectChoice(s.value, s.label) for s in State)], validate_choice=False
    )
    type = SelectField(
        "Type d’utilisateur",
        choices=[_ALL, *(SelectChoice(kind.value, f"{kind.value} – {kind.label}") for kind in Kind)],
        validate_choice=False,
    )
    filles = Box("Avec les structures filles")
    tri = Text("Ordre", widget=HiddenInput())

    def read(self) -> Filters:
        """The filters; what cannot be read leaves nothing out."""
        self.validate()
        sort, descending = read_order(self.tri.data or "")
        return Filters(
            state=read_state(self.etat.data or ""),
            kind=read_kind(self.type.data or ""),
            text=self.q.data or "",
            daughters=bool(self.filles.data),
            sort=sort,
            descending=descending,
        )
