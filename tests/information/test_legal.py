"""The legal notice: who publishes and hosts, as the settings say, and whose data the portal shows."""

from datetime import UTC, date, datetime

import pytest

from portal.db import connect, transaction
from portal.registers import attribution, sources
from portal.registers.commands import COMMUNES_SHIPPED, FINESS_SHIPPED
from portal.registers.models import Edition, Register

pytestmark = pytest.mark.one_database


def test_a_notice_not_filled_in_names_who_must_and_where(client):
    text = client.open("/mentions-legales").text
    assert "Cette page est incomplète" in text
    assert "PORTAL_PUBLISHER" in text
    assert "PORTAL_HOST" in text


def test_a_notice_half_filled_in_names_only_what_is_missing(client, configure):
    configure(publisher="CHU de Démo, 1 rue de l’Exemple")
    text = client.open("/mentions-legales").text
    assert "PORTAL_PUBLISHER" not in text
    assert "PORTAL_HOST" in text


def test_a_notice_filled_in_complains_of_nothing(client, configure):
    configure(publisher="CHU de Démo <siège>", host="Hébergeur & fils")
    text = client.open("/mentions-legales").text
    assert "incomplète" not in text
    assert "CHU de Démo <siège>" in text
    assert "Hébergeur & fils" in text


def test_a_notice_not_filled_in_says_what_the_operator_must_write(client):
    text = client.open("/mentions-legales").text
    assert "À compléter par l’exploitant : nom, siège, téléphone, directeur de la publication." in text
    assert "À compléter par l’exploitant : nom, adresse, téléphone." in text


# Whose data it is


@pytest.fixture
def edition(app):
    """Put the edition of a register in place."""

    def put(register, sha256="0" * 64, published_on=None):
        with transaction() as session:
            imported = datetime(2026, 4, 3, 12, 0, tzinfo=UTC)
            session.add(
                Edition(register=register.value, published_on=published_on, sha256=sha256, imported_at=imported)
            )

    return put


def _credits(client):
    rows = client.open("/mentions-legales").soup.select("#donnees-publiques tbody tr")
    return [
        tuple(cell.get_text(strip=True).replace("\u00a0", " ") for cell in row.find_all(["th", "td"])) for row in rows
    ]


def test_the_producers_of_the_registers_are_named_with_the_date_of_each(client, edition):
    edition(Register.FINESS, published_on=date(2026, 9, 1))
    edition(Register.COMMUNES)
    assert _credits(client) == [
        (
            "Établissements (répertoire FINESS)",
            "Agence du numérique en santé",
            "extraction du mardi 1er septembre 2026",
        ),
        ("Communes, départements, régions", "Etalab, d’après l’INSEE et La Poste", "importé le vendredi 3 avril 2026"),
    ]


def test_the_registers_that_are_shipped_name_their_own_producers(client, edition):
    edition(Register.FINESS, attribution.SAE_2023, date(2023, 12, 31))
    edition(Register.COMMUNES, attribution.COMMUNES_2026)
    assert [(producer.partition(",")[0], day) for _, producer, day in _credits(client)] == [
        ("DREES", "extraction du dimanche 31 décembre 2023"),
        ("Etalab", "2026"),
    ]


@pytest.mark.parametrize(
    ("file", "digest"), [(FINESS_SHIPPED, attribution.SAE_2023), (COMMUNES_SHIPPED, attribution.COMMUNES_2026)]
)
def test_the_files_that_are_shipped_are_those_that_are_known(file, digest):
    assert sources.examine(sources.shipped(file)).sha256 == digest


def test_without_any_register_nobody_is_named(client):
    assert "Aucun registre public n’est en place." in client.open("/mentions-legales").text


def test_without_a_database_the_notice_is_still_there(client, app):
    app.extensions["portal_database"] = connect("postgresql://127.0.0.1:1/absente")
    page = client.open("/mentions-legales")
    assert page.status == 200
    assert "La base de données ne répond pas" in page.text
