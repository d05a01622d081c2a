"""One act on one account: what source 002 p. 10 opens is done and told, all the rest says why not."""

from datetime import timedelta

import pytest

from portal import clock
from portal.accounts import closing
from portal.accounts import store as people
from portal.accounts.rules import Closer
from portal.accounts.rules import Kind as Person
from portal.audit.models import JournalRow
from portal.db import reading, transaction
from portal.mail.models import OutboxMail
from portal.medimail.mailboxes.record import store
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.kinds import PERSONS, Kind
from portal.medimail.mailboxes.record.rules.states import State
from tests.attacks.crowd import cookies_of, post
from tests.medimail.closing import while_closing

WORDS = ("valider", "rejeter", "rehabiliter", "relancer", "transferer", "reinitialiser")


@pytest.fixture
def press(desk, here, tree):
    """Send an act as the list would."""

    tokens = {}

    def send(box, word, *, client=None, **data):
        client = client or desk
        token = tokens[client] = tokens.get(client) or client.open(here).token
        typed = {"csrf_token": token, "motif": "Parti.", "vers": str(tree.daughter.id), **data}
        return client.send("POST", f"{here}/{box.id}/{word}", data=typed)

    return send


def mails():
    with reading() as session:
        return [(mail.recipient, mail.template.removeprefix("medimail/")) for mail in session.query(OutboxMail)]


def journal(kind):
    with reading() as session:
        return [
            (row.before, row.after)
            for row in session.query(JournalRow).filter(JournalRow.event == kind).order_by(JournalRow.id)
        ]


def test_a_validated_person_is_told_they_may_sign_in(medimail, tree, desk, press):
    box = medimail.mailbox(tree.mother, state=State.TO_VALIDATE)
    press(box, "valider")
    assert mails() == [(box.address, "validated")]
    assert "peut se connecter" in desk.open(f"/structures/{tree.mother.id}/comptes").text
    assert len(journal("bal_avance")) == 1


def test_validating_opens_the_account_of_who_registered_alone(medimail, tree, press, build):
    person = build.person(kind=Person.MAILBOX_HOLDER, last_name="Petit", first_name="Alex", email="alex@chic-demo.fr")
    with transaction() as session:
        closing.shut(session, people.get(session, person.id), Closer.MEDIMAIL)
    box = medimail.mailbox(tree.mother, Kind.MED, State.TO_VALIDATE, account_id=person.id)
    press(box, "valider")
    with reading() as session:
        assert people.get(session, person.id).closed_at is None


def test_a_rejected_person_reads_why_and_whom_to_ask(medimail, tree, press, mailbox):
    box = medimail.mailbox(tree.mother, first_name="Lucas", last_name="BENTO")
    press(box, "rejeter", motif="Ne travaille plus ici.")
    (text,) = mailbox.texts(box.address)
    assert "Ne travaille plus ici." in text
    assert "Claude Moreau, admin" in text
    assert medimail.read(box).reason == "Ne travaille plus ici."


@pytest.mark.parametrize("state", [State.INACTIVE, State.REJECTED])
def test_an_account_whose_date_is_past_is_given_another_before_it_comes_back(medimail, tree, desk, here, press, state):
    past = clock.today() - timedelta(days=1)
    box = medimail.mailbox(tree.mother, state=state, stood=State.VALID, expires_on=past)
    press(box, "rehabiliter")
    assert medimail.read(box).state is state
    assert "Changez-la d’abord" in desk.open(here).text
    with transaction() as session:
        store.get(session, box.id, lock=True).expires_on = clock.today() + timedelta(days=1)
    press(box, "rehabiliter")
    assert medimail.read(box).state is State.VALID


def test_nobody_rejects_without_a_reason(medimail, tree, press):
    box = medimail.mailbox(tree.mother)
    assert press(box, "rejeter", motif="  ").status_code == 422
    assert medimail.read(box).state is State.VALID


def test_nobody_rejects_their_own_account(medimail, tree, desk, here, press):
    own = medimail.mailbox(tree.mother, Kind.MED, account_id=tree.of_mother.id)
    assert press(own, "rejeter").status_code == 303
    assert "Nul n’agit ainsi sur son propre compte" in desk.open(here).text
    assert medimail.read(own).state is State.VALID
    assert "C’est votre compte" in desk.open(f"{here}/{own.id}/rejeter").text
    assert not desk.open(here).soup.select(f'a[href^="{here}/{own.id}/rejeter"]')


def test_those_who_open_a_shared_mailbox_are_told_of_it(medimail, tree, press):
    shared, person = medimail.mailbox(tree.mother, Kind.ORG), medimail.mailbox(tree.mother)
    medimail.connect(shared, person)
    press(shared, "rejeter")
    assert mails() == [(person.address, "rejected")]


