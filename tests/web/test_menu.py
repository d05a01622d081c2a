"""The top bar says where one is: on a page of the menu, or below one."""

import pytest

from tests.pages.inside import put_inside

# Nothing of it depends on the database.
pytestmark = pytest.mark.one_database

WHERE = {
    "/": [("Accueil", "page")],
    "/aide": [("Aide", "page")],
    "/aide/connexion/etablissement": [("Aide", "true")],
    "/mon-compte": [("Mon compte", "page")],
    "/mon-compte/mot-de-passe": [("Mon compte", "true")],
    "/accessibilite": [],
}


@pytest.mark.parametrize(("path", "marked"), WHERE.items())
def test_the_menu_marks_the_page_or_what_it_is_below(client, build, path, marked):
    page = put_inside(client, build.physician()).open(path)
    entries = page.soup.select('nav[aria-label="Menu principal"] a[aria-current]')
    assert [(entry.get_text(), entry["aria-current"]) for entry in entries] == marked
