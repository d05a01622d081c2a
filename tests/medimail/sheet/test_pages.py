"""The sheet of an account in a browser without scripts: chosen, filled in, corrected, read, edited."""

import pytest

from portal import clock
from portal.accounts import store as people
from portal.db import transaction
from portal.medimail.mailboxes.record.forms import FORM_NAMES
from portal.medimail.mailboxes.record.rules.fields import Field, Need, need
from portal.medimail.mailboxes.record.rules.groups import GROUPS, groups_of
from portal.medimail.mailboxes.record.rules.kinds import PERSONS, SHARED, Kind
from portal.medimail.mailboxes.record.rules.states import State
from tests.medimail.sheets import OPENER, OTHER_RPPS, WHOLE
from tests.pages.mailbox import SheetPages, typed

pytestmark = pytest.mark.one_database

# Apart: a way of its own, or nothing that one types.
_APART = {Field.KIND, Field.MSSANTE, Field.ALIAS, Field.STRUCTURE}


@pytest.fixture
def pages(desk, hospital):
    return SheetPages(desk, hospital.structure.id)


def test_every_field_of_the_grid_has_its_place_in_the_form_and_in_one_group():
    placed = [field for group in GROUPS for field in group.fields]
    assert len(placed) == len(set(placed))
    assert set(placed) == set(FORM_NAMES) == set(Field) - _APART


@pytest.mark.parametrize("kind", Kind)
def test_the_form_of_a_type_asks_for_its_fields_and_marks_those_that_are_required(pages, kind):
    soup = pages.client.open(f"{pages.list}/nouveau/{kind}").soup
    shown = {field for field, name in FORM_NAMES.items() if soup.select(f'[name="{name}"]')}
    assert shown == {field for group in groups_of(kind) for field in group.fields}
    star = 'label[for="{0}"] .field-star, fieldset#{0} > legend .field-star'
    starred = {field for field, name in FORM_NAMES.items() if soup.select(star.format(name))}
    assert starred == {field for field in shown if need(kind, field) is Need.REQUIRED}


def test_the_type_is_chosen_first(pages):
    pages.client.open(f"{pages.list}/nouveau")
    assert len(pages.client.soup.select("[name=type]")) == len(Kind)
    assert pages.client.open(f"{pages.list}/nouveau?type=ORG").path == f"{pages.list}/nouveau/ORG"
    pages.client.open(f"{pages.list}/nouveau?suite=1")
    assert pages.client.errors == ["Choisissez le type de compte."]


@pytest.mark.parametrize("kind", sorted(PERSONS))
def test_a_person_is_created_and_one_reads_what_comes_next(hospital, pages, kind):
    page = pages.create(kind)
    assert page.heading == "Camille DURAND"
    assert pages.told()[0].endswith("dans la liste des comptes préinscrits.")
    assert "Le lien de finalisation est parti" in pages.told()[1]
    assert len(hospital.mails()) == 1


def test_without_the_box_nothing_is_sent_and_one_reads_how_to_do_it_later(hospital, pages):
    pages.create(Kind.MED, inviter="")
    assert "relancez l’utilisateur" in pages.told()[1]
    assert hospital.mails() == []


@pytest.mark.parametrize("kind", sorted(SHARED))
def test_a_shared_mailbox_is_created_valid(pages, kind):
    pages.create(kind)
    assert pages.told() == ["Le compte est créé : il est dans la liste des comptes validés."]
    assert pages.facts()["Comptes de connexion"] == OPENER


@pytest.mark.parametrize("kind", Kind)
def test_an_empty_form_says_each_thing_that_is_missing_at_its_field(pages, kind):
    pages.client.open(f"{pages.list}/nouveau/{kind}")
    page = pages.client.submit({"adresse": "", "nom": ""})
    assert page.status == 422
    filled = {Field.POSTAL_CODE, Field.CITY, Field.DEPARTEMENT, Field.REGION, Field.PLACE_KIND, Field.PLACE_NUMBER}
    needed = [field for field in FORM_NAMES if need(kind, field) is Need.REQUIRED and field not in filled]
    hidden = {Field.POSTAL_CODE, Field.CITY, Field.DEPARTEMENT, Field.REGION} | (
        {Field.PLACE_KIND, Field.PLACE_NUMBER} if kind not in {Kind.MED, Kind.PER} else set()
    )
    alone = kind is Kind.PER  # an RPPS or an ADELI number
    assert len(page.errors) == len(needed) + len(hidden) + alone


