"""Whatever a name, an address or a header holds, a mail has its own headers and a page its own tags."""

import pytest
from bs4 import BeautifulSoup

from portal import clock
from portal.accounts import jobs, store
from portal.accounts import service as accounts
from portal.db import transaction
from tests.builders import NEW_PASSWORD
from tests.pages.inside import put_inside
from tests.pages.signin import try_code, try_password

HOSTILE = {
    "HTML": ("<script>alert(1)</script>", '"><img src=x onerror=alert(2)>'),
    "template": ("{{ 7919 * 7927 }}", "{% raise %}${7919*7927}%(name)s"),
    "new header": ("Durand\r\nBcc: victime@exemple.fr", "Camille\nContent-Type: text/html"),
    "encoded header": ("=?utf-8?b?QmNjOiB4QHkuZnI=?=", "=?utf-8?q?x=0D=0ABcc:_x@y.fr?="),
    "reading order": ("\u202eDurand", "Camille\u2066"),
    "dots and ends": (".\r\n.\r\nQUIT", "\x00"),
}


@pytest.fixture(params=HOSTILE)
def person(request, build, backend):
    last, first = HOSTILE[request.param]
    if backend == "postgresql":  # which takes no NUL, and no name of the portal has one
        last, first = last.replace("\x00", ""), first.replace("\x00", "") or "x"
    return build.physician(last_name=last, first_name=first)


def _every_mail(person, client, new_client, mailbox, later):
    """Go through all that makes the portal write to somebody."""
    for _ in range(12):
        try_password(new_client(), person.rpps, "mauvais mot de passe")
    client.open("/mot-de-passe/oublie").submit({"identifiant": person.rpps})
    client.open(mailbox.link(person.mssante)).press("Débloquer mon compte")
    try_password(client, person.rpps)
    try_code(client, mailbox.code(person.mssante))
    client.open("/mot-de-passe/oublie").submit({"identifiant": person.rpps})
    client.open(mailbox.link(person.mssante)).submit({"nouveau": NEW_PASSWORD, "confirmation": NEW_PASSWORD})
    with transaction() as session:
        account = store.get(session, person.id)
        account.credential.set_at = clock.now() - clock.timedelta(days=535)
        accounts.notify(session, account, accounts.mails.address_registered)
    jobs.remind()
    return mailbox.all()


def test_every_mail_has_one_recipient_its_own_headers_and_its_own_tags(person, client, new_client, mailbox, later):
    mails = _every_mail(person, client, new_client, mailbox, later)
    assert len({str(mail["subject"]) for mail in mails}) >= 7
    for mail in mails:
        assert mail.get_all("To") == [person.mssante]
        assert not {"Bcc", "Cc", "Reply-To"} & set(mail.keys())
        assert [part.get_content_type() for part in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]
        page = BeautifulSoup(mail.get_body(("html",)).get_content(), "html.parser")
        assert not page.select("script, img, iframe, form, object, [onerror], [onclick]")
        assert "62773913" not in page.get_text()


def test_every_link_of_a_mail_leads_to_the_portal_or_the_telephone(build, client, new_client, mailbox, later):
    person = build.physician()
    client.headers["X-Forwarded-Host"] = client.headers["X-Host"] = "evil.example"
    for mail in _every_mail(person, client, new_client, mailbox, later):
        page = BeautifulSoup(mail.get_body(("html",)).get_content(), "html.parser")
        links = [str(a["href"]) for a in page.select("a[href]")]
        assert [link for link in links if not link.startswith(("http://127.0.0.1:5000", "tel:"))] == []
        assert "evil" not in mail.as_string()


@pytest.mark.parametrize("path", ["/", "/mon-compte", "/mon-compte/mot-de-passe", "/nulle-part"])
def test_every_page_has_its_own_tags(person, client, path):
    put_inside(client, person).open(path)
    assert not client.soup.select("script:not([src]), img, iframe, [onerror], [onclick]")
    assert client.response.headers["X-Request-ID"]


def test_what_is_typed_is_shown_as_text(client):
    typed = '"><script>alert(1)</script>{{7*7}}'
    client.open("/connexion").submit({"identifiant": typed, "mot_de_passe": "x"})
    assert client.soup.select_one("[name=identifiant]")["value"] == typed
    assert not client.soup.select("script:not([src])")


@pytest.mark.parametrize("name", ["suite", "motif", "next", "q"])
def test_what_an_address_says_is_shown_nowhere_but_in_the_way_back(client, name):
    client.open("/connexion", query_string={name: '"><script>alert(1)</script>'})
    assert not client.soup.select("script:not([src])")
    for tag in client.soup.select("input[name=suite]"):
        tag.decompose()
    assert "alert(1)" not in str(client.soup)


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "/\\evil.example", "https:evil.example", "/\t/evil.example", "javascript:alert(1)", "\\\\evil"],
)
def test_no_page_sends_elsewhere(build, client, target):
    put_inside(client, build.physician()).open("/mon-compte")
    data = {"csrf_token": client.token, "suite": target, "theme": "clair"}
    for headers in ({}, {"HX-Request": "true"}):
        answer = client.send("POST", "/apparence", data=data, headers=headers)
        assert (answer.headers.get("Location") or answer.headers["HX-Redirect"]) == "/"
