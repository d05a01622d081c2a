"""What an administrator may not do for ever: write to strangers, write to one person, ask what others have."""

from datetime import timedelta

import pytest

from portal import clock
from portal.db import reading, transaction
from portal.limits import Limit
from portal.mail.models import OutboxMail
from portal.medimail.mailboxes.addresses import service as addresses
from portal.medimail.mailboxes.addresses.rules import Asked as AddressAsked
from portal.medimail.mailboxes.addresses.rules import Taken
from portal.medimail.mailboxes.listing.acts import service as acts
from portal.medimail.mailboxes.listing.acts.rules import Done, TooManyLinks, TooOften
from portal.medimail.mailboxes.listing.acts.service import Asked
from portal.medimail.mailboxes.listing.relances import service as relances
from portal.medimail.mailboxes.options import service as options
from portal.medimail.mailboxes.options.rules import Delegated, Unknown
from portal.medimail.mailboxes.record import store
from portal.medimail.mailboxes.record.rules.acts import TOO_MANY_GUESSES, TOO_MANY_LINKS, TOO_OFTEN, Braked
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import OPEN, Action, State
from tests.pages.mailbox import typed

TWO = Limit.parse("2/1h")


@pytest.fixture
def box(medimail, hospital):
    """The account of somebody who signs in to it, in the structure."""
    _, box = medimail.holder(hospital.structure, Kind.PER, mssante=None)
    return box


@pytest.fixture
def act(hospital):
    """Do an act as the administrator."""

    def do(action, box, reason="", target=None):
        with transaction() as session:
            held = store.get(session, box.id, lock=True)
            place = session.merge(target) if target else None
            return acts.perform(session, held, Asked(hospital.account.id, action, reason=reason, target=place))

    return do


@pytest.fixture
def ask(hospital):
    """Ask for an address, or correct what was asked."""

    def do(box, new, seen=""):
        with transaction() as session:
            held = store.get(session, box.id, lock=True)
            return addresses.ask(session, held, new, seen=seen, by=hospital.account.id)

    return do


@pytest.fixture
def delegate(hospital):
    """Delegate an account to an address, as the administrator or as somebody else."""

    def do(box, address, by=None):
        with transaction() as session:
            held = store.get(session, box.id, lock=True)
            return options.delegate(session, by or hospital.account.id, held, address)

    return do


def to(address):
    with reading() as session:
        return session.query(OutboxMail).filter_by(recipient=address).count()


# Links to strangers


def test_links_stop_and_the_accounts_are_made_all_the_same(hospital, configure):
    configure(limit_links=TWO)
    made = [hospital.create(Kind.MED, address=f"inconnu{n}@chic-demo.fr") for n in range(4)]
    assert [one.is_invited for one in made] == [True, True, False, False]
    assert [one.is_held for one in made] == [False, False, True, True]
    assert [mail.recipient for mail in hospital.mails()] == ["inconnu0@chic-demo.fr", "inconnu1@chic-demo.fr"]


def test_the_page_says_that_the_link_is_held(hospital, desk, configure):
    configure(limit_links=Limit.parse("1/1h"))
    path = f"/structures/{hospital.structure.id}/comptes/nouveau/MED"
    desk.open(path)
    desk.post(path, typed(Kind.MED, adresse="un@chic-demo.fr"))
    page = desk.open(path).post(path, typed(Kind.MED, adresse="deux@chic-demo.fr"))
    assert TOO_MANY_LINKS in page.response.text


def test_links_leave_again_later(hospital, configure, later):
    configure(limit_links=Limit.parse("1/1h"))
    hospital.create(Kind.MED, address="un@chic-demo.fr")
    later(hours=1, minutes=1)
    assert hospital.create(Kind.MED, address="deux@chic-demo.fr").is_invited


def test_an_account_without_a_link_costs_none(hospital, configure):
    configure(limit_links=Limit.parse("1/1h"))
    hospital.create(Kind.MED, address="un@chic-demo.fr", invites=False)
    assert hospital.create(Kind.MED, address="deux@chic-demo.fr").is_invited


