"""Registering alone over HTTP: an address proved, a type, a sheet; nothing is consumed by looking."""

from portal.medimail.mailboxes.joining.routes import address, link, sheet
from portal.medimail.mailboxes.joining.routes.browser import blueprint

__all__ = ["address", "blueprint", "link", "sheet"]
