"""What is done to a record, whoever does it: each act is written once, told to both sides, and to the journal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal import audit, clock
from portal.accounts.models import Account
from portal.accounts.rules import address_of, code_route
from portal.audit import Event
from portal.config import settings
from portal.folding import words
from portal.mail import outbox
from portal.raccordement.record import mails, rules, store
from portal.raccordement.record.models import Attached, Entry, Member, Message, Raccordement, SandboxResult
from portal.raccordement.record.rules import (
    ESTABLISHMENTS,
    FIXED,
    AlreadyDone,
    Changes,
    Illegal,
    Locked,
    Moved,
    ReasonMissing,
    Stale,
    Unchanged,
    Updated,
)
from portal.raccordement.record.states import (
    ACCEPTED,
    EDITABLE,
    Action,
    Audience,
    Letter,
    Move,
    Role,
    State,
)
from portal.registers.models import Establishment


@dataclass(frozen=True)
class Actor:
    """Who acts, and as what."""

    account_id: int | None
    role: Role


def open_draft(session: Session, email: str) -> Raccordement:
    """A new draft for an address that has just been confirmed."""
    now = clock.now()
    record = Raccordement(
        state=State.DRAFT, email=email, created_at=now, changed_at=now, state_since=now, establishments=[]
    )
    session.add(record)
    session.flush()
    return record


def write(record: Raccordement, values: Mapping[str, str]) -> None:
    """Keep what was typed in a draft, complete or not."""
    for name, value in values.items():
        if name not in FIXED:
            setattr(record, name, value)
    _index(record)
    record.changed_at = clock.now()


def attach(record: Raccordement, establishments: Iterable[Establishment]) -> None:
    """Make these the establishments of the record."""
    kept = {row.finess_et: row for row in record.establishments}
    record.establishments = [
        kept.get(place.finess_et) or Attached(finess_et=place.finess_et, finess_ej=place.finess_ej)
        for place in establishments
    ]
    _index(record)
    record.changed_at = clock.now()


def _index(record: Raccordement) -> None:
    record.si_key = rules.system_key(record.si_name)
    spoken = [record.number or "", record.last_name, record.first_name, record.email, record.si_name]
    # In small letters as all the rest: Corsican numbers hold one (2A, 2B).
    numbers = [number.lower() for row in record.establishments for number in (row.finess_ej, row.finess_et)]
    record.search = f" {' '.join(words(' '.join(spoken)))} {' '.join(dict.fromkeys(numbers))} "


def deposit(session: Session, record: Raccordement, account: Account) -> Moved | AlreadyDone | Illegal:
    """Send a draft: it takes its number, its author becomes its first gestionnaire."""
    if record.state is not State.DRAFT:
        return AlreadyDone()
    now = clock.now()
    record.number = rules.number(record.id, clock.local(now).year)
    record.deposited_at = now
    _index(record)
    session.add(Member(raccordement_id=record.id, account_id=account.id, main=True, joined_at=now))
    session.flush()
    found = rules.decide(record.state, Role.APPLICANT, Action.DEPOSIT, "")
    if not isinstance(found, Move):
        return Illegal(record.state)
    return _apply(session, record, Actor(account.id, Role.APPLICANT), Action.DEPOSIT, found, "")


def move(
    session: Session, record: Raccordement, actor: Actor, action: Action, *, version: int, reason: str = ""
) -> Moved | AlreadyDone | Stale | Illegal | ReasonMissing:
    """Act on a record, locked by the caller; `version` is the one that the person was looking at."""
    if record.version != version:
        return _overtaken(session, record, actor, action, version)
    found = rules.decide(record.state, actor.role, action, reason)
    if not isinstance(found, Move):
        return found
    return _apply(session, record, actor, action, found, reason.strip())


def _overtaken(
    session: Session, record: Raccordement, actor: Actor, action: Action | None, version: int
) -> AlreadyDone | Stale:
    last = store.last_entry(session, record.id)
    if last is None:
        return Stale("", "", record.changed_at)
    entry, account = last
    is_same = (entry.actor_id, entry.action, entry.version) == (actor.account_id, action, version + 1)
    if is_same and action is not None:
        return AlreadyDone()
    what = entry.action.label if entry.action else "Demande modifiée"
    return Stale(account.full_name if account else "Le portail", what, entry.at)


def _apply(session: Session, record: Raccordement, actor: Actor, action: Action, found: Move, reason: str) -> Moved:
    left, reached = record.state, found.to or record.stood or State.SANDBOX
    match action:
        case Action.TAKE | Action.REOPEN:
            record.instructor_id = actor.account_id
        case Action.RELEASE:
            record.instructor_id = None
    if reached in {State.SUSPENDED, State.REVOKED, State.ARCHIVED}:
        record.stood = record.stood or left
    else:
        record.stood = None
    record.state, record.state_since = reached, clock.now()
    _enter(session, record, actor, Entry(action=action, left_state=left, reached_state=reached, reason=reason))
    audit.record(
        session,
        Event.RACCORDEMENT_MOVED,
        actor=actor.account_id,
        before={"dossier": record.number, "etat": left},
        after={"etat": reached, "motif": reason},
    )
    for letter in found.letters:
        _send(session, record, letter, reason)
    return Moved(reached)


def _enter(session: Session, record: Raccordement, actor: Actor, entry: Entry) -> None:
    """Write one line of the history; it makes the record's next version."""
    record.version += 1
    record.changed_at = entry.at = clock.now()
    entry.raccordement_id, entry.version = record.id, record.version
    entry.actor_id, entry.role = actor.account_id, actor.role
    session.add(entry)
    session.flush()


