"""The sign-in assistant's tree: short, complete, speakable over the telephone, and blind to accounts."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.information.facts import Facts
from portal.information.rules import Advice, Answer, Page, Question, Site, follow, told
from portal.information.tree import ROOT
from tests.information.paths import ADVICE, QUESTIONS, every_place, words

MAX_QUESTIONS = 5
SLUGS = sorted({slug for path, _ in every_place() for slug in path})
FACTS = {field.name: f"<{field.name}>" for field in fields(Facts)}


def test_every_path_ends_in_advice_within_five_questions():
    assert max(len(path) for path in ADVICE) <= MAX_QUESTIONS


def test_no_question_leaves_its_reader_without_a_choice():
    assert all(len(question.answers) > 1 for question in QUESTIONS.values())


def test_the_answers_to_a_question_have_words_of_their_own(subtests):
    for path in QUESTIONS:
        with subtests.test("/".join(path)):
            slugs = [answer.slug for answer in QUESTIONS[path].answers]
            labels = [answer.label for answer in QUESTIONS[path].answers]
            assert len(set(slugs)) == len(slugs)
            assert len(set(labels)) == len(labels)


def test_an_address_can_be_read_out_over_the_telephone(subtests):
    for slug in SLUGS:
        with subtests.test(slug):
            assert re.fullmatch(r"[a-z]+(-[a-z]+)?", slug)


def test_a_question_asks(subtests):
    for path in QUESTIONS:
        with subtests.test("/".join(path)):
            assert QUESTIONS[path].title.endswith("\u00a0?")


def test_every_advice_says_what_to_do_why_and_how(subtests):
    for path in ADVICE:
        with subtests.test("/".join(path)):
            advice = ADVICE[path]
            assert advice.title
            assert advice.reason
            assert advice.steps
            assert advice.action.label


def test_every_advice_is_whole_once_the_settings_are_told(subtests):
    for path in ADVICE:
        with subtests.test("/".join(path)):
            said = " ".join(words(told(ADVICE[path], FACTS)))
            assert not re.search(r"[{}]", said)


def test_an_advice_cannot_name_a_setting_that_there_is_not():
    advice = Advice("Titre", "Raison", ("Attendez {demain}.",), Page("Suite", "information.home"))
    with pytest.raises(KeyError):
        told(advice, FACTS)


def test_french_typography_holds(subtests):
    for path in [*QUESTIONS, *ADVICE]:
        with subtests.test("/".join(path)):
            said = "\n".join(words({**QUESTIONS, **ADVICE}[path]))
            assert not re.search(r" [;:!?»]|« |\w[;!?»]|'|\.\.\.", said)


# What would tell a stranger something about somebody: that an account exists, is blocked, has an address.
DISCLOSES = re.compile(
    r"votre compte (?:est|n’est|existe|n’existe|a |n’a )|votre adresse est|vous êtes inscrit|nous avons trouvé",
    re.IGNORECASE,
)


def test_no_advice_says_anything_of_an_account(subtests):
    for path in ADVICE:
        with subtests.test("/".join(path)):
            assert not DISCLOSES.search(" ".join(words(ADVICE[path])))


ASK_LINK = [
    path
    for path, advice in ADVICE.items()
    if isinstance(advice.action, Page)
    and advice.action.endpoint == "password.forgotten"
    and path[-1] not in {"lien", "lien-bon"}
]


def test_a_link_is_promised_to_no_other_than_an_mssante_address(subtests):
    for path in [path for path in ASK_LINK if path[0] != "si"]:
        with subtests.test("/".join(path)):
            assert "à votre adresse MSSanté, et à elle seule" in ADVICE[path].reason


def test_a_manager_of_systems_is_promised_what_the_settings_allow(subtests):
    for path in [path for path in ASK_LINK if path[0] == "si"]:
        with subtests.test("/".join(path)):
            assert "{si_address}" in ADVICE[path].reason


def test_only_certdc_is_another_site():
    elsewhere = {advice.action.url for advice in ADVICE.values() if isinstance(advice.action, Site)}
    assert elsewhere == {"https://www.certdc.inserm.fr"}


def test_the_messages_offered_as_answers_are_those_that_the_portal_shows():
    shown = _plain(" ".join(page.read_text("utf-8") for page in _pages("signin", "password")))
    asked = next(question for question in QUESTIONS.values() if question.title.startswith("Quel message"))
    quoted = [answer.label.strip("«» \u00a0") for answer in asked.answers if answer.label.startswith("«")]
    assert len(quoted) == 8
    assert [message for message in quoted if _plain(message) not in shown] == []


@pytest.mark.parametrize("who", ["etablissement", "liberal", "si", "medimail"])
def test_too_many_wrong_codes_lead_where_a_new_password_is_chosen(who):
    lost, wrong = (follow(ROOT, [who, *path]).node for path in (["oubli"], ["message", "essais"]))
    assert wrong.title == lost.title
    assert "Un nouveau mot de passe lève" in " ".join(words(wrong))


def _pages(*rooms: str) -> list[Path]:
    templates = Path(__file__).parents[2] / "templates"
    return [page for room in rooms for page in (templates / room).glob("*.html")]


def _plain(text: str) -> str:
    return " ".join(text.split())


# Walking

EVERY_PATH = {path for path, _ in every_place()}


def test_no_answer_yet_is_the_first_question():
    place = follow(ROOT, [])
    assert place
    assert place.node is ROOT
    assert place.walked == ()


def test_each_answer_given_leads_back_to_its_question(subtests):
    for path in EVERY_PATH - {()}:
        with subtests.test("/".join(path)):
            walked = follow(ROOT, path).walked
            for step in walked:
                back = follow(ROOT, step.before.split("/") if step.before else [])
                assert back.node.title == step.question
                assert step.answer in {answer.label for answer in back.node.answers}


@given(st.lists(st.sampled_from(SLUGS) | st.text(max_size=8), max_size=7))
def test_an_address_leads_somewhere_only_if_every_word_answers_a_question(slugs):
    assert (follow(ROOT, slugs) is not None) == (tuple(slugs) in EVERY_PATH)


def test_an_advice_is_the_end_of_its_path():
    end = Advice("Fin", "Raison", ("Rien.",), Page("Suite", "information.home"))
    root = Question("Une question ?", (Answer("oui", "Oui", end),))
    assert follow(root, ["oui", "oui"]) is None
