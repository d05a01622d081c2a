"""Promise 14: what a form sends once its session has ended is there again after sign-in, for its author alone."""

import pytest
from flask import abort, render_template_string
from wtforms import FileField

from portal.accounts import store
from portal.db import reading, transaction
from portal.operations import service as operations
from portal.web import body, guards, hx, kept
from portal.web.fields import LongText, Secret, Text
from portal.web.forms import required
from portal.web.models import KeptEntries
from tests.pages.inside import put_inside
from tests.pages.signin import sign_in

pytestmark = pytest.mark.own_app  # to which a form is added

PAGE = """{% extends "layouts/page.html" %}
{% from "components/forms.html" import post_form, field, button with context %}
{% block title %}Lettre{% endblock %}{% block heading %}Lettre{% endblock %}
{% block content %}<div id="lettre">{% call post_form(form, action=url_for("ecrire", sujet=sujet), target="#lettre") %}
{{ field(form.titre) }}{{ field(form.texte) }}{{ field(form.mot_de_passe) }}{{ button("Poster") }}
{% endcall %}</div>{% endblock %}"""
SAID = {"titre": "Objet", "texte": "Première ligne\r\nSeconde", "mot_de_passe": "secret"}


class Letter(kept.KeptForm):
    titre = Text("Titre", validators=[required("Donnez un titre.")])
    texte = LongText("Texte", max_length=200)
    mot_de_passe = Secret("Mot de passe")
    piece = FileField("Pièce")


@guards.signed_in
def show(sujet):
    with reading() as session:
        form = kept.back(session, Letter) or Letter(formdata=None)
    return render_template_string(PAGE, form=form, sujet=sujet)


@kept.entries(Letter, page="lettre")
@guards.signed_in
def write(sujet):
    form = Letter()
    if sujet == "close":
        abort(404)
    if not form.validate_on_submit():
        return render_template_string(PAGE, form=form, sujet=sujet), 422
    return hx.go("/aide")


@pytest.fixture
def author(app, build):
    app.add_url_rule("/lettre/<sujet>", "lettre", show)
    app.add_url_rule("/lettre/<sujet>", "ecrire", write, methods=["POST"])
    return build.physician()


@pytest.fixture
def inside(author, client):
    """Its author, before the form."""
    return put_inside(client, author).open("/lettre/conge")


def end_sessions(author):
    with transaction() as session:
        store.end_sessions(session, author.id)


def rows():
    with reading() as session:
        return session.query(KeptEntries).all()


def typed(page):
    return (page.form("titre").select_one("#titre").get("value"), page.form("titre").select_one("#texte").text.strip())


def test_what_was_typed_is_back_after_the_sign_in(author, inside, mailbox):
    end_sessions(author)
    inside.submit(SAID)
    assert inside.path == "/connexion"
    assert "Votre saisie est gardée" in inside.text
    inside.submit({"identifiant": author.rpps, "mot_de_passe": "tournesol bleu sur la falaise"})
    inside.submit({"code": mailbox.code(author.mssante)})
    assert inside.path == "/lettre/conge"
    assert typed(inside) == ("Objet", "Première ligne\nSeconde")
    assert "est revenue" in inside.text


def test_a_form_that_takes_files_keeps_what_was_typed(app, author, inside):
    body.up_to(lambda: 10**6)(app.view_functions["ecrire"])
    end_sessions(author)
    inside.submit(SAID)
    assert inside.path == "/connexion"
    assert typed(put_inside(inside, author).open("/lettre/conge"))[0] == "Objet"


def test_a_session_that_was_idle_keeps_too(author, inside, later, mailbox):
    later(minutes=45)
    inside.submit(SAID)
    sign_in(inside, mailbox, author.rpps, author.mssante)
    assert typed(inside.open("/lettre/conge"))[0] == "Objet"


def test_secrets_and_files_are_never_kept(author, inside):
    end_sessions(author)
    inside.submit(SAID | {"piece": "x"})
    (row,) = rows()
    assert set(row.entries) == {"titre", "texte"}


def test_the_next_person_at_this_browser_sees_nothing_of_them(author, inside, build):
    end_sessions(author)
    inside.submit(SAID)
    put_inside(inside, build.physician()).open("/lettre/conge")
    assert typed(inside) == ("", "")
    assert "est revenue" not in inside.text


def test_the_author_finds_them_at_another_browser(author, inside, new_client):
    end_sessions(author)
    inside.submit(SAID)
    assert typed(put_inside(new_client(), author).open("/lettre/conge"))[0] == "Objet"


def test_they_come_back_to_their_own_page_alone(author, inside):
    end_sessions(author)
    inside.submit(SAID)
    put_inside(inside, author)
    assert typed(inside.open("/lettre/retraite")) == ("", "")


