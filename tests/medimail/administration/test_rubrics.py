"""Each page of a structure says where it is: its mothers within reach, its rubrique."""

import pytest

pytestmark = pytest.mark.one_database

PAGES = {
    "": "Accueil structure",
    "/parametrage": "Paramétrage de la structure",
    "/administrateurs": "Paramétrage de la structure",
    "/enrolement": "Paramétrage de la structure",
    "/comptes": "Gestion des utilisateurs Medimail",
    "/comptes/nouveau": "Gestion des utilisateurs Medimail",
    "/comptes/relances/nouvelle": "Gestion des utilisateurs Medimail",
    "/comptes/relances/derniere": "Gestion des utilisateurs Medimail",
    "/changements-adresse": "Gestion des utilisateurs Medimail",
    "/cette-nuit": "Gestion des utilisateurs Medimail",
}


@pytest.mark.parametrize("page", PAGES)
def test_each_page_marks_its_rubrique_and_names_the_mothers_within_reach(desk, tree, page):
    shown = desk.open(f"/structures/{tree.daughter.id}{page}").soup
    marked = shown.select_one("[aria-label='Rubriques de la structure'] [aria-current]")
    assert marked
    assert marked.get_text(strip=True) == PAGES[page]
    trail = [link.get_text(strip=True) for link in shown.select("[aria-label='Fil d’Ariane'] a")]
    assert trail[:2] == ["Structures", "CHIC Castres-Mazamet"]
    assert "GIP e-santé" not in shown.get_text()