@pytest.mark.parametrize(
    ("stood", "told"),
    [
        (State.VALID, "reinstated"),
        (State.INACTIVE, "reinstated"),
        (State.TO_VALIDATE, "reinstated"),
        (State.PREREGISTERED, "finalise"),
    ],
)
def test_who_is_brought_back_stands_where_they_stood_and_is_told(medimail, tree, press, stood, told):
    box = medimail.mailbox(tree.mother, state=State.REJECTED, stood=stood)
    press(box, "rehabiliter")
    assert medimail.read(box).state is stood
    assert mails() == [(box.address, told)]


def test_who_is_brought_back_asleep_is_said_to_be_and_how_they_wake(medimail, tree, desk, here, press):
    box = medimail.mailbox(tree.mother, state=State.REJECTED, stood=State.INACTIVE)
    press(box, "rehabiliter")
    assert "il est de nouveau inactif, comme avant son rejet" in desk.open(here).text
    press(box, "rehabiliter")
    assert medimail.read(box).state is State.VALID


def test_a_relaunched_person_gets_a_new_link_and_the_journal_says_it(medimail, tree, press):
    box = medimail.mailbox(tree.mother, state=State.PREREGISTERED)
    press(box, "relancer")
    assert mails() == [(box.address, "finalise")]
    assert medimail.read(box).link_version == 2
    assert len(journal("bal_relancee")) == 1


def test_nobody_is_relaunched_twice_within_a_day(medimail, tree, desk, here, press):
    told, forgotten = (
        medimail.mailbox(tree.mother, state=State.PREREGISTERED, relaunched_at=clock.now() - timedelta(hours=hours))
        for hours in (23, 25)
    )
    press(told, "relancer")
    assert "a reçu son lien le" in desk.open(here).text
    assert mails() == []
    press(forgotten, "relancer")
    assert mails() == [(forgotten.address, "finalise")]


def test_both_sides_are_told_of_a_transfer(medimail, tree, press):
    box = medimail.mailbox(tree.mother)
    press(box, "transferer")
    assert medimail.read(box).structure_id == tree.daughter.id
    assert sorted(mails()) == sorted([(tree.of_mother.email, "transferred"), (tree.of_daughter.email, "transferred")])
    ((before, after),) = journal("bal_deplacee")
    assert "CHIC Castres-Mazamet" in before
    assert "Pôle de gériatrie" in after


def test_an_account_only_goes_where_the_administrator_reaches(medimail, tree, at_desk, press, desk, here):
    box = medimail.mailbox(tree.mother)
    assert press(box, "transferer", vers=str(tree.stranger.id)).status_code == 404
    assert press(box, "transferer", vers="999999").status_code == 404
    assert press(box, "transferer", vers="x").status_code == 404
    assert desk.send("GET", f"{here}/{box.id}/transferer?vers={tree.stranger.id}").status_code == 404
    assert "Ariège" not in desk.open(f"{here}/{box.id}/transferer?q=ariege").text
    assert medimail.read(box).structure_id == tree.mother.id


def test_a_closed_structure_takes_nobody_in(medimail, tree, press, desk, here):
    with transaction() as session:
        session.merge(tree.daughter).closed_at = clock.now()
    box = medimail.mailbox(tree.mother)
    assert press(box, "transferer").status_code == 404
    assert "Aucune autre structure" in desk.open(f"{here}/{box.id}/transferer").text


def test_the_reset_link_of_a_professional_only_goes_to_an_mssante_address(medimail, tree, desk, here, press, build):
    lucky = build.physician(mssante="lucky@chu-demo.mssante.fr")
    press(medimail.mailbox(tree.mother, account_id=lucky.id), "reinitialiser")
    _, other = medimail.holder(tree.mother, Kind.PER)
    press(other, "reinitialiser")
    assert "Aucun lien n’est parti" in desk.open(here).text
    press(medimail.mailbox(tree.mother), "reinitialiser")
    assert "personne ne se connecte encore" in desk.open(here).text
    assert [to for to, _ in mails()] == ["lucky@chu-demo.mssante.fr"]


def test_what_was_changed_meanwhile_is_not_done_again(medimail, tree, desk, here, press):
    box = medimail.mailbox(tree.mother, state=State.TO_VALIDATE)
    press(box, "rejeter", vu="1")
    press(box, "valider", vu="1")
    assert "quelqu’un a changé ce compte" in desk.open(here).text
    assert press(box, "transferer", vu="1").status_code == 409
    other = medimail.mailbox(tree.mother)
    press(other, "transferer", vu="1")
    assert press(other, "rejeter", vu="1").status_code == 409
    assert medimail.read(box).state is State.REJECTED


