"""Each field is read as source 003 writes it; what cannot be read says why, and no text at all crashes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.medimail.mailboxes.record import cells
from portal.medimail.mailboxes.record.rules.fields import Field
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.sheets import Sheet
from portal.medimail.structures.rules.settings import NumberKind
from tests.medimail.sheets import FINESS, LISTS, RPPS

READ = [
    (Field.ADDRESS, " Camille.DURAND@chic-demo.fr ", "camille.durand@chic-demo.fr"),
    (Field.LAST_NAME, "  durand   petit ", "DURAND PETIT"),
    (Field.FIRST_NAME, "Camille", "Camille"),
    (Field.RPPS, "999 999 000 14", RPPS),
    (Field.POSTAL_CODE, "81100", "81100"),
    (Field.CITY, "Castres", "CASTRES"),
    (Field.DEPARTEMENT, "Tarn", "81"),
    (Field.DEPARTEMENT, "corse du sud", "2A"),
    (Field.DEPARTEMENT, "2a", "2A"),
    (Field.REGION, "OCCITANIE", "76"),
    (Field.PHONE, "05.63 71-63.71", "0563716371"),
    (Field.PHONE, "+33 5 63 71 63 71", "+33563716371"),
    (Field.PROFESSION, "medecin", "Médecin"),
    (Field.IS_LIBERAL, "oui", True),
    (Field.IS_LIBERAL, "NON", False),
    (Field.KIND, "per", Kind.PER),
    (Field.PLACE_KIND, "Finess", NumberKind.FINESS),
    (Field.PLACE_NUMBER, "810 000 521", FINESS),
    (Field.TITLE, "docteur", "Docteur"),
    (Field.MSSANTE, "Camille.Durand", "camille.durand"),
    (Field.APICRYPT, "test", "test"),
    (Field.EXPIRES_ON, "27-12-31", date(2027, 12, 31)),
    (Field.EXPIRES_ON, "31/12/2027", date(2027, 12, 31)),
    (Field.EXPIRES_ON, "2027-12-31", date(2027, 12, 31)),
    (Field.CONNECTIONS, "a@b.fr; C@D.fr;a@b.fr", ("a@b.fr", "c@d.fr")),
]
REFUSED = [
    (Field.ADDRESS, "camille", "adresse_forme"),
    (Field.ADDRESS, "camille@@b.fr", "adresse_forme"),
    (Field.ADDRESS, "cаmille@b.fr", "adresse_forme"),
    (Field.ADDRESS, f"{'a' * 65}@b.fr", "adresse_forme"),
    (Field.LAST_NAME, "D" * 101, "texte_trop_long"),
    (Field.LAST_NAME, "Du\u202erand", "texte_trop_long"),
    (Field.RPPS, "99999900015", "rpps_cle"),
    (Field.ADELI, "12", "adeli_longueur"),
    (Field.POSTAL_CODE, "8110", "cp_forme"),
    (Field.POSTAL_CODE, "٨١١٠٠", "cp_forme"),
    (Field.DEPARTEMENT, "Texas", "departement_inconnu"),
    (Field.PHONE, "12", "telephone_forme"),
    (Field.PROFESSION, "Astronaute", "profession_inconnue"),
    (Field.SPECIALTY, "Astrologie", "specialite_inconnue"),
    (Field.IS_LIBERAL, "peut-être", "oui_non"),
    (Field.KIND, "XYZ", "type_inconnu"),
    (Field.PLACE_KIND, "RNA", "type_identifiant"),
    (Field.RETURN_ADDRESS, "a@b.fr", "mssante_hors_espace"),
    (Field.RESPONSIBLE_RPPS, "1", "rpps_longueur"),
    # Capitals are longer than what is typed: the column holds a hundred signs.
    (Field.LAST_NAME, "ß" * 60, "texte_trop_long"),
    (Field.CITY, "ß" * 60, "texte_trop_long"),
    (Field.TITLE, "Maître", "civilite_inconnue"),
    (Field.MSSANTE, "a@b", "mssante_arobase"),
    (Field.APICRYPT, "test.clé", "apicrypt_forme"),
    (Field.EXPIRES_ON, "31/02/2027", "date_forme"),
    (Field.EXPIRES_ON, "demain", "date_forme"),
    (Field.CONNECTIONS, "a@b.fr; nimporte", "connexion_forme"),
    (Field.CONNECTIONS, ";".join(f"a{n}@b.fr" for n in range(51)), "connexions_trop"),
]


@pytest.mark.parametrize(("name", "text", "value"), READ)
def test_a_field_is_read(name, text, value):
    texts = {Field.PLACE_KIND: "FINESS", name: text}
    assert cells.read(texts, LISTS).sheet.of(name) == value


@pytest.mark.parametrize(("name", "text", "code"), REFUSED)
def test_a_field_that_cannot_be_read_says_why_and_is_left_empty(name, text, code):
    read = cells.read({name: text}, LISTS)
    assert [(fault.field, fault.code) for fault in read.faults] == [(name, code)]
    assert not read.sheet.has(name)
    assert read.faults[0].sentence.endswith(".")


@pytest.mark.parametrize(
    ("kind", "number"), [("SIREN", "268100016"), ("SIRET", "26810001600018"), ("FINESS", "268100016")]
)
def test_the_number_of_a_structure_is_read_as_its_kind_says(kind, number):
    read = cells.read({Field.PLACE_KIND: kind, Field.PLACE_NUMBER: number}, LISTS, check_key=False)
    assert read.sheet.place_number == number


def test_a_number_of_a_kind_that_is_not_said_is_read_as_a_finess():
    assert cells.read({Field.PLACE_NUMBER: FINESS}, LISTS).sheet.place_number == FINESS


def test_nothing_filled_in_is_no_fault():
    assert cells.read(dict.fromkeys(Field, "  "), LISTS) == cells.read({}, LISTS)
    assert cells.read({}, LISTS).sheet == Sheet()


@given(st.dictionaries(st.sampled_from(Field), st.text(max_size=300)))
def test_any_text_is_read_or_refused(texts):
    read = cells.read(texts, LISTS)
    assert read.unread <= set(texts)
    assert all(not read.sheet.has(name) for name in read.unread)
