"""The sheet of an account: the 36 fields as values, and what is said of those that will not do."""

from dataclasses import dataclass
from datetime import date

from portal.labelled import Labelled
from portal.medimail.mailboxes.record.rules.fields import NEEDS, Field, Need
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.structures.rules.settings import NumberKind

Value = str | bool | date | tuple[str, ...] | Kind | NumberKind | None


class Title(Labelled):
    """« Civilité exercice » of those who have one."""

    DOCTOR = "Docteur", "Docteur"
    PROFESSOR = "Professeur", "Professeur"


@dataclass(frozen=True)
class Fault:
    """Why a field will not do.

    Attributes:
        field: Which one.
        code: Stable, in snake_case, for programs and reports.
        sentence: What happened, and what to do, in French.
    """

    field: Field
    code: str
    sentence: str


@dataclass(frozen=True)
class Sheet:
    """The fields by their names in `Field`; what is not filled in is empty, `is_liberal` None.

    Attributes:
        departement: Its INSEE code.
        region: Its INSEE code.
        mssante: What comes before @.
        connections: Addresses of persons' mailboxes.
    """

    address: str = ""
    last_name: str = ""
    first_name: str = ""
    rpps: str = ""
    adeli: str = ""
    company: str = ""
    service: str = ""
    street: str = ""
    complement: str = ""
    postal_code: str = ""
    city: str = ""
    departement: str = ""
    region: str = ""
    phone: str = ""
    other_phone: str = ""
    profession: str = ""
    specialty: str = ""
    diploma: str = ""
    is_liberal: bool | None = None
    kind: Kind | None = None
    place_kind: NumberKind | None = None
    place_number: str = ""
    return_address: str = ""
    responsible_last_name: str = ""
    responsible_first_name: str = ""
    responsible_profession: str = ""
    responsible_rpps: str = ""
    description: str = ""
    title: str = ""
    mssante: str = ""
    apicrypt: str = ""
    apicrypt_specialty: str = ""
    expires_on: date | None = None
    alias: str = ""
    connections: tuple[str, ...] = ()
    structure: str = ""

    def of(self, name: Field) -> Value:
        """The value of this field."""
        return getattr(self, name.value)  # type: ignore[no-any-return]

    def has(self, name: Field) -> bool:
        """Whether this field is filled in; « NON » is an answer."""
        return self.of(name) not in (None, "", ())


@dataclass(frozen=True)
class Read:
    """What was read of texts: the values, and the fields that could not be read, which are left empty."""

    sheet: Sheet
    faults: tuple[Fault, ...] = ()

    @property
    def unread(self) -> frozenset[Field]:
        """The fields that could not be read."""
        return frozenset(fault.field for fault in self.faults)


def beside(sheet: Sheet, kind: Kind) -> tuple[Field, ...]:
    """The fields that are filled in and do not concern this type, in the order of the file."""
    return tuple(name for name in Field if NEEDS[kind][name] is Need.NONE and sheet.has(name))


def empty(name: Field) -> Value:
    """What a field holds when nothing is filled in."""
    return _NOTHING.of(name)


_NOTHING = Sheet()
