"""The wheel is the portal: installed elsewhere, it serves its pages and static files, and migrates its database."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import portal

ROOT = Path(portal.__file__).parents[1]

PROGRAM = """
import sys
import portal
from portal import create_app
from portal.migrations import commands

assert portal.__file__.startswith(sys.argv[1]), portal.__file__
app = create_app()
with app.app_context():
    commands.upgrade()
browser = app.test_client()
base = "http://127.0.0.1:5000"
for path in ("/", "/connexion", "/sante/pret", "/static/css/base.css", "/static/js/htmx.min.js"):
    answer = browser.get(path, base_url=base)
    assert answer.status_code == 200, (path, answer.status_code)
    assert answer.data, path
print("servi")
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built as `make build` does; the package registry gives the build backend."""
    folder = tmp_path_factory.mktemp("roue")
    command = [Path(sys.executable).with_name("uv"), "build", "--wheel", "--quiet", "--out-dir", folder, ROOT]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - the project's own tool
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def names(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize("folder", ["templates", "static"])
def test_it_holds_every_template_and_static_file(names, folder):
    files = {str(path.relative_to(ROOT)) for path in (ROOT / folder).rglob("*") if path.is_file()}
    assert {f"portal/_assets/{name}" for name in files} <= names


def test_it_holds_every_module_migration_and_table_of_data(names):
    left_out = {".pyc"}
    files = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "portal").rglob("*")
        if path.is_file() and path.suffix not in left_out
    }
    assert files <= names


def test_it_holds_nothing_of_the_workshop(names):
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"portal"}


def test_the_portal_starts_from_it_and_serves(wheel, tmp_path):
    installed = tmp_path / "ailleurs"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment |= {
        "PYTHONPATH": str(installed),
        "PORTAL_SECRET_KEY": "clef-de-la-roue-" + "x" * 32,
        "PORTAL_SMTP_URL": "smtp://127.0.0.1:1",
        "PORTAL_MAIL_FROM": "portail@hopital.example",
        "PORTAL_DATA": str(tmp_path / "var"),
        "PORTAL_LOG_LEVEL": "ERROR",
    }
    done = subprocess.run(  # noqa: S603 - the program above
        [sys.executable, "-c", PROGRAM, str(installed)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "servi\n", done.stderr
