"""« Enrôlement automatique » (source 002 p. 6-7): set by the GRADeS, read by the others, tried before it is saved."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from portal.audit.models import JournalRow
from portal.db import reading, transaction
from portal.medimail.administration.enrolment import service, store
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import State
from portal.medimail.structures import enrolling
from portal.medimail.structures.rules.enrolment import Rule, enrols
from portal.medimail.structures.rules.settings import Criterion, Status
from portal.registers.models import Departement, Region
from tests.medimail.asking import tree_of
from tests.pages.inside import put_inside


@pytest.fixture
def tree(medimail):
    with transaction() as session:
        session.merge(Region(code="76", name="Occitanie"))
        session.flush()
        session.merge(Departement(code="31", name="Haute-Garonne", region_code="76"))
        session.merge(Departement(code="09", name="Ariège", region_code="76"))
    return tree_of(medimail)


@pytest.fixture
def grades(medimail, client):
    return put_inside(client, medimail.grades())


def page(structure):
    return f"/structures/{structure.id}/enrolement"


def send(client, structure, geste="enregistrer", **typed):
    version = client.open(page(structure)).soup.select_one("input[name=version]")["value"]
    return client.post(page(structure), {"version": version, "statut": "aucun", "geste": geste, **typed})


def rule(structure):
    with reading() as session:
        found = enrolling.rule_of(session, structure)
        return dict(found.values)


def test_the_grades_saves_several_values_for_each_criterion(tree, grades):
    send(
        grades,
        tree["mother"],
        domaines="CHU-Toulouse.fr\n@chic-demo.fr",
        regions=["76"],
        departements="31, Ariège",
        codes_postaux="31000;31400",
        villes="Toulouse\nSt-Lys",
        professions=["Médecin", "Infirmier"],
        statut="liberal",
    )
    assert rule(tree["mother"]) == {
        Criterion.DOMAIN: {"chu-toulouse.fr", "chic-demo.fr"},
        Criterion.REGION: {"76"},
        Criterion.DEPARTEMENT: {"31", "09"},
        Criterion.POSTAL_CODE: {"31000", "31400"},
        Criterion.CITY: {"toulouse", "saint lys"},
        Criterion.PROFESSION: {"Médecin", "Infirmier"},
    }
    shown = grades.open(page(tree["mother"]))
    assert "31 Haute-Garonne" in shown.soup.select_one("textarea[name=departements]").get_text()
    with reading() as session:
        [entry] = session.scalars(select(JournalRow).where(JournalRow.event == "structure_enrolement_modifie"))
    assert '"statut":"aucun"' in entry.before
    assert '"domaine":["chic-demo.fr","chu-toulouse.fr"]' in entry.after


def test_what_is_shown_and_saved_again_changes_nothing(tree, grades):
    send(grades, tree["mother"], villes="Toulouse", departements="31")
    kept = rule(tree["mother"])
    typed = {tag["name"]: tag.get_text().strip() for tag in grades.open(page(tree["mother"])).soup.select("textarea")}
    send(grades, tree["mother"], **typed)
    assert "Rien n’a changé" in grades.text
    assert rule(tree["mother"]) == kept


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"domaines": "pas un domaine"}, "n’est pas un domaine"),
        ({"departements": "Atlantide"}, "n’est pas un département connu"),
        ({"codes_postaux": "3140"}, "n’est pas un code postal"),
        ({"villes": "---"}, "n’est pas un nom de ville"),
        ({"regions": ["99"]}, "choix"),
        ({"professions": ["Sorcier"]}, "choix"),
        ({"statut": "autre"}, "choix"),
        ({"codes_postaux": "\n".join(f"{n:05}" for n in range(201))}, "200"),
    ],
)
def test_what_cannot_be_a_criterion_is_refused_and_said(tree, grades, typed, error):
    send(grades, tree["mother"], **typed)
    assert grades.status == 422
    assert any(error in text for text in grades.errors), grades.errors
    assert rule(tree["mother"]) == {}


def test_a_page_shown_before_somebody_else_saved_overwrites_nothing(tree, grades):
    stale = grades.open(page(tree["mother"])).soup.select_one("input[name=version]")["value"]
    send(grades, tree["mother"], villes="Toulouse")
    grades.post(page(tree["mother"]), {"version": stale, "statut": "aucun", "villes": "Castres"})
    assert grades.status == 422
    assert "a changé depuis" in grades.text
    assert rule(tree["mother"]) == {Criterion.CITY: {"toulouse"}}


def test_an_administrator_reads_it_and_cannot_change_it(medimail, tree, client, grades):
    send(grades, tree["mother"], villes="Toulouse", departements="31")
    theirs = put_inside(client, medimail.administrator(tree["mother"]))
    shown = theirs.open(page(tree["mother"]))
    assert "que par le GRADeS" in shown.text
    assert "31 Haute-Garonne" in shown.text
    assert shown.soup.select("textarea") == []
    assert theirs.post(page(tree["mother"]), {"statut": "aucun", "villes": "Castres"}).status == 404
    assert rule(tree["mother"])[Criterion.CITY] == {"toulouse"}


def test_a_stranger_s_enrolment_does_not_exist(medimail, tree, client):
    theirs = put_inside(client, medimail.administrator(tree["mother"]))
    for structure in (tree["stranger"], tree["top"]):
        assert theirs.open(page(structure)).status == 404
        assert theirs.post(page(structure), {"statut": "aucun"}).status == 404


def test_a_trial_counts_each_state_in_good_french(medimail, tree, grades):
    for state in (State.TO_VALIDATE, State.TO_VALIDATE, State.VALID, State.VALID, State.PREREGISTERED):
        medimail.mailbox(tree["top"], state=state, city="ST LYS")
    send(grades, tree["mother"], "essayer", villes="Saint-Lys")
    assert "2 à valider, 1 préinscrit, 2 validés." in grades.text.replace("\u00a0", " ")


def test_a_trial_says_who_would_have_matched_and_saves_nothing(medimail, tree, grades):
    medimail.mailbox(tree["stranger"], state=State.TO_VALIDATE, city="ST LYS", last_name="ROY")
    medimail.mailbox(tree["top"], city="Saint-Lys", last_name="PETIT")
    medimail.mailbox(tree["top"], city="TOULOUSE", last_name="AUTRE")
    medimail.mailbox(tree["top"], Kind.ORG, city="ST LYS", last_name="SERVICE")
    medimail.mailbox(tree["top"], state=State.REJECTED, city="ST LYS", last_name="PARTI")
    send(grades, tree["mother"], "essayer", villes="Saint-Lys")
    assert grades.status == 200
    assert "2 comptes auraient répondu" in grades.text.replace("\u00a0", " ")
    assert "1 à valider, 1 validé" in grades.text.replace("\u00a0", " ")
    rows = [row.get_text() for row in grades.soup.select("#essai tbody tr")]
    assert [("PETIT" in row or "ROY" in row) for row in rows] == [True, True]
    assert rule(tree["mother"]) == {}


def test_a_trial_says_who_would_go_to_a_more_precise_structure(medimail, tree, grades):
    medimail.mailbox(tree["top"], city="TOULOUSE", profession="Médecin")
    send(grades, tree["daughter"], villes="Toulouse", professions=["Médecin"])
    send(grades, tree["mother"], "essayer", villes="Toulouse")
    assert f"{tree['daughter'].name}, plus précise" in grades.text
    send(grades, tree["stranger"], "essayer", villes="Toulouse", professions=["Médecin"])
    assert f"{tree['daughter'].name}, plus précise" in grades.text
    send(grades, tree["daughter"])
    send(grades, tree["stranger"], villes="Toulouse", professions=["Médecin"])
    send(grades, tree["mother"], "essayer", villes="Toulouse", professions=["Médecin"])
    assert "à égalité" in grades.text


@pytest.mark.parametrize("typed", [{}, {"villes": "Nulle-Part"}])
def test_a_trial_that_matches_nobody_says_so(tree, grades, typed):
    send(grades, tree["mother"], "essayer", **typed)
    assert "Aucun compte ne répond" in grades.text


TRAITS = {
    "address": ["a@chu-toulouse.fr", "a@xchu-toulouse.fr", "a@chu_toulouse.fr"],
    "postal_code": ["31400", "09000", ""],
    "city": ["TOULOUSE", "Saint-Lys", "ST LYS", ""],
    "profession": ["Médecin", "Infirmier", ""],
    "is_liberal": [True, False],
}
ACCEPTED = {
    Criterion.DOMAIN: ["chu-toulouse.fr", "chu_toulouse.fr"],
    Criterion.POSTAL_CODE: ["31400", "75001"],
    Criterion.CITY: ["toulouse", "saint lys"],
    Criterion.PROFESSION: ["Médecin", "Infirmier"],
}
VALUES = st.fixed_dictionaries(
    {}, optional={name: st.frozensets(st.sampled_from(one), min_size=1) for name, one in ACCEPTED.items()}
)
RULES = st.builds(Rule, st.just(1), st.just(0), VALUES, st.sampled_from(Status))
PEOPLE = st.lists(
    st.fixed_dictionaries({name: st.sampled_from(one) for name, one in TRAITS.items()}), min_size=1, max_size=5
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rule=RULES, people=PEOPLE)
def test_the_condition_in_the_database_is_the_rule(medimail, tree, rule, people):
    if not rule.criteria:
        return
    with transaction() as session:
        session.execute(delete(Mailbox))
    boxes = [
        medimail.mailbox(tree["top"], **{**one, "address": f"{number}{one['address']}"})
        for number, one in enumerate(people)
    ]
    with reading() as session:
        matched = set(session.scalars(select(Mailbox.id).where(*store.matching(session, rule))))
    assert matched == {box.id for box in boxes if enrols(rule, service.registrant(box))}


def test_trying_takes_a_bounded_number_of_statements(medimail, tree, grades, counted):
    for number in range(30):
        other = medimail.structure(f"Structure {number}", tree["top"])
        send(grades, other, villes="Toulouse", codes_postaux=f"31{number:03}")
        medimail.mailbox(other, city="TOULOUSE")
    grades.open(page(tree["mother"]))
    version = grades.soup.select_one("input[name=version]")["value"]
    counted.clear()
    grades.post(page(tree["mother"]), {"version": version, "statut": "aucun", "geste": "essayer", "villes": "toulouse"})
    assert len(counted) <= 16


def test_each_criterion_is_named_without_unfolding_anything(tree, grades):
    shown = grades.open(page(tree["mother"])).soup
    for folded in shown.select("#enrolement details"):
        folded.decompose()
    names = [" ".join(name.get_text().split()).removesuffix(" facultatif") for name in shown.select(".field-label")]
    assert names == [*(criterion.label for criterion in Criterion), "Enrôlement par le statut"]
