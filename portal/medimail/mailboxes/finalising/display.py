"""What a holder confirms: all that the structure wrote of them, in the order of their form (source 003 section 4)."""

from collections.abc import Sequence

from portal.medimail.mailboxes.record import writing
from portal.medimail.mailboxes.record.display import Fact, fact
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.fields import Field
from portal.medimail.mailboxes.record.rules.reference import Lists

_CONFIRMED = (
    *(Field.LAST_NAME, Field.FIRST_NAME, Field.ADDRESS),
    *(Field.TITLE, Field.PROFESSION, Field.SPECIALTY, Field.DIPLOMA, Field.RPPS, Field.ADELI, Field.IS_LIBERAL),
    *(Field.PHONE, Field.OTHER_PHONE),
    *(Field.STREET, Field.COMPLEMENT, Field.POSTAL_CODE, Field.CITY, Field.DEPARTEMENT, Field.REGION),
    *(Field.COMPANY, Field.SERVICE, Field.PLACE_KIND, Field.PLACE_NUMBER),
    *(Field.APICRYPT, Field.APICRYPT_SPECIALTY, Field.EXPIRES_ON),
)


def facts(mailbox: Mailbox, lists: Lists) -> Sequence[Fact]:
    """What is filled in of it, as it is read, and where it stands."""
    sheet = writing.sheet_of(mailbox)
    found = [fact(sheet, name, lists) for name in _CONFIRMED if sheet.has(name)]
    found.append(Fact("Structure", "", mailbox.structure.name))
    return [*found, Fact("Adresse MSSanté", "address", mailbox.mssante)] if mailbox.mssante else found
