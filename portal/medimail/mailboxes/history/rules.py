"""What a row of the journal says of an account: which act, what it changed, and what its holder may not read of it."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from portal.audit.rules import Event
from portal.medimail.mailboxes.record.rules.fields import Field
from portal.medimail.mailboxes.record.rules.groups import GROUPS
from portal.medimail.mailboxes.record.rules.reference import Lists
from portal.medimail.mailboxes.record.rules.states import Action, State
from portal.medimail.mailboxes.record.rules.wording import label

Values = Mapping[str, Any]

TITLES: Mapping[str, str] = {
    Event.MAILBOX_CREATED: "Compte créé",
    Event.MAILBOX_CHANGED: "Compte modifié",
    Event.MAILBOX_KIND_CHANGED: "Type de compte changé",
    Event.MAILBOX_MOVED: "Changement d’état",
    Event.MAILBOX_RELAUNCHED: "Lien de finalisation renvoyé",
    Event.MAILBOX_TRANSFERRED: "Changement de structure",
    Event.MAILBOX_ATTACHED: "Compte rattaché à un compte du portail",
    Event.MAILBOX_REPORTED: "Erreur signalée par la personne",
    Event.MAILBOX_RESET_ASKED: "Réinitialisation du mot de passe demandée",
    Event.DELEGATION_ADDED: "Délégation ajoutée",
    Event.DELEGATION_REMOVED: "Délégation supprimée",
    Event.ADDRESS_CHANGE_ASKED: "Changement d’adresse demandé",
    Event.ADDRESS_CHANGE_CANCELLED: "Changement d’adresse annulé",
    Event.ADDRESS_CHANGED: "Adresse changée",
    Event.ADDRESS_CHANGE_FAILED: "Changement d’adresse impossible",
}
_MOVED: Mapping[str, str] = {
    Action.VALIDATE: "Compte validé",
    Action.REJECT: "Compte rejeté",
    Action.REHABILITATE: "Compte réhabilité",
    Action.CHANGE_KIND: "État repris au début, avec le changement de type",
    Action.FINALISE: "Inscription finalisée",
    Action.COME_BACK: "Compte rétabli par une connexion",
    Action.FALL_ASLEEP: "Compte devenu inactif",
    Action.REMOVE: "Compte inactif supprimé",
    Action.CONFIRM_REJECTION: "Rejet devenu définitif",
}
# Done while nobody is there.
_BY_NIGHT = {Action.FALL_ASLEEP, Action.REMOVE, Action.CONFIRM_REJECTION}
_EVENTS_BY_NIGHT = {Event.ADDRESS_CHANGED, Event.ADDRESS_CHANGE_FAILED, Event.MAILBOX_RELAUNCHED}

_STATES = {state.value: state.label for state in State}
_FIELDS = {field.label: field for field in Field}
_IN_ORDER = (Field.KIND, *(field for group in GROUPS for field in group.fields))
_PLACES = {field.label: place for place, field in enumerate(_IN_ORDER)}
# They name people who are not the holder: one who answers for the mailbox, those who open it.
_OF_OTHERS = {
    Field.RESPONSIBLE_LAST_NAME,
    Field.RESPONSIBLE_FIRST_NAME,
    Field.RESPONSIBLE_PROFESSION,
    Field.RESPONSIBLE_RPPS,
    Field.CONNECTIONS,
}
_OTHERS = frozenset(field.label for field in _OF_OTHERS)
# What a row says of itself, besides what was changed.
_APART = {"adresse", "cle", "acte", "etat", "structure", "demandee", "demande", "delegue", "conditions", "raison"}
_APART |= {"lot", "annulation", "premier"}
_HIDDEN = "non montré"


class Change(NamedTuple):
    """What was there and what came, as words; empty for nothing."""

    label: str
    before: str
    after: str


def title(event: str, after: Values) -> str:
    """What was done, as one reads it."""
    done = _MOVED.get(after.get("acte", "")) if event == Event.MAILBOX_MOVED else None
    if "premier" in after:
        done = "Lien de finalisation envoyé"
    done = done or TITLES[event]
    if "annulation" in after:
        return f"{done}, en annulant un acte sur plusieurs comptes"
    return f"{done}, avec d’autres comptes" if "lot" in after else done


def nobody(event: str, after: Values) -> str:
    """What did it, where nobody who was signed in did."""
    if event == Event.MAILBOX_REPORTED:
        return "par le lien de finalisation"
    is_by_night = event in _EVENTS_BY_NIGHT or after.get("acte") in _BY_NIGHT
    return "la nuit" if is_by_night else "le portail"


def is_told(event: str, before: Values, after: Values) -> bool:
    """Whether it says anything: a change of type that leaves the state as it was is told by another row."""
    return event != Event.MAILBOX_MOVED or before.get("etat") != after.get("etat")


def reason(after: Values) -> str:
    """Why, as it was written; « » when no reason goes with it."""
    return str(after.get("raison", ""))


def changes(event: str, before: Values, after: Values, lists: Lists, *, to_holder: bool = False) -> Iterator[Change]:
    """What an act changed, one line each; what names somebody else is not shown `to_holder`."""
    match event:
        case Event.MAILBOX_CREATED | Event.MAILBOX_ATTACHED | Event.MAILBOX_REPORTED:
            return
        case Event.MAILBOX_TRANSFERRED:
            yield Change("Structure", str(before.get("structure", "")), str(after.get("structure", "")))
        case Event.ADDRESS_CHANGED:
            yield Change("Adresse mail", str(before.get("adresse", "")), str(after.get("adresse", "")))
        case Event.ADDRESS_CHANGE_ASKED | Event.ADDRESS_CHANGE_CANCELLED | Event.ADDRESS_CHANGE_FAILED:
            yield Change("Adresse demandée", str(before.get("demandee", "")), str(after.get("demandee", "")))
        case Event.DELEGATION_ADDED | Event.DELEGATION_REMOVED:
            yield Change("Compte délégué", str(before.get("delegue", "")), str(after.get("delegue", "")))
        case _:
            yield from _values(before, after, lists, to_holder=to_holder)


def _values(before: Values, after: Values, lists: Lists, *, to_holder: bool) -> Iterator[Change]:
    if "etat" in after and before.get("etat") != after["etat"]:
        yield Change("État", _STATES.get(before.get("etat", ""), ""), _STATES.get(after["etat"], ""))
    for name in sorted((name for name in {**before, **after} if name not in _APART), key=_place):
        old, new = (_words(name, one.get(name, ""), lists) for one in (before, after))
        if to_holder and name in _OTHERS:
            old, new = (_HIDDEN if one else "" for one in (old, new))
        yield Change(label(_FIELDS[name]) if name in _FIELDS else name, old, new)


def _place(name: str) -> int:
    """Where the sheet shows what bears this name; what it does not show keeps its order, at the end."""
    return _PLACES.get(name, len(_PLACES))


def _words(name: str, value: Any, lists: Lists) -> str:
    if isinstance(value, bool):
        return "Oui" if value else "Non"
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return _named(_FIELDS.get(name), str(value or ""), lists)


def _named(field: Field | None, text: str, lists: Lists) -> str:
    match field:
        case Field.DEPARTEMENT if text in lists.departements:
            return lists.departements[text][0]
        case Field.REGION:
            return lists.regions.get(text, text)
        case Field.EXPIRES_ON if text:
            return f"{date.fromisoformat(text):%d/%m/%Y}"
        case Field.PLACE_KIND:
            return text.upper()
    return text
