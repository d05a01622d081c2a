"""« Mon compte » speaks to the person that it shows."""

import pytest

from portal.accounts.rules import Kind
from tests.pages.inside import put_inside

pytestmark = pytest.mark.one_database

CORRECTED_BY = {
    Kind.HEALTH_PROFESSIONAL: "Le référent de votre établissement",
    Kind.STAFF: "Le référent de votre établissement",
    Kind.SI_MANAGER: "L’assistance téléphonique",
    Kind.MAILBOX_HOLDER: "L’administrateur Medimail de votre structure",
}


@pytest.mark.parametrize("kind", Kind)
def test_it_says_who_can_correct_an_error(client, build, kind):
    person = build.person(kind=kind, last_name="Roy", first_name="Sacha", email="sacha.roy@chu-demo.fr")
    assert f"Une erreur ? {CORRECTED_BY[kind]}" in put_inside(client, person).open("/mon-compte").soup.main.get_text()
