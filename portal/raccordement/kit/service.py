"""What goes into a kit: the certificate in service, the parameters of a request."""

from sqlalchemy.orm import Session

from portal.config import settings
from portal.raccordement.certificates import store as certificates
from portal.raccordement.kit import archive
from portal.raccordement.kit.archive import Parameters
from portal.raccordement.record import store
from portal.raccordement.record.models import Raccordement


def public_kit(session: Session) -> bytes:
    """The kit that everybody may download."""
    return archive.build(_certificate(session), None)


def kit_of(session: Session, record: Raccordement) -> bytes:
    """The kit of a request, with its parameters."""
    return archive.build(_certificate(session), parameters_of(session, record))


def _certificate(session: Session) -> str | None:
    found = certificates.current(session)
    return found.pem if found else None


def parameters_of(session: Session, record: Raccordement) -> Parameters:
    """What a request says, for a machine to read."""
    places = store.attached(session, [row.finess_et for row in record.establishments])
    return Parameters(
        demande=str(record.number),
        etat=record.state.value,
        systeme=record.si_name,
        version=record.si_version,
        portail=settings().base_url,
        etablissements=[
            {"finess_ej": place.finess_ej, "finess_et": place.finess_et, "nom": place.name} for place in places
        ],
    )
