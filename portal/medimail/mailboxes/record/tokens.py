"""The token of a link of finalisation: it names the mailbox and the sending; a later sending kills the earlier ones."""

from portal.medimail.mailboxes.record.models import Mailbox
from portal.tokens import RowToken

LINK = RowToken[Mailbox](
    "mailbox finalisation", lambda box: (box.id, box.created_at, box.link_version, box.relaunched_at)
)
