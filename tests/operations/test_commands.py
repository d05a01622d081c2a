"""Commands as an administrator types them: what they say, what they do to the base, how they end."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal import clock
from portal.accounts.models import Account, AccountRight, Counter
from portal.accounts.rules import ADMINISTRATION
from portal.audit import Event
from portal.audit.models import JournalRow
from portal.db import reading, transaction
from portal.mail import outbox
from portal.mail.models import OutboxMail
from portal.mail.rules import Mail
from portal.registers.models import Establishment
from tests.audit.tampering import alter, write
from tests.pages.signin import try_password

NBSP = "\u00a0"
PASSWORD = "cerisier rouge au bord du lac"
WHO = {
    "--email": "ada.martin@hopital.example",
    "--nom": "Martin",
    "--prenom": "Ada",
    "--mssante": "ada.martin@chu-demo.mssante.fr",
    "--mot-de-passe": PASSWORD,
}


@pytest.fixture
def create(portail):
    """Types `portail create-admin`, with some words of one's own."""

    def command(**changed):
        words = {**WHO, **{f"--{name}": value for name, value in changed.items()}}
        return portail("create-admin", *(part for pair in words.items() for part in pair))

    return command


def count(what):
    with reading() as session:
        return session.scalar(select(func.count()).select_from(what))


@pytest.mark.parametrize("role", sorted(ADMINISTRATION))
def test_an_administrator_of_each_kind_is_created(app, create, role):
    assert create(role=role) == (0, "Ada Martin peut se connecter avec ada.martin@hopital.example.\n", "")
    with reading() as session:
        assert session.scalars(select(AccountRight.name)).all() == [role]
        assert session.scalars(select(JournalRow.event)).all() == [Event.ACCOUNT_CREATED]


def test_whoever_was_created_signs_in_and_must_choose_another_password(create, client, mailbox):
    create()
    try_password(client, WHO["--email"], PASSWORD)
    client.submit({"code": mailbox.code(WHO["--mssante"])})
    assert client.heading == "Choisir un nouveau mot de passe"


def test_the_password_does_not_stay_in_clear(app, create, tmp_path):
    create()
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert [content for content in files if PASSWORD.encode() in content] == []


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("email", "ada.martin", "ne se lit pas"),
        ("email", "ada@hopital.example, eve@ailleurs.example", "ne se lit pas"),
        ("nom", "   ", "de 1 à 100"),
        ("nom", "evil.example", "n’est pas une adresse web"),
        ("prenom", "<a href=x>", "retirez ou remplacez"),
        ("nom", "M" * 101, "de 1 à 100"),
        ("prenom", "Ada\u202e", "invisible"),
        ("mssante", "ada.martin@hopital.example", "MSSanté"),
        ("mssante", "ada", "adresse"),
        ("mot-de-passe", "court", "Mot de passe refusé"),
        ("mot-de-passe", "x" * 129, "Mot de passe refusé"),
        ("mot-de-passe", "ada martin martin ada", "Mot de passe refusé"),
        ("role", "roi", "n’est pas l’un de"),
    ],
)
def test_what_is_wrong_is_refused_with_its_reason_and_nothing_is_created(app, create, name, value, said):
    ended = create(**{name: value})
    assert ended.code in {1, 2}
    assert said in ended.err
    assert "Traceback" not in ended.err
    assert count(Account) == 0


@pytest.mark.parametrize("email", [WHO["--email"], " Ada.MARTIN@hopital.example"])
def test_the_same_address_serves_once(app, create, email):
    create()
    ended = create(email=email, nom="Autre")
    assert ended == (1, "", f"Erreur{NBSP}: Quelqu’un se connecte déjà avec ada.martin@hopital.example.\n")
    assert count(Account) == 1


def test_what_is_not_given_is_asked_for_until_both_passwords_agree(app, portail):
    answers = [*list(WHO.values())[:-1], PASSWORD, "autre chose", PASSWORD, PASSWORD]
    ended = portail("create-admin", typed="\n".join(answers) + "\n")
    assert ended.code == 0
    for said in (
        f"Adresse MSSanté{NBSP}: ",
        f"Erreur{NBSP}: les deux saisies diffèrent.",
        "Ada Martin peut se connecter",
    ):
        assert said in ended.out
    assert count(Account) == 1


def test_whoever_stops_answering_is_told_that_nothing_was_done(app, portail):
    ended = portail("create-admin", typed="ada.martin@hopital.example\n")
    assert ended.code == 1
    assert ended.err == "Interrompu.\n"
    assert count(Account) == 0


