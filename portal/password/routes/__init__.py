"""Passwords over HTTP: the forgotten one, the choice behind the link, and the change of one's own."""

from portal.password.routes import disowning, forgotten, own
from portal.password.routes.choosing import blueprint

__all__ = ["blueprint", "disowning", "forgotten", "own"]
