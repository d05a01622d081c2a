"""Which accounts, for which act."""

from flask import request

from portal.medimail.mailboxes.listing.acts.forms import RejectForm
from portal.medimail.mailboxes.listing.bulk.rules import MOST
from portal.web.fields import Box
from portal.web.keys import read_key


class BulkRejectForm(RejectForm):
    """The reason, the same for all; and whether those who administer do no more, where the page asks."""

    retirer = Box("Leur retirer aussi leur droit d’administrer", default=True)


def chosen() -> list[int]:
    """The accounts whose boxes were ticked; what is no key is left out."""
    found = (read_key(key) for key in request.form.getlist("compte")[:MOST])
    return [key for key in found if key is not None]
