"""« Changer le type de BAL » (source 002 p. 12): what goes is shown first, and nothing that rests on it falls."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from portal.accounts import store as people
from portal.audit import Event
from portal.medimail.mailboxes.record import (
    braking,
    guarding,
    inviting,
    knowing,
    moving,
    opening,
    rights,
    service,
    store,
    writing,
)
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rights import Besides
from portal.medimail.mailboxes.record.rules.acts import Faulty, Held, Saved, Shut, Stale
from portal.medimail.mailboxes.record.rules.alerts import ASK_ELSEWHERE, counted, named
from portal.medimail.mailboxes.record.rules.fields import Field
from portal.medimail.mailboxes.record.rules.kinds import DELEGATES, MSSANTE, PERSONS, RETURNS, SHARED, Kind, crosses
from portal.medimail.mailboxes.record.rules.sheets import Sheet, beside
from portal.medimail.mailboxes.record.rules.states import Action, State, Who, move_of
from portal.medimail.mailboxes.record.service import By, Texts


@dataclass(frozen=True)
class Conversion:
    """What a change of type would do.

    Attributes:
        sheet: The account as it is.
        gone: The fields that no longer apply, with what they hold.
        closed: The shared mailboxes that it would open no more.
        obstacles: Why it may not be done now, as sentences; none when it may.
        stays: Whether its holder, who would sign in to it no more, still does by something else; None for nobody's.
    """

    sheet: Sheet
    gone: tuple[Field, ...]
    closed: tuple[str, ...]
    obstacles: tuple[str, ...]
    stays: bool | None


def conversion(session: Session, by: By, mailbox: Mailbox, kind: Kind) -> Conversion:
    """What giving this type to an account would do; nothing is changed."""
    sheet = writing.sheet_of(mailbox, writing.connections(session, mailbox))
    closed = [shared.address for shared, _ in store.opened_by(session, mailbox.id)] if _leaves(mailbox, kind) else []
    obstacles = tuple(_obstacles(session, by, mailbox, kind))
    return Conversion(sheet, _gone(sheet, mailbox.kind, kind), tuple(closed), obstacles, _stays(session, mailbox))


def _leaves(mailbox: Mailbox, kind: Kind) -> bool:
    """Whether it is a person's, and becomes shared."""
    return mailbox.kind in PERSONS and kind in SHARED


def _stays(session: Session, mailbox: Mailbox) -> bool | None:
    if mailbox.account_id is None:
        return None
    return guarding.signs_in_without(session, people.get(session, mailbox.account_id), mailbox)


def _gone(sheet: Sheet, before: Kind, kind: Kind) -> tuple[Field, ...]:
    gone = beside(sheet, kind)
    # Theirs alone: « nominative » of a person, « générique » of an ORG.
    is_left = crosses(before, kind) and sheet.has(Field.MSSANTE)
    return tuple(name for name in Field if name in gone or (is_left and name is Field.MSSANTE))


def change_kind(
    session: Session, by: By, mailbox: Mailbox, version: int, kind: Kind, texts: Texts, *, invites: bool = True
) -> Saved | Faulty | Stale | Held | Shut:
    """Give another type to an account that the caller holds locked; what no longer applies goes.

    A person's account that becomes shared is valid at once, and nobody signs in to it; a shared one that becomes a
    person's is preregistered, and its holder is sent the link if asked. A rejected one stays so, and no link leaves.
    """
    if kind is mailbox.kind or move_of(mailbox.state, mailbox.kind, Who.ADMINISTRATOR, Action.CHANGE_KIND) is None:
        return Shut(mailbox.state)
    if mailbox.version != version:
        return Stale()
    _hold(session, mailbox, kind, texts)
    if obstacles := tuple(_obstacles(session, by, mailbox, kind)):
        return Held(obstacles)
    sheet = service.judge(session, by, mailbox.structure, kind, texts, own=mailbox)
    if isinstance(sheet, Faulty):
        return sheet
    if held := opening.announce(session, by.account_id, mailbox, sheet):
        return held
    was, begins = service.telling(session, mailbox), kind in PERSONS and crosses(mailbox.kind, kind)
    _convert(session, by, mailbox, kind, sheet)
    before, after = writing.differing(was, service.telling(session, mailbox))
    mailbox.version += 1
    writing.journal(session, Event.MAILBOX_KIND_CHANGED, by.account_id, mailbox, before, after)
    invites = invites and begins and mailbox.state is State.PREREGISTERED
    is_held = invites and not braking.may_invite(session, by.account_id)
    if invites and not is_held:
        inviting.invite(session, mailbox, by.account_id)
    return Saved(changed=True, is_held=is_held)


