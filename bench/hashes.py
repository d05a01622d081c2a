"""How many computations of argon2 each step costs, counted where they are made; run by the portal's own Python.

usage: python -m bench.hashes FOLDER. Writes « step;computations » lines; codes and links must cost none.
"""

import re
import sys
from pathlib import Path
from typing import Any

from argon2 import low_level
from sqlalchemy import select

from portal.accounts import service as accounts
from portal.accounts import store
from portal.config import settle
from portal.db import reading, transaction
from portal.demo import service as demo
from portal.demo.physicians import physician
from portal.factory import create_app
from portal.mail.models import OutboxMail
from portal.migrations.commands import upgrade

PASSWORD = "grande ourse sur la jetée"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
UNKNOWN = "99700237045"
# What the C library answers when it has computed: right, or wrong. Anything else, it has only read.
COMPUTED = (0, -35)


class Counting:
    """The C library of argon2, with a counter."""

    def __init__(self, library: Any):
        self._library, self.count = library, 0

    def __getattr__(self, name: str):
        return getattr(self._library, name)

    def argon2_verify(self, *args: Any) -> int:
        """Verify, and count what was computed."""
        code = self._library.argon2_verify(*args)
        self.count += code in COMPUTED
        return code

    def argon2_hash(self, *args: Any) -> int:
        """Hash, and count."""
        self.count += 1
        return self._library.argon2_hash(*args)


class Steps:
    """One browser that tells what each of its steps computes."""

    def __init__(self, app, counting: Counting):
        self.http, self.counting, self.base = app.test_client(), counting, app.extensions["portal_settings"].base_url

    def get(self, label: str, path: str):
        """Open a page."""
        return self._take(label, self.http.get, path)

    def post(self, label: str, path: str, **fields: str):
        """Send a form."""
        token = TOKEN.search(self.http.get("/connexion/code", base_url=self.base, follow_redirects=True).text)
        return self._take(label, self.http.post, path, data={"csrf_token": token[1], **fields})

    def _take(self, label, method, path, **kwargs):
        before = self.counting.count
        answer = method(path, base_url=self.base, **kwargs)
        print(f"{label};{self.counting.count - before}")
        return answer


def last_mail() -> dict[str, Any]:
    """What the last mail of the outbox shows."""
    with reading() as session:
        return session.scalars(select(OutboxMail).order_by(OutboxMail.id.desc())).first().context


def main(folder: Path):
    """Walk, and print."""
    settings = {"data": folder, "secret_keys": ("k" * 32,), "smtp_url": "smtp://127.0.0.1:1", "log_level": "CRITICAL"}
    app = create_app(settle(settings))
    with app.app_context():
        upgrade()
        people = [physician(number) for number in (1, 2)]
        with transaction() as session:
            demo.load(session, people, accounts.hasher().hash_password(PASSWORD))
            accounts.block(session, store.find(session, people[1].rpps))
    low_level.lib = Counting(low_level.lib)
    walk(app, Steps(app, low_level.lib), *(person.rpps for person in people))


def walk(app, browser: Steps, rpps: str, blocked: str):
    """Every step that checks or makes a secret."""
    browser.get("page de connexion", "/connexion")
    browser.post("mot de passe faux", "/connexion", identifiant=rpps, mot_de_passe="faux")
    browser.post("personne inconnue", "/connexion", identifiant=UNKNOWN, mot_de_passe=PASSWORD)
    browser.post("compte bloqué", "/connexion", identifiant=blocked, mot_de_passe=PASSWORD)
    browser.post("mot de passe juste", "/connexion", identifiant=rpps, mot_de_passe=PASSWORD)
    with app.app_context():
        code = last_mail()["code"]
    browser.post("code faux", "/connexion/code", code=f"{(int(code) + 1) % 10**6:06d}")
    browser.post("code juste", "/connexion/code", code=code)
    browser.post("lien demandé", "/mot-de-passe/oublie", identifiant=rpps)
    with app.app_context():
        link = "/" + last_mail()["link"].split("/", 3)[3]
    browser.post("code du lien, faux", "/mot-de-passe/oublie/envoye", code="00000000")
    browser.get("lien ouvert", link)
    browser.post("nouveau mot de passe", f"{link}/choisir", nouveau=f"{PASSWORD} 2", confirmation=f"{PASSWORD} 2")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