def test_the_base_is_made_and_a_second_time_changes_nothing(portail, tmp_path):
    first, second = portail("db", "upgrade"), portail("db", "upgrade")
    assert first == second == (0, "La base est à jour.\n", "")
    assert (tmp_path / "portail.sqlite3").exists()


@pytest.mark.parametrize(
    "words",
    [["purge"], ["nuit"], ["mail", "list"], ["mail", "retry", "--tous"], ["audit", "verify"], ["import-finess"]],
)
def test_a_base_that_was_never_made_is_said_with_its_remedy(portail, words):
    ended = portail(*words)
    assert ended.code == 1
    assert "portail db upgrade" in ended.err
    assert "Traceback" not in ended.err


def test_a_file_that_is_no_base_is_said_too(portail, tmp_path):
    (tmp_path / "portail.sqlite3").write_text("Ceci n’est pas une base de données.\n" * 100)
    ended = portail("db", "upgrade")
    assert ended.code == 1
    assert "PORTAL_DATABASE_URL" in ended.err
    assert "Traceback" not in ended.err


def put(**dates):
    """A mail of the outbox, written so long ago."""
    with transaction() as session:
        outbox.add(session, Mail("marie@chu-demo.mssante.fr", "Votre code", "signin/code", {}))
        row = session.scalars(select(OutboxMail).order_by(OutboxMail.id.desc()).limit(1)).one()
        for name, value in dates.items():
            setattr(row, name, value)
    return row.id


def test_a_purge_takes_away_what_is_old_and_leaves_the_rest(app, portail):
    now = clock.now()
    old, recent = now - timedelta(days=31), now - timedelta(days=1)
    put(created_at=old, sent_at=old, next_try_at=None)
    kept = {put(created_at=recent, sent_at=recent, next_try_at=None), put(created_at=old)}
    with transaction() as session:
        session.add_all(
            [Counter(key="a", events=1, ends_at=recent), Counter(key="b", events=1, ends_at=now + timedelta(1))]
        )
    assert portail("purge").code == 0
    with reading() as session:
        assert set(session.scalars(select(OutboxMail.id))) == kept
        assert session.scalars(select(Counter.key)).all() == ["b"]


def test_an_altered_row_of_the_journal_is_named_and_ends_with_an_error(app, portail):
    write(3)
    assert portail("audit", "verify").code == 0
    alter(2, event="connexion")
    ended = portail("audit", "verify")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("La ligne 2 a été modifiée")


def test_another_key_does_not_prove_the_journal(app, portail):
    write(3)
    ended = portail("audit", "verify", PORTAL_SECRET_KEY="autre-clef-" + "y" * 40)
    assert ended.code == 1
    assert "PORTAL_SECRET_KEY" in ended.err


def test_mails_that_wait_are_listed_masked_and_hastened(app, portail):
    number = put(next_try_at=clock.now() + timedelta(hours=3), attempts=4)
    listed = portail("mail", "list")
    assert f"Messages en attente{NBSP}: 1" in listed.out
    assert "m•••••e@chu-demo.mssante.fr" in listed.out
    ended = portail("mail", "retry", number)
    assert (ended.code, ended.err) == (0, "")
    with reading() as session:
        assert session.get_one(OutboxMail, number).next_try_at <= clock.now()


@pytest.mark.parametrize(("words", "code"), [(["12"], 1), ([], 2), (["12", "--tous"], 2), (["douze"], 2)])
def test_a_mail_that_cannot_be_hastened_ends_with_an_error(app, portail, words, code):
    ended = portail("mail", "retry", *words)
    assert (ended.code, ended.out) == (code, "")
    assert f"Erreur{NBSP}: " in ended.err


def test_the_registers_that_are_shipped_are_loaded_once(app, portail):
    first, second = portail("import-finess"), portail("import-finess")
    assert f"3\u202f975{NBSP}structures créées" in first.out
    assert f"Rien n’a changé{NBSP}: 3\u202f975{NBSP}structures déjà à jour." in second.out
    assert first.code == second.code == 0
    assert count(Establishment) == 3975


def test_a_register_that_is_not_there_is_said(app, portail):
    ended = portail("import-finess", "absent.csv")
    assert ended.code == 2
    assert f"«{NBSP}absent.csv{NBSP}» n’existe pas" in ended.err


def test_the_settings_are_shown_without_any_being_given(portail):
    ended = portail("reglages", PORTAL_SECRET_KEY=None)
    assert ended.code == 0
    assert "| `PORTAL_SECRET_KEY` | **à donner** |" in ended.out