def test_creating_first_and_relaunching_afterwards_is_no_way_round(hospital, configure, act):
    configure(limit_links=TWO)
    made = [hospital.made(Kind.MED, address=f"inconnu{n}@chic-demo.fr", invites=False) for n in range(3)]
    outcomes = [act(Action.RELAUNCH, one) for one in made]
    assert [type(one) for one in outcomes] == [Done, Done, TooManyLinks]


def test_whoever_had_a_link_may_be_relaunched_at_the_limit(hospital, configure, act, later):
    configure(limit_links=Limit.parse("1/24h"))
    made = hospital.made(Kind.MED, address="un@chic-demo.fr")
    with transaction() as session:
        store.get(session, made.id).relaunched_at = clock.now() - timedelta(days=2)
    assert isinstance(act(Action.RELAUNCH, made), Done)


def test_a_relance_of_everybody_stops_at_the_limit_and_ends(hospital, configure):
    configure(limit_links=TWO)
    for n in range(4):
        hospital.create(Kind.MED, address=f"inconnu{n}@chic-demo.fr", invites=False)
    with transaction() as session:
        begun = relances.begin(session, hospital.structure, hospital.account.id)
    relances.work(begun.relance_id)
    assert len(hospital.mails()) == 2
    with transaction() as session:
        assert relances.begin(session, hospital.structure, hospital.account.id).due == 2


# Mails to one person


def test_rejecting_and_bringing_back_stops(act, box, configure):
    configure(limit_notices=TWO)
    for _ in range(2):
        assert isinstance(act(Action.REJECT, box, "Motif"), Done)
        assert isinstance(act(Action.REHABILITATE, box), Done)
    assert isinstance(act(Action.REJECT, box, "Motif"), Done)
    assert act(Action.REHABILITATE, box) == TooOften()
    assert to(box.address) == 5


def test_a_request_of_address_is_corrected_a_few_times_and_each_is_told(ask, box, configure):
    configure(limit_notices=TWO)
    assert ask(box, "a@chic-demo.fr") == AddressAsked()
    assert ask(box, "b@chic-demo.fr", "a@chic-demo.fr") == AddressAsked()
    assert ask(box, "c@chic-demo.fr", "b@chic-demo.fr") == Braked(TOO_OFTEN)
    assert to(box.address) == 2


def test_no_noise_hides_a_change_of_address(ask, act, box, configure):
    configure(limit_notices=TWO)
    for _ in range(2):
        act(Action.REJECT, box, "Motif")
        act(Action.REHABILITATE, box)
    told = to(box.address)
    assert ask(box, "pirate@chic-demo.fr") == Braked(TOO_OFTEN)
    with reading() as session:
        assert store.asked_change(session, box.id) is None
    assert to(box.address) == told


def test_noise_about_one_account_keeps_no_other_one_quiet(medimail, hospital, ask, box, configure):
    configure(limit_notices=Limit.parse("1/1h"))
    ask(box, "a@chic-demo.fr")
    other = medimail.holder(hospital.structure, Kind.PER, mssante=None)[1]
    assert ask(other, "b@chic-demo.fr") == AddressAsked()
    assert to(other.address) == 1


def test_a_transfer_there_and_back_stops(medimail, hospital, act, box, configure):
    configure(limit_notices=TWO)
    places = [medimail.structure("Gériatrie", hospital.structure), hospital.structure]
    assert [type(act(Action.TRANSFER, box, target=place)) for place in (*places, places[0])] == [Done, Done, TooOften]
    with reading() as session:
        assert store.get(session, box.id).structure_id == hospital.structure.id


def test_delegations_on_and_off_stop(medimail, hospital, delegate, box, configure):
    configure(limit_notices=TWO)
    others = [medimail.mailbox(hospital.structure) for _ in range(3)]
    outcomes = [delegate(box, other.address) for other in others]
    assert outcomes[2] == Braked(TOO_OFTEN)
    assert to(box.address) == 2


