"""Real servers: in clear, STARTTLS, TLS, with a password, with a certificate that is not theirs; and a folder."""

import ipaddress
import socket
import ssl
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from portal.mail.folder import Folder
from portal.mail.rules import Delayed, Refused, Sent, Unreachable
from portal.mail.transport import transport
from tests.mail.conftest import Post, free_port
from tests.mail.test_message import FRENCH, make


def certificate(folder, host: str) -> tuple[ssl.SSLContext, str]:
    """A server's certificate for this host, and the file of the authority that signed it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Serveur d'essai")])
    today = datetime.now(UTC)
    try:
        alternative: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        alternative = x509.DNSName(host)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / f"{host}.pem", folder / f"{host}.key"
    public.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return context, str(public)


@pytest.fixture
def trusted(tmp_path, monkeypatch) -> ssl.SSLContext:
    """The context of a server whose authority is the system's."""
    context, authority = certificate(tmp_path, "127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", authority)
    return context


@pytest.fixture
def stranger(tmp_path, monkeypatch) -> ssl.SSLContext:
    """The context of a server that bears another's name."""
    context, authority = certificate(tmp_path, "autre.exemple.fr")
    monkeypatch.setenv("SSL_CERT_FILE", authority)
    return context


def send(url: str, *messages):
    with transport(url).open() as post:
        return [post(message) for message in messages or (make(),)]


def only(user: str, password: str):
    def check(server, session, envelope, mechanism, data):
        good = (data.login, data.password) == (user.encode(), password.encode())
        return AuthResult(success=good, handled=good)

    return {"authenticator": check, "auth_required": True}


def test_a_message_arrives_as_it_left(serve):
    post = Post()
    assert send(f"smtp://127.0.0.1:{serve(post)}") == [Sent()]
    assert post.taken[0]["Subject"] == FRENCH
    assert post.taken[0].get_body(("plain",)).get_content().strip() == FRENCH


def test_starttls_protects_the_message(serve, trusted):
    post = Post()
    port = serve(post, tls_context=trusted, require_starttls=True)
    assert send(f"smtp://127.0.0.1:{port}?starttls=1") == [Sent()]


def test_a_server_that_wants_starttls_is_waited_for_until_the_setting_is_mended(serve, trusted):
    port = serve(Post(), tls_context=trusted, require_starttls=True)
    assert isinstance(send(f"smtp://127.0.0.1:{port}")[0], Delayed)


def test_starttls_asked_for_is_never_done_without(serve):
    post = Post()
    assert send(f"smtp://127.0.0.1:{serve(post)}?starttls=1") == [
        Unreachable("connexion : STARTTLS ou AUTH absent du serveur")
    ]
    assert post.taken == []


def test_smtps_is_spoken(serve, trusted):
    post = Post()
    assert send(f"smtps://127.0.0.1:{serve(post, ssl_context=trusted)}") == [Sent()]


@pytest.mark.parametrize(
    ("url", "option"), [("smtps://127.0.0.1:{}", "ssl_context"), ("smtp://127.0.0.1:{}?starttls=1", "tls_context")]
)
def test_a_certificate_for_another_name_stops_everything(serve, stranger, url, option):
    post = Post()
    assert send(url.format(serve(post, **{option: stranger}))) == [
        Unreachable("connexion : certificat du serveur refusé")
    ]
    assert post.taken == []


def test_a_certificate_of_an_unknown_authority_is_refused(serve, tmp_path):
    context, _ = certificate(tmp_path, "127.0.0.1")
    assert send(f"smtps://127.0.0.1:{serve(Post(), ssl_context=context)}") == [
        Unreachable("connexion : certificat du serveur refusé")
    ]


def test_a_password_with_any_character_opens_the_door(serve, trusted):
    post = Post()
    port = serve(post, tls_context=trusted, **only("portail", "p@ss/mot:+ ?#"))
    assert send(f"smtp://portail:p%40ss%2Fmot%3A%2B%20%3F%23@127.0.0.1:{port}?starttls=1") == [Sent()]


def test_a_wrong_password_loses_no_mail(serve, trusted):
    port = serve(Post(), tls_context=trusted, **only("portail", "juste"))
    (outcome,) = send(f"smtp://portail:faux@127.0.0.1:{port}?starttls=1")
    assert isinstance(outcome, Unreachable)
    assert "535" in outcome.reason
    assert "faux" not in outcome.reason


