"""Which professions each type is offered and accepts, and how the lists read (source 003 section 2)."""

import pytest

from portal.medimail.mailboxes.record.rules import professions
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.reference import Trade
from portal.registers import nomenclature

OFFICES = ["Personnel administratif", "Personnel informatique", "Secrétaire médical"]


def accepted(kind):
    found = nomenclature.professions().values()
    return {one.label for one in found if professions.is_accepted(kind, Trade(one.label, one.register, one.category))}


@pytest.mark.parametrize("kind", [Kind.PER, Kind.INT])
def test_offices_are_neither_per_nor_int(kind):
    assert accepted(kind).isdisjoint(OFFICES)


def test_a_med_may_be_of_any_profession():
    assert accepted(Kind.MED) == set(nomenclature.professions())


def test_an_int_of_social_care_is_accepted_and_alerted():
    trade = Trade("Professionnel médico-social", "", "medico-social")
    assert professions.is_accepted(Kind.INT, trade)
    assert professions.alert(Kind.INT, trade) == professions.INT_ALERT
    assert professions.alert(Kind.MED, trade) == ""


def test_a_list_is_in_alphabetical_order_whatever_the_accents_and_reads_with_true_apostrophes():
    found = professions.offered(["Sage-Femme", "Épithésiste", "Ergothérapeute", "Médecine d'urgence", "Dentiste"])
    assert list(found) == ["Dentiste", "Épithésiste", "Ergothérapeute", "Médecine d'urgence", "Sage-Femme"]
    assert found["Médecine d'urgence"] == "Médecine d’urgence"