def test_on_ones_own_account_nobody_is_written_to_and_nothing_stops(medimail, hospital, delegate, box, configure):
    configure(limit_notices=Limit.parse("1/1h"))
    others = [medimail.mailbox(hospital.structure) for _ in range(3)]
    outcomes = [delegate(box, other.address, by=box.account_id) for other in others]
    assert all(isinstance(one, Delegated) for one in outcomes)


# What others have


def test_a_holder_who_tries_addresses_learns_nothing_more(medimail, hospital, delegate, box, configure):
    configure(limit_guesses=TWO)
    other = medimail.mailbox(hospital.structure)
    for n in range(2):
        assert delegate(box, f"essai{n}@chic-demo.fr", by=box.account_id) == Unknown()
    assert delegate(box, other.address, by=box.account_id) == Braked(TOO_MANY_GUESSES)
    assert delegate(box, "personne@chic-demo.fr", by=box.account_id) == Braked(TOO_MANY_GUESSES)


def test_whoever_is_on_the_liste_rouge_is_answered_for_as_nobody(medimail, hospital, delegate, box):
    hidden = medimail.mailbox(hospital.structure, unlisted=True)
    assert delegate(box, hidden.address) == delegate(box, "personne@chic-demo.fr") == Unknown()


@pytest.mark.parametrize("state", [state for state in State if state not in OPEN])
def test_an_account_that_is_not_open_is_answered_for_as_nobody(medimail, hospital, delegate, box, state):
    assert delegate(box, medimail.mailbox(hospital.structure, state=state).address) == Unknown()


def test_taken_addresses_are_told_a_few_times(medimail, hospital, desk, configure):
    configure(limit_guesses=TWO)
    taken = medimail.mailbox(medimail.structure("Ailleurs")).address
    path = f"/structures/{hospital.structure.id}/comptes/nouveau/MED"
    desk.open(path)
    for _ in range(2):
        page = desk.post(path, typed(Kind.MED, adresse=taken))
        assert "déjà" in page.text
        assert TOO_MANY_GUESSES not in page.response.text
    for address in (taken, "libre@chic-demo.fr"):
        page = desk.post(path, typed(Kind.MED, adresse=address))
        assert (page.status, TOO_MANY_GUESSES in page.response.text) == (422, True)


def test_an_address_that_somebody_signs_in_with_is_a_guess_too(hospital, desk, build, configure):
    configure(limit_guesses=TWO)
    build.physician(mssante="martin@chic-demo.fr", last_name="Martin")
    path = f"/structures/{hospital.structure.id}/comptes/nouveau/MED"
    desk.open(path)
    for _ in range(3):
        page = desk.post(path, typed(Kind.MED, adresse="martin@chic-demo.fr"))
    assert TOO_MANY_GUESSES in page.response.text


def test_leaving_a_field_empty_is_no_way_round(medimail, hospital, desk, configure):
    configure(limit_guesses=TWO)
    taken = medimail.mailbox(medimail.structure("Ailleurs")).address
    path = f"/structures/{hospital.structure.id}/comptes/nouveau/MED"
    desk.open(path)
    for _ in range(3):
        page = desk.post(path, typed(Kind.MED, adresse=taken, nom=""))
    assert TOO_MANY_GUESSES in page.response.text


def test_ordinary_mistakes_are_not_counted(hospital, desk, configure):
    configure(limit_guesses=Limit.parse("1/1h"))
    path = f"/structures/{hospital.structure.id}/comptes/nouveau/MED"
    desk.open(path)
    for _ in range(3):
        page = desk.post(path, typed(Kind.MED, nom=""))
    assert TOO_MANY_GUESSES not in page.response.text


def test_a_change_of_address_guesses_no_more_than_a_form(medimail, hospital, ask, box, configure):
    configure(limit_guesses=TWO)
    taken = medimail.mailbox(medimail.structure("Ailleurs")).address
    assert [ask(box, taken) for _ in range(3)] == [Taken(), Taken(), Braked(TOO_MANY_GUESSES)]
    assert ask(box, "libre@chic-demo.fr") == Braked(TOO_MANY_GUESSES)
