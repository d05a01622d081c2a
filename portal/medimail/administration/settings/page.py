"""What the page of the settings shows: each form as the structure is, or as it was left, and what surrounds it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from portal.medimail.administration.settings import service, store
from portal.medimail.administration.settings.forms import (
    FORMS,
    ContactForm,
    FieldsetForm,
    IdentityForm,
    LocationForm,
    MssanteForm,
    NotificationsForm,
    OfficeForm,
)
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.structures import access
from portal.medimail.structures import store as structures
from portal.medimail.structures.models import Structure
from portal.medimail.structures.rules import fieldsets
from portal.medimail.structures.rules.fieldsets import FIELDS, GRADES_FIELDSETS, Fieldset
from portal.medimail.structures.rules.settings import RECOMMENDED, UNLIMITED, Status
from portal.medimail.structures.rules.tree import Reach
from portal.web import kept


class Limit(NamedTuple):
    """A maximum of accounts of some types, with the use made of it."""

    kinds: tuple[Kind, ...]
    most: int
    used: int

    @property
    def text(self) -> str:
        """« 12 sur 50 utilisées », « 12 utilisées, nombre illimité »."""
        noun = "utilisée" if self.used < 2 else "utilisées"  # noqa: PLR2004 - French is plural from two on
        if self.most == UNLIMITED:
            return f"{self.used}\u00a0{noun}, nombre illimité"
        return f"{self.used} sur {self.most}\u00a0{noun}"


class Region(NamedTuple):
    """A part of the page that is saved by itself, and swapped by itself: what is typed elsewhere stays."""

    anchor: str
    template: str


REGIONS: Mapping[type[FieldsetForm | ContactForm], Region] = {
    IdentityForm: Region("identite", "medimail/settings/_identity.html"),
    LocationForm: Region("localisation", "medimail/settings/_location.html"),
    ContactForm: Region("contacts", "medimail/settings/_contacts.html"),
    NotificationsForm: Region("notifications-utilisateurs", "medimail/settings/_defaults.html"),
    MssanteForm: Region("mssante", "medimail/settings/_mssante.html"),
    OfficeForm: Region("office365", "medimail/settings/_office.html"),
}

Asked = FieldsetForm | ContactForm | None


def of(session: Session, structure: Structure, reach: Reach, asked: Asked, *, stale: bool = False) -> dict[str, Any]:
    """Everything that the page shows; `asked` is the form that was sent, in place of what the structure has."""
    around = access.around(session, structure, reach)
    departement, region = store.areas(session, structure.departement_code)
    number = structure.number_kind and structure.number
    return {
        **around,
        "is_grades": reach.is_grades,
        "mother": structures.mother_of(session, structure),
        "forms": _forms(session, structure, asked, reach, stale=stale),
        "contact": _contact(session, asked),
        "contacts": structures.contacts(session, structure.id),
        "told": asked.fieldset.value if stale and isinstance(asked, FieldsetForm) else "",
        "theirs": _theirs(structure, asked) if stale and isinstance(asked, FieldsetForm) else [],
        "registered": store.registered(session, structure.number_kind, structure.number) if number else None,  # type: ignore[arg-type]
        "departement": departement,
        "region": region,
        "administrators": [person for person, _ in structures.administrators(session, [structure.id])],
        "enough": RECOMMENDED,
        "enrols": structure.enrols_status is not Status.ANY or structures.enrols(session, structure.id),
        "limits": _limits(session, structure),
    }


def _forms(session: Session, at: Structure, asked: Asked, reach: Reach, *, stale: bool) -> Mapping[str, FieldsetForm]:
    """The forms by fieldset; none for what this person may not change, or the structure does not have."""
    forms = {}
    for kind in FORMS:
        fieldset = kind.fieldset
        if fieldset in GRADES_FIELDSETS and not reach.is_grades:
            continue
        if fieldset is Fieldset.OFFICE and at.office365_max is None:
            continue
        held = service.held(at, fieldset)
        form = asked if isinstance(asked, kind) else kept.back(session, kind) or kind.of(at, held)
        if stale and form is asked:
            form.vu.data = fieldsets.mark(held)
        forms[fieldset.value] = form.keep(at, is_grades=reach.is_grades) if form is not asked else form
    return forms


def _contact(session: Session, asked: Asked) -> ContactForm:
    if isinstance(asked, ContactForm):
        return asked
    return kept.back(session, ContactForm) or ContactForm(formdata=None)


def _theirs(structure: Structure, asked: FieldsetForm) -> list[tuple[str, str]]:
    """What is saved now, where it differs from what was typed."""
    return [
        (FIELDS[asked.fieldset][name], fieldsets.said(getattr(structure, name)))
        for name, field in asked.names.items()
        if field in asked and fieldsets.typed(getattr(structure, name)) != fieldsets.typed(asked[field].data)
    ]


def _limits(session: Session, structure: Structure) -> list[Limit]:
    used = store.used(session, structure.id)
    most = (  # « Personnel et personnel Interne » are counted together (p. 16)
        ((Kind.PER, Kind.INT), structure.mss_max_per),
        ((Kind.ORG,), structure.mss_max_org),
        ((Kind.APP,), structure.mss_max_app),
    )
    return [Limit(kinds, limit, sum(used.get(kind, 0) for kind in kinds)) for kinds, limit in most]
