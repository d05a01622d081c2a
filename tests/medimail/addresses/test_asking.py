"""Asking for a change of address, correcting it, calling it off: by whom, for which address, and who is told."""

import pytest

from portal.accounts import closing
from portal.accounts import store as people
from portal.accounts.models import AccountRight
from portal.accounts.rules import Right
from portal.db import transaction
from portal.limits import Limit
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import State
from tests.attacks.crowd import at_once, cookies_of, post
from tests.medimail.addresses.conftest import NEW


def test_an_administrator_asks_and_nothing_changes_by_day(desk, structure, medimail, ask, changes):
    box = medimail.mailbox(structure)
    ask(desk, box)
    assert desk.path == f"/structures/{structure.id}/changements-adresse"
    assert changes(box) == [("demande", box.address, NEW, "")]
    assert medimail.read(box).address == box.address


def test_the_old_address_is_told_at_once_and_never_reads_the_new_one_whole(desk, structure, medimail, ask, mailbox):
    box = medimail.mailbox(structure)
    ask(desk, box)
    text = " ".join(mailbox.texts(box.address)[0].split())
    assert "peut être annulée" in text
    assert NEW not in text
    assert mailbox.all(NEW) == []


def test_a_physician_of_certdc_is_told_at_the_mssante_address_too(desk, structure, medimail, ask, mailbox, build):
    physician = build.physician()
    box = medimail.mailbox(structure, account_id=physician.id)
    ask(desk, box)
    assert [len(mailbox.all(to)) for to in (box.address, physician.mssante)] == [1, 1]


def test_of_a_shared_mailbox_those_who_open_it_are_told(desk, structure, medimail, ask, mailbox):
    shared, (_, person) = medimail.mailbox(structure, Kind.ORG), medimail.holder(structure)
    medimail.connect(shared, person)
    ask(desk, shared)
    assert [len(mailbox.all(to)) for to in (shared.address, person.address)] == [0, 1]


def test_nobody_is_told_of_an_account_of_which_they_never_heard(desk, structure, medimail, ask, mailbox):
    box = medimail.mailbox(structure, state=State.PREREGISTERED)
    ask(desk, box)
    assert mailbox.all(box.address) == []


@pytest.mark.parametrize("state", State)
def test_an_address_taken_in_any_state_is_refused(desk, structure, medimail, ask, changes, state):
    box, other = medimail.mailbox(structure), medimail.mailbox(medimail.structure("Ailleurs"), state=state)
    assert "une adresse ne sert qu’à un compte" in ask(desk, box, other.address.upper()).errors[0]
    assert desk.status == 422
    assert changes(box) == []


def test_the_address_of_a_closed_account_is_refused_to_whoever_has_not_finalised(
    desk, structure, medimail, ask, changes, build
):
    person = build.administrator()
    with transaction() as session:
        closing.close(session, people.get(session, person.id))
    box = medimail.mailbox(structure, state=State.PREREGISTERED)
    assert "une adresse ne sert qu’à un compte" in ask(desk, box, person.email).errors[0]
    assert changes(box) == []


def test_an_address_already_asked_for_is_refused(desk, structure, medimail, ask, changes):
    first, second = medimail.mailbox(structure), medimail.mailbox(structure)
    ask(desk, first)
    assert "ou l’aura demain" in ask(desk, second).errors[0]
    assert changes(second) == []


def test_the_address_with_which_somebody_else_signs_in_is_refused_to_a_holder(desk, structure, medimail, ask, build):
    _, box = medimail.holder(structure)
    other = build.administrator()
    assert "Un compte a déjà cette adresse" in ask(desk, box, other.email).errors[0]


def test_the_mssante_address_of_somebody_else_is_refused_to_a_holder(desk, structure, medimail, ask, build):
    _, box = medimail.holder(structure)
    other = build.physician()
    assert ask(desk, box, other.mssante).status == 422


def test_whoever_has_not_finalised_may_be_given_the_address_of_their_own_account(
    desk, structure, medimail, ask, build, changes
):
    box = medimail.mailbox(structure, state=State.PREREGISTERED)
    other = build.administrator(last_name="Durand", first_name="Camille")
    ask(desk, box, other.email)
    assert len(changes(box)) == 1


WAYS = pytest.mark.parametrize("way", ["email", "mssante"])


@WAYS
def test_the_address_of_a_person_is_not_that_of_a_shared_mailbox(desk, structure, medimail, ask, build, changes, way):
    build.physician(**{way: NEW}, last_name="DURAND", first_name="Camille")
    box = medimail.mailbox(structure, Kind.ORG)
    assert "Donnez à cette BAL une adresse générique" in ask(desk, box).errors[0]
    assert changes(box) == []