def _hold(session: Session, mailbox: Mailbox, kind: Kind, texts: Texts) -> None:
    knowing.hold_number(session, service.number_in(texts))
    store.lock_opened(session, mailbox.id)
    if kind in SHARED:
        knowing.hold_delegations(session)
    if mailbox.account_id is not None:
        # A right is given under the same lock: of two at the same instant, the second sees the first.
        people.get(session, mailbox.account_id, lock=True)


def _convert(session: Session, by: By, mailbox: Mailbox, kind: Kind, sheet: Sheet) -> None:
    if crosses(mailbox.kind, kind):
        moving.change_sides(session, mailbox, kind, actor=by.account_id)
        _let_go(session, mailbox)
    mailbox.kind = kind
    if kind not in MSSANTE:
        mailbox.mssante = None
    chosen = writing.preferences_of(mailbox).for_kind(kind)
    service.put(session, by, mailbox, kind, replace(sheet, kind=kind), chosen)


def _let_go(session: Session, mailbox: Mailbox) -> None:
    """What it opens, or what opens it, is so no more."""
    for shared, _ in store.opened_by(session, mailbox.id):
        writing.close_to(session, shared.id, [mailbox.id])
    writing.close_to(session, mailbox.id, [person.id for person, _ in store.opening(session, mailbox.id)])
    mailbox.default_id = None
    session.flush()


def _left(mailbox: Mailbox, kind: Kind) -> tuple[str | None, ...]:
    """The addresses of this account at which a software would be answered no more."""
    if kind not in RETURNS:
        return mailbox.mssante, mailbox.address
    return (mailbox.mssante,) if crosses(mailbox.kind, kind) else ()


def _obstacles(session: Session, by: By, mailbox: Mailbox, kind: Kind) -> Iterator[str]:
    if _leaves(mailbox, kind):
        yield from _of_holder(session, by, mailbox)
    if answered := store.answered_by(session, mailbox, _left(mailbox, kind)):
        yield (
            f"L’adresse de retour de {named(answered)} est celle de ce compte. Donnez-lui d’abord une autre adresse "
            "de retour."
        )
    if kind not in DELEGATES:
        yield from _of_copies(session, by, mailbox)


def _of_holder(session: Session, by: By, mailbox: Mailbox) -> Iterator[str]:
    """What forbids to take an account from whoever holds it, and to let others open it."""
    is_own = mailbox.account_id is not None and mailbox.account_id == by.account_id
    if is_own:
        yield "C’est votre compte\u00a0: vous n’en faites pas une BAL partagée. Demandez-le à un autre administrateur."
    if left := store.left_unopened(session, [mailbox.id]):
        orphans = named([address for _, address in left])
        yield f"Ce compte est le seul qui ouvre {orphans}. Ajoutez-y d’abord un autre compte de connexion."
    if is_own:
        return
    yield from _of_rights(rights.besides(session, mailbox.account_id, by.reach))
    if guarding.goes_on(session, mailbox):
        yield (
            "Les codes ou les liens de connexion d’une personne arrivent à ce compte, et y arriveraient encore\u00a0: "
            "partagé, d’autres les liraient. Qu’elle enregistre d’abord une autre adresse MSSanté, ou voyez avec "
            "l’exploitant du portail."
        )


def _of_rights(held: Besides) -> Iterator[str]:
    """« Un administrateur doit au préalable disposer d’un compte Medimail » (source 002 p. 5)."""
    if held.structures:
        places = named([place.name for place in held.structures])
        yield (
            f"Cette personne administre {places}\u00a0: il lui faut un compte Medimail à elle. Retirez-lui d’abord ce "
            "droit, dans le paramétrage de la structure."
        )
    if held.others:
        labels = ", ".join(held.others)
        yield (
            f"Cette personne a d’autres droits, que vous ne pouvez pas retirer ({labels})\u00a0: il lui faut un compte "
            "à elle. Voyez avec le GRADeS, ou l’exploitant du portail."
        )


def _of_copies(session: Session, by: By, mailbox: Mailbox) -> Iterator[str]:
    if sent := store.delegates(session, mailbox.id):
        yield (
            f"Une copie de ses messages part à {named([other.address for other in sent])}. Supprimez d’abord ces "
            "délégations, dans les paramètres du compte."
        )
    if received := store.delegating(session, mailbox.id):
        within = [other.address for other in received if by.reach.holds(other.structure.path)]
        left = len(received) - len(within)
        yield (
            f"Ce compte reçoit une copie des messages de {counted(within, left)}. Supprimez d’abord ces délégations, "
            f"dans les paramètres du compte.{f' {ASK_ELSEWHERE}' if left else ''}"
        )
