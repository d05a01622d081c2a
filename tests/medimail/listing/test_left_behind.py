"""What an act leaves behind is told before it is done, and after: shared mailboxes, addresses of another domain."""

import pytest

from portal import clock
from portal.db import transaction
from portal.medimail.mailboxes.record.models import AddressChange
from portal.medimail.mailboxes.record.rules.changes import ChangeState
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import State

LEFT = "Sans ce compte, plus personne n’ouvre"
UNANSWERED = "Les réponses à cette BAL ne sont plus lues"
UNREAD = "Sans ce compte, plus personne ne lit les réponses à"
OUTSIDE = "Son adresse n’est pas du domaine de la structure d’arrivée (@geriatrie.fr)"
TONIGHT = "L’adresse demandée pour la nuit prochaine n’est pas du domaine de la structure d’arrivée (@geriatrie.fr)"


@pytest.fixture
def opened(medimail, tree):
    """A shared mailbox that these accounts open."""

    def by(*people, kind=Kind.ORG, state=State.VALID, **fields):
        shared = medimail.mailbox(tree.mother, kind, state, **fields)
        for person in people:
            medimail.connect(shared, person)
        return shared

    return by


def asks_for(box, address):
    with transaction() as session:
        fields = {"state": ChangeState.ASKED, "asked_at": clock.now()}
        session.add(AddressChange(mailbox_id=box.id, old=box.address, new=address, **fields))


def domain_of(structure, domain="geriatrie.fr"):
    with transaction() as session:
        session.merge(structure).domain = domain


@pytest.mark.parametrize("kind", [Kind.ORG, Kind.APP])
def test_the_last_who_opens_a_shared_mailbox_is_rejected_with_a_warning(medimail, tree, desk, here, opened, kind):
    person = medimail.mailbox(tree.mother)
    shared = opened(person, kind=kind)
    desk.open(f"{here}/{person.id}/rejeter")
    assert f"{LEFT} {shared.address}" in desk.text
    desk.submit({"motif": "Parti."})
    assert medimail.read(person).state is State.REJECTED
    assert f"{LEFT} {shared.address}" in desk.text
    assert "Plus personne n’ouvre cette BAL" in desk.open(f"/comptes/{shared.id}").text


@pytest.mark.parametrize("state", [State.PREREGISTERED, State.TO_VALIDATE, State.VALID, State.INACTIVE])
def test_another_who_is_alive_opens_it_still(medimail, tree, desk, here, opened, state):
    person, other = medimail.mailbox(tree.mother), medimail.mailbox(tree.stranger, state=state)
    shared = opened(person, other)
    assert LEFT not in desk.open(f"{here}/{person.id}/rejeter").text
    assert "Plus personne" not in desk.open(f"/comptes/{shared.id}").text


@pytest.mark.parametrize("state", [State.REJECTED, State.REMOVED, State.REJECTED_FOR_GOOD])
def test_another_who_is_gone_opens_nothing(medimail, tree, desk, here, opened, state):
    person, other = medimail.mailbox(tree.mother), medimail.mailbox(tree.mother, state=state)
    opened(person, other)
    assert LEFT in desk.open(f"{here}/{person.id}/rejeter").text


@pytest.mark.parametrize("state", [State.REJECTED, State.REMOVED, State.REJECTED_FOR_GOOD])
def test_a_shared_mailbox_that_is_gone_misses_nobody(medimail, tree, desk, here, opened, state):
    person = medimail.mailbox(tree.mother)
    shared = opened(person, state=state)
    assert LEFT not in desk.open(f"{here}/{person.id}/rejeter").text
    assert "Plus personne" not in desk.open(f"/comptes/{shared.id}").text


def test_however_many_and_however_long_their_names_are_told_within_a_line(medimail, tree, prepare, desk, opened):
    person = medimail.mailbox(tree.mother)
    for number in range(12):
        opened(person, address=f"{number:02}{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 50}.fr")
    prepare("rejeter", person)
    assert LEFT in desk.text
    assert "et 11 autres" in desk.text.replace("\xa0", " ")
    desk.submit({"motif": "Parti."})
    assert medimail.read(person).state is State.REJECTED


