"""The requests of the demonstration: one in each state, with what led there, as if weeks had gone by.

They are written without any message: whoever opens the demonstration finds an empty mailbox.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.models import Account
from portal.demo import store
from portal.raccordement.instruction.replies import service as replies
from portal.raccordement.record import rules, service
from portal.raccordement.record.models import (
    Attached,
    Entry,
    EstablishmentsRequest,
    Member,
    Message,
    Raccordement,
    SandboxResult,
)
from portal.raccordement.record.states import MOVES, Action, Role, State

# Who follows one request in each state, and who follows one alone.
MANAGER, OF_ONE = "si.kalmia", "si.roseau"
_STEP = timedelta(days=4)

_TAKEN = (Action.DEPOSIT, Action.TAKE)
_TESTING = (*_TAKEN, Action.ACCEPT)
_ASKED = (*_TESTING, Action.ASK_PRODUCTION)
_LIVE = (*_ASKED, Action.OPEN_PRODUCTION)


@dataclass(frozen=True)
class Story:
    """A request: the system, the acts that led where it stands, and for how many days it has stood there."""

    si_name: str
    acts: tuple[Action, ...]
    days: int
    reason: str = ""
    # (ET, EJ): public data of the register that is shipped.
    places: tuple[tuple[str, str], ...] = (("010000024", "010780054"),)


STORIES = (
    Story("Dossier patient Aurore", (Action.DEPOSIT,), 14),
    Story("Dossier de réanimation", (Action.DEPOSIT,), 1, places=(("010000032", "010780062"),)),
    Story("Portail de garde", _TAKEN, 3, places=(("010000024", "010780054"), ("010005239", "010780054"))),
    Story(
        "Logiciel d’état civil",
        (*_TAKEN, Action.ASK_CORRECTION),
        5,
        "Précisez la version installée, et retirez l’établissement fermé.",
    ),
    Story("Urgences du Bugey", _TESTING, 20, places=(("010000032", "010780062"),)),
    Story("Gériatrie en réseau", _ASKED, 2),
    Story("Dossier de soins Bel Air", _LIVE, 60, places=(("010000024", "010780054"), ("010005239", "010780054"))),
    Story("Dossier patient Aurore", (*_TAKEN, Action.REFUSE), 30, "Une autre demande existe pour ce système."),
    Story("Téléconsultation du soir", (*_LIVE, Action.SUSPEND), 8, "Certificats en double\u00a0: transferts arrêtés."),
    Story("Ancien dossier patient", (*_LIVE, Action.REVOKE), 90, "Le logiciel n’est plus exploité."),
    Story("Essai abandonné", (Action.DEPOSIT, Action.WITHDRAW), 120),
)
OWN = Story("Dossier obstétrical Rose des vents", _TESTING, 12, places=(("010000024", "010780054"),))
TEMPLATES = {
    "Version manquante": "Bonjour {prenom} {nom},\n\nIndiquez la version de {systeme} dans votre demande {numero}, "
    "puis renvoyez-la.\n\n{instructeur}",
    "Établissement à retirer": "Bonjour {prenom} {nom},\n\n{etablissement} ne peut pas être rattaché à la demande "
    "{numero}\u00a0: retirez-le, puis renvoyez-la.\n\n{instructeur}",
}


def write(session: Session) -> None:
    """Write the requests, unless there are some."""
    manager, alone = (
        store.account_named(session, rpps=None, certdc_id=name, email=None, name_key=None) for name in (MANAGER, OF_ONE)
    )
    instructor = store.instructor(session)
    if store.has_requests(session) or manager is None or alone is None or instructor is None:
        return
    made = [_write(session, story, manager, instructor, clock.now()) for story in STORIES]
    by_state = {record.state: record for record in made}
    _converse(session, by_state[State.UNDER_REVIEW], manager, instructor)
    _test(session, by_state[State.SANDBOX], conclusive=False)
    _test(session, by_state[State.PRODUCTION_ASKED], conclusive=True)
    _ask_places(session, by_state[State.PRODUCTION], manager)
    _write_own(session, alone, manager, instructor)
    for title, body in TEMPLATES.items():
        replies.keep(session, None, title=title, body=body, version=0, by=instructor.id)


def _write_own(session: Session, manager: Account, colleague: Account, instructor: Account) -> None:
    """A request in the bac à sable, with all that its page can show: tests, messages, a change, a colleague."""
    record = _write(session, OWN, manager, instructor, clock.now())
    session.add(Member(raccordement_id=record.id, account_id=colleague.id, main=False, joined_at=record.state_since))
    for rank, conclusive in enumerate((False, False, True)):
        _test(session, record, conclusive=conclusive, rank=rank)
    _converse(session, record, manager, instructor)
    record.version += 1
    changed = Entry(raccordement_id=record.id, version=record.version, at=record.state_since + timedelta(days=5))
    changed.actor_id, changed.role, changed.changes = manager.id, Role.MANAGER, {"si_version": ["4.1", "4.2"]}
    session.add(changed)


def _write(session: Session, story: Story, manager: Account, instructor: Account, now: datetime) -> Raccordement:
    record = service.open_draft(session, str(manager.contact))
    begun = now - timedelta(days=story.days) - _STEP * (len(story.acts) - 1)
    record.number = rules.number(record.id, clock.local(begun).year)
    record.establishments = [Attached(finess_et=et, finess_ej=ej) for et, ej in story.places]
    service.write(record, _values(story, manager))
    record.created_at = record.deposited_at = begun
    session.add(Member(raccordement_id=record.id, account_id=manager.id, main=True, joined_at=begun))
    for rank, action in enumerate(story.acts):
        entry = _act(record, action, manager, instructor, at=begun + _STEP * rank)
        entry.reason = story.reason if action is story.acts[-1] else ""
        session.add(entry)
    session.flush()
    return record


def _values(story: Story, manager: Account) -> dict[str, str]:
    return {
        "last_name": manager.last_name,
        "first_name": manager.first_name,
        "function": "Responsable du système d’information",
        "phone": "01\u00a000\u00a000\u00a000\u00a000",
        "address": "1 rue de la Démonstration",
        "postal_code": "01000",
        "commune": "Bourg-en-Bresse",
        "si_name": story.si_name,
        "si_version": "4.2",
        "comments": "",
    }


def _act(record: Raccordement, action: Action, manager: Account, instructor: Account, *, at: datetime) -> Entry:
    """One move of the table, at this instant; nobody is written to."""
    left = record.state
    role, move = next((r, m) for (state, r, a), m in MOVES.items() if (state, a) == (left, action))
    if action is Action.TAKE:
        record.instructor_id = instructor.id
    reached = move.to or left
    record.stood = left if reached in {State.SUSPENDED, State.REVOKED, State.ARCHIVED} else None
    record.state, record.state_since, record.changed_at = reached, at, at
    record.version += 1
    return Entry(
        raccordement_id=record.id,
        version=record.version,
        at=at,
        actor_id=instructor.id if role is Role.INSTRUCTOR else manager.id,
        role=role,
        action=action,
        left_state=left,
        reached_state=reached,
        changes={},
    )


def _converse(session: Session, record: Raccordement, manager: Account, instructor: Account) -> None:
    said = (
        (instructor, Role.INSTRUCTOR, "Bonjour, quelle version sera en service à l’ouverture\u00a0?", False),
        (manager, Role.MANAGER, "Bonjour, la 4.3, installée la semaine prochaine.", False),
        (instructor, Role.INSTRUCTOR, "Même éditeur que l’an dernier\u00a0: vérifier ses premiers transferts.", True),
    )
    for rank, (author, role, body, internal) in enumerate(said):
        at = record.state_since + timedelta(hours=5 * rank + 1)
        press = f"demonstration-{record.id}-{rank}".ljust(43, "-")
        session.add(
            Message(
                raccordement_id=record.id,
                at=at,
                author_id=author.id,
                role=role,
                body=body,
                internal=internal,
                press=press,
            )
        )


def _test(session: Session, record: Raccordement, *, conclusive: bool, rank: int = 0) -> None:
    findings = [] if conclusive else ["Le numéro IPP manque.", "Le FINESS géographique n’est pas celui de la demande."]
    session.add(
        SandboxResult(
            raccordement_id=record.id,
            at=record.state_since + timedelta(days=rank + 1),
            reference=f"ESSAI-{record.id}-{rank + 1}",
            conclusive=conclusive,
            findings=findings,
        )
    )


def _ask_places(session: Session, record: Raccordement, manager: Account) -> None:
    asked = EstablishmentsRequest(raccordement_id=record.id, wanted=["010000024", "010000032"])
    asked.asked_by, asked.asked_at = manager.id, clock.now() - timedelta(days=2)
    session.add(asked)
