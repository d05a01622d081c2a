"""Registering alone over HTTP: an address proved, a type, a sheet; nothing is consumed by looking."""

from portal.medimail.mailboxes.joining.routes import address, sheet
from portal.medimail.mailboxes.joining.routes.browser import blueprint

__all__ = ["address", "blueprint", "sheet"]