def test_those_who_open_one_mailbox_together_are_each_told_of(medimail, tree, prepare, desk, opened, report):
    """Each alone leaves it to the other; both at once leave it to nobody."""
    one, two, three = (medimail.mailbox(tree.mother) for _ in range(3))
    shared = opened(one, two)
    prepare("rejeter", one, three)
    assert LEFT not in desk.text
    prepare("rejeter", one, two, three)
    assert desk.text.count(f"{LEFT} {shared.address}") == 2
    assert "2 comptes avec une alerte" in desk.text.replace("\xa0", " ")
    desk.submit({"motif": "Service fermé."})
    assert "C’est fait pour 3 comptes. 2 alertes restent à lire" in desk.text.replace("\xa0", " ")
    told = report()
    assert [told[box.address][0] for box in (one, two, three)] == ["ALERTE", "ALERTE", "OK"]
    assert shared.address in told[two.address][1]
    desk.press("Annuler")
    assert [medimail.read(box).state for box in (one, two, three)] == [State.VALID] * 3
    assert {outcome for outcome, _ in report().values()} == {"OK"}


@pytest.fixture
def answered(medimail, tree, opened):
    """A software's mailbox whose answers come to this account, and that somebody else opens."""

    def by(reader, way="mssante", **fields):
        return opened(medimail.mailbox(tree.mother), kind=Kind.APP, return_address=getattr(reader, way), **fields)

    return by


@pytest.mark.parametrize(
    ("kind", "way"), [(Kind.PER, "mssante"), (Kind.PER, "address"), (Kind.ORG, "mssante"), (Kind.INT, "mssante")]
)
def test_whoever_reads_the_answers_to_a_software_is_rejected_with_a_warning(
    medimail, tree, desk, here, answered, kind, way
):
    reader = medimail.mailbox(tree.mother, kind, mssante="adele.myrtille@chic.mssante.fr")
    software = answered(reader, way)
    assert UNANSWERED not in desk.open(f"/comptes/{software.id}").text
    desk.open(f"{here}/{reader.id}/rejeter")
    assert f"{UNREAD} {software.address}" in desk.text
    desk.submit({"motif": "Parti."})
    assert medimail.read(reader).state is State.REJECTED
    assert f"{UNREAD} {software.address}" in desk.text
    assert UNANSWERED in desk.open(f"/comptes/{software.id}").text


@pytest.mark.parametrize("state", [State.REJECTED, State.REMOVED])
def test_nobody_is_warned_of_the_answers_to_a_software_that_is_gone(medimail, tree, desk, here, answered, state):
    reader = medimail.mailbox(tree.mother, mssante="adele.myrtille@chic.mssante.fr")
    software = answered(reader, state=state)
    assert UNREAD not in desk.open(f"{here}/{reader.id}/rejeter").text
    assert UNANSWERED not in desk.open(f"/comptes/{software.id}").text


def test_of_several_those_who_read_answers_are_told_of_before_and_after(
    medimail, tree, desk, prepare, opened, answered, report
):
    """One of them is also the last who opens a shared mailbox: both are said."""
    reader = medimail.mailbox(tree.mother, mssante="adele.myrtille@chic.mssante.fr")
    long = "a" * 60
    software, *_ = (answered(reader, address=f"{number}{long}@{long}.{'b' * 20}.fr") for number in range(5))
    shared = opened(reader, address=f"z{long}@{long}.{'b' * 20}.fr")
    prepare("rejeter", reader, medimail.mailbox(tree.mother))
    desk.submit({"motif": "Service fermé."})
    outcome, said = report()[reader.address]
    assert outcome == "ALERTE"
    assert f"{LEFT} {shared.address}" in said
    assert f"{UNREAD} {software.address}" in said


def test_a_software_rejected_with_whoever_reads_its_answers_misses_nobody(
    medimail, tree, desk, prepare, answered, report
):
    reader = medimail.mailbox(tree.mother, mssante="adele.myrtille@chic.mssante.fr")
    software = answered(reader)
    assert UNREAD not in prepare("rejeter", reader, software).text


def test_a_mailbox_rejected_with_those_who_open_it_misses_nobody(medimail, tree, prepare, desk, opened, report):
    person = medimail.mailbox(tree.mother, last_name="AAA")
    shared = opened(person, last_name="ZZZ")
    prepare("rejeter", person, shared)
    assert LEFT not in desk.text
    desk.submit({"motif": "Service fermé."})
    assert report() == {person.address: ("OK", ""), shared.address: ("OK", "")}