def test_a_password_never_travels_in_clear():
    with pytest.raises(ValueError, match="en clair") as refusal:
        transport("smtp://portail:secret@smtp.exemple.fr:25")
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(
    "url",
    [
        "smtp://",
        "smtp://a:%C3%A9@127.0.0.1",
        "smtp://h?starttls=oui",
        "smtp://h?tls=1",
        "smtp://h?starttls=1&starttls=0",
        "http://h",
        "smtp://h:x",
    ],
)
def test_an_address_that_cannot_be_used_is_refused_at_once(url):
    with pytest.raises(ValueError, match=r"."):
        transport(url)


@pytest.mark.parametrize(
    ("url", "port"), [("smtp://h", 25), ("smtp://h?starttls=1", 587), ("smtps://h", 465), ("smtps://h:4650", 4650)]
)
def test_usual_ports_need_not_be_written(url, port):
    assert transport(url).port == port


def test_a_server_that_is_down_is_unreachable():
    assert send(f"smtp://127.0.0.1:{free_port()}") == [Unreachable("connexion : connexion refusée")]


def test_a_server_that_does_not_exist_is_unreachable():
    assert isinstance(send("smtp://smtp.invalid:25")[0], Unreachable)


def test_a_server_that_says_nothing_is_left(monkeypatch):
    monkeypatch.setattr("portal.mail.smtp.CONNECT_TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        port = mute.getsockname()[1]
        assert send(f"smtp://127.0.0.1:{port}") == [
            Unreachable("connexion : connexion interrompue, ou réponse trop lente")
        ]


def test_one_connection_serves_many_messages(serve):
    post = Post()
    assert send(f"smtp://127.0.0.1:{serve(post)}", *[make() for _ in range(5)]) == [Sent()] * 5
    assert post.connections == 1


def test_a_refused_recipient_does_not_stop_the_next(serve):
    post = Post()
    post.recipient_replies = ["550 5.1.1 unknown"]
    outcomes = send(f"smtp://127.0.0.1:{serve(post)}", make(), make())
    assert outcomes == [Refused("destinataire : 550 5.1.1 unknown"), Sent()]


def test_a_server_that_closes_after_some_messages_is_called_again(serve):
    post = Post()
    port = serve(post)
    with transport(f"smtp://127.0.0.1:{port}").open() as line:
        assert line(make()) == Sent()
        post.recipient_replies = ["421 4.7.0 too many messages in this connection"]
        assert line(make()) == Sent()
    assert post.connections == 2


def test_a_server_that_hangs_up_in_the_middle_is_unreachable(serve):
    class Rude(Post):
        async def handle_DATA(self, server, session, envelope):  # noqa: ARG002, N802 - aiosmtpd chooses both
            server.transport.abort()
            return "250 too late"

    assert send(f"smtp://127.0.0.1:{serve(Rude())}") == [
        Unreachable("connexion : connexion interrompue, ou réponse trop lente")
    ]


def test_an_accented_address_is_final_where_the_server_cannot_carry_it(serve):
    outcome = send(f"smtp://127.0.0.1:{serve(Post(), enable_SMTPUTF8=False)}", make(recipient="rené@exemple.fr"))
    assert isinstance(outcome[0], Refused)


def test_an_accented_address_travels_where_the_server_can(serve):
    post = Post()
    port = serve(post, enable_SMTPUTF8=True)
    assert send(f"smtp://127.0.0.1:{port}", make(recipient="rené@exemple.fr")) == [Sent()]
    assert post.taken[0]["To"] == "rené@exemple.fr"


def test_a_folder_receives_whole_files_only(tmp_path):
    url = f"file:{tmp_path}/boite/messagerie"
    assert send(url, make(), make()) == [Sent(), Sent()]
    files = sorted((tmp_path / "boite" / "messagerie").iterdir())
    assert [file.suffix for file in files] == [".eml", ".eml"]
    assert message_from_bytes(files[0].read_bytes(), policy=default)["Subject"] == FRENCH


@pytest.mark.parametrize("url", ["file:var/messagerie", "file:/var/x", "file:///var/x"])
def test_a_folder_is_named_as_people_do(url):
    assert Folder.of(url).path.as_posix() in {"var/messagerie", "/var/x"}
