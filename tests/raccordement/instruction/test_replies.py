"""Reply templates: kept, changed and removed on their pages; inserted with the values of a request."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.db import reading
from portal.raccordement.instruction.replies import rules, store
from portal.raccordement.record.states import State
from tests.attacks.crowd import at_once, cookies_of, post
from tests.pages.inside import put_inside

BODY = "Bonjour {prenom} {nom},\n\nla demande {numero} ({ systeme }) attend {etablissement}.\n\n{instructeur}"


def templates():
    with reading() as session:
        return [(t.title, t.body) for t in store.listed(session)]


def keep(desk, title="Version manquante", body=BODY):
    return desk.open("/instruction/modeles/nouveau").submit({"titre": title, "texte": body})


def test_a_template_is_kept_changed_and_removed(desk):
    assert "Le modèle « Version manquante » est enregistré." in keep(desk).text
    desk.open("/instruction/modeles").open(desk.soup.select_one("#modeles th a")["href"])
    desk.submit({"titre": "Autre titre", "texte": "Bonjour {nom}"})
    assert templates() == [("Autre titre", "Bonjour {nom}")]
    desk.press("Supprimer")
    assert templates() == []
    assert "Aucun modèle pour l’instant" in desk.text


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("{nomm}", "« {nomm} » n’est pas une variable"),
        ("{} et {NOM}", "« {} » et « {NOM} » ne sont pas des variables"),
        ("{nom.__class__}", "« {nom.__class__} » n’est pas une variable"),
        ("{0} {nom!r}", "« {0} » et « {nom!r} » ne sont pas des variables"),
    ],
)
def test_a_variable_that_does_not_exist_is_refused_with_those_that_do(desk, body, told):
    keep(desk, body=body)
    assert desk.status == 422
    assert desk.errors[0].replace("\u00a0", " ").startswith(told)
    assert "{numero}, {systeme}" in desk.errors[0]
    assert desk.soup.select_one("#texte").get_text().strip() == body
    assert templates() == []


def test_braces_that_enclose_no_name_are_plain_text(desk):
    keep(desk, body="Ouvrez { puis fermez\n} ensuite.")
    assert templates()[0][1] == "Ouvrez { puis fermez\n} ensuite."


@pytest.mark.parametrize(("title", "body"), [("", "x"), ("x", " "), ("a" * 81, "x"), ("x", "a" * 3001)])
def test_a_title_and_a_text_are_wanted_and_bounded(desk, title, body):
    assert keep(desk, title, body).status == 422


def test_two_templates_do_not_have_the_same_title(desk):
    keep(desk)
    keep(desk, "VERSION manquante", "x")
    assert (desk.status, len(templates())) == (422, 1)
    assert "Un autre modèle porte ce titre" in desk.errors[0]


def test_a_double_click_keeps_one_template_and_says_so(desk):
    keep(desk)
    keep(desk)
    assert (desk.status, len(templates())) == (200, 1)
    assert "est enregistré." in desk.text


def test_of_four_who_write_one_title_at_once_one_is_kept_and_the_others_are_told(app, records, new_client):
    jobs = []
    for number in range(4):
        person = put_inside(new_client(), records.instructor()).open("/instruction/modeles/nouveau")
        data = {"csrf_token": person.token, "version": "0", "titre": "Version manquante", "texte": f"Texte {number}"}
        held = cookies_of(person)
        jobs.append(lambda data=data, held=held: post(app, "/instruction/modeles/nouveau", data, held))
    assert sorted(answer.status_code for answer in at_once(jobs)) == [303, 422, 422, 422]
    assert len(templates()) == 1


def test_of_two_who_change_a_template_the_second_is_told(desk, records, new_client):
    keep(desk)
    path = desk.soup.select_one("#modeles th a")["href"]
    second = put_inside(new_client(), records.instructor()).open(path)
    desk.open(path).submit({"titre": "Premier", "texte": "x"})
    second.submit({"titre": "Second", "texte": "long texte"})
    assert second.status == 422
    assert "Quelqu’un a modifié ou supprimé ce modèle entre-temps" in second.errors[0]
    assert templates() == [("Premier", "x")]


def test_removed_twice_it_is_removed_once(desk, records, new_client):
    keep(desk)
    second = put_inside(new_client(), records.instructor()).open("/instruction/modeles")
    desk.press("Supprimer")
    assert "Ce modèle était déjà supprimé." in second.press("Supprimer").text


def test_a_template_that_is_not_there_is_not_found(desk):
    assert desk.open("/instruction/modeles/999").status == 404


def choose(desk):
    return desk.soup.select_one("#modele option:nth-of-type(2)")["value"]


def written(record, judge):
    return (
        f"Bonjour Alex Petit,\n\nla demande {record.number} (Hôpital Exemple DPI) attend CH DE FLEYRIAT."
        f"\n\n{judge.full_name}"
    )


def test_a_template_fills_in_the_message_without_scripts(records, judge, desk):
    keep(desk)
    record = records.record()
    desk.open(f"/instruction/{record.number}")
    data = {"message": "", "modele": choose(desk)}
    desk.post(f"/instruction/{record.number}/message/modele", data)
    assert desk.status == 200
    assert desk.soup.select_one("#message").get_text().strip() == written(record, judge)


def test_what_is_already_written_comes_first(records, judge, desk):
    keep(desk)
    record = records.record()
    desk.open(f"/instruction/{record.number}")
    desk.post(f"/instruction/{record.number}/message/modele", {"message": "D’abord ceci.", "modele": choose(desk)})
    assert desk.soup.select_one("#message").get_text().strip() == f"D’abord ceci.\n\n{written(record, judge)}"


def test_htmx_gets_the_part_alone_with_the_text_focused(records, judge, desk):
    keep(desk)
    record = records.record()
    desk.open(f"/instruction/{record.number}")
    part = desk.fragment(f"/instruction/{record.number}/message/modele", {"modele": choose(desk)})
    assert part.text.lstrip().startswith('<div class="flow" id="echange">')
    assert "data-focus" in part.text
    assert "Bonjour Alex Petit" in part.text


def test_nothing_is_sent_nor_moved_by_inserting(records, desk, mailbox):
    keep(desk)
    record = records.record(State.UNDER_REVIEW)
    sent = len(mailbox.all())
    desk.open(f"/instruction/{record.number}/refuser")
    desk.post(f"/instruction/{record.number}/refuser/modele", {"motif": "", "modele": choose(desk), "version": "3"})
    assert "Bonjour Alex Petit" in desk.soup.select_one("#motif").get_text()
    assert records.read(record.id).state is State.UNDER_REVIEW
    assert len(mailbox.all()) == sent


def test_choosing_none_is_said(records, desk):
    keep(desk)
    record = records.record()
    desk.open(f"/instruction/{record.number}")
    desk.post(f"/instruction/{record.number}/message/modele", {"message": "Bonjour", "modele": ""})
    assert (desk.status, desk.errors) == (422, ["Choisissez d’abord un modèle dans la liste."])
    assert desk.soup.select_one("#message").get_text().strip() == "Bonjour"


def test_a_value_that_holds_braces_is_not_filled_in_again():
    assert rules.fill("{nom}", {"nom": "{numero}", "numero": "R-1"}) == "{numero}"


@given(st.text(max_size=200))
def test_a_text_that_is_accepted_is_filled_in_whole(body):
    values = dict.fromkeys(rules.VARIABLES, "x")
    if not rules.refusal(body):
        assert not rules.unknown(rules.fill(body, values))
