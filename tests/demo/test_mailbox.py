"""The visible mailbox shows what was really sent, follows by itself, and lets no message do anything."""

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from portal.demo import mailbox
from portal.demo.rules import Link, code_in, parts
from tests.demo.looking import SUBJECT, get, subjects, write
from tests.pages.client import PageClient

pytestmark = pytest.mark.one_database

HOSTILE = "<script>document.title = 'pris'</script><img src=x onerror=alert(1)>"


def poll(visitor, path: str):
    return get(visitor, path, **{"HX-Request": "true"})


def polled(visitor) -> str:
    """The address that the list shown asks every two seconds."""
    return str(visitor.soup.select_one("#messages")["hx-get"])


def test_accents_of_subject_and_text_are_read(visitor, letters):
    name = write(letters, text="Vous êtes bien là où l’été s’achève.\n")
    assert subjects(visitor.open("/demo/messagerie").soup) == [SUBJECT]
    visitor.open(f"/demo/messagerie/{name}")
    assert visitor.heading == " ".join(SUBJECT.split())
    assert "l’été s’achève" in visitor.text


def test_the_newest_comes_first_whatever_the_clock_said(visitor, letters):
    visitor.open("/demo").post("/demo/horloge", {"pas": "18mois"})
    write(letters, subject="Écrit dans 18 mois", number=1)
    visitor.open("/demo").post("/demo/horloge", {"pas": "maintenant"})
    write(letters, subject="Écrit maintenant", number=2)
    assert subjects(visitor.open("/demo/messagerie").soup) == ["Écrit maintenant", "Écrit dans 18 mois"]


def test_one_recipient_can_be_picked(visitor, letters):
    write(letters, to="ines@demo.mssante.fr", subject="Pour Inès", number=1)
    write(letters, to="hugo@demo.mssante.fr", subject="Pour Hugo", number=2)
    assert subjects(visitor.open("/demo/messagerie?destinataire=INES@").soup) == ["Pour Inès"]


def test_a_recipient_without_messages_gets_a_way_back(visitor, letters):
    write(letters)
    page = visitor.open("/demo/messagerie?destinataire=<script>")
    assert "Aucun message à cette adresse" in page.text
    assert page.soup.select_one('#messages a.button[href="/demo/messagerie"]')


def test_an_empty_mailbox_says_what_to_do(visitor):
    assert "Aucun message pour l’instant" in visitor.open("/demo/messagerie").text


def test_a_long_list_stops_and_says_so(visitor, letters):
    for number in range(mailbox.SHOWN + 1):
        write(letters, subject=f"Message {number}", number=number)
    shown = subjects(visitor.open("/demo/messagerie").soup)
    assert len(shown) == mailbox.SHOWN
    assert shown[0] == f"Message {mailbox.SHOWN}"
    assert "Seuls les 50 derniers" in visitor.text


def test_nothing_is_answered_as_long_as_nothing_has_come(visitor, letters):
    write(letters)
    address = polled(visitor.open("/demo/messagerie"))
    assert (poll(visitor, address).status_code, poll(visitor, address).data) == (204, b"")


def test_an_empty_list_is_not_drawn_again_either(visitor):
    assert poll(visitor, polled(visitor.open("/demo/messagerie"))).status_code == 204


def test_a_new_message_is_shown_and_announced(visitor, letters):
    address = polled(visitor.open("/demo/messagerie"))
    write(letters, subject="Votre code")
    fragment = BeautifulSoup(poll(visitor, address).text, "html.parser")
    assert subjects(fragment) == ["Votre code"]
    spoken = fragment.select_one("#annonce")
    assert spoken["hx-swap-oob"] == "innerHTML"
    assert spoken.get_text() == "Nouveau message pour camille@demo.mssante.fr\u00a0: Votre code"


def test_the_fragment_equals_the_page_loaded_again(visitor, letters):
    address = polled(visitor.open("/demo/messagerie"))
    write(letters)
    fragment = BeautifulSoup(poll(visitor, address).text, "html.parser").select_one("#messages")
    assert fragment == visitor.open("/demo/messagerie").soup.select_one("#messages")


def test_a_message_for_somebody_else_is_not_announced(visitor, letters):
    address = polled(visitor.open("/demo/messagerie?destinataire=hugo"))
    write(letters, to="ines@demo.mssante.fr")
    assert poll(visitor, address).status_code == 204


def test_the_list_can_be_stopped_and_stays_so_while_filtering(visitor, letters):
    write(letters)
    visitor.open("/demo/messagerie?suivi=0")
    assert not visitor.soup.select("#messages[hx-get]")
    assert visitor.soup.select_one("form.filters input[name=suivi]")["value"] == "0"


def test_a_filter_that_one_types_is_not_mistaken_for_a_poll(visitor, letters):
    write(letters)
    answer = poll(visitor, "/demo/messagerie?destinataire=personne")
    assert answer.status_code == 200
    assert "annonce" not in answer.text


def test_the_code_of_a_message_is_ready_to_copy(visitor, letters):
    name = write(letters, text="Votre code :\n\n    482913\n\nIl vit 10 minutes.\n")
    assert visitor.open(f"/demo/messagerie/{name}").soup.select_one("#code").get_text() == "482913"


