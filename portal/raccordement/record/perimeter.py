"""Another list of establishments for a record already accepted: asked for, then decided; what is live stays live."""

from sqlalchemy.orm import Session

from portal import clock
from portal.mail import outbox
from portal.raccordement.record import mails, service, store
from portal.raccordement.record.models import EstablishmentsRequest, Raccordement
from portal.raccordement.record.rules import ReasonMissing, Unchanged, Updated
from portal.raccordement.record.service import Actor
from portal.raccordement.record.states import Audience
from portal.registers.models import Establishment


def ask(
    session: Session, record: Raccordement, actor: Actor, places: list[Establishment]
) -> EstablishmentsRequest | Unchanged | Updated:
    """Ask for this list; before acceptance it is simply made. A second request replaces the one that waits."""
    if not service.is_accepted(record):
        return service.replace_establishments(session, record, actor, places)
    wanted = sorted(place.finess_et for place in places)
    waiting = store.establishments_asked(session, record.id, lock=True)
    live = sorted(row.finess_et for row in record.establishments)
    if wanted == (waiting.wanted if waiting else live) or actor.account_id is None:
        return Unchanged()
    if waiting and wanted == live:
        session.delete(waiting)  # back to what is live: nothing is asked for any more
        session.flush()
        return Unchanged()
    if waiting is None:
        waiting = EstablishmentsRequest(raccordement_id=record.id)
        session.add(waiting)
    waiting.wanted, waiting.asked_by, waiting.asked_at = wanted, actor.account_id, clock.now()
    session.flush()
    _tell(session, record, Audience.INSTRUCTORS, "Le gestionnaire demande un changement d’établissements.", "")
    return waiting


def give_up(session: Session, record: Raccordement) -> bool:
    """Ask for nothing any more; False when nothing was asked for."""
    waiting = store.establishments_asked(session, record.id, lock=True)
    if waiting is None:
        return False
    session.delete(waiting)
    session.flush()
    _tell(session, record, Audience.INSTRUCTORS, "Le gestionnaire renonce au changement d’établissements demandé.", "")
    return True


def decide(
    session: Session, record: Raccordement, actor: Actor, *, accepted: bool, reason: str = ""
) -> Updated | Unchanged | ReasonMissing:
    """Accept or refuse the list that waits; a second decision finds nothing left to decide."""
    waiting = store.establishments_asked(session, record.id, lock=True)
    if waiting is None:
        return Unchanged()
    if not accepted and not reason.strip():
        return ReasonMissing()
    waiting.decided_by, waiting.decided_at = actor.account_id, clock.now()
    waiting.accepted, waiting.reason = accepted, reason.strip()
    if not accepted:
        _tell(session, record, Audience.MANAGERS, "Le changement d’établissements est refusé.", waiting.reason)
        return Updated({})
    places = list(store.attached(session, waiting.wanted))
    made = service.replace_establishments(session, record, actor, places, reason=waiting.reason)
    _tell(session, record, Audience.MANAGERS, "Le changement d’établissements est accepté.", waiting.reason)
    return made


def _tell(session: Session, record: Raccordement, audience: Audience, says: str, reason: str) -> None:
    link = service.page(record, audience)
    for address in service.addresses(session, record, audience):
        mail = mails.establishments(
            address, number=str(record.number), si_name=record.si_name, says=says, reason=reason, link=link
        )
        outbox.add(session, mail)
