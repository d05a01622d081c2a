"""Every mail of a raccordement, as it is read: tests/raccordement/letters holds each in its text form.

`LETTRES=1 pytest tests/raccordement/test_letters.py` writes them again; what changes is then read in the difference.
"""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.mail.render import render
from portal.raccordement.certificates import mails as certificates
from portal.raccordement.deposit import mails as deposit
from portal.raccordement.instruction.listing import mails as instruction
from portal.raccordement.instruction.listing.store import Listed
from portal.raccordement.record import mails as record
from portal.raccordement.record.service import RECEIVED
from portal.raccordement.record.states import MOVES, State
from portal.raccordement.team import mails as team

# Words and dates are those of one database as of another.
pytestmark = pytest.mark.one_database

FOLDER = Path(__file__).parent / "letters"
TO, LINK = "alex.petit@ch-exemple.fr", "https://portail.exemple.fr/raccordement/R-2026-00042"
OF = {"number": "R-2026-00042", "si_name": "Hôpital Exemple DPI"}
WHY = "Le N°\u00a0de version manque.\nAjoutez-le, puis renvoyez la demande."
AT = datetime(2026, 4, 3, 12, 5, tzinfo=UTC)


def _moves():
    """One mail a letter of the table, named by what leads to it."""
    for (_, _, action), move in MOVES.items():
        for letter in move.letters:
            reason = WHY if move.reason else ""
            yield f"{action}-{letter.to.value}", record.moved(TO, letter, reason=reason, link=LINK, **OF)


LATE = [
    Listed(1, OF["number"], OF["si_name"], "Petit", "Alex", State.DEPOSITED, AT, AT, None, None, None),
]
LETTERS = dict(_moves()) | {
    "essai_concluant": record.moved(TO, RECEIVED, reason="", link=LINK, **OF),
    "message": record.message(TO, link=LINK, **OF),
    "etablissements-refuses": record.establishments(
        TO, says="Le changement d’établissements est refusé.", reason=WHY, link=LINK, **OF
    ),
    "invitation": team.invitation(TO, by="Camille Durand", link=LINK, ends_at=AT, **OF),
    "compte": team.account(TO, name="Alex Petit", link=LINK, ends_at=AT, **OF),
    "equipe": team.notice(
        TO, subject="Vous êtes correspondant principal", says="Vous êtes le correspondant principal.", link=LINK, **OF
    ),
    "equipe-sans-lien": team.notice(
        TO, subject="Vous ne suivez plus une demande", says="Un gestionnaire vous en a retiré.", **OF
    ),
    "adresse-code": deposit.code(TO, "123456", asked_at=AT, ends_at=AT),
    "brouillon": deposit.draft(TO, link=LINK, days=30),
    "parametres": deposit.parameters(TO, "Alex Petit", number=OF["number"], link=LINK, ends_at=AT),
    "parametres-compte-existant": deposit.parameters(TO, "Alex Petit", number=OF["number"], link=LINK, ends_at=None),
    "certificat-renouvele": certificates.renewed(TO, fingerprint="AB:CD:EF", not_after=AT, link=LINK),
    "certificat-expire": certificates.ending(TO, fingerprint="AB:CD:EF", not_after=AT, link=LINK),
    "retards": instruction.digest("claude.roux@inserm.example", 12, LATE, link=LINK),
    "correction-attendue": instruction.correction(TO, since=AT, link=LINK, **OF),
}


@pytest.mark.parametrize("name", LETTERS)
def test_a_mail_reads_as_its_file(app, name):
    mail, path = LETTERS[name], FOLDER / f"{name}.txt"
    both = render(mail.template, mail.subject, mail.context)
    text = f"Objet : {mail.subject}\n\n{both.text}"
    if os.environ.get("LETTRES"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", LETTERS)
def test_its_two_forms_lead_to_the_same_place(app, name):
    mail = LETTERS[name]
    both = render(mail.template, mail.subject, mail.context)
    assert (LINK in both.text) == (LINK in both.html)


def test_no_file_is_left_of_a_mail_that_is_no_longer_sent(app):
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(LETTERS)
