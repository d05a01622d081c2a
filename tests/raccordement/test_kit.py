"""The kit: a ZIP for everybody, with its parameters for whose request it is (source 004 p. 3, 4)."""

import io
import json
import ssl
import subprocess
import sys
import threading
import zipfile
from http.server import HTTPServer, SimpleHTTPRequestHandler

import pytest

from portal import clock
from portal.db import transaction
from portal.raccordement.certificates import rules, service
from portal.raccordement.kit import archive, manual
from portal.raccordement.record.states import State
from tests.pages.signin import sign_in
from tests.raccordement import authority


def names(response):
    assert response.status_code == 200
    with zipfile.ZipFile(io.BytesIO(response.data)) as kit:
        assert kit.testzip() is None
        return {name.removeprefix("kit-raccordement/"): kit.read(name) for name in kit.namelist()}


@pytest.fixture
def installed(build):
    """A certificate in service, and its key."""
    key = authority.new_key()
    pem = authority.sign(clock.now(), key=key)
    with transaction() as session:
        service.install(session, rules.read(pem, b"", clock.now()), by=build.administrator().id)
    return pem, key


def test_everybody_downloads_the_kit_without_anybody_s_parameters(client, records, installed):
    records.record(State.PRODUCTION)
    kit = names(client.send("GET", "/raccordement/kit.zip"))
    assert kit[archive.CERTIFICATE] == installed[0]
    assert "parametres.json" not in kit
    assert kit["manuel-raccordement.pdf"].startswith(b"%PDF-")
    assert "Liste de contrôle" in kit["liste-de-controle.txt"].decode()


def test_without_a_certificate_the_kit_says_that_one_will_come(client):
    kit = names(client.send("GET", "/raccordement/kit.zip"))
    assert archive.CERTIFICATE not in kit
    assert "prévenu par courriel" in kit["LISEZ-MOI.txt"].decode()


def test_a_gestionnaire_finds_the_parameters_of_the_request(client, records, mailbox):
    record = records.record(State.SANDBOX)
    sign_in(client, mailbox, record.email, record.email)
    kit = names(client.send("GET", f"/raccordement/{record.number}/kit.zip"))
    said = json.loads(kit["parametres.json"])
    assert (said["demande"], said["etat"]) == (record.number, "bac_a_sable")
    assert [place["finess_et"] for place in said["etablissements"]] == ["010000024", "010005239"]


def test_the_kit_of_another_request_does_not_exist(client, records, mailbox):
    mine, other = records.record(), records.record(si_name="Autre")
    sign_in(client, mailbox, mine.email, mine.email)
    assert client.send("GET", f"/raccordement/{other.number}/kit.zip").status_code == 404


def test_the_same_content_gives_the_same_bytes():
    assert archive.build("x", None) == archive.build("x", None)


def test_the_page_the_pdf_and_the_checklist_are_one_text(client):
    page = client.open("/raccordement/manuel")
    assert page.heading == manual.TITLE
    lines = [line.removeprefix("- ").replace("*", "") for line in manual.source().splitlines() if line.startswith("- ")]
    words = page.text.replace("\u00a0", " ")
    assert [line for line in lines if line.replace("\u00a0", " ").replace("`", "") not in words] == []
    assert client.send("GET", "/raccordement/manuel.pdf").data == manual.as_pdf()


@pytest.fixture
def https(installed, tmp_path):
    """A real HTTPS server on loopback, under a certificate of 127.0.0.1's own authority."""
    pem, key = installed
    (tmp_path / "serveur.pem").write_bytes(pem)
    (tmp_path / "serveur.key").write_bytes(authority.pem_of(key))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "serveur.pem", tmp_path / "serveur.key")
    server = HTTPServer(("127.0.0.1", 0), SimpleHTTPRequestHandler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


def check(kit, tmp_path, port):
    for name, content in kit.items():
        path = tmp_path / "kit" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    program = tmp_path / "kit" / "exemples" / "verifier_certificat.py"
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, str(program), f"127.0.0.1:{port}"], capture_output=True, text=True, check=False, timeout=30
    )


def test_the_python_example_recognises_the_server_of_the_kit(client, https, tmp_path):
    ran = check(names(client.send("GET", "/raccordement/kit.zip")), tmp_path, https)
    assert ran.returncode == 0, ran.stderr


def test_the_python_example_refuses_another_server(client, https, tmp_path):
    kit = names(client.send("GET", "/raccordement/kit.zip")) | {archive.CERTIFICATE: authority.sign(clock.now())}
    assert check(kit, tmp_path, https).returncode != 0
