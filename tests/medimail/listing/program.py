"""A worker that does one relance and nothing else, one person at a time: `python -m … DATABASE FOLDER RELANCE`."""

import sys
from pathlib import Path

from portal.factory import create_app
from portal.medimail.mailboxes.listing.relances import service
from tests.databases import make_settings

if __name__ == "__main__":
    _, database, folder, relance = sys.argv
    service.PIECE = 1
    with create_app(make_settings(Path(folder), database_url=database)).app_context():
        service.work(int(relance))