def test_links_of_the_text_can_be_followed(visitor, letters):
    address = "http://127.0.0.1:5000/mot-de-passe/lien/MTI.a_B-c?x=1&y=2"
    name = write(letters, text=f"Ouvrez ce lien :\n\n  {address}\n\nou ({address}).\n")
    links = visitor.open(f"/demo/messagerie/{name}").soup.select(".letter-text a")
    assert [link["href"] for link in links] == [address, address]


@pytest.mark.parametrize("text", [HOSTILE, "javascript:alert(1)", "data:text/html,x", '"><script>', "//ailleurs.fr"])
def test_a_hostile_text_stays_a_text(visitor, letters, text):
    name = write(letters, subject=text, text=f"{text}\n")
    page = visitor.open(f"/demo/messagerie/{name}")  # the client refuses anything inline
    assert page.heading == text
    assert page.soup.select_one(".letter-text").get_text().strip() == text
    assert not page.soup.select(".letter-text a")


def test_the_html_form_is_framed_and_may_do_nothing(visitor, letters):
    name = write(letters, html=f"<html><head></head><body>{HOSTILE}</body></html>")
    page = visitor.open(f"/demo/messagerie/{name}")
    frame = page.soup.iframe
    assert set(frame["sandbox"]) == {"allow-popups", "allow-popups-to-escape-sandbox"}
    policy = _policy(get(visitor, str(frame["src"])))
    assert policy["default-src"] == "'none'"
    assert "allow-scripts" not in policy["sandbox"]
    assert "allow-same-origin" not in policy["sandbox"]
    assert not {"script-src", "connect-src", "img-src"} & set(policy)
    assert policy["frame-ancestors"] == "'self'"


def _policy(answer) -> dict[str, str]:
    found = answer.headers["Content-Security-Policy"].split(";")
    return {name: value for name, _, value in (directive.strip().partition(" ") for directive in found)}


def test_only_the_page_of_a_message_may_frame_and_only_from_here(visitor, letters):
    name = write(letters, html="<p>Bonjour</p>")
    assert _policy(get(visitor, f"/demo/messagerie/{name}"))["frame-src"] == "'self'"
    assert "frame-src" not in _policy(get(visitor, "/demo/messagerie"))
    assert "frame-src" not in _policy(get(visitor, "/demo"))


def test_the_page_of_a_message_keeps_every_other_protection(visitor, letters):
    name = write(letters)
    reader = _policy(get(visitor, f"/demo/messagerie/{name}"))
    reader.pop("frame-src")
    assert reader == _policy(get(visitor, "/demo/messagerie"))


def test_the_html_form_is_the_one_that_was_sent_but_for_where_links_open(visitor, letters):
    sent = "<!DOCTYPE html>\n<html><head><title>T</title></head><body><p>Déjà</p></body></html>\n"
    name = write(letters, html=sent)
    shown = get(visitor, f"/demo/messagerie/{name}/html").text
    assert shown.replace('<base target="_blank">', "") == sent


def test_a_message_without_html_has_no_frame(visitor, letters):
    name = write(letters)
    assert not visitor.open(f"/demo/messagerie/{name}").soup.iframe
    assert get(visitor, f"/demo/messagerie/{name}/html").status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "..%2fportail", "..%2f..%2fetc%2fpasswd", "%2e%2e%5cportail", "%2fetc%2fpasswd", "portail.sqlite3", "*", "%00",
        "..", ".", "secret", "lien", "%2e%2e%2fsecret", "C%3a%5csecret", "a" * 5000,
    ],
)  # fmt: skip
def test_no_name_leads_out_of_the_folder(visitor, letters, tmp_path, name):
    write(letters)
    (tmp_path / "secret.eml").write_bytes(b"To: x\r\n\r\nsecret de polichinelle")
    (letters / "lien.eml").symlink_to(tmp_path / "secret.eml")
    answer = get(visitor, f"/demo/messagerie/{name}")
    assert "polichinelle" not in answer.text
    # `.` and `..` are resolved before the request leaves.
    assert answer.status_code == 404 or name in {".", ".."}


def test_a_message_being_written_is_not_shown(visitor, letters):
    write(letters)
    next(letters.glob("*.eml")).rename(letters / ".20260403T010500-1.tmp")
    assert "Aucun message" in visitor.open("/demo/messagerie").text


def test_a_demo_with_an_smtp_server_says_where_to_read(make_app):
    page = PageClient(make_app(demo=True)).open("/demo/messagerie")
    assert "SMTP" in page.text
    assert get(page, "/demo/messagerie/x").status_code == 404


@given(st.text(alphabet=st.sampled_from('http:/.,;) \n<>"a&é'), max_size=60))
def test_cutting_a_text_loses_nothing(text):
    assert "".join(p.url if isinstance(p, Link) else p for p in parts(text)) == text


@given(st.text(max_size=80))
def test_only_web_addresses_become_links(text):
    links = [p.url for p in parts(text) if isinstance(p, Link)]
    assert all(re.fullmatch(r"https?://[^\s<>\"]+", url) for url in links)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Votre code :\n\n    482913\n", "482913"),
        ("Code :\n\n    7Q2K-M9XD\n", "7Q2K-M9XD"),
        ("Rendez-vous le 12 mars 2026.\n", None),
        ("  http://127.0.0.1:5000/\n", None),
        ("", None),
    ],
)
def test_the_code_is_what_stands_alone(text, code):
    assert code_in(text) == code