def test_what_was_typed_is_still_there_beside_what_is_wrong(pages):
    page = pages.create(Kind.ORG, rpps_responsable="12", description="Secrétariat")
    assert page.status == 422
    assert len(page.errors) == 1
    assert page.soup.select_one("#description").get_text().strip() == "Secrétariat"
    assert pages.ticked() == [OPENER]


def test_the_structure_fills_in_what_it_knows(pages):
    soup = pages.client.open(f"{pages.list}/nouveau/INT").soup
    assert soup.select_one("#code_postal")["value"] == "81100"
    assert soup.select_one("#departement option[selected]")["value"] == "81"
    assert soup.select_one("#identifiant")["value"] == "810000521"


def test_a_connection_account_is_searched_without_a_script_and_nothing_is_lost(hospital, pages):
    pages.client.open(f"{pages.list}/nouveau/ORG")
    page = pages.client.submit({**typed(Kind.ORG), "connexions": [], "connexion": "petit", "geste": "chercher"})
    assert page.status == 200
    assert [str(box["value"]) for box in page.soup.select("#comptes-trouves [name=connexions]")] == [OPENER]
    assert page.soup.select_one("#nom")["value"] == "Secrétariat"
    assert hospital.mails() == []


def test_what_was_typed_in_a_structure_that_is_closed_meanwhile_is_there_to_be_copied(hospital, pages):
    pages.client.open(f"{pages.list}/nouveau/ORG")
    with transaction() as session:
        session.merge(hospital.structure).closed_at = clock.now()
    page = pages.client.submit({**typed(Kind.ORG), "connexions": []})
    assert (page.status, "Rien n’a été enregistré" in page.text) == (404, True)
    assert "Secrétariat" in page.soup.select_one("#saisie").get_text()
    # As of one that never was: nothing says which.
    assert page.post("/structures/999999/comptes/nouveau/ORG", typed(Kind.ORG)).status == 404
    assert "n’est plus à votre portée" in page.text


def default_button(page):
    """What the first button of the form sends: the one that Enter presses."""
    button = page.form("nom").select_one("button, input[type=submit]")
    return {button["name"]: button["value"]}


def test_enter_searches_while_a_connection_account_is_looked_for_and_saves_nothing(hospital, pages):
    pages.client.open(f"{pages.list}/nouveau/ORG")
    sent = {**typed(Kind.ORG), "connexion": "petit", **default_button(pages.client), "connexions": []}
    page = pages.client.submit(sent)
    assert (page.status, page.soup.select_one("#nom")["value"]) == (200, "Secrétariat")
    assert [str(box["value"]) for box in page.soup.select("#comptes-trouves [name=connexions]")] == [OPENER]
    assert page.soup.select_one("#comptes-trouves").has_attr("autofocus")


def test_enter_saves_where_no_connection_account_is_looked_for(hospital, pages):
    pages.client.open(f"{pages.list}/nouveau/ORG")
    pages.client.submit({**typed(Kind.ORG), **default_button(pages.client)})
    assert pages.facts()["Comptes de connexion"] == OPENER


def test_an_address_typed_in_the_search_counts_as_ticked(hospital, pages):
    pages.client.open(f"{pages.list}/nouveau/ORG")
    pages.client.submit({**typed(Kind.ORG), "connexions": [], "connexion": OPENER})
    assert pages.facts()["Comptes de connexion"] == OPENER


def test_a_search_finds_nobody_out_of_reach_and_no_shared_mailbox(hospital, pages):
    stranger = hospital.medimail.structure("CH d’ailleurs")
    hospital.medimail.mailbox(stranger, last_name="PETIT", first_name="Loin")
    hospital.medimail.mailbox(hospital.structure, Kind.ORG, last_name="PETIT", first_name="Service")
    hospital.medimail.mailbox(hospital.structure, state=State.REJECTED, last_name="PETIT", first_name="Parti")
    path = f"{pages.list}/comptes-de-connexion"
    answer = pages.client.open(f"{pages.list}/nouveau/ORG").fragment(path, {"connexion": "petit"})
    assert OPENER in answer.text
    assert not any(name in answer.text for name in ("Loin", "Service", "Parti"))


def test_the_name_of_somebody_out_of_reach_is_not_told_to_who_types_the_address(hospital, pages):
    stranger = hospital.medimail.structure("CH d’ailleurs")
    box = hospital.medimail.mailbox(stranger, last_name="ZEBULON")
    page = pages.client.open(f"{pages.list}/nouveau/ORG")
    answer = page.fragment(f"{pages.list}/comptes-de-connexion", {"connexions": box.address})
    assert "ZEBULON" not in answer.text
    assert "ZEBULON" not in pages.create(Kind.ORG, connexions=box.address).text


