"""Where a request comes from: what a client writes in `X-Forwarded-For` is never believed (promise 9)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from portal.audit.models import JournalRow
from portal.db import reading
from portal.environ import networks
from portal.web.origin import client_address
from tests.pages.client import PageClient

pytestmark = pytest.mark.one_database

PROXIES = networks("10.0.0.0/8 2001:db8:ffff::/48 ::1")


@pytest.mark.parametrize(
    ("peer", "header", "address"),
    [
        # Nobody stands between.
        ("198.51.100.7", "", "198.51.100.7"),
        ("2001:db8::7", "", "2001:db8::7"),
        # A client that is no proxy says what it likes.
        ("198.51.100.7", "127.0.0.1", "198.51.100.7"),
        ("198.51.100.7", "10.0.0.1, 10.0.0.2", "198.51.100.7"),
        # One proxy, and what the client wrote before it.
        ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "1.1.1.1, 198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "10.0.0.9, 198.51.100.7", "198.51.100.7"),
        # Two proxies.
        ("10.0.0.1", "1.1.1.1, 198.51.100.7, 10.2.3.4", "198.51.100.7"),
        ("::1", "198.51.100.7, 2001:db8:ffff::2", "198.51.100.7"),
        # A proxy that says nothing, or nothing that can be read: its own address, never the next one to the left.
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "1.1.1.1,", "10.0.0.1"),
        ("10.0.0.1", "1.1.1.1, unknown", "10.0.0.1"),
        ("10.0.0.1", "1.1.1.1, _hidden", "10.0.0.1"),
        ("10.0.0.1", "1.1.1.1, 999.1.1.1", "10.0.0.1"),
        # Proxies that write the port as well.
        ("10.0.0.1", "198.51.100.7:4711", "198.51.100.7"),
        ("10.0.0.1", "[2001:db8::7]:4711", "2001:db8::7"),
        ("10.0.0.1", "[2001:db8::7]", "2001:db8::7"),
        # One host has one name.
        ("::ffff:198.51.100.7", "", "198.51.100.7"),
        ("::ffff:10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "::ffff:198.51.100.7", "198.51.100.7"),
        ("fe80::1%eth0", "", "fe80::1"),
        ("2001:0DB8:0:0::7", "", "2001:db8::7"),
        # A server that gives no address at all.
        ("", "1.1.1.1", ""),
    ],
)
def test_the_address_is_the_one_that_the_first_proxy_saw(peer, header, address):
    assert client_address(peer, header, PROXIES) == address


def test_without_trusted_proxies_the_header_is_not_read():
    assert client_address("10.0.0.1", "198.51.100.7", ()) == "10.0.0.1"


_WRITTEN = st.one_of(st.text(max_size=60), st.lists(st.ip_addresses().map(str), max_size=5).map(", ".join))
_CLIENT = st.ip_addresses().map(str).filter(lambda text: client_address(text, "1.1.1.1", PROXIES) != "1.1.1.1")


@given(written=_WRITTEN, client=_CLIENT)
def test_what_a_client_writes_on_the_left_is_never_reached(written, client):
    plain = client_address("10.0.0.1", client, PROXIES)
    assert client_address("10.0.0.1", f"{written}, {client}", PROXIES) == plain


@given(written=_WRITTEN, client=_CLIENT)
def test_what_a_client_writes_to_the_portal_itself_changes_nothing(written, client):
    assert client_address(client, written, PROXIES) == client_address(client, "", PROXIES)


def _address_in_the_journal(app, peer, header):
    client = PageClient(app, address=peer)
    client.headers["X-Forwarded-For"] = header
    client.open("/connexion").submit({"identifiant": "x", "mot_de_passe": "y"})
    with reading() as session:
        return session.scalar(select(JournalRow.address).order_by(JournalRow.id.desc()).limit(1))


@pytest.mark.parametrize(
    ("peer", "address"), [("10.0.0.1", "198.51.100.7"), ("203.0.113.9", "203.0.113.9"), ("127.0.0.1", "127.0.0.1")]
)
def test_the_running_portal_believes_its_own_proxies_alone(make_app, peer, address):
    app = make_app(trusted_proxies=networks("10.0.0.0/8"))
    with app.app_context():
        assert _address_in_the_journal(app, peer, "1.1.1.1, 198.51.100.7") == address