@WAYS
def test_whoever_has_not_finalised_is_not_given_the_address_of_a_person_of_another_name(
    desk, structure, medimail, ask, build, changes, way
):
    build.physician(**{way: NEW}, last_name="Secret")
    box = medimail.mailbox(structure, Kind.MED, State.PREREGISTERED)
    assert "une personne connue sous un autre nom" in ask(desk, box).errors[0]
    assert "Secret" not in desk.errors[0]
    assert changes(box) == []


@WAYS
def test_a_holder_who_signs_in_otherwise_is_not_given_the_address_of_somebody_else(
    desk, structure, medimail, ask, build, changes, way
):
    build.physician(**{way: NEW}, last_name="DURAND", first_name="Camille")
    holder = build.physician(email=None)
    box = medimail.mailbox(structure, account_id=holder.id)
    assert "Un compte a déjà cette adresse" in ask(desk, box).errors[0]
    assert changes(box) == []


def test_a_holder_may_be_given_the_address_that_they_sign_in_with(desk, structure, medimail, ask, build, changes):
    holder = build.physician(email=NEW)
    box = medimail.mailbox(structure, account_id=holder.id)
    ask(desk, box)
    assert len(changes(box)) == 1


def test_the_addresses_of_people_tried_one_after_another_are_counted(
    desk, structure, medimail, ask, build, changes, configure
):
    configure(limit_guesses=Limit.parse("1/1h"))
    build.physician(mssante=NEW)
    box = medimail.mailbox(structure, Kind.ORG)
    ask(desk, box)
    assert "Trop d’adresses" in " ".join(ask(desk, box, "libre@nouveau.fr").errors)
    assert changes(box) == []


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("", "Saisissez la nouvelle adresse."),
        ("pas une adresse", "sans espace ni accent"),
        ("camille@ailleurs.fr", "se terminent par @chic-demo.fr"),
        ("camille@faux-chic-demo.fr", "se terminent par @chic-demo.fr"),
        ("a@chic-demo.fr\r\nBcc: b@c.fr", "caractères invisibles"),
    ],
)
def test_a_poor_address_is_refused_with_what_to_do(new_desk, medimail, ask, changes, new, said):
    structure = medimail.structure(domain="chic-demo.fr")
    box = medimail.mailbox(structure)
    assert said in ask(new_desk(structure), box, new).errors[0]
    assert changes(box) == []


def test_the_present_address_is_no_change(desk, structure, medimail, ask):
    box = medimail.mailbox(structure)
    assert "déjà l’adresse de ce compte" in ask(desk, box, box.address).errors[0]


@pytest.mark.parametrize("state", [State.REMOVED, State.REJECTED_FOR_GOOD])
def test_an_account_that_serves_no_more_keeps_its_address(desk, structure, medimail, changes, state):
    box = medimail.mailbox(structure, state=state)
    assert "ne peut pas changer" in desk.open(f"/comptes/{box.id}/adresse").text
    desk.post(f"/comptes/{box.id}/adresse", {"nouvelle": NEW, "vu": ""})
    assert desk.status == 422
    assert changes(box) == []


def test_a_request_is_corrected_and_the_old_address_told_again(desk, structure, medimail, ask, changes, mailbox):
    box = medimail.mailbox(structure)
    ask(desk, box, "camile@nouveau.fr")
    ask(desk, box)
    assert changes(box) == [("demande", box.address, NEW, "")]
    assert len(mailbox.all(box.address)) == 2


def test_a_request_is_called_off_once(desk, structure, medimail, ask, changes, mailbox, waiting):
    box = medimail.mailbox(structure)
    ask(desk, box)
    key = waiting(box)
    assert "La demande est annulée" in desk.post(f"/changements-adresse/{key}/annuler").text
    assert "n’attendait plus" in desk.post(f"/changements-adresse/{key}/annuler").text
    assert changes(box) == [("annule", box.address, NEW, "")]
    assert len(mailbox.all(box.address)) == 2


def test_whoever_comes_second_reads_what_was_asked_meanwhile(new_desk, structure, medimail, ask, changes):
    box, first, second = medimail.mailbox(structure), new_desk(structure), new_desk(structure)
    second.open(f"/comptes/{box.id}/adresse")
    ask(first, box)
    second.submit({"nouvelle": "autre@nouveau.fr"})
    assert second.status == 409
    assert changes(box) == [("demande", box.address, NEW, "")]
    second.submit({"nouvelle": "autre@nouveau.fr"})
    assert changes(box) == [("demande", box.address, "autre@nouveau.fr", "")]


def test_ten_at_once_for_one_account_are_one_request(app, desk, structure, medimail, changes):
    box = medimail.mailbox(structure)
    data = {"csrf_token": desk.open(f"/comptes/{box.id}/adresse").token, "vu": ""}
    held = cookies_of(desk)
    answers = at_once(
        [
            lambda n=n: post(app, f"/comptes/{box.id}/adresse", {**data, "nouvelle": f"n{n}@x.fr"}, held)
            for n in range(10)
        ]
    )
    assert sorted(answer.status_code for answer in answers) == [303, *[409] * 9]
    assert len(changes(box)) == 1


