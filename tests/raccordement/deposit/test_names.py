"""The names of the public request go into mails to others: none is a link, and none lies."""

import pytest

from portal.db import transaction
from portal.raccordement.deposit import service
from portal.raccordement.picker.rules import Choice
from portal.raccordement.record import service as records_service
from portal.raccordement.record import store as records
from tests.pages.deposit import SENT, send, typed

WRONG = [
    ("nom", "http://evil.example/cliquez", "retirez ou remplacez « : »"),
    ("nom", "<a href=x>Dr</a>", "retirez ou remplacez « < »"),
    ("prenom", "evil.example", "n’est pas une adresse web"),
    ("prenom", "Аlex", "plusieurs alphabets"),
    ("si_nom", "DPI, voir evil.example", "ni adresse web ni adresse mail"),
    ("si_nom", "https://evil/x", "ni adresse web ni adresse mail"),
]


@pytest.mark.parametrize(("field", "text", "sentence"), WRONG)
def test_a_name_that_is_no_name_is_refused_at_its_field_and_kept_in_the_draft(
    applicant, mailbox, all_records, field, text, sentence
):
    before = len(mailbox.all())
    send(applicant, **{field: text})
    (said,) = applicant.errors
    assert sentence in said
    assert typed(applicant)[field] == text
    assert [record.number for record in all_records()] == [None]
    assert len(mailbox.all()) == before


def test_a_name_with_abbreviations_apostrophes_and_doubled_spaces_is_sent(applicant, all_records):
    send(applicant, nom="d’Arc\u00a0 de l'Isle", prenom="J.-P.", si_nom="DPI & Cie (v2.3 / nord)")
    assert applicant.path == SENT
    (record,) = all_records()
    assert (record.last_name, record.first_name) == ("d’Arc de l'Isle", "J.-P.")


def test_a_name_written_between_the_check_and_the_sending_is_not_sent(applicant, all_records):
    (record,) = all_records()
    with transaction() as session:
        found = records.get(session, record.id, lock=True)
        records_service.write(found, {"last_name": "evil.example"})
        lacks = service.lacking(session, found, Choice())
    assert "last_name" in lacks.missing
