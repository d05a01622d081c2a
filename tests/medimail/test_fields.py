"""The grid of fields is that of source 003, column by column, and source 002's for APP."""

import csv
from pathlib import Path

import pytest

from portal.medimail.mailboxes.record.rules.fields import NEEDS, Field, Need, fields_of
from portal.medimail.mailboxes.record.rules.kinds import Kind

GRID = Path(__file__).parent / "source-003.csv"
ROWS = list(csv.DictReader(GRID.read_text(encoding="utf-8").splitlines(), delimiter=";"))
# « O » in the source, whose own comment makes it a condition.
CONDITIONS = {("RPPS", "PER"), ("ADELI", "PER"), ("Civilité exercice", "INT")}
# « Champ obligatoire si la colonne Apicrypt adresse est renseigné. »
CONDITIONS |= {("Apicrypt spécialité", kind) for kind in ("PER", "INT", "ORG", "MED")}


def test_the_fields_are_those_of_the_file_in_its_order():
    assert [field.label for field in Field] == [row["champ"] for row in ROWS]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["champ"])
@pytest.mark.parametrize("kind", ["PER", "INT", "ORG", "MED"])
def test_each_need_is_the_one_of_source_003(row, kind):
    field = next(field for field in Field if field.label == row["champ"])
    expected = "OSC" if (row["champ"], kind) in CONDITIONS else row[kind]
    assert NEEDS[Kind(kind)][field].value == expected


def test_a_software_is_asked_what_a_service_is_and_a_return_address():
    differing = {field for field in Field if NEEDS[Kind.APP][field] is not NEEDS[Kind.ORG][field]}
    assert differing == {Field.RETURN_ADDRESS}
    assert NEEDS[Kind.APP][Field.RETURN_ADDRESS] is Need.REQUIRED


def test_what_does_not_concern_a_type_is_not_among_its_fields():
    assert Field.RPPS not in fields_of(Kind.MED)
    assert Field.DESCRIPTION in fields_of(Kind.ORG)
