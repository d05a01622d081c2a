"""What is done to the settings of a structure: a fieldset is saved if it still is as it was shown, and journalled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal import audit
from portal.accounts import store as people
from portal.accounts.rules import address_of, code_route
from portal.audit import Event
from portal.identifiers import Refused
from portal.mail import outbox
from portal.medimail.administration.settings import mails, store
from portal.medimail.mailboxes.record import braking
from portal.medimail.mailboxes.record.rules.acts import TOO_OFTEN, Braked
from portal.medimail.structures import store as structures
from portal.medimail.structures.models import Contact, Structure
from portal.medimail.structures.rules import fieldsets, locating
from portal.medimail.structures.rules.fieldsets import FIELDS, Fieldset, Value
from portal.medimail.structures.rules.locating import Located
from portal.medimail.structures.rules.settings import NumberKind
from portal.medimail.structures.rules.shaping import Done, NameTaken, Stale, Unchanged
from portal.medimail.structures.service import folded

MAX_CONTACTS = 20


@dataclass(frozen=True)
class Taken:
    """This address is already among the contacts."""


@dataclass(frozen=True)
class TooMany:
    """A structure has as many contacts as it may."""


Faults = Mapping[str, str]


def held(structure: Structure, fieldset: Fieldset) -> Mapping[str, Value]:
    """The values of a fieldset as the structure has them."""
    return {name: getattr(structure, name) for name in FIELDS[fieldset]}


def complete(session: Session, fieldset: Fieldset, values: Mapping[str, Value]) -> tuple[Mapping[str, Value], Faults]:
    """The values as the registers complete them, and what the registers do not allow, by attribute."""
    match fieldset:
        case Fieldset.IDENTITY:
            sentence = _unregistered(session, values["number_kind"], values["number"])
            return values, {"number": sentence} if sentence else {}
        case Fieldset.LOCATION:
            return _located(session, values)
        case _:
            return values, {}


def _unregistered(session: Session, kind: Value, number: Value) -> str:
    """Why the register does not allow a number: it holds every FINESS, but not every SIREN nor SIRET."""
    if kind is not NumberKind.FINESS or not number or store.registered(session, kind, str(number)):
        return ""
    if not store.has_register(session):
        return ""
    return (
        f"Le numéro FINESS {number} n’est pas au registre. Vérifiez-le sur finess.esante.gouv.fr\u00a0; "
        "s’il est tout récent, donnez en attendant le SIRET de la structure."
    )


def _located(session: Session, values: Mapping[str, Value]) -> tuple[Mapping[str, Value], Faults]:
    """The address with its commune, département and région; one that is written whole gives its own."""
    street, postal_code, city = (str(values[name]) for name in ("address", "postal_code", "city"))
    whole = locating.split(street)
    if whole and not isinstance(_town(session, whole[1], whole[2]), Refused):
        street, postal_code, city = whole
    match _town(session, postal_code, city):
        case Refused(code, message):
            return values, {"postal_code" if code == "code_postal_forme" else "city": message}
        case Located(kept_code, town, departement):
            region = store.region_of(session, departement) if departement else None
            found = {"address": street, "postal_code": kept_code, "city": town}
            return {**values, **found, "departement_code": departement, "region_code": region}, {}


def _town(session: Session, postal_code: str, city: str) -> Located | Refused:
    towns = structures.towns(session, postal_code)
    departement = locating.departement_of(postal_code)
    named = store.towns_named(session, departement, locating.bare(city)) if city and not towns else []
    found = locating.locate(postal_code, city, towns, named)
    # Without a register, what is typed is all that is known.
    if isinstance(found, Refused) and found.code.startswith("commune") and not store.has_communes(session):
        return Located(postal_code, city)
    return found


def suggestions(session: Session, address: str) -> Sequence[str]:
    """The address completed by the communes of its postal code: what is known without asking anybody."""
    street, _, postal_code = address.strip().rpartition(" ")
    if not street or not postal_code.isdecimal():
        return []
    return [f"{street} {postal_code} {town.name}" for town in structures.towns(session, postal_code)]


def save(
    session: Session, by: int, structure: Structure, fieldset: Fieldset, values: Mapping[str, Value], *, shown: str
) -> Done | Unchanged | Stale | NameTaken:
    """Save a fieldset of a locked structure; values that are left out stay. A change of name holds the tree as well."""
    before = held(structure, fieldset)
    if fieldsets.mark(before) != shown:
        return Stale()
    names = fieldsets.changed(before, values)
    if not names:
        return Unchanged()
    if "name" in names and not _rename(session, structure, str(values["name"])):
        return NameTaken()
    for name in names:
        setattr(structure, name, values[name])
    structure.version += 1
    _record(
        session,
        by,
        structure,
        {fieldsets.journal(name): before[name] for name in names},
        {fieldsets.journal(name): values[name] for name in names},
    )
    return Done(structure.id)


def _rename(session: Session, structure: Structure, name: str) -> bool:
    """Give a structure another folded name; False when a sister has it already."""
    wanted = folded(name)
    if wanted != structure.folded and structures.has_sister(session, structure.mother_id, wanted):
        return False
    structure.folded = wanted
    return True


def _record(session: Session, by: int, at: Structure, before: Mapping[str, Value], after: Mapping[str, Value]) -> None:
    about = {"structure": at.name, "cle": at.id}
    audit.record(session, Event.STRUCTURE_CHANGED, actor=by, before={**about, **before}, after={**about, **after})


def add_contact(
    session: Session, by: int, structure: Structure, email: str, name: str
) -> Done | Taken | TooMany | Braked:
    """Tell somebody more what the administrators are told; the structure is locked."""
    known = structures.contacts(session, structure.id)
    if any(one.email == email for one in known):
        return Taken()
    if len(known) >= MAX_CONTACTS:
        return TooMany()
    if not (braking.may_name(session, email) and braking.may_invite(session, by)):
        return Braked(TOO_OFTEN)
    made = Contact(structure_id=structure.id, email=email, name=name)
    session.add(made)
    session.flush()
    _record(session, by, structure, {"contact": None}, {"contact": email})
    _tell_contact(session, by, structure, made)
    return Done(made.id)


def _tell_contact(session: Session, by: int, structure: Structure, contact: Contact) -> None:
    """Nobody asked them: say who did, and where to say no."""
    author = people.get(session, by)
    to_whom = address_of(code_route(author.reach)) or ""
    told = mails.contact_added(
        contact.email, contact.name, structure=structure.name, by=author.full_name, to_whom=to_whom
    )
    outbox.add(session, told)


def remove_contact(session: Session, by: int, structure: Structure, contact_id: int) -> bool:
    """Tell this contact no more; False when it is none of this structure's."""
    found = store.contact(session, structure.id, contact_id)
    if found is None:
        return False
    session.delete(found)
    _record(session, by, structure, {"contact": found.email}, {"contact": None})
    return True