def test_a_postal_code_brings_its_commune_its_departement_and_its_region(pages):
    page = pages.client.open(f"{pages.list}/nouveau/MED")
    answer = page.fragment(f"{pages.list}/localisation", {"code_postal": "31000", "departement": "81", "region": "76"})
    assert 'data-fill="ville"' in answer.text
    assert 'data-value="TOULOUSE"' in answer.text
    assert '<option selected value="31">' in answer.text


def test_the_departement_and_the_region_may_be_left_to_the_portal(pages):
    pages.create(Kind.MED, departement="", region="")
    assert (pages.facts()["Département"], pages.facts()["Région"]) == ("Tarn", "Occitanie")


def test_an_account_is_edited_and_read_again(hospital, pages):
    box = hospital.made(Kind.PER)
    page = pages.edit(box.id, Kind.PER, telephone="05 63 71 63 71", liste_rouge="y")
    assert page.path == f"/comptes/{box.id}"
    assert pages.told() == ["Le compte est enregistré."]
    assert pages.facts()["Téléphone"] == "0563716371"
    assert pages.facts()["Liste rouge"] == "Oui"


def test_an_edit_that_changes_nothing_says_so(hospital, pages):
    box = hospital.made(Kind.MED)
    pages.client.open(f"/comptes/{box.id}/modifier")
    pages.client.submit({**typed(Kind.MED, is_new=False), "chaque_reception": "y"})
    assert pages.told() == ["Rien n’a changé : le compte disait déjà cela."]


def test_whoever_saves_second_is_told_and_keeps_what_they_typed(hospital, pages):
    box = hospital.made(Kind.MED)
    pages.client.open(f"/comptes/{box.id}/modifier")
    hospital.edit(box.id, phone="0563716371")
    page = pages.client.submit(typed(Kind.MED, is_new=False, telephone="0563716372"))
    assert page.status == 409
    assert "Quelqu’un a modifié ce compte" in page.text
    assert page.soup.select_one("#telephone")["value"] == "0563716372"
    page = pages.client.submit(typed(Kind.MED, is_new=False, telephone="0563716372"))
    assert pages.facts()["Téléphone"] == "0563716372"


@pytest.mark.parametrize("state", [State.REMOVED, State.REJECTED_FOR_GOOD])
def test_an_account_that_is_gone_is_read_but_not_edited(hospital, pages, state):
    box = hospital.medimail.mailbox(hospital.structure, state=state)
    assert "ne se modifie plus" in pages.client.open(f"/comptes/{box.id}").text
    assert pages.client.open(f"/comptes/{box.id}/modifier").status == 404
    assert pages.client.open(f"/comptes/{box.id}/type").status == 404


def test_a_closed_structure_takes_no_new_account(hospital, desk):
    daughter = hospital.medimail.structure("Fermée", hospital.structure, closed_at=hospital.structure.created_at)
    assert desk.open(f"/structures/{daughter.id}/comptes/nouveau").status == 404


def test_the_correspondance_is_shown_and_its_door_is_closed(hospital, pages):
    box = hospital.medimail.mailbox(hospital.structure, mssante="camille.durand@chic.mssante.fr")
    page = pages.client.open(f"/comptes/{box.id}")
    assert pages.facts()["Adresse"] == "camille.durand@chic.mssante.fr"
    assert "ne se fait pas encore ici" in page.text


def test_what_was_done_to_an_account_is_told_to_its_administrator(hospital, pages):
    _, box = hospital.medimail.holder(hospital.structure, rpps=OTHER_RPPS)
    hospital.edit(box.id, phone="0563716371")
    assert "Compte modifié" in str(pages.client.open(f"/comptes/{box.id}").soup)


def test_a_change_of_type_shows_what_goes_before_it_does(hospital, pages):
    box = hospital.made(Kind.PER)
    pages.client.open(f"/comptes/{box.id}/type?type=MED")
    assert pages.client.path == f"/comptes/{box.id}/type/MED"
    assert pages.facts() == {"N°\u00a0RPPS": "99999900014"}
    assert hospital.medimail.read(box).rpps
    pages.client.submit(typed(Kind.MED, is_new=False))
    assert pages.told() == ["Le compte est maintenant de type MEDimail."]
    assert hospital.medimail.read(box).rpps is None


