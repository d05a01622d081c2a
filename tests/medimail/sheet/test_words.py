"""What the page of an account says: what it prefers, what a button would not do, a name that is somebody's."""

import pytest

from portal.db import transaction
from portal.medimail.mailboxes.record.rules.kinds import PERSONS, SHARED, Kind
from portal.medimail.mailboxes.record.rules.naming import ALERT, MSSANTE_ALERT, doubt
from portal.medimail.mailboxes.record.rules.sheets import Sheet
from portal.medimail.mailboxes.record.rules.states import State
from tests.pages.inside import put_inside

RESET = "Demander la réinitialisation du mot de passe"
NO_WAY = "son lien ne part qu’à une adresse MSSanté"


@pytest.fixture
def structure(medimail):
    """Where the accounts are."""
    return medimail.structure()


@pytest.fixture
def desk(medimail, structure, new_client):
    """The browser of its administrator."""
    return put_inside(new_client(), medimail.administrator(structure))


@pytest.fixture
def words(desk):
    """The page of an account, on one line."""
    return lambda box: " ".join(desk.open(f"/comptes/{box.id}").text.replace("\u00a0", " ").split())


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(("paperless", "said"), [(True, "Oui"), (False, "Non")])
def test_dematerialisation_is_read_where_it_can_be_set(medimail, structure, words, kind, paperless, said):
    text = words(medimail.mailbox(structure, kind, paperless=paperless))
    assert (f"Dématérialisation {said}" in text) == (kind in PERSONS)


def test_the_reset_is_a_button_that_sends_the_link_where_there_is_an_mssante_address(
    desk, medimail, structure, words, build, mailbox
):
    physician = build.physician()
    box = medimail.mailbox(structure, account_id=physician.id)
    assert NO_WAY not in words(box)
    desk.press(RESET)
    assert "Un lien est parti à l’adresse MSSanté de la personne" in desk.text
    assert len(mailbox.all(physician.mssante)) == 1


def test_where_no_link_could_leave_there_is_no_button_and_the_page_says_why(medimail, structure, words):
    _, box = medimail.holder(structure, Kind.PER)
    text = words(box)
    assert RESET not in text
    assert NO_WAY in text
    assert "elle appelle l’assistance" in text


def test_where_the_account_is_closed_there_is_no_button_either(medimail, structure, words, build):
    physician = build.physician()
    box = medimail.mailbox(structure, account_id=physician.id)
    with transaction() as session:
        session.merge(physician).closed_at = box.created_at
    text = words(box)
    assert RESET not in text
    assert "le compte du portail de cette personne est fermé" in text


def test_where_nobody_signs_in_yet_the_page_says_so(medimail, structure, words):
    text = words(medimail.mailbox(structure))
    assert RESET not in text
    assert "personne ne se connecte encore à ce compte" in text


@pytest.mark.parametrize(
    ("kind", "state"), [(Kind.ORG, State.VALID), (Kind.APP, State.VALID), (Kind.PER, State.PREREGISTERED)]
)
def test_where_a_reset_is_not_offered_nothing_is_said_of_it(medimail, structure, words, kind, state):
    assert "mot de passe" not in words(medimail.mailbox(structure, kind, state=state)).partition("État")[2]


NAMED = Sheet(
    last_name="SECRÉTARIAT",
    first_name="Cardiologie",
    responsible_last_name="LE GOFF",
    responsible_first_name="Anne-Marie",
)
OPENERS = [("PETIT", "Alex")]


def of(**changed):
    return Sheet(**{name: changed.get(name, getattr(NAMED, name)) for name in NAMED.__dataclass_fields__})


@pytest.mark.parametrize("kind", SHARED)
@pytest.mark.parametrize(
    ("last_name", "first_name"),
    [("LE GOFF", "Anne Marie"), ("Anne-Marie", "le goff"), ("Petit", "ALEX"), ("ALEX", "PÉTIT")],
)
def test_a_shared_account_named_after_whoever_answers_for_it_or_opens_it_is_told(kind, last_name, first_name):
    assert doubt(kind, of(last_name=last_name, first_name=first_name), OPENERS) == ALERT


@pytest.mark.parametrize("kind", SHARED)
@pytest.mark.parametrize(
    ("last_name", "first_name"), [("SECRÉTARIAT", "Cardiologie"), ("PETIT", "Structure"), ("MARTIN", "Claude")]
)
def test_of_a_name_that_is_nobody_s_as_far_as_is_known_nothing_is_said(kind, last_name, first_name):
    assert doubt(kind, of(last_name=last_name, first_name=first_name), OPENERS) == ""


@pytest.mark.parametrize("kind", PERSONS)
def test_the_account_of_a_person_bears_their_name(kind):
    assert doubt(kind, of(last_name="PETIT", first_name="Alex", mssante="alex.petit"), OPENERS) == ""


def test_nobody_without_a_name_is_taken_for_a_person():
    assert doubt(Kind.ORG, of(last_name="", first_name="", responsible_last_name=""), [("", "")]) == ""


@pytest.mark.parametrize(("mssante", "said"), [("alex.petit", MSSANTE_ALERT), ("petit.alex", MSSANTE_ALERT), ("", "")])
def test_the_mssante_address_of_an_org_that_is_somebody_s_is_told(mssante, said):
    assert doubt(Kind.ORG, of(mssante=mssante), OPENERS) == said


def test_the_page_tells_it_and_the_account_is_saved_all_the_same(medimail, structure, words):
    shared = medimail.mailbox(structure, Kind.ORG, last_name="PETIT", first_name="Alex")
    assert "Ce nom est-il générique" not in words(shared)
    medimail.connect(shared, medimail.holder(structure)[1])
    assert "Le nom de ce compte est celui d’une personne qui en répond ou qui l’ouvre" in words(shared)
