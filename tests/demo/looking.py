"""What the tests of the demonstration share: its people, its messages, a look at everything in its database."""

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from bs4 import Tag
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal import clock
from portal.accounts import store
from portal.accounts.models import Account, Credential
from portal.accounts.rules import canonical_identifier, name_key
from portal.audit.models import JournalRow
from portal.db import reading
from portal.demo.people import PASSWORD, PEOPLE, Sample
from portal.mail.folder import Folder
from portal.mail.models import OutboxMail
from tests.pages.client import PageClient

SUBJECT = "Élise, votre clé\u00a0: déjà prête à l’œil nu"


def sample_of(name: str) -> Sample:
    """The sample person of this last name."""
    return next(person for person in PEOPLE if person.last_name == name)


def account_of(name: str) -> Account:
    """The account of the sample person of this last name."""
    person = sample_of(name)
    with reading() as session:
        if person.specific:
            found = store.find_by_name(session, name_key(person.identifier))
        else:
            found = store.find(session, canonical_identifier(person.identifier))
    assert found
    return found


def everything(app: Flask) -> list[tuple[object, ...]]:
    """Every row about people, mails and the journal."""
    with app.app_context(), reading() as session:
        return [
            tuple(row)
            for model in (Account, Credential, OutboxMail, JournalRow)
            for row in session.execute(select(*model.__table__.columns).order_by(model.__table__.columns[0]))
        ]


def states(page: PageClient, name: str) -> list[str]:
    """The states that the page of the demonstration shows for the person of this last name."""
    row = next(row for row in page.open("/demo").soup.select("#personnes tbody tr") if name in row.th.get_text())
    return [tag.get_text(strip=True) for tag in row.select(".tag")]


def write(
    folder: Path,
    *,
    to: str = "camille@demo.mssante.fr",
    subject: str = SUBJECT,
    text: str = "Bonjour.\n",
    html: str | None = None,
    number: int = 1,
) -> str:
    """Put a message in the folder, by the transport itself; the id under which it is shown."""
    message = EmailMessage(policy=SMTP)
    message["From"] = "Portail <portail@demo.mssante.fr>"
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = clock.local(clock.now())
    message["Message-ID"] = f"<{number:032x}@demo.mssante.fr>"
    message.set_content(text, cte="quoted-printable")
    if html:
        message.add_alternative(html, subtype="html", cte="quoted-printable")
    with Folder(folder).open() as send:
        send(message)
    return next(path.stem for path in folder.glob(f"*{number:032x}.eml"))


def subjects(soup: Tag) -> list[str]:
    """The subjects that the list shows, in order."""
    return [row.th.get_text(strip=True) for row in soup.select("#messages tbody tr")]


def get(page: PageClient, path: str, **headers: str) -> TestResponse:
    """The bare answer to this browser."""
    return page.http.get(path, base_url=page.base, headers={**page.headers, **headers}, follow_redirects=True)


def sign_in(page: PageClient, work, person: Sample) -> None:
    """From the list of people to a session, by the code of the mailbox."""
    page.open("/demo").submit({"personne": person.identifier})
    filled_in = str(page.soup.select_one("input[name=identifiant]")["value"])
    page.submit({"identifiant": filled_in, "mot_de_passe": PASSWORD})
    work()
    page.open(f"/demo/messagerie?destinataire={person.mssante}")
    page.open(str(page.soup.select_one("#messages table a")["href"]))
    code = page.soup.select_one("#code").get_text(strip=True)
    page.open("/connexion/code").submit({"code": code})
