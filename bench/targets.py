"""The table of what is measured: the portal, two comparable systems, and the same journeys written by hand.

Each has its pages, its fields, how a code and a link read in its mails, and 2,500 people with one password.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / "bench" / "peers"
PORTAL_PYTHON = ROOT / ".venv" / "bin" / "python"
PORTAIL = (str(PORTAL_PYTHON), "-m", "portal.cli")
USERS = 2500
SUBJECT, REFERENCE = "portail", "django-allauth"


@dataclass(frozen=True)
class Person:
    """Somebody who signs in: by this name, with mail at this address; `mark` is a pattern of their home page alone."""

    login: str
    address: str
    mark: str


def numbered(_printed: str) -> list[Person]:
    """The people of a peer."""
    names = [f"u{n}@bench.mssante.fr" for n in range(USERS)]
    return [Person(name, name, re.escape(f"Bonjour {name}")) for name in names]


def physicians(printed: str) -> list[Person]:
    """The people whom `portail demo load` wrote as « rpps;adresse »; their last names end with a number."""
    pairs = re.findall(r"^(\d{11});(medecin(\d+)@\S+)$", printed, re.MULTILINE)
    return [Person(rpps, address, rf"Bonjour\s+\S+\s\S+-{number}\b") for rpps, address, number in pairs]


@dataclass(frozen=True, kw_only=True)
class Target:
    """One program; in its commands and variables, {port}, {data}, {smtp}, {users} and {password} are filled in."""

    name: str
    seed: Sequence[str]
    start: Sequence[str]
    cwd: Path = PEERS
    seed_env: Mapping[str, str] = field(default_factory=dict)
    env: Mapping[str, str] = field(default_factory=dict)
    people: Callable[[str], list[Person]] = numbered
    login: str = "/login"
    f_login: str = "email"
    f_password: str = "password"
    f_code: str = "code"
    code: str = r"(?m)^\s*(\d{6})\s*$"
    home: str = "/"
    reset: str = "/reset"
    f_reset: str = "email"
    link: str = r"https?://[^/\s]+(/\S+)"
    f_new: tuple[str, str] = ("password", "password_confirm")


def _peer(name, module, application, **differences):
    gunicorn = ("{python}", "-m", "gunicorn", "--bind", "127.0.0.1:{port}", "--workers", "2", "--log-level", "warning")
    return Target(
        name=name,
        seed=("{python}", "-c", f"import {module}; {module}.seed({{users}})"),
        start=(*gunicorn, f"{module}:{application}"),
        env={"BENCH_DATA": "{data}", "BENCH_SMTP": "{smtp}", "BENCH_PASSWORD": "{password}"},
        **differences,
    )


PORTAL_ENV = {
    "PORTAL_DATA": "{data}",
    "PORTAL_SECRET_KEY": "mesures-seulement-0123456789-0123456789",
    "PORTAL_SMTP_URL": "smtp://127.0.0.1:{smtp}",
    "PORTAL_MAIL_FROM": "Portail Santé <portail@example.fr>",
    "PORTAL_BASE_URL": "http://127.0.0.1:{port}",
}
# As for the peers: every limit counts, none is reached.
RAISED = {
    f"PORTAL_LIMIT_{name}": "1000000/1h"
    for name in ("ACCOUNT", "ACCOUNT_ORIGIN", "BROWSER", "NETWORK", "CODES", "CODE_MAILS", "RESET_MAILS")
} | {"PORTAL_LIMIT_RESETS_NETWORK": "1000000/1h", "PORTAL_LIMIT_REQUESTS": "1000000/1min"}
PORTAL = Target(
    name=SUBJECT,
    cwd=ROOT,
    # Only a demonstration takes fictitious people; what is then served on the same data is the real portal.
    seed=(*PORTAIL, "demo", "load", "--medecins", "{users}", "--mot-de-passe", "{password}"),
    seed_env={"PORTAL_DEMO": "1"},
    start=(*PORTAIL, "run", "--bind", "127.0.0.1:{port}", "--workers", "2"),
    env=PORTAL_ENV | RAISED,
    people=physicians,
    login="/connexion",
    f_login="identifiant",
    f_password="mot_de_passe",
    reset="/mot-de-passe/oublie",
    f_reset="identifiant",
    link=r"https?://[^/\s]+(/mot-de-passe/lien/\S+)",
    f_new=("nouveau", "confirmation"),
)

TARGETS = (
    PORTAL,
    _peer(
        REFERENCE,
        "peer_allauth",
        "application",
        login="/accounts/login/",
        f_login="login",
        code=r"\n\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*\n",
        reset="/accounts/password/reset/",
        f_new=("password1", "password2"),
    ),
    _peer("Flask-Security-Too", "peer_flasksec", "app", code=r"\b(\d{6})\b"),
    _peer("à la main", "peer_floor", "app", code=r"\b(\d{6})\b"),
)
