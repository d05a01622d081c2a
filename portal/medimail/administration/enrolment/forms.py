"""What the GRADeS types of an enrolment: several values for each criterion, read against the registers."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import (  # type: ignore[attr-defined] # SelectChoice is newer than the stubs
    HiddenField,
    RadioField,
    SelectChoice,
    SelectMultipleField,
)
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from portal.folding import words
from portal.identifiers import Refused
from portal.medimail.mailboxes.record.rules.professions import offered
from portal.medimail.structures.rules.enrolment import Rule, folded_domain
from portal.medimail.structures.rules.reading import domain
from portal.medimail.structures.rules.settings import Criterion, Status
from portal.registers.models import Departement, Region
from portal.registers.nomenclature import professions
from portal.registers.rules.folding import fold
from portal.web.fields import LongText
from portal.web.kept import KeptForm

MAX_TEXT = 4000
# Nobody lists more by hand; a département or a région says it better.
MAX_VALUES = 200
_POSTAL_CODE = re.compile(r"[0-9]{5}")
_BETWEEN = re.compile(r"[\n;,]+")


def _is_domain(text: str) -> bool:
    return bool(text) and not isinstance(domain(text), Refused)


class Boxes(SelectMultipleField):
    """Several boxes under one question."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def lines(text: str | None) -> list[str]:
    """What stands on each line, or between commas."""
    return [part.strip() for part in _BETWEEN.split(text or "") if part.strip()]


class EnrolmentForm(KeptForm):
    """The seven criteria, under the names of the source."""

    version = HiddenField()
    domaines = LongText(Criterion.DOMAIN.label, max_length=MAX_TEXT)
    regions = Boxes(Criterion.REGION.label, choices=[])
    departements = LongText(Criterion.DEPARTEMENT.label, max_length=MAX_TEXT)
    codes_postaux = LongText(Criterion.POSTAL_CODE.label, max_length=MAX_TEXT)
    villes = LongText(Criterion.CITY.label, max_length=MAX_TEXT)
    professions = Boxes(
        Criterion.PROFESSION.label, choices=[SelectChoice(*one) for one in offered(professions()).items()]
    )
    statut = RadioField(
        "Enrôlement par le statut",
        choices=[SelectChoice(one.value, one.label) for one in Status],
        default=Status.ANY.value,
    )

    def __init__(self, *sent: Any, **kwargs: Any) -> None:
        """The registers are offered once they are read."""
        super().__init__(*sent, **kwargs)
        self._departements: Mapping[str, str] = {}

    def offer(self, regions: Sequence[Region], departements: Sequence[Departement]) -> None:
        """Say what the registers hold: before the form is judged or shown."""
        self.regions.choices = [SelectChoice(region.code, region.name) for region in regions]
        by_code = {one.code: one.code for one in departements}
        self._departements = by_code | {" ".join(words(one.name)): one.code for one in departements}

    def validate_domaines(self, field: LongText) -> None:
        """A domain has a point, and no space."""
        self._refuse(field, [one for one in lines(field.data) if not _is_domain(folded_domain(one))], "domaine")

    def validate_departements(self, field: LongText) -> None:
        """A code or a name of the register."""
        self._refuse(field, [one for one in lines(field.data) if not self._departement(one)], "département connu")

    def validate_codes_postaux(self, field: LongText) -> None:
        """Five digits."""
        wrong = [one for one in lines(field.data) if not _POSTAL_CODE.fullmatch(one)]
        self._refuse(field, wrong, "code postal de 5\u00a0chiffres")

    def validate_villes(self, field: LongText) -> None:
        """A name with letters in it."""
        self._refuse(field, [one for one in lines(field.data) if not fold(one)], "nom de ville")

    @staticmethod
    def _refuse(field: LongText, wrong: Sequence[str], what: str) -> None:
        if wrong:
            raise ValidationError(f"«\u00a0{wrong[0][:60]}\u00a0» n’est pas un {what}\u00a0; corrigez cette ligne.")
        if len(lines(field.data)) > MAX_VALUES:
            raise ValidationError(
                f"{MAX_VALUES}\u00a0valeurs au plus\u00a0; vous en avez saisi {len(lines(field.data))}."
            )

    def _departement(self, text: str) -> str:
        """The code of what is typed as « 31 », « Haute-Garonne » or « 31 Haute-Garonne »."""
        code, _, name = text.partition(" ")
        return (
            self._departements.get(code.upper())
            or self._departements.get(" ".join(words(text)))
            or self._departements.get(" ".join(words(name)), "")
        )

    def read(self, structure_id: int, at_depth: int) -> Rule:
        """The rule as it is compared and stored; criteria without any value are left out."""
        values = {
            Criterion.DOMAIN: map(folded_domain, lines(self.domaines.data)),
            Criterion.REGION: self.regions.data or (),
            Criterion.DEPARTEMENT: map(self._departement, lines(self.departements.data)),
            Criterion.POSTAL_CODE: lines(self.codes_postaux.data),
            Criterion.CITY: map(fold, lines(self.villes.data)),
            Criterion.PROFESSION: self.professions.data or (),
        }
        kept = {criterion: frozenset(accepted) for criterion, accepted in values.items()}
        status = next(one for one in Status if one.value == self.statut.data)
        return Rule(structure_id, at_depth, {name: accepted for name, accepted in kept.items() if accepted}, status)


def shown(rule: Rule, version: int, departements: Sequence[Departement]) -> EnrolmentForm:
    """The form as the structure has it."""
    names = {one.code: one.name for one in departements}
    typed = {name: sorted(rule.values.get(name, ())) for name in Criterion}
    data = {
        "version": str(version),
        "domaines": "\n".join(typed[Criterion.DOMAIN]),
        "regions": typed[Criterion.REGION],
        "departements": "\n".join(f"{one} {names.get(one, '')}".strip() for one in typed[Criterion.DEPARTEMENT]),
        "codes_postaux": "\n".join(typed[Criterion.POSTAL_CODE]),
        "villes": "\n".join(one.upper() for one in typed[Criterion.CITY]),
        "professions": typed[Criterion.PROFESSION],
        "statut": rule.status.value,
    }
    return EnrolmentForm(formdata=None, data=data)
