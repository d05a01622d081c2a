"""Whole sheets of each type, as texts, that a test breaks where it matters; and the lists that they are read with."""

from datetime import date

from portal.medimail.mailboxes.record.rules.fields import Field
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.reference import Facts, Lists, Opener, Trade
from portal.medimail.structures.rules.locating import Town
from portal.registers import nomenclature

TODAY = date(2026, 4, 3)
RPPS, OTHER_RPPS = "99999900014", "99999900022"
FINESS = "810000521"
OPENER = "alex.petit@chic-demo.fr"
RETURN = "secretariat@chic.mssante.fr"

LISTS = Lists(
    trades={p.label: Trade(p.label, p.register, p.category) for p in nomenclature.professions().values()},
    specialties=nomenclature.specialties(),
    departements={
        "81": ("Tarn", "76"),
        "31": ("Haute-Garonne", "76"),
        "01": ("Ain", "84"),
        "2A": ("Corse-du-Sud", "94"),
    },
    regions={"76": "Occitanie", "84": "Auvergne-Rhône-Alpes", "94": "Corse"},
)
FACTS = Facts(
    LISTS,
    TODAY,
    communes=(Town("Castres", "81"),),
    is_place_known=True,
    openers={OPENER: Opener(Kind.PER, is_live=True)},
)

_EVERYBODY = {
    Field.ADDRESS: "camille.durand@chic-demo.fr",
    Field.LAST_NAME: "Durand",
    Field.FIRST_NAME: "Camille",
    Field.POSTAL_CODE: "81100",
    Field.CITY: "Castres",
    Field.DEPARTEMENT: "81",
    Field.REGION: "76",
    Field.PROFESSION: "Médecin",
    Field.IS_LIBERAL: "NON",
}
_PLACE = {Field.PLACE_KIND: "FINESS", Field.PLACE_NUMBER: FINESS}
_SHARED = {
    **_EVERYBODY,
    **_PLACE,
    Field.ADDRESS: "secretariat@chic-demo.fr",
    Field.LAST_NAME: "Secrétariat",
    Field.FIRST_NAME: "Cardiologie",
    Field.RESPONSIBLE_LAST_NAME: "Petit",
    Field.RESPONSIBLE_FIRST_NAME: "Alex",
    Field.RESPONSIBLE_PROFESSION: "Médecin",
    Field.RESPONSIBLE_RPPS: OTHER_RPPS,
    Field.DESCRIPTION: "Secrétariat de cardiologie",
    Field.CONNECTIONS: OPENER,
}
WHOLE = {
    Kind.MED: {**_EVERYBODY, Field.PROFESSION: "Secrétaire médical"},
    Kind.PER: {**_EVERYBODY, Field.RPPS: RPPS},
    Kind.INT: {**_EVERYBODY, **_PLACE, Field.TITLE: "Docteur"},
    Kind.ORG: _SHARED,
    Kind.APP: {**_SHARED, Field.ADDRESS: "noreply.labo@chic-demo.fr", Field.RETURN_ADDRESS: RETURN},
}
