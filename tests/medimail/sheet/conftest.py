"""A hospital of the Tarn, its registers, an administrator; and what the tests of its accounts do to it."""

import json
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from portal.audit.models import JournalRow
from portal.db import reading, transaction
from portal.mail.models import OutboxMail
from portal.medimail.mailboxes.record import converting, service, store
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.fields import Field
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.service import By
from portal.medimail.structures import store as structures
from portal.medimail.structures.models import Structure
from portal.registers.models import Commune, Departement, Establishment, PostalCode, Region
from tests.medimail.conftest import Medimail
from tests.medimail.sheets import FINESS, OPENER, RETURN, WHOLE
from tests.pages.inside import put_inside


@dataclass
class Hospital:
    """A structure with its administrator, and somebody who may open its shared mailboxes."""

    medimail: Medimail
    structure: Structure
    opener: Mailbox

    def __post_init__(self) -> None:
        self.account = self.medimail.administrator(self.structure)

    def by(self, session, account=None) -> By:
        """The administrator, or another person."""
        account_id = (account or self.account).id
        return By(account_id, structures.reach_of(session, account_id))

    def create(self, kind: Kind, account=None, *, structure=None, **changed):
        """Create an account from its whole sheet, but for what is `changed`."""
        invites, preferences = changed.pop("invites", True), changed.pop("preferences", None)
        texts = WHOLE[kind] | {field: changed.pop(field.value) for field in _fields(changed)}
        with transaction() as session:
            at = session.merge(structure or self.structure)
            by = self.by(session, account)
            return service.create(session, by, at, kind, texts, preferences=preferences, invites=invites)

    def edit(self, mailbox_id: int, *, version: int = 1, account=None, **changed):
        """Save the whole sheet of its type, but for what is `changed`."""
        with transaction() as session:
            mailbox = store.get(session, mailbox_id, lock=True)
            texts = WHOLE[mailbox.kind] | {field: changed.pop(field.value) for field in _fields(changed)}
            return service.edit(session, self.by(session, account), mailbox, version, texts)

    def made(self, kind: Kind, **changed) -> Mailbox:
        """An account that was just created."""
        with reading() as session:
            return store.get(session, self.create(kind, **changed).mailbox_id)

    @staticmethod
    def openers(shared_id: int) -> list[str]:
        """The addresses that open a shared mailbox."""
        with reading() as session:
            return [person.address for person, _ in store.opening(session, shared_id)]

    @staticmethod
    def mails() -> list[OutboxMail]:
        """What is about to leave."""
        with reading() as session:
            return list(session.scalars(select(OutboxMail).order_by(OutboxMail.id)))

    @staticmethod
    def journal(event) -> list[tuple[dict, dict]]:
        """What the journal tells of this kind of event: before and after."""
        with reading() as session:
            rows = session.scalars(select(JournalRow).where(JournalRow.event == event.value).order_by(JournalRow.id))
            return [(json.loads(row.before or "{}"), json.loads(row.after or "{}")) for row in rows]


def _fields(changed):
    return [field for field in Field if field.value in changed]


@pytest.fixture
def country(app):
    """The registers: two départements, a few communes, one establishment."""
    with transaction() as session:
        session.add_all([Region(code="76", name="Occitanie"), Region(code="84", name="Auvergne-Rhône-Alpes")])
        session.flush()
        for code, name, region in (("81", "Tarn", "76"), ("31", "Haute-Garonne", "76"), ("01", "Ain", "84")):
            session.add(Departement(code=code, name=name, region_code=region))
        session.flush()
        for code, name, postal_code, departement in (
            ("81065", "Castres", "81100", "81"),
            ("81004", "Albi", "81000", "81"),
            ("31555", "Toulouse", "31000", "31"),
        ):
            session.add(
                Commune(
                    code=code,
                    name=name,
                    postal_codes=postal_code,
                    departement_code=departement,
                    search=name.lower(),
                    current=True,
                )
            )
            session.flush()
            session.add(PostalCode(postal_code=postal_code, commune_code=code))
        session.add(
            Establishment(finess_et=FINESS, finess_ej="810000380", name="CHIC", routing="81100 CASTRES", search=" chic")
        )


@pytest.fixture
def hospital(medimail, country):
    """The structure, and who may open its shared mailboxes."""
    structure = medimail.structure(
        number_kind="finess",
        number=FINESS,
        address="6 avenue de la Montagne Noire",
        postal_code="81100",
        city="CASTRES",
        departement_code="81",
        region_code="76",
    )
    opener = medimail.mailbox(structure, address=OPENER, last_name="PETIT", first_name="Alex", mssante=None)
    medimail.mailbox(structure, Kind.ORG, address="accueil@chic-demo.fr", mssante=RETURN, last_name="ACCUEIL")
    return Hospital(medimail, structure, opener)


@pytest.fixture
def desk(hospital, new_client):
    """The administrator's browser, signed in."""
    return put_inside(new_client(), hospital.account)


@pytest.fixture
def turn(hospital):
    """Gives another type to an account, with a whole sheet of it."""

    def change(mailbox_id, kind, *, version=1, invites=True, **changed):
        texts = WHOLE[kind] | {Field(name): text for name, text in changed.items()}
        with transaction() as session:
            box = store.get(session, mailbox_id, lock=True)
            return converting.change_kind(session, hospital.by(session), box, version, kind, texts, invites=invites)

    return change