def test_a_change_of_type_asks_for_what_the_new_one_needs(hospital, pages):
    box = hospital.made(Kind.MED)
    pages.client.open(f"/comptes/{box.id}/type/PER")
    page = pages.client.submit(typed(Kind.MED, is_new=False))
    assert page.status == 422
    assert page.errors == [
        "Cette profession n’a ni RPPS ni ADELI : choisissez le type MED, ou le type INT pour un soignant."
    ]


def test_a_change_of_type_that_would_orphan_a_mailbox_says_what_to_do(hospital, pages):
    shared = hospital.made(Kind.ORG)
    page = pages.client.open(f"/comptes/{hospital.opener.id}/type/ORG")
    assert shared.address in page.text
    assert "Ajoutez-y d’abord un autre compte de connexion" in page.text
    assert not page.soup.select("[name=nom]")


def test_one_s_own_account_is_not_made_a_shared_one_and_the_page_says_whom_to_ask(hospital, pages):
    box = hospital.medimail.mailbox(hospital.structure, Kind.MED, account_id=hospital.account.id)
    page = pages.client.open(f"/comptes/{box.id}/type/ORG")
    assert "Demandez-le à un autre administrateur" in page.text
    assert not page.soup.select("[name=nom]")


@pytest.mark.parametrize(
    ("has_holder", "other", "said"),
    [
        (False, None, "un lien déjà envoyé pour finaliser l’inscription ne s’ouvre plus"),
        (True, None, "son titulaire ne pourra plus se connecter avec cette adresse"),
        (True, State.REJECTED, "son titulaire ne pourra plus se connecter avec cette adresse"),
        (True, State.REMOVED, "son titulaire ne pourra plus se connecter avec cette adresse"),
        (True, State.INACTIVE, "son titulaire ne l’ouvrira plus, et garde ses autres accès au portail"),
        (True, State.VALID, "son titulaire ne l’ouvrira plus, et garde ses autres accès au portail"),
    ],
)
def test_a_change_of_type_says_truly_who_signs_in_no_more(hospital, pages, has_holder, other, said):
    box = hospital.medimail.mailbox(hospital.structure, Kind.MED, State.PREREGISTERED)
    if has_holder:
        person, box = hospital.medimail.holder(hospital.structure)
        if other:
            hospital.medimail.mailbox(hospital.structure, Kind.MED, other, account_id=person.id)
            with transaction() as session:
                people.get(session, person.id).mssante = "alex.petit@ailleurs.mssante.fr"
    assert said in pages.client.open(f"/comptes/{box.id}/type/ORG").text


def test_a_change_of_type_sent_after_it_was_made_changes_nothing(hospital, pages):
    box = hospital.made(Kind.MED)
    data = {"csrf_token": pages.client.open(f"/comptes/{box.id}/type/PER").token, "vu": "1", **typed(Kind.PER)}
    assert pages.client.send("POST", f"/comptes/{box.id}/type/PER", data=data).status_code == 303
    assert pages.client.send("POST", f"/comptes/{box.id}/type/PER", data=data).status_code == 404
    assert pages.client.open(f"/comptes/{box.id}/type/XYZ").status == 404


@pytest.mark.parametrize("kind", Kind)
def test_the_acts_offered_are_those_of_the_table(hospital, pages, kind):
    box = hospital.made(kind)
    soup = pages.client.open(f"/comptes/{box.id}").soup
    shown = {" ".join(a.get_text().split()) for a in soup.select("#etat a, #etat button")}
    assert ("Relancer l’utilisateur" in shown) == (kind in PERSONS)
    assert {"Modifier le compte", "Changer le type de BAL", "Rejeter le compte"} <= shown
    assert len(soup.select("#etat .button-primary")) == 1
    others = soup.select_one("#etat .acts ul")
    assert soup.find(id=others["aria-labelledby"]).get_text(strip=True) == "Autres actes"
    assert others.select("li")[-1].get_text(strip=True) == "Rejeter le compte"
    assert "Demander la réinitialisation du mot de passe" not in shown


@pytest.mark.parametrize("kind", Kind)
def test_the_whole_sheet_of_each_type_is_shown_as_it_was_typed(pages, kind):
    pages.create(kind)
    assert pages.facts()["Nom"] == WHOLE[kind][Field.LAST_NAME].upper()


def test_the_departement_and_the_region_say_where_they_come_from(pages):
    soup = pages.client.open(f"{pages.list}/nouveau/PER").soup
    drawn = soup.select_one("#departement-aide").get_text(), soup.select_one("#region-aide").get_text()
    assert drawn == ("Celui du code postal.", "Celle du département.")
    answer = pages.client.fragment(f"{pages.list}/localisation", {"code_postal": "31000"})
    assert all(said in answer.text for said in drawn)
