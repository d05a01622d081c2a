"""How a variable of the environment is declared and read; every refusal is a French sentence."""

import ipaddress
import re
from collections.abc import Callable
from dataclasses import MISSING, field, fields
from datetime import timedelta
from typing import Any
from urllib.parse import SplitResult, urlsplit

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

MIN_SECRET = 32


class ConfigError(Exception):
    """A setting is missing or wrong; the message is a French sentence that names it."""


_COUNT = re.compile(r"[1-9][0-9]{0,5}")
_LENGTHS = range(8, 65)
# CNIL 2021-122: from 6 to 12 months for the traces of who did what, up to 36 where internal control justifies it.
JOURNAL_MONTHS = range(6, 37)
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
# One file that every process opens: SQLite's memory would be another database in each of them.
_SQLITE = re.compile(r"sqlite:///(?!:memory:)[^?]+")
_HOST = re.compile(r"[a-z0-9.-]+")
# What Kubernetes tells every container of a Service called « portal » (documented as « Environment variables »).
_INJECTED = re.compile(
    r"PORTAL_SERVICE_HOST|PORTAL_SERVICE_PORT(_[A-Z0-9_]+)?|PORTAL_PORT_[0-9]+_TCP(_(PROTO|PORT|ADDR))?"
)
_INJECTED_PORT = re.compile(r"tcp://.+")


def variable(name: str, read: Callable[[str], Any], doc: str, *, default: Any = MISSING) -> Any:
    """A dataclass field that remembers its variable, its reader and its sentence."""
    return field(default=default, metadata={"env": f"PORTAL_{name}", "read": read, "doc": doc})


def is_injected(name: str, value: str) -> bool:
    """Whether Kubernetes, not a person, gave this variable, for a Service called « portal ».

    `PORTAL_PORT` is judged by its value: `tcp://10.0.0.1:5000` is Kubernetes', `8080` is somebody's mistake.
    """
    if name == "PORTAL_PORT":
        return _INJECTED_PORT.fullmatch(value) is not None
    return _INJECTED.fullmatch(name) is not None


def keys(text: str) -> tuple[str, ...]:
    """Secret keys separated by spaces, the one that signs first."""
    found = tuple(text.split())
    if not found or any(len(key) < MIN_SECRET for key in found):
        raise ValueError(f"chaque clé doit compter au moins {MIN_SECRET} caractères")
    return found


def flag(text: str) -> bool:
    """`0` or `1`."""
    if text not in {"0", "1"}:
        raise ValueError("attendu : 0 ou 1")
    return text == "1"


def count(text: str) -> int:
    """A whole number above zero, small enough for every date that is reckoned with it."""
    if not _COUNT.fullmatch(text):
        raise ValueError("attendu : un nombre entier de 1 à 999\u202f999")
    return int(text)


def length(text: str) -> int:
    """A length to ask of passwords: NIST 800-63B §3.1.1.2 wants 8 at least, and 64 always accepted."""
    if not _COUNT.fullmatch(text) or int(text) not in _LENGTHS:
        raise ValueError(f"attendu : un nombre entier de {_LENGTHS[0]} à {_LENGTHS[-1]}")
    return int(text)


def journal_months(text: str) -> int:
    """How many months the journal remembers people."""
    if not _COUNT.fullmatch(text) or int(text) not in JOURNAL_MONTHS:
        raise ValueError(f"attendu : un nombre entier de {JOURNAL_MONTHS[0]} à {JOURNAL_MONTHS[-1]}")
    return int(text)


def choice(*words: str) -> Callable[[str], str]:
    """A reader of one of these words."""

    def read(text: str) -> str:
        if text not in words:
            raise ValueError("attendu\u00a0: " + ", ".join(words[:-1]) + f" ou {words[-1]}")
        return text

    return read


def level(text: str) -> str:
    """A level of Python's logging, by its name."""
    return choice(*_LEVELS)(text)


def minutes(text: str) -> timedelta:
    """A duration written as a number of minutes."""
    return timedelta(minutes=count(text))


def seconds(text: str) -> timedelta:
    """A duration written as a number of seconds."""
    return timedelta(seconds=count(text))


def networks(text: str) -> tuple[Network, ...]:
    """Networks in CIDR form, separated by commas or spaces."""
    try:
        return tuple(ipaddress.ip_network(part) for part in text.replace(",", " ").split())
    except ValueError:
        raise ValueError("attendu : des réseaux comme 10.0.0.0/8 ou 192.0.2.7, séparés par des espaces") from None


def url(*schemes: str) -> Callable[[str], str]:
    """A reader of addresses that begin with one of these schemes."""
    # SQLAlchemy and redis only read `//`; a folder of mails does without.
    starts = tuple(f"{scheme}:" if scheme == "file" else f"{scheme}://" for scheme in schemes)

    def read(text: str) -> str:
        _parts(text)
        if not text.startswith(starts):
            raise ValueError("attendu : une adresse qui commence par " + " ou ".join(starts))
        if text.startswith("sqlite:") and not _SQLITE.fullmatch(text):
            raise ValueError("attendu : sqlite:///dossier/fichier, ou sqlite:////dossier/fichier depuis la racine")
        return text

    return read


def _parts(text: str) -> SplitResult:
    """The parts of an address, its port read as well, since it is only then that a wrong one is noticed."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise ValueError("cette adresse ne se lit pas : vérifiez l’hôte, et le port de 0 à 65535") from None
    return parts


def base_url(text: str) -> str:
    """The public address: scheme, host and port, nothing else, in the letters that browsers write in `Host`."""
    parts = _parts(url("http", "https")(text))
    host = _ascii(parts.hostname or "")
    if not _HOST.fullmatch(host) or parts.path not in {"", "/"} or parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError("attendu : https://nom-du-portail, sans chemin")
    return f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port else "")


def _ascii(host: str) -> str:
    """The name of a machine as the DNS knows it; an empty one if it cannot be written so."""
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def endpoint(text: str) -> str:
    """The address of a service that is asked over HTTP: no name and password, no question of its own."""
    parts = _parts(url("http", "https")(text))
    if not _ascii(parts.hostname or "") or "@" in parts.netloc or parts.query or parts.fragment or not text.isascii():
        raise ValueError(
            "attendu\u00a0: une adresse comme https://service.example/recherche, sans rien après le chemin"
        )
    return text


def table(cls: type[Any]) -> str:
    """The settings as the README shows them: variable, default, meaning."""
    rows = ["| Variable | Défaut | Sens |", "|---|---|---|"]
    for variable in fields(cls):
        shown = _shown(variable.default)
        default = f"`{shown}`" if shown else "**à donner**" if variable.default is MISSING else ""
        rows.append(f"| `{variable.metadata['env']}` | {default} | {variable.metadata['doc']} |")
    return "\n".join(rows)


def _shown(default: object) -> str:
    """A default as it would be written in the environment."""
    match default:
        case bool():
            return str(int(default))
        case timedelta():
            whole = int(default.total_seconds())
            return str(whole if whole % 60 else whole // 60)
        case tuple():
            return " ".join(str(part) for part in default)
        case _ if default is MISSING:
            return ""
    return str(default)