def test_an_act_leads_back_to_the_list_it_was_asked_from(medimail, tree, desk, here, press):
    box = medimail.mailbox(tree.mother, state=State.PREREGISTERED)
    answer = press(box, "relancer", liste="etat=preinscrit&filles=1&page=2&q=a%26b")
    assert answer.headers["Location"] == f"{here}?etat=preinscrit&q=a%26b&filles=1&page=2"
    assert press(box, "relancer", liste="//ailleurs.example").headers["Location"] == here
    assert press(box, "relancer", retour="fiche").headers["Location"] == f"/comptes/{box.id}"


def test_each_row_offers_what_its_state_calls_for(medimail, tree, pages, here):
    expected = {
        State.TO_VALIDATE: "Valider",
        State.PREREGISTERED: "Relancer",
        State.VALID: "Modifier",
        State.REJECTED: "Réhabiliter",
        State.INACTIVE: "Réhabiliter",
        State.REMOVED: "Consulter",
    }
    for state in expected:
        medimail.mailbox(tree.mother, state=state, last_name=state.name)
    pages.client.open(here)
    rows = pages.client.soup.select("#comptes tbody tr")
    shown = {
        row.select_one('td[data-label="Nom"]').get_text(): row.select_one(".row-actions .button").get_text()
        for row in rows
    }
    assert shown == {state.name: label for state, label in expected.items()}
    assert "Rejeter le compte" not in pages.row("REJECTED")


def test_the_pages_that_ask_work_from_the_list_to_the_act(medimail, tree, desk, here):
    box = medimail.mailbox(tree.mother, last_name="BENTO")
    desk.open(f"{here}/{box.id}/transferer?liste=etat%3Dvalide")
    link = desk.soup.select_one(".places a")
    assert link.get_text() == "Pôle de gériatrie"
    desk.open(link["href"])
    assert "passe de CHIC Castres-Mazamet à Pôle de gériatrie" in desk.text
    desk.press("Changer de structure")
    assert "a changé de structure" in desk.text
    assert desk.response.request.full_path == f"{here}?etat=valide"
    desk.open(f"{here}/{box.id}/rejeter").submit({"motif": "Parti."})
    assert "Le compte est rejeté" in desk.text


def test_an_account_of_elsewhere_answers_as_one_that_does_not_exist(medimail, tree, press, desk, here):
    foreign = medimail.mailbox(tree.stranger, state=State.TO_VALIDATE)
    nobody = Mailbox(id=10**12)
    for word in WORDS:
        assert press(foreign, word).status_code == press(nobody, word).status_code == 404
    for word in ("rejeter", "transferer"):
        assert desk.send("GET", f"{here}/{foreign.id}/{word}").status_code == 404
    assert medimail.read(foreign).state is State.TO_VALIDATE


def test_an_account_of_the_mother_is_not_reached_from_her_daughter(medimail, tree, at_desk):
    box, there = medimail.mailbox(tree.mother), f"/structures/{tree.daughter.id}/comptes"
    client = at_desk(tree.of_daughter)
    token = client.open(there).token
    assert client.send("POST", f"{there}/{box.id}/rehabiliter", data={"csrf_token": token}).status_code == 404
    assert client.send("GET", f"{there}/{box.id}/rejeter").status_code == 404


def test_looking_changes_nothing(medimail, tree, desk, here):
    box = medimail.mailbox(tree.mother, state=State.PREREGISTERED)
    for path in (here, f"{here}/{box.id}/rejeter", f"{here}/{box.id}/transferer", f"{here}/{box.id}/valider"):
        for method in ("GET", "HEAD"):
            desk.send(method, path)
    assert mails() == []
    assert medimail.read(box).version == 1
    assert medimail.read(box).kind in PERSONS


def test_no_account_moves_to_a_structure_that_is_being_closed(medimail, tree, desk, here, app):
    box = medimail.mailbox(tree.mother)
    data, held = {"csrf_token": desk.open(here).token, "vers": str(tree.daughter.id)}, cookies_of(desk)
    sent = while_closing(app, tree.daughter, lambda: post(app, f"{here}/{box.id}/transferer", data, held))
    assert sent.status_code == 404
    assert medimail.read(box).structure_id == tree.mother.id


def test_the_delay_of_a_rejection_is_that_of_the_settings(medimail, tree, desk, here, configure):
    box = medimail.mailbox(tree.mother)
    configure(medimail_rejection_months=3)
    text = desk.open(f"{here}/{box.id}/rejeter").text.replace("\u00a0", " ")
    assert "Après 3 mois, le rejet est définitif." in text
    assert "un an" not in text


@pytest.mark.parametrize(
    ("kind", "said"), [(Kind.PER, "dit à son titulaire pourquoi"), (Kind.ORG, "à chaque personne qui l’ouvre")]
)
def test_the_page_says_who_is_told_of_a_rejection(medimail, tree, desk, here, kind, said):
    text = " ".join(desk.open(f"{here}/{medimail.mailbox(tree.mother, kind).id}/rejeter").text.split())
    assert said in text
