"""A wrong, unknown, half-set or contradictory setting stops the start with one French sentence that names it."""

from dataclasses import fields
from datetime import timedelta

import pytest

from portal import environ
from portal.config import Settings
from portal.limits import Limit

NBSP = "\u00a0"
BY_NAME = {field.metadata["env"]: field for field in fields(Settings)}


def _numbers():
    """A wrong value for every setting that is a number, a duration, a limit or a switch."""
    for name, field in BY_NAME.items():
        match field.default:
            case bool():
                yield name, "oui", "0 ou 1"
            case int() | timedelta():
                yield name, "0", "attendu"
            case Limit():
                yield name, "dix par jour", "10/24h"


WRONG = [
    ("PORTAL_SECRET_KEY", None, "PORTAL_SECRET_KEY manque"),
    ("PORTAL_SECRET_KEY", "", "PORTAL_SECRET_KEY manque"),
    ("PORTAL_SECRET_KEY", "secret", "au moins 32 caractères"),
    ("PORTAL_SECRET_KEY", "x" * 40 + " ancienne", "chaque clé"),
    ("PORTAL_DATA", "/proc/nulle-part", "/proc/nulle-part"),
    ("PORTAL_DATABASE_URL", "mysql://127.0.0.1/portail", "postgresql://"),
    ("PORTAL_DATABASE_URL", "postgresql:portail", "postgresql://"),
    ("PORTAL_DATABASE_URL", "postgresql://127.0.0.1:port/portail", "le port"),
    ("PORTAL_DATABASE_URL", "sqlite://", "sqlite:///dossier/fichier"),
    ("PORTAL_DATABASE_URL", "sqlite:///:memory:", "sqlite:///dossier/fichier"),
    ("PORTAL_DATABASE_URL", "sqlite:////proc/nulle-part/x.sqlite3", "/proc/nulle-part"),
    ("PORTAL_JOBS_URL", "amqp://127.0.0.1", "redis://"),
    ("PORTAL_JOBS_URL", "redis:0", "redis://"),
    ("PORTAL_JOBS_URL", "sqlite:////proc/nulle-part/x.sqlite3", "ne peut pas s’ouvrir"),
    ("PORTAL_RATELIMIT_URL", "memcached://127.0.0.1", "memory://"),
    ("PORTAL_SMTP_URL", None, "PORTAL_SMTP_URL manque"),
    ("PORTAL_SMTP_URL", "127.0.0.1:25", "smtp://"),
    ("PORTAL_SMTP_URL", "smtp://", "smtp://serveur:587"),
    ("PORTAL_SMTP_URL", "smtp://127.0.0.1:99999", "65535"),
    ("PORTAL_SMTP_URL", "smtp://127.0.0.1?tls=1", "starttls=1"),
    ("PORTAL_SMTP_URL", "smtp://portail@127.0.0.1", "vont ensemble"),
    ("PORTAL_SMTP_URL", "smtp://portail:secret@smtp.hopital.example", "en clair"),
    ("PORTAL_SMTP_URL", "file:messages", "démonstration"),
    ("PORTAL_MAIL_FROM", None, "PORTAL_MAIL_FROM manque"),
    ("PORTAL_MAIL_FROM", "Portail Santé", "adresse"),
    ("PORTAL_BASE_URL", "portail.hopital.example", "https://"),
    ("PORTAL_BASE_URL", "https://portail.hopital.example/sante", "sans chemin"),
    ("PORTAL_BASE_URL", "https://portail hopital", "sans chemin"),
    ("PORTAL_BASE_URL", "https://[::1]:5000", "sans chemin"),
    ("PORTAL_BASE_URL", "http://portail.hopital.example", "circuleraient en clair"),
    ("PORTAL_TRUSTED_PROXIES", "mandataire", "10.0.0.0/8"),
    ("PORTAL_METRICS_NETWORKS", "10.0.0.0/33", "10.0.0.0/8"),
    ("PORTAL_LOG_LEVEL", "bavard", "WARNING"),
    ("PORTAL_PASSWORD_MIN_LENGTH", "7", "de 8 à 64"),
    ("PORTAL_PASSWORD_MIN_LENGTH", "65", "de 8 à 64"),
    ("PORTAL_CODE_MINUTES", "dix", "nombre entier"),
    ("PORTAL_IDLE_MINUTES", "1000000", "nombre entier"),
    ("PORTAL_LIMIT_ACCOUNT", "0/24h", "10/24h"),
    ("PORTAL_SMPT_URL", "smtp://127.0.0.1", "n’est pas un réglage"),
    ("PORTAL_LIMIT_ACOUNT", "", "n’est pas un réglage"),
    *_numbers(),
]
LISTED = {name for name, _, _ in WRONG}
# A setting of another kind still has to refuse this; one that is plain text takes anything.
WRONG += [(n, "?", "attendu") for n, field in BY_NAME.items() if n not in LISTED and field.metadata["read"] is not str]


@pytest.mark.parametrize(("name", "value", "said"), WRONG)
def test_a_wrong_setting_stops_the_start_and_is_named(portail, name, value, said):
    ended = portail("worker", **{name: value})
    assert ended.code == 1
    _is_one_sentence(ended, name, said)


def _is_one_sentence(ended, *said):
    """One line for whoever starts the portal: what is wrong, by its name, and no stack of calls."""
    assert ended.out == ""
    assert ended.err.startswith(f"Erreur{NBSP}: ")
    assert ended.err.endswith(".\n")
    assert ended.err.count("\n") == 1
    for words in said:
        assert words in ended.err


