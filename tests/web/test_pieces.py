"""Pieces of pages are drawn once, and never hold what belongs to one person."""

import pytest
from flask import render_template_string
from jinja2 import ChoiceLoader, DictLoader

from portal.signin.forms import SignInForm
from portal.web.pieces import PersonalPieceError
from tests.pages.client import PageClient

pytestmark = [pytest.mark.own_app, pytest.mark.one_database]


@pytest.fixture
def draw(app):
    """Draws a piece of this source, in one request."""

    def draw(source, call):
        app.jinja_env.loader = ChoiceLoader([DictLoader({"_morceau.html": source}), app.jinja_loader])
        with app.test_request_context():
            return render_template_string("{{ csrf_token() and piece('_morceau.html', " + call + ") }}")

    return draw


def test_a_piece_is_drawn_once_for_each_set_of_values(draw):
    first = [draw("<b>{{ mot }}</b>", f"mot='{word}'") for word in ("un", "deux")]
    again = [draw("changé", f"mot='{word}'") for word in ("un", "deux")]
    assert again == first == ["<b>un</b>", "<b>deux</b>"]


def test_what_a_piece_is_handed_is_escaped(draw):
    assert draw("{{ mot }}", "mot='<script>'") == "&lt;script&gt;"


def test_a_piece_that_holds_a_token_is_refused(draw):
    with pytest.raises(PersonalPieceError):
        draw("{{ csrf_token() }}", "mot=''")


def test_what_is_typed_in_a_form_is_never_kept(app):
    typed = PageClient(app).open("/connexion").submit({"identifiant": "10 chiffres", "mot_de_passe": ""})
    assert _shown(typed) == "10 chiffres"
    assert not _shown(PageClient(app).open("/connexion"))


def _shown(page):
    return page.soup.select_one("#identifiant").get("value")


@pytest.mark.parametrize(
    ("sent", "untouched"),
    [(None, True), ({}, True), ({"identifiant": "x"}, False), ({"identifiant": ""}, False), ({"retenir": "y"}, False)],
)
def test_a_form_is_untouched_until_something_is_typed(app, sent, untouched):
    with app.test_request_context("/connexion", method="POST" if sent else "GET", data=sent):
        assert (SignInForm() if sent else SignInForm(formdata=None)).untouched is untouched


def test_a_form_of_which_something_is_wrong_is_not_untouched(app):
    with app.test_request_context():
        form = SignInForm(formdata=None)
        form.identifiant.errors = ["Refusé."]
        assert not form.untouched
