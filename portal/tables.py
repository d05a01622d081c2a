"""Every table of the portal: a room that is not named here does not exist for the migrations."""

from portal.accounts import models as accounts
from portal.audit import models as audit
from portal.db import Base
from portal.jobs import models as jobs
from portal.mail import models as mail
from portal.medimail.mailboxes.joining import models as joining
from portal.medimail.mailboxes.listing.bulk import models as bulk
from portal.medimail.mailboxes.record import models as mailboxes
from portal.medimail.structures import models as structures
from portal.password import models as password
from portal.profiles.imports import models as imports
from portal.profiles.record import models as profiles
from portal.raccordement.certificates import models as certificates
from portal.raccordement.deposit import models as deposit
from portal.raccordement.instruction.listing import models as instruction
from portal.raccordement.instruction.replies import models as replies
from portal.raccordement.record import models as raccordement
from portal.registers import models as registers
from portal.signin import models as signin
from portal.web import models as web

ROOMS = (
    accounts,
    audit,
    bulk,
    certificates,
    deposit,
    imports,
    instruction,
    jobs,
    joining,
    mail,
    mailboxes,
    password,
    profiles,
    raccordement,
    registers,
    replies,
    signin,
    structures,
    web,
)

metadata = Base.metadata