SQLITE = "sqlite:////tmp/une-seule.sqlite3"
TOGETHER = [
    ("PORTAL_JOBS_URL", "deux fichiers", {"PORTAL_DATABASE_URL": SQLITE, "PORTAL_JOBS_URL": SQLITE}),
    ("PORTAL_TRUSTED_PROXIES", "manque", {"PORTAL_BASE_URL": "https://portail.hopital.example"}),
    ("PORTAL_DEMO=1", "smtp.hopital.example", {"PORTAL_DEMO": "1", "PORTAL_SMTP_URL": "smtp://smtp.hopital.example"}),
    ("PORTAL_DEMO=1", "127.0.0.1", {"PORTAL_DEMO": "1", "PORTAL_BASE_URL": "https://portail.hopital.example"}),
]


@pytest.mark.parametrize(("name", "said", "settings"), TOGETHER)
def test_settings_that_contradict_each_other_stop_the_start(portail, name, said, settings):
    ended = portail("worker", **settings)
    assert ended.code == 1
    _is_one_sentence(ended, name, said)


@pytest.mark.parametrize(
    ("name", "url", "module", "extra"),
    [
        ("PORTAL_DATABASE_URL", "postgresql://127.0.0.1/portail", "psycopg", "postgres"),
        ("PORTAL_JOBS_URL", "postgresql://127.0.0.1/portail", "psycopg", "postgres"),
        ("PORTAL_JOBS_URL", "rediss://127.0.0.1/0", "redis", "redis"),
        ("PORTAL_RATELIMIT_URL", "redis://127.0.0.1/0", "redis", "redis"),
    ],
)
def test_a_missing_library_is_named_with_its_remedy(portail, name, url, module, extra):
    ended = portail("worker", **{name: url}, without=(module,))
    assert ended.code == 1
    _is_one_sentence(ended, name, f"«{NBSP}{module}{NBSP}»", f"portail-sante[{extra}]")


@pytest.mark.parametrize("words", [["run"], ["serve"], ["worker"], ["db", "upgrade"], ["purge"]])
def test_every_way_to_start_refuses_what_only_the_application_notices(portail, words):
    ended = portail(*words, PORTAL_SMTP_URL="smtp://portail@127.0.0.1")
    assert ended.code == 1
    _is_one_sentence(ended, "PORTAL_SMTP_URL")


@pytest.mark.parametrize("command", ["serve", "run"])
@pytest.mark.parametrize("bind", ["0.0.0.0:5999", "192.0.2.7:5999", "[2001:db8::7]:5999"])
def test_a_demonstration_listens_to_this_machine_alone_and_says_so(portail, command, bind):
    ended = portail(command, "--bind", bind, PORTAL_DEMO="1", PORTAL_SMTP_URL=None)
    assert ended.code == 1
    _is_one_sentence(ended, "démonstration", bind.rpartition(":")[0].strip("[]"))


@pytest.mark.parametrize(
    "bind", ["5000", "127.0.0.1", ":5000", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:²", "portail.fr:80", "::1:5000"]
)
def test_an_address_to_listen_at_that_cannot_be_read_is_refused(portail, bind):
    ended = portail("serve", "--bind", bind)
    assert ended.code == 1
    _is_one_sentence(ended, "--bind", bind)


def test_an_address_of_another_machine_is_refused(portail):
    ended = portail("serve", "--bind", "192.0.2.7:5999")
    assert ended.code == 1
    _is_one_sentence(ended, "--bind 192.0.2.7:5999", "n’a pas cette adresse")


# What `kubectl exec … env` shows in a container beside a Service called « portal » with two ports.
KUBERNETES = {
    "PORTAL_SERVICE_HOST": "10.96.12.7",
    "PORTAL_SERVICE_PORT": "5000",
    "PORTAL_SERVICE_PORT_HTTP": "5000",
    "PORTAL_SERVICE_PORT_HTTP_METRICS": "9090",
    "PORTAL_PORT": "tcp://10.96.12.7:5000",
    "PORTAL_PORT_5000_TCP": "tcp://10.96.12.7:5000",
    "PORTAL_PORT_5000_TCP_PROTO": "tcp",
    "PORTAL_PORT_5000_TCP_PORT": "5000",
    "PORTAL_PORT_5000_TCP_ADDR": "10.96.12.7",
    "PORTAL_PORT_9090_TCP": "tcp://10.96.12.7:9090",
}


def test_what_kubernetes_says_of_a_service_called_portal_is_ignored(portail):
    ended = portail("db", "upgrade", **KUBERNETES)
    assert (ended.code, ended.err) == (0, "")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORTAL_PORT", "8080"),  # somebody who thinks that it chooses the port
        ("PORTAL_PORTS", "tcp://10.96.12.7:5000"),
        ("PORTAL_PORT_HTTP", "5000"),
        ("PORTAL_PORT_5000_UDP", "udp://10.96.12.7:5000"),
        ("PORTAL_SERVICE", "10.96.12.7"),
        ("PORTAL_SERVICE_HOSTS", "10.96.12.7"),
        ("PORTAL_DATA_SERVICE_HOST", "10.96.12.7"),
    ],
)
def test_what_only_resembles_it_is_still_a_mistake(portail, name, value):
    ended = portail("worker", **{name: value})
    assert ended.code == 1
    _is_one_sentence(ended, name, "n’est pas un réglage")


@pytest.mark.parametrize(
    ("typed", "browsers"),
    [
        ("https://Portail.Hopital.Example", "portail.hopital.example"),
        ("https://hôpital.example", "xn--hpital-ixa.example"),
    ],
)
def test_the_public_name_is_read_as_browsers_write_it(portail, typed, browsers):
    assert environ.base_url(typed) == f"https://{browsers}"
