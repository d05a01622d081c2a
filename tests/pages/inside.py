"""A browser in an open session, without the journey that leads there: for tests that are not about signing in."""

from portal.accounts import sessions
from portal.accounts.models import Account
from portal.accounts.rules import Level
from portal.db import transaction
from portal.web.visitor import Visitor
from tests.pages.client import PageClient


def put_inside(client: PageClient, account: Account, level: Level = Level.FULL) -> PageClient:
    """Open a session of this level for this person, and give the browser its cookie."""
    visitor = Visitor("0" * 64, "1" * 64, "Firefox sur Windows", client.environ["REMOTE_ADDR"])
    with transaction() as session:
        token = sessions.start(session, account, level, visitor)
    app = client.http.application
    signed = app.session_interface.get_signing_serializer(app).dumps({"_user_id": token, "_fresh": True})
    client.http.set_cookie(app.config["SESSION_COOKIE_NAME"], signed, domain="127.0.0.1")
    return client
