"""The demonstration: sample people, a mailbox that one reads, a clock that one moves; off unless PORTAL_DEMO=1.

`portal.config` refuses a demo whose mail or address would leave this machine. Pages are imported late: the command
line names the commands of this room without loading them.
"""

from flask import Flask, abort, appcontext_pushed

from portal.config import is_loopback
from portal.demo import moved_clock
from portal.web import origin


def init(app: Flask) -> None:
    """Open the pages of the demo, and set the clock at each request, task of the worker and command."""
    from portal.demo.routes import blueprint  # noqa: PLC0415 - see above

    app.register_blueprint(blueprint)
    app.before_request(_refuse_others)
    appcontext_pushed.connect(_set_clock, app)


def _set_clock(_app: Flask) -> None:
    tick()


def _refuse_others() -> None:
    """Answer this machine alone, whatever server listens: `portail serve` already refuses another address."""
    if not is_loopback(origin.peer()):
        abort(403)


def tick() -> None:
    """Set the clock of this process where the demo stands, within an application's context."""
    moved_clock.tick()


def prepare(app: Flask) -> None:
    """Fill the database with the sample people, once; called when the portal starts, by one process."""
    from portal.db import transaction  # noqa: PLC0415 - see above
    from portal.demo import service  # noqa: PLC0415 - see above

    with app.app_context(), transaction() as session:
        service.seed(session)


def fill_registers(app: Flask) -> None:
    """Load the establishments and communes that are shipped, where there are none; by one process, before it serves."""
    from portal.demo import registers  # noqa: PLC0415 - see above

    with app.app_context():
        registers.fill()