def test_two_accounts_at_once_never_share_an_address(app, desk, structure, medimail, changes):
    boxes = [medimail.mailbox(structure) for _ in range(6)]
    data = {"csrf_token": desk.open(f"/comptes/{boxes[0].id}/adresse").token, "vu": "", "nouvelle": NEW}
    held = cookies_of(desk)
    answers = at_once([lambda b=b: post(app, f"/comptes/{b.id}/adresse", data, held) for b in boxes])
    assert sorted(answer.status_code for answer in answers) == [303, *[422] * 5]
    assert sum(len(changes(box)) for box in boxes) == 1


def test_the_list_is_that_of_the_structure_or_of_its_daughters_too(new_desk, medimail, structure, ask):
    desk, daughter = new_desk(structure), medimail.structure("Pôle de gériatrie", mother=structure)
    ask(desk, medimail.mailbox(structure), "un@nouveau.fr")
    ask(desk, medimail.mailbox(daughter), "deux@nouveau.fr")
    path = f"/structures/{structure.id}/changements-adresse"
    assert "deux@nouveau.fr" not in desk.open(path).text
    text = desk.open(f"{path}?filles=1").text
    assert "un@nouveau.fr" in text
    assert "Pôle de gériatrie" in text


def holder_with(medimail, structure, right, scope=""):
    person, box = medimail.holder(structure)
    with transaction() as session:
        session.add(AccountRight(account_id=person.id, name=right, scope=scope))
    return person, box


@pytest.mark.parametrize("right", [Right.ADMINISTRATOR, Right.INSTRUCTOR, Right.MEDIMAIL_ADMINISTRATOR])
def test_codes_that_open_more_than_the_structure_are_not_sent_elsewhere(desk, structure, medimail, ask, changes, right):
    """Else an administrator would have somebody else's second factor sent to an address of his own."""
    _, box = holder_with(medimail, structure, right)
    assert "ouvrent davantage que cette structure" in ask(desk, box).errors[0]
    assert changes(box) == []


def test_the_codes_of_an_administrator_of_the_mother_are_not_sent_elsewhere(new_desk, structure, medimail, ask):
    daughter = medimail.structure("Fille", structure)
    _, box = holder_with(medimail, daughter, Right.MEDIMAIL_ADMINISTRATOR, str(structure.id))
    assert "ouvrent davantage" in ask(new_desk(daughter), box).errors[0]


def test_an_administrator_of_the_same_structure_may_be_given_another_address(desk, structure, medimail, ask, changes):
    _, box = holder_with(medimail, structure, Right.MEDIMAIL_ADMINISTRATOR, str(structure.id))
    ask(desk, box)
    assert len(changes(box)) == 1


def test_whoever_receives_codes_at_an_mssante_address_may_be_given_another(
    desk, structure, medimail, ask, build, changes
):
    person = build.administrator(mssante="claude.moreau@chu-demo.mssante.fr")
    box = medimail.mailbox(structure, Kind.MED, account_id=person.id, address=person.email)
    ask(desk, box)
    assert len(changes(box)) == 1


def test_a_right_given_before_the_night_keeps_the_address(desk, structure, medimail, ask, changes, night):
    person, box = medimail.holder(structure)
    ask(desk, box)
    with transaction() as session:
        session.add(AccountRight(account_id=person.id, name=Right.ADMINISTRATOR, scope=""))
    night()
    (change,) = changes(box)
    assert change[0] == "echec"
    assert "ouvrent davantage" in change[3]


def tab_bar(page):
    tabs = page.soup.select("[aria-label='Comptes par état'] a")
    return [" ".join(tab.get_text(" ").split()) for tab in tabs], tabs[-1].get("aria-current")


def test_the_requests_are_the_last_of_the_tabs_of_the_accounts(desk, structure, medimail, ask):
    ask(desk, medimail.mailbox(structure))
    accounts, current = tab_bar(desk.open(f"/structures/{structure.id}/comptes"))
    assert (accounts[-1], current) == ("Demandes de changement de mail 1", None)
    assert tab_bar(desk.open(f"/structures/{structure.id}/changements-adresse")) == (accounts, "page")


@pytest.mark.parametrize("page", ["changements-adresse", "cette-nuit"])
def test_the_daughters_are_offered_where_there_are_some(desk, structure, medimail, page):
    path = f"/structures/{structure.id}/{page}"
    assert "structures filles" not in desk.open(path).soup.select_one("#changements, #cette-nuit").p.get_text()
    medimail.structure("Fille", mother=structure)
    assert desk.open(path).soup.find("a", string="Avec ses structures filles")["href"] == f"{path}?filles=1"
    assert desk.open(f"{path}?filles=1").soup.find("a", string="Cette structure seule")["href"] == path
