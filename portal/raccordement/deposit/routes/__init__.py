"""The public request over HTTP: an address is confirmed, then a draft is filled in and sent."""

from portal.raccordement.deposit.routes import address, draft
from portal.raccordement.deposit.routes.browser import blueprint

__all__ = ["address", "blueprint", "draft"]
