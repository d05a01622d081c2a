"""The structures and the mailboxes of the demonstration: one mother and her daughters, somebody in every state.

They are written without any message: whoever opens the demonstration finds an empty mailbox.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from portal import clock
from portal.accounts import closing
from portal.accounts import service as accounts
from portal.accounts.models import Account
from portal.accounts.rules import Closer, Right
from portal.accounts.rules import Kind as Person
from portal.accounts.service import NewAccount
from portal.demo import store
from portal.demo.people import ENTITY, PLACE
from portal.demo.physicians import DOMAIN, rpps_of_physician
from portal.folding import words
from portal.medimail.mailboxes.record.models import AddressChange, Connection, Delegation, Mailbox
from portal.medimail.mailboxes.record.rules.changes import ChangeState
from portal.medimail.mailboxes.record.rules.kinds import SHARED, Kind
from portal.medimail.mailboxes.record.rules.searching import searchable
from portal.medimail.mailboxes.record.rules.sheets import Title
from portal.medimail.mailboxes.record.rules.states import LEFT, OPEN, State
from portal.medimail.structures.models import Structure
from portal.medimail.structures.rules.settings import NumberKind
from portal.medimail.structures.service import open_structure
from portal.registers.models import Departement

GRADES, HOSPITAL, WARD, OTHER = "GRADeS de démonstration", "CH de Fleyriat", "Pôle de gériatrie", "CH Bugey Sud"
MAIL = "medimail-demo.example"
RETURN = f"adele.myrtille@{DOMAIN}"
# Who administers what: the address of a sample person, the name of a structure.
ADMINISTRATORS = ((f"tristan.tilleul@{DOMAIN}", HOSPITAL), (f"violaine.verveine@{DOMAIN}", WARD))


@dataclass(frozen=True)
class Sample:
    """A mailbox account, for how many days it has been in its state, the `login` of who signs in by another address."""

    structure: str
    kind: Kind
    first_name: str
    last_name: str
    profession: str
    state: State = State.VALID
    address: str = ""
    rpps: str | None = None
    days: int = 30
    title: Title | None = None
    login: str = ""
    reason: str = ""
    mssante: str | None = None

    @property
    def at(self) -> str:
        """The address of the account."""
        return self.address or f"{'-'.join(words(self.first_name))}.{self.last_name}@{MAIL}".lower()


ACCOUNTS = (
    Sample(GRADES, Kind.PER, "Ophélie", "ORCHIS", "Médecin", address=f"ophelie.orchis@{DOMAIN}"),
    Sample(HOSPITAL, Kind.MED, "Tristan", "TILLEUL", "Personnel informatique", address=ADMINISTRATORS[0][0]),
    Sample(WARD, Kind.MED, "Violaine", "VERVEINE", "Secrétaire médical", address=ADMINISTRATORS[1][0]),
    Sample(WARD, Kind.MED, "Mona", "MUGUET", "Secrétaire médical", address=f"mona.muguet@{MAIL}"),
    Sample(HOSPITAL, Kind.PER, "Adèle", "MYRTILLE", "Sage-Femme", rpps=rpps_of_physician(201), mssante=RETURN),
    Sample(
        HOSPITAL, Kind.PER, "Brune", "NOYER", "Pharmacien", State.PREREGISTERED, rpps=rpps_of_physician(202), days=12
    ),
    Sample(HOSPITAL, Kind.MED, "Cyr", "OLIVIER", "Personnel administratif", State.PREREGISTERED, days=3),
    Sample(HOSPITAL, Kind.PER, "Dune", "PLATANE", "Médecin", State.TO_VALIDATE, rpps=rpps_of_physician(203), days=2),
    Sample(HOSPITAL, Kind.INT, "Élie", "SAPIN", "Médecin", State.TO_VALIDATE, days=1, title=Title.DOCTOR),
    Sample(
        *(HOSPITAL, Kind.PER, "Flore", "TAMARIS", "Infirmier", State.REJECTED),
        rpps=rpps_of_physician(204),
        days=360,
        reason="Ne travaille plus dans l’établissement.",
    ),
    Sample(HOSPITAL, Kind.MED, "Guy", "TROENE", "Secrétaire médical", State.INACTIVE, days=20),
    Sample(HOSPITAL, Kind.ORG, "Pharmacie", "SECRETARIAT", "Pharmacien", address=f"pharmacie@{MAIL}"),
    Sample(WARD, Kind.ORG, "Gériatrie", "SECRETARIAT", "Médecin", address=f"geriatrie@{MAIL}"),
    Sample(HOSPITAL, Kind.APP, "Laboratoire", "COMPTES RENDUS", "Médecin", address=f"noreply.labo@{MAIL}"),
    Sample(OTHER, Kind.PER, "Hermine", "YEUSE", "Médecin", rpps=rpps_of_physician(205)),
    Sample(OTHER, Kind.MED, "Ophélie", "ORCHIS", "Médecin", login=f"ophelie.orchis@{DOMAIN}"),
    Sample(HOSPITAL, Kind.MED, "Joël", "ZINNIA", "Personnel administratif"),
)
# Who opens which shared mailbox.
OPENED = (
    (f"pharmacie@{MAIL}", ADMINISTRATORS[0][0]),
    (f"geriatrie@{MAIL}", f"mona.muguet@{MAIL}"),
    (f"noreply.labo@{MAIL}", ADMINISTRATORS[0][0]),
)
# Whose mail goes to whom besides: the holder, their delegate.
DELEGATED = (ADMINISTRATORS[0][0], f"mona.muguet@{MAIL}")
# What the coming night does, whatever the hour at which one starts: an account, its next address.
ASKED = (f"joel.zinnia@{MAIL}", f"joel.zinnia-martin@{MAIL}")
# « n’est plus proposé aux nouvelles structures » (source 002 p. 7): this one has had it since before.
OFFICE_ACCOUNTS = 10


def write(session: Session, password_hash: str) -> None:
    """Write the structures and their accounts, unless there is some; who finalised theirs has this password."""
    if store.has_structures(session):
        return
    structures = _structures(session)
    for email, name in ADMINISTRATORS:
        if account := _person(session, email):
            accounts.give_right(session, account.id, Right.MEDIMAIL_ADMINISTRATOR, str(structures[name].id))
    mailboxes = {
        sample.at: _mailbox(sample, structures[sample.structure], _holder(session, sample, password_hash))
        for sample in ACCOUNTS
    }
    session.add_all(mailboxes.values())
    session.flush()
    for shared, person in OPENED:
        opened = Connection(shared_id=mailboxes[shared].id, person_id=mailboxes[person].id, created_at=clock.now())
        session.add(opened)
    holder, delegate = (mailboxes[address].id for address in DELEGATED)
    old, new = ASKED
    asker = _person(session, ADMINISTRATORS[0][0])
    session.add(
        AddressChange(
            mailbox_id=mailboxes[old].id,
            old=old,
            new=new,
            state=ChangeState.ASKED,
            asked_at=clock.now(),
            asked_by=asker.id if asker else None,
        )
    )
    session.add(Delegation(mailbox_id=holder, delegate_id=delegate, created_at=clock.now()))


def _holder(session: Session, sample: Sample, password_hash: str) -> Account | None:
    """Whoever signs in to it, or will: somebody as soon as the registration is finalised."""
    if sample.kind in SHARED or sample.state is State.PREREGISTERED:
        return None
    if account := _person(session, sample.login or sample.at):
        return account
    account = accounts.create(
        session,
        NewAccount(
            kind=Person.MAILBOX_HOLDER,
            last_name=sample.last_name.title(),
            first_name=sample.first_name,
            email=sample.at,
            mssante=sample.mssante,
            password_hash=password_hash,
            must_change=False,
        ),
    )
    if sample.state not in OPEN:
        closing.shut(session, account, Closer.MEDIMAIL)
    return account


def _person(session: Session, email: str) -> Account | None:
    return store.account_named(session, rpps=None, certdc_id=None, email=email, name_key=None)


def _structures(session: Session) -> dict[str, Structure]:
    top = open_structure(session, None, GRADES)
    hospital = open_structure(session, None, HOSPITAL, top)
    hospital.number_kind, hospital.number = NumberKind.FINESS, ENTITY
    hospital.postal_code, hospital.city = "01440", "VIRIAT"
    hospital.address, hospital.mss_domain = "900 route de Paris", DOMAIN
    if ain := session.get(Departement, "01"):
        hospital.departement_code, hospital.region_code = ain.code, ain.region_code
    ward = open_structure(session, None, WARD, hospital)
    ward.number_kind, ward.number = NumberKind.FINESS, PLACE
    ward.postal_code, ward.city, ward.mss_domain = hospital.postal_code, hospital.city, DOMAIN
    # The registers come with their files: a demonstration may be started without them.
    if place := session.get(Departement, "01"):
        for structure in (hospital, ward):
            structure.departement_code, structure.region_code = place.code, place.region_code
    other = open_structure(session, None, OTHER, top)
    other.office365_max = OFFICE_ACCOUNTS
    return {s.name: s for s in (top, hospital, ward, other)}


def _mailbox(sample: Sample, structure: Structure, account: Account | None) -> Mailbox:
    since = clock.now() - timedelta(days=sample.days)
    is_shared, is_placed = sample.kind in SHARED, sample.kind in {Kind.INT, *SHARED}
    return Mailbox(
        structure_id=structure.id,
        account_id=account.id if account else None,
        kind=sample.kind,
        state=sample.state,
        stood=State.VALID if sample.state in LEFT else None,
        state_since=since,
        created_at=since,
        address=sample.at,
        last_name=sample.last_name,
        first_name=sample.first_name,
        rpps=sample.rpps,
        mssante=sample.mssante,
        profession=sample.profession,
        title=sample.title.value if sample.title else "",
        postal_code=structure.postal_code,
        city=structure.city,
        departement_code=structure.departement_code,
        region_code=structure.region_code,
        place_kind=structure.number_kind if is_placed else None,
        place_number=structure.number if is_placed else None,
        return_address=RETURN if sample.kind is Kind.APP else "",
        responsible_last_name="MYRTILLE" if is_shared else "",
        responsible_first_name="Adèle" if is_shared else "",
        responsible_profession="Sage-Femme" if is_shared else "",
        responsible_rpps=rpps_of_physician(201) if is_shared else "",
        description=f"{sample.last_name.capitalize()} – {sample.first_name}" if is_shared else "",
        reason=sample.reason,
        relaunched_at=since if sample.state is State.PREREGISTERED else None,
        search=searchable(sample.last_name, sample.first_name, sample.at, sample.rpps),
    )