def test_bringing_back_undone_leaves_a_mailbox_to_nobody_and_says_so(medimail, tree, prepare, desk, opened, report):
    person = medimail.mailbox(tree.mother, state=State.REJECTED, stood=State.VALID)
    opened(person)
    prepare("rehabiliter", person).press("Réhabiliter les comptes")
    assert report()[person.address][0] == "OK"
    desk.press("Annuler")
    assert report()[person.address][0] == "ALERTE"


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("a@chic.fr", True),
        ("a@geriatrie.fr", False),
        ("a@hdj.geriatrie.fr", False),
        ("a@pasgeriatrie.fr", True),
        ("a@geriatrie.fr.chic.fr", True),
    ],
)
def test_an_address_that_the_other_structure_does_not_take_goes_with_an_alert(
    medimail, tree, desk, here, prepare, report, address, told
):
    domain_of(tree.daughter)
    box = medimail.mailbox(tree.mother, address=address)
    page = prepare("transferer", box)
    desk.open(f"{page.path}?vers={tree.daughter.id}")
    assert (OUTSIDE in desk.text) is ("1 compte a une adresse" in desk.text.replace("\xa0", " ")) is told
    desk.press("Changer de structure")
    assert medimail.read(box).structure_id == tree.daughter.id
    assert report()[address][0] == ("ALERTE" if told else "OK")
    desk.press("Annuler")
    assert medimail.read(box).structure_id == tree.mother.id
    assert (OUTSIDE in desk.open(f"{here}/{box.id}/transferer?vers={tree.daughter.id}").text) is told
    desk.press("Changer de structure")
    assert (OUTSIDE in desk.text) is told
    assert medimail.read(box).structure_id == tree.daughter.id


@pytest.mark.parametrize(
    ("asked", "said"), [("b@geriatrie.fr", None), ("b@chic.fr", TONIGHT)], ids=["of the domain", "of another"]
)
def test_the_address_taken_tonight_is_what_counts(medimail, tree, desk, here, prepare, asked, said):
    domain_of(tree.daughter)
    box = medimail.mailbox(tree.mother, address="a@chic.fr")
    asks_for(box, asked)
    for text in (
        desk.open(f"{here}/{box.id}/transferer?vers={tree.daughter.id}").text,
        desk.open(f"{prepare('transferer', box).path}?vers={tree.daughter.id}").text,
    ):
        assert OUTSIDE not in text
        assert (TONIGHT in text) is (said is TONIGHT)


def test_a_structure_that_takes_any_address_says_nothing(medimail, tree, desk, here, prepare):
    box = medimail.mailbox(tree.mother, address="a@chic.fr")
    asks_for(box, "b@chic.fr")
    assert "domaine" not in desk.open(f"{here}/{box.id}/transferer?vers={tree.daughter.id}").text
    assert "domaine" not in desk.open(f"{prepare('transferer', box).path}?vers={tree.daughter.id}").text


def test_those_who_are_there_already_are_not_told_of(medimail, tree, desk, prepare):
    domain_of(tree.daughter)
    boxes = [medimail.mailbox(place, address=f"{place.id}@chic.fr") for place in (tree.mother, tree.daughter)]
    desk.open(f"{prepare('transferer', *boxes).path}?vers={tree.daughter.id}")
    assert "1 compte a une adresse" in desk.text.replace("\xa0", " ")
    assert desk.text.count(OUTSIDE) == 1


def test_the_preview_costs_no_more_for_more_accounts(medimail, tree, desk, prepare, opened, counted):
    domain_of(tree.daughter)
    costs = []
    for count in (2, 40):
        boxes = [medimail.mailbox(tree.mother) for _ in range(count)]
        for box in boxes:
            opened(box)
        prepare("rejeter", *boxes)
        found = []
        for path in (desk.path, f"{prepare('transferer', *boxes).path}?vers={tree.daughter.id}"):
            counted.clear()
            assert desk.send("GET", path).status_code == 200
            found.append(len(counted))
        costs.append(found)
    assert costs[0] == costs[1]


def test_validating_somebody_of_another_domain_says_so_before_and_after(medimail, tree, desk, here):
    domain_of(tree.mother)
    box = medimail.mailbox(tree.mother, state=State.TO_VALIDATE, address="a@chic.fr")
    said = "Son adresse n’est pas du domaine de la structure (@geriatrie.fr)"
    assert said in desk.open(f"/comptes/{box.id}").text
    desk.post(f"{here}/{box.id}/valider", {})
    assert said in desk.text
    assert "un courriel dit à son titulaire" in desk.text


def test_validating_several_says_which_are_of_another_domain_before_and_after(medimail, tree, desk, prepare, report):
    domain_of(tree.mother)
    ours = medimail.mailbox(tree.mother, state=State.TO_VALIDATE, address="a@geriatrie.fr")
    other = medimail.mailbox(tree.mother, state=State.TO_VALIDATE, address="b@ailleurs.fr")
    said = "Son adresse n’est pas du domaine de la structure (@geriatrie.fr)"
    assert prepare("valider", ours, other).text.count(said) == 1
    desk.post(f"{desk.path}/confirmer", {})
    told = report()
    assert told[ours.address][0] == "OK"
    assert told[other.address][1].startswith(said)
