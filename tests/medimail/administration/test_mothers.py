"""The choice of a mother: offered before anything is looked for, and never taken from an address that names none."""

import pytest
from sqlalchemy import select

from portal.db import reading
from portal.medimail.structures.models import Structure

NEW = "/structures/nouvelle"


def everything():
    with reading() as session:
        return session.scalars(select(Structure).order_by(Structure.id)).all()


def offered(page):
    return [one.get_text() for one in page.soup.select("#meres tbody th")]


def test_mothers_are_offered_before_anything_is_looked_for(medimail, tree, grades):
    medimail.structure("Fermée", tree.top, closed_at=tree.top.created_at)
    names = [one.name for one in everything() if one.closed_at is None]
    assert sorted(offered(grades.open(NEW))) == sorted(names)


def test_as_many_mothers_are_offered_as_one_reads_and_the_page_says_that_there_are_more(medimail, tree, grades):
    for number in range(20):
        medimail.structure(f"Abbaye {number:02}", tree.top)
    page = grades.open(NEW)
    assert offered(page) == [f"Abbaye {number:02}" for number in range(20)]
    assert "Les 20 premières, par nom" in page.text


@pytest.mark.parametrize("mother", ["999999", "-1", "abc", "9" * 30, "closed"])
def test_an_address_that_names_no_mother_does_not_stand_for_the_top(medimail, tree, grades, mother):
    closed = medimail.structure("Fermée", tree.top, closed_at=tree.top.created_at)
    page = grades.open(f"{NEW}?mere={closed.id if mother == 'closed' else mother}")
    assert "choisissez-en une autre" in page.text
    assert "la structure se place en haut" not in page.text
    assert page.soup.select_one("form[method=post] input[name=nom]") is None


def test_the_name_that_was_typed_follows_to_another_mother(tree, grades):
    page = grades.open(f"{NEW}?mere=0").submit({"nom": "Maternité", "mere": "999999"})
    page = page.open(page.soup.find("a", attrs={"aria-label": f"Choisir\xa0: {tree.mother.name}"})["href"])
    page.submit({"nom": page.soup.select_one("form[method=post] input[name=nom]")["value"]})
    assert (everything()[-1].name, everything()[-1].mother_id) == ("Maternité", tree.mother.id)


def test_the_mothers_of_a_move_are_those_that_make_no_loop_however_many_are_under_it(medimail, tree, grades):
    for number in range(20):
        medimail.structure(f"Abbaye {number:02}", tree.daughter)
    # Neither herself, nor what is under her, nor the mother that she has.
    assert offered(grades.open(f"/structures/{tree.mother.id}/deplacer")) == [tree.stranger.name]
