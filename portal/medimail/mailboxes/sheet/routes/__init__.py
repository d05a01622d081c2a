"""One account over HTTP: created, read, edited, and helped to be filled in."""

from portal.medimail.mailboxes.sheet.routes import creating, editing, helping
from portal.medimail.mailboxes.sheet.routes.showing import blueprint

__all__ = ["blueprint", "creating", "editing", "helping"]