def _send(session: Session, record: Raccordement, letter: Letter, reason: str) -> None:
    link = page(record, letter.to)
    for address in addresses(session, record, letter.to):
        mail = mails.moved(address, letter, number=str(record.number), si_name=record.si_name, reason=reason, link=link)
        outbox.add(session, mail)


def page(record: Raccordement, audience: Audience) -> str:
    """The full address of the record's page for this side."""
    place = "raccordement" if audience is Audience.MANAGERS else "instruction"
    return f"{settings().base_url}/{place}/{record.number}"


def addresses(session: Session, record: Raccordement, audience: Audience) -> list[str]:
    """Where one side is written to: every gestionnaire; whoever instructs it, or all instructeurs.

    An account that was closed is written to no more; if it followed the request, all instructeurs are.
    """
    if audience is Audience.MANAGERS:
        people = [account for _, account in store.members(session, record.id) if account.closed_at is None]
    else:
        everybody = list(store.instructors(session))
        people = [a for a in everybody if a.id == record.instructor_id] or everybody
    found = [address_of(code_route(account.reach)) for account in people]
    return list(dict.fromkeys(address for address in found if address))


def update(
    session: Session, record: Raccordement, actor: Actor, values: Mapping[str, str], *, version: int
) -> Updated | Unchanged | Stale | Locked:
    """Change fields of a record that its gestionnaires may still change; what changed is told to both sides."""
    if record.state not in EDITABLE:
        return Locked(record.state)
    changes = rules.changes(record.values, {k: v for k, v in values.items() if k not in FIXED})
    if not changes:
        return Unchanged()
    if record.version != version:
        late = _overtaken(session, record, actor, None, version)
        return late if isinstance(late, Stale) else Unchanged()
    for name, (_, after) in changes.items():
        setattr(record, name, after)
    _index(record)
    return _note_changes(session, record, actor, changes)


def _note_changes(session: Session, record: Raccordement, actor: Actor, changes: Changes, reason: str = "") -> Updated:
    shown = {name: list(pair) for name, pair in changes.items()}
    _enter(session, record, actor, Entry(action=None, reason=reason, changes=shown))
    fields = [rules.LABELS[name] for name in changes]
    audit.record(
        session,
        Event.RACCORDEMENT_CHANGED,
        actor=actor.account_id,
        after={"dossier": record.number, "champs": fields},
    )
    return Updated(changes)


def replace_establishments(
    session: Session, record: Raccordement, actor: Actor, places: list[Establishment], *, reason: str = ""
) -> Updated | Unchanged:
    """Make these the establishments of a record, and say which came and went."""
    before = sorted(row.finess_et for row in record.establishments)
    after = sorted(place.finess_et for place in places)
    if before == after:
        return Unchanged()
    attach(record, places)
    session.flush()
    return _note_changes(session, record, actor, {ESTABLISHMENTS: (", ".join(before), ", ".join(after))}, reason)


def is_accepted(record: Raccordement) -> bool:
    """Whether its establishments change only with an instructeur's consent."""
    return record.state in ACCEPTED


def post_message(
    session: Session, record: Raccordement, actor: Actor, body: str, *, press: str, internal: bool = False
) -> bool:
    """Add a line to the conversation and tell the other side by mail; False when this press was already written."""
    if actor.account_id is None or store.message_of(session, press):
        return False
    session.add(
        Message(
            raccordement_id=record.id,
            at=clock.now(),
            author_id=actor.account_id,
            role=actor.role,
            body=body,
            internal=internal,
            press=press,
        )
    )
    session.flush()
    if not internal:
        other = Audience.MANAGERS if actor.role is Role.INSTRUCTOR else Audience.INSTRUCTORS
        link = page(record, other)
        for address in addresses(session, record, other):
            mail = mails.message(address, number=str(record.number), si_name=record.si_name, link=link)
            outbox.add(session, mail)
    return True


def record_sandbox_result(
    session: Session, record: Raccordement, *, reference: str, conclusive: bool, findings: list[str]
) -> bool:
    """Keep what the bac à sable answered to a transfer; False when this reference is already known.

    The first conclusive one is told to the gestionnaires (source 004 p. 4: « l’Inserm vous envoie un email »).
    """
    if store.sandbox_result_of(session, record.id, reference):
        return False
    first = conclusive and not store.conclusive(session, record.id)
    session.add(
        SandboxResult(
            raccordement_id=record.id,
            at=clock.now(),
            reference=reference,
            conclusive=conclusive,
            findings=findings,
        )
    )
    session.flush()
    if first:
        _send(session, record, RECEIVED, "")
    return True


RECEIVED = Letter(
    Audience.MANAGERS,
    "Vos données de test sont bien reçues",
    "Les contrôles du bac à sable sont concluants.",
    "Vous pouvez demander le passage en production dans votre espace.",
)
