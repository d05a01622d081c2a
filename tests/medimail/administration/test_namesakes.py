"""Two structures of one name: refused under one mother, told elsewhere (« intitulé exact », source 003 section 3)."""

from portal.medimail.structures.rules.shaping import NAMESAKE
from tests.medimail.administration.test_settings import IDENTITY, at


def test_a_daughter_renamed_like_her_mother_is_saved_and_it_is_told(tree, grades):
    page = grades.open(at(tree.daughter)).submit({**IDENTITY, "nom": "CHIC Castres Mazamet", "domaine": ""})
    assert "L’identité est enregistrée." in page.text
    assert NAMESAKE.replace("\u00a0", " ") in page.text.replace("\u00a0", " ")


def test_a_structure_created_under_a_name_used_elsewhere_is_told(tree, grades):
    grades.open("/structures/nouvelle?mere=0").submit({"nom": "Pôle gériatrie"})
    assert "ailleurs dans l’arborescence" in grades.text


def test_nobody_learns_of_a_name_beyond_their_reach(tree, desk):
    page = desk.open(at(tree.daughter)).submit({**IDENTITY, "nom": "CH Ariège"})
    assert "L’identité est enregistrée." in page.text
    assert "ailleurs dans l’arborescence" not in page.text
