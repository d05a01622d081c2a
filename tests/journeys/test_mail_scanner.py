"""Promise 7: nothing is consumed by GET; a scanner that opens a link five times, with scripts too, changes nothing."""

import pytest

from tests.journeys.acts import ask_for_link, reachable_at, sample, sign_in

PERSON = sample("Genêt")
VISITS = 5


@pytest.fixture
def scanned(visitor, new_visitor, letters, ask):
    """The link of a blocked physician, after a scanner has been there."""
    ask_for_link(visitor, PERSON.identifier)
    link = letters.link(reachable_at(PERSON))
    for _ in range(VISITS):
        assert ask.get(link).status == 200
        assert ask.head(link).status == 200
    scanner = new_visitor()
    for _ in range(VISITS):
        scanner.open(link)
        scanner.sees_title("Débloquer votre compte")
    return link


def test_the_account_is_still_to_unblock(visitor, letters, scanned):
    visitor.open(scanned)
    visitor.reads("votre compte est bloqué")
    visitor.press("Débloquer mon compte")
    visitor.reads("Votre compte est débloqué.")
    sign_in(visitor, letters, PERSON)


def test_the_code_of_the_same_mail_still_works(visitor, letters, scanned):
    visitor.fill("Code à 8 caractères", letters.long_code(reachable_at(PERSON)))
    visitor.press("Continuer")
    visitor.sees_title("Débloquer votre compte")


def test_nothing_is_written_for_its_visits(scanned, letters, all_sent):
    all_sent()
    assert letters.subjects(reachable_at(PERSON)) == [
        "Votre compte est bloqué",
        "Débloquer votre compte ou choisir un nouveau mot de passe",
    ]