def test_looking_at_the_page_consumes_nothing(author, inside):
    end_sessions(author)
    inside.submit(SAID)
    put_inside(inside, author)
    assert {typed(inside.open("/lettre/conge"))[0] for _ in range(5)} == {"Objet"}


def test_sent_for_good_they_are_gone(author, inside):
    end_sessions(author)
    inside.submit(SAID)
    put_inside(inside, author).open("/lettre/conge").submit({"titre": "Objet revu"})
    assert inside.path == "/aide"
    assert rows() == []


def test_sent_with_an_error_they_stay(author, inside):
    end_sessions(author)
    inside.submit(SAID)
    put_inside(inside, author).open("/lettre/conge").submit({"titre": ""})
    assert inside.status == 422
    assert len(rows()) == 1


def test_they_can_be_given_up(author, inside):
    end_sessions(author)
    inside.submit(SAID)
    put_inside(inside, author).open("/lettre/conge").press("Y renoncer")
    assert inside.path == "/lettre/conge"
    assert typed(inside) == ("", "")
    assert rows() == []


def test_a_form_left_in_another_tab_is_kept_though_its_token_is_of_no_use(author, inside):
    token = inside.form("titre").select_one("[name=auteur]")["value"]
    answer = inside.send("POST", "/lettre/conge", data=SAID | {"csrf_token": "IjAi.forged", "auteur": token})
    assert answer.status_code == 400
    assert '<a href="/lettre/conge">Rouvrir le formulaire</a>' in answer.text
    assert typed(inside.open("/lettre/conge"))[0] == "Objet"


@pytest.mark.parametrize("signature", ["", "WzEsMV0.forged", "IjAi"])
def test_nobody_writes_in_somebody_s_name(author, inside, signature):
    end_sessions(author)
    inside.send("POST", "/lettre/conge", data=SAID | {"csrf_token": inside.token, "auteur": signature})
    assert rows() == []


def test_a_page_shown_last_week_keeps_nothing(author, inside, later):
    later(days=5)
    inside.submit(SAID)
    assert rows() == []


def test_an_empty_form_leaves_nothing(author, inside):
    end_sessions(author)
    inside.submit({"titre": "", "texte": ""})
    assert rows() == []
    assert "Votre saisie est gardée" not in inside.text


def test_after_half_a_day_they_are_neither_shown_nor_kept(author, inside, later):
    end_sessions(author)
    inside.submit(SAID)
    later(hours=13)
    put_inside(inside, author)
    assert typed(inside.open("/lettre/conge")) == ("", "")
    operations.purge()
    assert rows() == []


def test_the_same_form_twice_is_kept_once_the_last_way(author, inside):
    end_sessions(author)
    page = inside.form("titre")
    data = {i["name"]: i.get("value", "") for i in page.select("input[type=hidden]")}
    for title in ("Un", "Deux"):
        inside.send("POST", "/lettre/conge", data=data | {"titre": title})
    (row,) = rows()
    assert row.entries["titre"] == ["Deux"]


def test_one_person_keeps_twenty_forms_at_most(author, inside):
    end_sessions(author)
    data = {i["name"]: i.get("value", "") for i in inside.form("titre").select("input[type=hidden]")}
    for number in range(kept.MOST + 3):
        inside.send("POST", f"/lettre/sujet-{number}", data=data | {"titre": "Un"})
    assert len(rows()) == kept.MOST


def test_htmx_is_led_to_the_sign_in_and_nothing_is_lost(author, inside):
    end_sessions(author)
    sent = SAID | {"auteur": inside.form("titre").select_one("[name=auteur]")["value"]}
    answer = inside.fragment("/lettre/conge", sent)
    assert answer.headers["HX-Redirect"].startswith("/connexion?")
    assert len(rows()) == 1


def test_what_was_typed_for_a_page_that_is_out_of_reach_meanwhile_is_there_to_be_copied(inside):
    page = inside.open("/lettre/close").submit(SAID)
    shown = page.soup.select_one("#saisie").get_text()
    assert (page.status, "Objet" in shown, "Seconde" in shown, "secret" in page.response.text) == (
        404,
        True,
        True,
        False,
    )
    assert "Rien n’a été enregistré" in page.text


def test_a_page_that_is_nowhere_says_so_as_ever(inside):
    assert "n’y mène plus" in inside.open("/lettre").text


def test_htmx_is_given_nothing_of_what_stays_on_its_page(inside):
    inside.open("/lettre/close")
    answer = inside.fragment("/lettre/close", SAID)
    assert (answer.status_code, "Objet" in answer.text) == (404, False)
