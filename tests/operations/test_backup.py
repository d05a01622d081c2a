"""Backup and restore, drilled with the very lines of docs/deploiement.md."""

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, text

from portal.audit import Event, record
from portal.db import transaction
from tests.builders import RPPS, Builder
from tests.databases import POSTGRES
from tests.mailbox import Mailbox
from tests.operations.conftest import Terminal
from tests.operations.process import COMMAND
from tests.pages.client import PageClient
from tests.pages.signin import is_signed_in, sign_in

DOCUMENT = (Path(__file__).parents[2] / "docs" / "deploiement.md").read_text(encoding="utf-8")
ADDRESS = "camille.durand@chu-demo.mssante.fr"


def blocks(title: str) -> list[str]:
    """The programs that a part of the document gives, each as a text."""
    part = DOCUMENT.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    found = re.findall(r"(?:^ {4}.*\n)+", part, re.MULTILINE)
    return [re.sub(r"^ {4}", "", program, flags=re.MULTILINE) for program in found]


BACKUP, RESTORE_SQLITE, RESTORE_POSTGRES = blocks("Sauvegarder et restaurer")


def needs(*programs: str) -> None:
    """What is missing is a failure in continuous integration, a visible skip elsewhere."""
    missing = [program for program in programs if shutil.which(program) is None]
    if missing and os.environ.get("CI"):
        pytest.fail(f"{missing} are missing, and CI drills the restore")
    if missing:
        pytest.skip(f"{missing} are missing: the restore is not drilled here")


class Site:
    """A deployment as the document describes it, in folders of this test."""

    def __init__(
        self, folder: Path, portail: Terminal, account: Mapping[str, str], replaced: Mapping[str, str]
    ) -> None:
        self.data, self.backups = folder / "lib", folder / "sauvegardes"
        self._portail = portail
        portail.environment["PORTAL_DATA"] = str(self.data)
        self._environment = {**portail.environment, **account, "PATH": os.environ["PATH"]}
        self._replaced = {"/var/lib/portail": str(self.data), "/sauvegardes": str(self.backups), **replaced}
        self.data.mkdir()
        self.backups.mkdir()

    def type(self, program: str) -> str:
        """Run these lines of the document, all but those that speak to systemd; what they said."""
        for said, done in self._replaced.items():
            program = program.replace(said, done)
        lines = [line for line in program.splitlines() if not line.startswith("systemctl ")]
        return "".join(self._run(line) for line in lines)

    def _run(self, line: str) -> str:
        program, *words = shlex.split(line)
        if program == "portail":
            ended = self._portail(*words)
            assert ended.code == 0, ended.err
            return ended.out
        done = subprocess.run(  # noqa: S603 - our own document
            ["/bin/sh", "-c", line], env=self._environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def drill(request, tmp_path, portail) -> Iterator[tuple[Site, str, str, str]]:
    """A site on each kind of base: with its address, the line that saves it and those that bring it back."""
    save_sqlite, save_postgres = BACKUP.splitlines()
    if request.param == "sqlite":
        needs("sqlite3")
        site = Site(tmp_path, portail, {}, {})
        yield site, f"sqlite:///{site.data}/portail.sqlite3", save_sqlite, RESTORE_SQLITE
        return
    if not POSTGRES:
        pytest.skip("PORTAL_TEST_DATABASE_URL is not set: PostgreSQL is not tested here")
    needs("pg_dump", "pg_restore", "dropdb", "createdb")
    name = f"portail_sauvegarde_{os.getpid()}"
    engine = create_engine(POSTGRES.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with closing(engine.connect()) as server:
        server.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        server.execute(text(f'CREATE DATABASE "{name}"'))
        url = POSTGRES.rpartition("/")[0] + f"/{name}"
        portail.environment["PORTAL_DATABASE_URL"] = url
        yield _postgres_site(tmp_path, portail, name, engine.url), url, save_postgres, RESTORE_POSTGRES
        server.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
    engine.dispose()


def _postgres_site(folder: Path, portail: Terminal, name: str, server: URL) -> Site:
    account = {"PGHOST": server.host, "PGPORT": str(server.port or 5432), "PGUSER": server.username}
    account |= {"PGPASSWORD": server.password} if server.password else {}
    replaced = {"sudo -u postgres ": "", "-O portail portail": name, "dropdb portail": f"dropdb {name}"}
    return Site(folder, portail, account, replaced)


def wreck(site: Site) -> None:
    """What a failing disk leaves of SQLite's files; PostgreSQL's are dropped by the document itself."""
    for file in site.data.glob("portail.sqlite3*"):
        file.write_bytes(os.urandom(4096))


def events(count: int) -> None:
    for number in range(count):
        with transaction() as session:
            record(session, Event.PASSWORD_CHANGED, subject=number)


@pytest.fixture
def visit(make_app, smtp) -> Callable[[str], bool]:
    """Signs the physician of this drill in, with the code that is mailed, on a portal that has just started."""

    def enter(url: str) -> bool:
        smtp.handler.messages.clear()
        app = make_app(database_url=url)
        with app.app_context():
            browser = PageClient(app)
            sign_in(browser, Mailbox(smtp.handler), RPPS[0], ADDRESS)
            entered = is_signed_in(browser)
        app.extensions["portal_database"].engine.dispose()
        return entered

    return enter


def test_what_was_saved_while_the_portal_ran_comes_back(drill, make_app, visit):
    site, url, save, restore = drill
    site.type("portail db upgrade")
    app = make_app(database_url=url)
    with app.app_context():
        Builder().physician(rpps=RPPS[0], mssante=ADDRESS)
        witness = site.type("portail audit verify").split()[-1]
        with transaction() as session:
            record(session, Event.SIGN_OUT, subject=1)
            session.flush()
            site.type(save)  # while somebody writes
        events(3)
        lost = site.type("portail audit verify").split()[-1]
    app.extensions["portal_database"].engine.dispose()
    wreck(site)
    assert "Le journal est intact" in site.type(restore)
    assert visit(url)
    assert "Le journal est intact" in site.type(f"portail audit verify --temoin {witness}")
    with pytest.raises(AssertionError, match="La ligne"):  # the witness betrays what is missing since the backup
        site.type(f"portail audit verify --temoin {lost}")


def test_the_settings_of_the_document_are_read_by_a_shell_and_accepted(tmp_path):
    (settings, load) = blocks("Les réglages")
    given = settings.replace("…", "secret-" * 8)
    file = tmp_path / "portail-sante.env"
    file.write_text(given, encoding="utf-8")
    program = load.replace("/etc/portail-sante.env", str(file)) + "portail serve --bind 192.0.2.7:8000"
    ended = subprocess.run(  # noqa: S603 - our own document
        ["/bin/sh", "-c", program],
        env={"PATH": f"{COMMAND.parent}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "n’a pas cette adresse" in ended.stderr, ended.stderr  # all that is refused is where it was told to listen
