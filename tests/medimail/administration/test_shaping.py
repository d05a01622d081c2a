"""The GRADeS shapes the tree: creates, moves, closes, opens again; nobody else finds these pages (source 002 p. 3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from portal.audit.models import JournalRow
from portal.audit.rules import Event
from portal.db import reading, transaction
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import State
from portal.medimail.structures import service, store
from portal.medimail.structures.models import Structure
from portal.medimail.structures.rules.shaping import Done, NameTaken, Person, UnderItself, shift
from portal.medimail.structures.rules.tree import is_under
from tests.attacks.crowd import at_once, cookies_of, post

LINK = "Votre compte expire https://evil.example/connexion"


def at(structure, act=""):
    return f"/structures/{structure.id}{act}"


def read(structure):
    with reading() as session:
        return store.get(session, structure.id)


def journal(event):
    with reading() as session:
        return session.scalars(select(JournalRow).where(JournalRow.event == event.value).order_by(JournalRow.id)).all()


def everything():
    with reading() as session:
        return session.scalars(select(Structure).order_by(Structure.id)).all()


def assert_sound():
    """Each path is that of the mother with one key more, and no structure is under itself."""
    paths = {one.id: one.path for one in everything()}
    for one in everything():
        assert one.path == f"{paths[one.mother_id] if one.mother_id else '/'}{one.id}/"


# Create


def test_a_structure_is_created_under_the_mother_that_was_chosen(tree, grades):
    page = grades.open(f"/structures/nouvelle?mere={tree.mother.id}").submit({"nom": "Pôle Mère-Enfant"})
    assert page.heading == "Pôle Mère-Enfant"
    assert "La structure est créée" in page.text
    made = everything()[-1]
    assert (made.mother_id, made.folded) == (tree.mother.id, "pole mere enfant")
    assert_sound()
    assert journal(Event.STRUCTURE_OPENED)[-1].actor_id


def test_a_mother_is_found_by_the_beginnings_of_her_name(tree, grades):
    page = grades.open("/structures/nouvelle?q=mazamet")
    page = page.open(page.soup.find("a", string="Choisir")["href"])
    assert page.soup.select_one("#mere-choisie strong").get_text() == "CHIC Castres-Mazamet"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "Saisissez le nom"),
        ("pole geriatrie", "existe déjà"),
        ("a" * 201, "200 caractères"),
        (LINK, "ni adresse web"),
    ],
)
def test_a_name_that_will_not_do_says_why(tree, grades, name, said):
    page = grades.open(f"/structures/nouvelle?mere={tree.mother.id}").submit({"nom": name})
    assert page.status == 422
    assert said in page.errors[0]
    assert len(everything()) == 4


@pytest.mark.parametrize("mother", ["999999", "-1", "abc", "9" * 30])
def test_a_mother_that_is_none_is_refused_with_what_to_do(tree, grades, mother):
    page = grades.open("/structures/nouvelle?mere=0").submit({"nom": "Neuve", "mere": mother})
    assert page.status == 422
    assert "choisissez-en une autre" in page.text
    assert len(everything()) == 4


def test_a_closed_mother_takes_no_daughter(medimail, tree, grades):
    closed = medimail.structure("Fermée", tree.top, closed_at=tree.top.created_at)
    page = grades.open("/structures/nouvelle?mere=0").submit({"nom": "Neuve", "mere": str(closed.id)})
    assert "choisissez-en une autre" in page.text


def test_a_place_is_chosen_before_a_name_is_typed_and_the_top_is_never_meant_by_silence(tree, grades):
    page = grades.open("/structures/nouvelle")
    assert page.soup.select_one("input[name=nom]") is None
    page.post("/structures/nouvelle", {"nom": "Neuve", "mere": ""})
    assert (page.status, len(everything())) == (422, 4)
    assert "Choisissez la structure mère" in page.text


def test_a_structure_is_placed_at_the_top_by_saying_so(tree, grades):
    page = grades.open("/structures/nouvelle")
    page = page.open(page.soup.find("a", string="La placer en haut de l’arborescence")["href"])
    page.submit({"nom": "Autre région"})
    assert everything()[-1].mother_id is None


# Move


def test_moving_tells_who_gains_and_who_loses_rights_then_does_it(medimail, tree, grades):
    loser, gainer = medimail.administrator(tree.mother), medimail.administrator(tree.stranger)
    own = medimail.administrator(tree.daughter)
    page = grades.open(at(tree.daughter, f"/deplacer?mere={tree.stranger.id}"))
    assert "administrateur de CH Ariège, pourra l’administrer" in page.text
    assert "administrateur de CHIC Castres-Mazamet, ne pourra plus l’administrer" in page.text
    page.press("Déplacer la structure")
    assert page.path == at(tree.daughter)
    moved = read(tree.daughter)
    assert (moved.mother_id, is_under(moved.path, tree.stranger.path)) == (tree.stranger.id, True)
    with reading() as session:
        holds = [store.reach_of(session, person.id).holds(moved.path) for person in (loser, gainer, own)]
    assert holds == [False, True, True]
    line = journal(Event.STRUCTURE_MOVED)[0]
    assert f'"mere":{tree.mother.id}' in line.before
    assert f'"mere":{tree.stranger.id}' in line.after


def shaped(mailbox):
    """Who was told of a change of the tree, and in what words."""
    told = [mail for mail in mailbox.all() if "administrez" in mail["Subject"]]
    return {str(mail["To"]): " ".join(mail.get_body(("plain",)).get_content().split()) for mail in told}


def test_whoever_gains_or_loses_a_structure_by_its_move_is_told_and_nobody_else(medimail, tree, grades, mailbox):
    loser, gainer = medimail.administrator(tree.mother), medimail.administrator(tree.stranger)
    medimail.administrator(tree.daughter)
    grades.open(at(tree.daughter, f"/deplacer?mere={tree.stranger.id}")).press("Déplacer la structure")
    told = shaped(mailbox)
    assert set(told) == {loser.email, gainer.email}
    assert f"sous « {tree.stranger.name} », que vous administrez" in told[gainer.email]
    assert f"n’est plus sous « {tree.mother.name} »" in told[loser.email]


def test_a_move_that_is_refused_tells_nobody(medimail, tree, grades, mailbox):
    page = grades.open(at(tree.daughter, f"/deplacer?mere={tree.stranger.id}"))
    medimail.administrator(tree.stranger)
    page.press("Déplacer la structure")
    assert shaped(mailbox) == {}


def test_the_administrators_of_a_structure_learn_that_it_is_closed(medimail, tree, grades, mailbox):
    own = medimail.administrator(tree.daughter)
    medimail.administrator(tree.mother)
    grades.open(at(tree.daughter, "/fermer")).press("Fermer la structure")
    told = shaped(mailbox)
    assert set(told) == {own.email}
    assert "vous n’y avez plus accès" in told[own.email]


def test_the_administrators_of_a_structure_learn_that_it_is_open_again(medimail, tree, grades, mailbox):
    own = medimail.administrator(tree.daughter)
    medimail.administrator(tree.mother)
    grades.open(at(tree.daughter, "/fermer")).press("Fermer la structure").press("Rouvrir la structure")
    told = shaped(mailbox)
    assert set(told) == {own.email}
    assert "vous y gérez de nouveau" in told[own.email]


def test_all_that_is_under_a_structure_follows_it(medimail, tree, grades):
    unit = medimail.structure("Unité", tree.daughter)
    grades.open(at(tree.mother, f"/deplacer?mere={tree.stranger.id}")).press("Déplacer la structure")
    assert read(unit).path == f"{tree.stranger.path}{tree.mother.id}/{tree.daughter.id}/{unit.id}/"
    assert_sound()


def test_a_structure_goes_to_the_top_of_the_tree(tree, grades):
    grades.open(at(tree.mother, "/deplacer?mere=0")).press("Déplacer la structure")
    assert read(tree.mother).path == f"/{tree.mother.id}/"
    assert_sound()


@pytest.mark.parametrize("under", ["mother", "daughter"])
def test_a_structure_does_not_go_under_itself_nor_under_its_daughter(tree, grades, under):
    target = getattr(tree, under)
    page = grades.open(at(tree.mother, f"/deplacer?mere={target.id}"))
    assert "déplacez d’abord cette fille ailleurs" in page.text
    page = grades.post(at(tree.mother, "/deplacer"), {"mere": str(target.id), "vu": "x"})
    assert page.status == 422
    assert "déplacez d’abord cette fille ailleurs" in page.text
    assert_sound()
    assert read(tree.mother).path == tree.mother.path


def test_its_own_daughters_are_not_offered_as_mothers(tree, grades):
    page = grades.open(at(tree.mother, "/deplacer?q=geriatrie"))
    assert page.soup.find("a", string="Choisir") is None


def test_what_changed_since_it_was_shown_is_shown_again(medimail, tree, grades):
    page = grades.open(at(tree.daughter, f"/deplacer?mere={tree.stranger.id}"))
    medimail.administrator(tree.stranger)
    page.press("Déplacer la structure")
    assert page.status == 409
    assert "pourra l’administrer" in page.text
    assert read(tree.daughter).mother_id == tree.mother.id
    page.press("Déplacer la structure")
    assert read(tree.daughter).mother_id == tree.stranger.id


def test_a_mother_who_has_a_daughter_of_this_name_refuses_another(medimail, tree, grades):
    medimail.structure("pôle gériatrie", tree.stranger)
    page = grades.open(at(tree.daughter, f"/deplacer?mere={tree.stranger.id}")).press("Déplacer la structure")
    assert page.status == 422
    assert "renommez l’une des deux" in page.text


# Close, open again


def test_an_empty_structure_is_closed_then_opened_again(medimail, tree, grades, sign_in):
    person = medimail.administrator(tree.daughter)
    inside = sign_in(person)
    page = grades.open(at(tree.daughter, "/fermer"))
    assert f"{person.full_name} n’y a plus accès" in page.text
    page.press("Fermer la structure")
    assert "Cette structure est fermée" in page.text
    assert inside.open(at(tree.daughter)).status == 404
    page.press("Rouvrir la structure")
    assert inside.open(at(tree.daughter)).status == 200
    assert '"ouverte":true' in journal(Event.STRUCTURE_CLOSED)[0].before
    assert '"ouverte":true' in journal(Event.STRUCTURE_REOPENED)[0].after


def test_a_structure_with_accounts_or_daughters_is_not_closed_and_says_what_to_do(medimail, tree, grades):
    medimail.mailbox(tree.mother)
    page = grades.open(at(tree.mother, "/fermer"))
    assert "1\xa0compte" in str(page.soup)
    assert "fermez-la, ou déplacez-la" in page.text
    page = grades.post(at(tree.mother, "/fermer"))
    assert page.status == 422
    assert "Elle n’a pas été fermée" in page.text
    assert read(tree.mother).closed_at is None


def test_accounts_that_nobody_can_use_any_more_do_not_keep_a_structure_open(medimail, tree, grades):
    medimail.mailbox(tree.daughter, Kind.MED, State.REMOVED)
    medimail.mailbox(tree.daughter, Kind.MED, State.REJECTED_FOR_GOOD)
    grades.open(at(tree.daughter, "/fermer")).press("Fermer la structure")
    assert read(tree.daughter).closed_at


def test_a_structure_is_not_opened_under_a_closed_mother(tree, grades):
    grades.open(at(tree.daughter, "/fermer")).press("Fermer la structure")
    grades.open(at(tree.mother, "/fermer")).press("Fermer la structure")
    page = grades.open(at(tree.daughter)).press("Rouvrir la structure")
    assert "rouvrez-la d’abord" in page.text
    assert read(tree.daughter).closed_at


# Who may

PAGES = ["/structures/nouvelle", "{}/deplacer", "{}/fermer"]
POSTS = ["/structures/nouvelle", "{}/deplacer", "{}/fermer", "{}/rouvrir"]


@pytest.mark.parametrize("role", ["mother", "daughter", "stranger"])
def test_these_pages_exist_for_no_administrator_of_a_structure(medimail, tree, sign_in, role):
    person = sign_in(medimail.administrator(getattr(tree, role)))
    before = [one.path for one in everything()]
    for target in (tree.top, tree.mother, tree.daughter, tree.stranger):
        assert {person.open(page.format(at(target))).status for page in PAGES} == {404}
        sent = {"nom": "x", "mere": str(tree.stranger.id), "vu": ""}
        assert {person.post(page.format(at(target)), sent).status for page in POSTS} == {404}
    assert [one.path for one in everything()] == before


def test_the_buttons_are_offered_to_the_grades_alone(tree, grades, desk):
    assert "Créer une structure" in grades.open("/structures").text
    assert "Créer une structure" not in desk.open("/structures").text
    assert "Réservé au GRADeS" in grades.open(at(tree.mother)).text
    assert "Réservé au GRADeS" not in desk.open(at(tree.mother)).text


# At once


def both(app, *acts):
    """Run these acts at the same instant, each in a transaction of its own; what they come to."""

    def run(act):
        with app.app_context(), transaction() as session:
            return act(session)

    return at_once([lambda act=act: run(act) for act in acts])


def shown(structure, mother):
    with reading() as session:
        there = store.get(session, structure.id)
        return service.seen(there, service.consequences(session, there, store.get(session, mother.id)))


def test_two_moves_that_would_make_a_loop_make_none(app, medimail, tree):
    by = medimail.grades().id
    inside = medimail.structure("Sous l’étrangère", tree.stranger)
    one, other = shown(tree.mother, inside), shown(tree.stranger, tree.daughter)
    came = both(
        app,
        lambda session: service.move(session, by, tree.mother.id, inside.id, shown=one),
        lambda session: service.move(session, by, tree.stranger.id, tree.daughter.id, shown=other),
    )
    assert {type(outcome) for outcome in came} == {Done, UnderItself}
    assert_sound()


def test_a_daughter_created_while_her_mother_moves_is_under_her(app, medimail, tree):
    by, seen = medimail.grades().id, shown(tree.mother, tree.stranger)
    came = both(
        app,
        lambda session: service.move(session, by, tree.mother.id, tree.stranger.id, shown=seen),
        *(lambda session, n=n: service.create(session, by, f"Unité {n}", tree.daughter.id) for n in range(3)),
    )
    assert {type(outcome) for outcome in came} == {Done}
    assert_sound()


def test_the_same_creation_sent_twice_makes_one_structure(app, tree, grades):
    data = {"csrf_token": grades.open("/structures/nouvelle").token, "nom": "Neuve", "mere": str(tree.top.id)}
    held = cookies_of(grades)
    answers = at_once(
        [lambda n=n: post(app, "/structures/nouvelle", data, held, f"203.0.113.{n + 1}") for n in range(4)]
    )
    assert sorted(answer.status_code for answer in answers) == [303, 422, 422, 422]
    assert [one.name for one in everything()].count("Neuve") == 1


def test_a_daughter_is_not_created_under_a_mother_that_closes(app, medimail, tree):
    by = medimail.grades().id

    def close(session):
        service.lock_tree(session)
        return service.close(session, by, store.get(session, tree.daughter.id, lock=True), accounts=0)

    both(app, close, lambda session: service.create(session, by, "Unité", tree.daughter.id))
    daughters = [one for one in everything() if one.mother_id == tree.daughter.id]
    assert bool(daughters) != bool(read(tree.daughter).closed_at)


def test_a_name_is_taken_by_an_open_sister_alone(medimail, tree):
    medimail.structure("Ancienne", tree.top, closed_at=tree.top.created_at)
    by = medimail.grades().id
    with transaction() as session:
        assert isinstance(service.create(session, by, "ancienne", tree.top.id), Done)
        assert isinstance(service.create(session, by, "Ancienne", tree.top.id), NameTaken)


# The rule of who gains and who loses

PEOPLE = st.lists(st.builds(Person, st.integers(1, 6), st.just("Claude"), st.sampled_from(["A", "B"])), max_size=6)


@given(PEOPLE, PEOPLE, PEOPLE)
def test_who_gains_could_not_and_now_can_and_who_loses_the_other_way(own, before, after):
    change = shift(own, before, after)
    could, can = {p.account_id for p in own + before}, {p.account_id for p in own + after}
    assert [p.account_id for p in change.gains] == sorted(can - could)
    assert [p.account_id for p in change.loses] == sorted(could - can)


def test_the_delay_of_a_rejection_is_that_of_the_settings(medimail, tree, grades, configure):
    medimail.mailbox(tree.daughter)
    configure(medimail_rejection_months=3)
    text = grades.open(at(tree.daughter, "/fermer")).text.replace("\u00a0", " ")
    assert "un rejet devient définitif au bout de 3 mois" in text
