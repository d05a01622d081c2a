"""One act on many accounts: shown before it is done, done once, reported for each, and undone where it may be."""

import csv
import io
from datetime import timedelta

import pytest

from portal import clock
from portal.accounts.models import AccountRight
from portal.audit import Event
from portal.audit.models import JournalRow
from portal.db import reading, transaction
from portal.mail.models import OutboxMail
from portal.medimail.mailboxes.listing.acts.rules import MOST_TRIES
from portal.medimail.mailboxes.listing.bulk import working
from portal.medimail.mailboxes.listing.bulk.models import BulkLine, BulkRun
from portal.medimail.mailboxes.listing.bulk.rules import Stage
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import State
from tests.attacks.crowd import at_once, cookies_of, post
from tests.medimail.closing import while_closing


@pytest.fixture
def three(medimail, tree):
    """Three accounts: two that wait to be validated, one that is."""
    states = [State.TO_VALIDATE, State.TO_VALIDATE, State.VALID]
    return [medimail.mailbox(tree.mother, state=state, last_name=f"NOM{n}") for n, state in enumerate(states)]


def states(medimail, boxes):
    return [medimail.read(box).state.value for box in boxes]


def templates():
    with reading() as session:
        return sorted(mail.template.removeprefix("medimail/") for mail in session.query(OutboxMail))


def only_run():
    with reading() as session:
        return session.query(BulkRun).one()


def test_nothing_is_done_before_it_is_confirmed(medimail, three, prepare):
    page = prepare("valider", *three)
    assert page.heading == "Valider les comptes"
    assert "2 comptes" in page.text.replace("\xa0", " ")
    assert "Ce compte est dans l’état « Validé », qui ne le permet pas" in page.text.replace("\xa0", " ")
    assert states(medimail, three) == ["a_valider", "a_valider", "valide"]
    assert templates() == []


def test_what_is_confirmed_is_done_and_reported(medimail, three, prepare, desk):
    page = prepare("valider", *three).press("Valider les comptes")
    assert states(medimail, three) == ["valide"] * 3
    assert templates() == ["validated", "validated"]
    assert "C’est fait pour 2 comptes" in page.text.replace("\xa0", " ")
    report = page.soup.select_one("a[download]")["href"]
    lines = list(csv.reader(io.StringIO(desk.send("GET", report).data.decode("utf-8-sig")), delimiter=";"))
    assert [line[4] for line in lines] == ["Résultat", "OK", "OK", "ERREUR"]
    assert desk.send("GET", report.replace(".csv", ".xlsx")).data.startswith(b"PK")


def test_all_those_of_a_search_are_chosen(medimail, tree, prepare, here, desk):
    boxes = [medimail.mailbox(tree.mother, state=State.PREREGISTERED) for _ in range(60)]
    medimail.mailbox(tree.mother, Kind.ORG)
    page = prepare("relancer", tous="1", liste="etat=preinscrit")
    page.press("Relancer les utilisateurs")
    assert templates() == ["finalise"] * 60
    assert all(medimail.read(box).relaunched_at for box in boxes)


def test_whoever_has_just_been_relaunched_is_left_and_told_of(medimail, tree, prepare):
    old, recent = (
        medimail.mailbox(tree.mother, state=State.PREREGISTERED, relaunched_at=at) for at in (None, clock.now())
    )
    page = prepare("relancer", old, recent).press("Relancer les utilisateurs")
    assert "Cette personne vient de recevoir son lien" in page.text
    assert templates() == ["finalise"]


def test_accounts_are_rejected_for_a_reason_and_never_ones_own(medimail, tree, prepare, desk):
    own = medimail.mailbox(tree.mother, Kind.MED, account_id=tree.of_mother.id)
    other = medimail.mailbox(tree.mother)
    page = prepare("rejeter", own, other)
    assert "son propre compte" in page.text
    assert page.submit({"motif": ""}).status == 422
    desk.submit({"motif": "Service fermé."})
    assert states(medimail, [own, other]) == ["valide", "rejete"]
    assert medimail.read(other).reason == "Service fermé."


def test_a_rejection_is_undone_as_if_it_had_never_been(medimail, three, prepare, desk):
    before = [medimail.read(box) for box in three]
    prepare("rejeter", *three).submit({"motif": "Erreur."})
    assert states(medimail, three) == ["rejete"] * 3
    page = desk.press("Annuler")
    after = [medimail.read(box) for box in three]
    assert [(b.state, b.state_since, b.stood) for b in after] == [(b.state, b.state_since, b.stood) for b in before]
    assert "Rapport de l’annulation" in page.text
    assert templates() == ["reinstated"] * 3 + ["rejected"] * 3


def test_a_rejection_that_is_undone_puts_to_sleep_again_who_slept_since_the_day_they_fell_asleep(
    medimail, tree, prepare, desk
):
    since = clock.now() - timedelta(days=20)
    box = medimail.mailbox(tree.mother, state=State.INACTIVE, reason="Aucune connexion.")
    with transaction() as session:
        session.get(Mailbox, box.id).state_since = since
    prepare("rejeter", box).submit({"motif": "Erreur."})
    desk.press("Annuler")
    found = medimail.read(box)
    assert (found.state, found.state_since, found.reason) == (State.INACTIVE, since, "Aucune connexion.")


def test_what_has_changed_since_is_left_as_it_is(medimail, three, prepare, desk, here):
    page = prepare("rejeter", *three).submit({"motif": "Erreur."}).path
    with transaction() as session:
        session.get(Mailbox, three[0].id).version += 1
    desk.open(page).press("Annuler")
    assert states(medimail, three) == ["rejete", "a_valider", "valide"]
    assert "laissé tel quel" in desk.text


def test_bringing_back_is_undone_with_its_reason_but_never_puts_to_sleep(medimail, tree, prepare, desk):
    gone = medimail.mailbox(tree.mother, state=State.REJECTED, stood=State.VALID, reason="Parti.")
    asleep = medimail.mailbox(tree.mother, state=State.INACTIVE, stood=State.VALID)
    prepare("rehabiliter", gone, asleep).press("Réhabiliter les comptes")
    assert states(medimail, [gone, asleep]) == ["valide", "valide"]
    desk.press("Annuler")
    assert states(medimail, [gone, asleep]) == ["rejete", "valide"]
    assert medimail.read(gone).reason == "Parti."


def test_accounts_change_structure_and_come_back(medimail, tree, prepare, desk):
    boxes = [medimail.mailbox(place) for place in (tree.mother, tree.mother, tree.daughter)]
    page = prepare("transferer", *boxes)
    assert "Où vont ces comptes" in page.text
    desk.open(next(a["href"] for a in page.soup.select(".places a") if "gériatrie" in a.get_text()))
    assert "1 autre y est déjà" in desk.text.replace("\xa0", " ")
    desk.press("Changer de structure")
    assert {medimail.read(box).structure_id for box in boxes} == {tree.daughter.id}
    assert templates() == ["transferred"] * 2, "one for each side, however many accounts"
    desk.press("Annuler")
    places = [medimail.read(box).structure_id for box in boxes]
    assert places == [tree.mother.id, tree.mother.id, tree.daughter.id]


def test_accounts_only_go_where_the_administrator_reaches(medimail, tree, prepare, desk):
    box = medimail.mailbox(tree.mother)
    path = prepare("transferer", box).path
    assert desk.send("GET", f"{path}?vers={tree.stranger.id}").status_code == 404
    data = {"csrf_token": desk.token, "vers": str(tree.stranger.id)}
    assert desk.send("POST", f"{path}/confirmer", data=data).status_code == 404
    assert desk.send("POST", f"{path}/confirmer", data={"csrf_token": desk.token}).status_code == 404
    assert medimail.read(box).structure_id == tree.mother.id


def test_an_account_of_elsewhere_is_not_even_chosen(medimail, tree, prepare, desk):
    foreign = medimail.mailbox(tree.stranger, state=State.TO_VALIDATE)
    prepare("valider", foreign)
    assert "Cochez les comptes" in desk.text
    prepare("valider", foreign, medimail.mailbox(tree.daughter, state=State.TO_VALIDATE))
    with reading() as session:
        assert session.query(BulkLine).count() == 1


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"acte": ""}, "Choisissez l’acte"),
        ({"acte": "supprimer"}, "Choisissez l’acte"),
        ({"acte": "valider"}, "Cochez les comptes"),
        ({"acte": "valider", "compte": ["x", "-1", "9" * 30, "²"]}, "Cochez les comptes"),
    ],
)
def test_what_is_missing_is_asked_for(three, desk, here, sent, said):
    desk.open(here)
    assert said in desk.post(f"{here}/lots", sent).text


def test_more_than_can_be_read_is_refused(three, desk, here, prepare, monkeypatch):
    monkeypatch.setattr("portal.medimail.mailboxes.listing.bulk.service.MOST", 2)
    assert "resserrez la recherche" in prepare("valider", tous="1").text


def test_a_run_confirmed_by_several_windows_is_done_once(medimail, three, prepare, desk, app):
    path = prepare("rejeter", *three).path
    data, held = {"csrf_token": desk.token, "motif": "Erreur."}, cookies_of(desk)
    at_once([lambda n=n: post(app, f"{path}/confirmer", data, held, f"203.0.113.{n + 1}") for n in range(5)])
    assert templates() == ["rejected"] * 3
    assert [medimail.read(box).version for box in three] == [2, 2, 2]


def test_what_was_changed_after_the_preview_is_not_done(medimail, three, prepare, desk):
    page = prepare("valider", *three)
    with transaction() as session:
        session.get(Mailbox, three[0].id).version += 1
    page.press("Valider les comptes")
    assert states(medimail, three) == ["a_valider", "valide", "valide"]
    assert "Quelqu’un a changé ce compte" in desk.text


def test_a_long_run_is_left_to_a_worker_and_may_be_killed_between_two_pieces(
    medimail, tree, prepare, desk, monkeypatch
):
    monkeypatch.setattr("portal.medimail.mailboxes.listing.bulk.service.AT_ONCE", 2)
    monkeypatch.setattr(working, "PIECE", 2)
    boxes = [medimail.mailbox(tree.mother, state=State.TO_VALIDATE) for _ in range(5)]
    page = prepare("valider", *boxes).press("Valider les comptes")
    assert "Vous pouvez fermer cette page" in page.text
    run = only_run()
    assert working._piece(run.id)
    assert sorted(states(medimail, boxes)) == ["a_valider"] * 3 + ["valide"] * 2
    working.work(run.id)
    working.work(run.id)
    assert states(medimail, boxes) == ["valide"] * 5
    assert templates() == ["validated"] * 5


def test_two_workers_at_once_treat_no_account_twice(medimail, tree, prepare, app, monkeypatch):
    monkeypatch.setattr("portal.medimail.mailboxes.listing.bulk.service.AT_ONCE", 2)
    monkeypatch.setattr(working, "PIECE", 2)
    boxes = [medimail.mailbox(tree.mother, state=State.TO_VALIDATE) for _ in range(9)]
    prepare("valider", *boxes).press("Valider les comptes")
    key = only_run().id

    def work():
        with app.app_context():
            working.work(key)

    at_once([work] * 3, threads=3)
    assert templates() == ["validated"] * 9
    assert only_run().stage is Stage.DONE


def test_a_right_taken_back_stops_what_it_began(medimail, tree, prepare, monkeypatch):
    monkeypatch.setattr("portal.medimail.mailboxes.listing.bulk.service.AT_ONCE", 0)
    box = medimail.mailbox(tree.mother, state=State.TO_VALIDATE)
    prepare("valider", box).press("Valider les comptes")
    with transaction() as session:
        session.query(AccountRight).delete()
    working.work(only_run().id)
    assert states(medimail, [box]) == ["a_valider"]


def test_a_run_that_a_worker_left_is_taken_over_then_given_up(medimail, tree, prepare, app, monkeypatch):
    monkeypatch.setattr("portal.medimail.mailboxes.listing.bulk.service.AT_ONCE", 0)
    prepare("valider", medimail.mailbox(tree.mother, state=State.TO_VALIDATE)).press("Valider les comptes")
    woken = []
    app.extensions["portal_database"].on_nudge = lambda *told: woken.append(told)
    for turn in range(1, MOST_TRIES + 2):
        clock.shift(timedelta(minutes=6 * turn))
        working.sweep()
    assert len(woken) == MOST_TRIES
    assert only_run().stage is Stage.STOPPED
    with reading() as session:
        assert "s’est arrêté" in session.query(BulkLine).one().said


def test_a_run_is_not_undone_too_late_nor_when_it_cannot_be(medimail, three, prepare, desk):
    path = prepare("rejeter", *three).submit({"motif": "Erreur."}).path
    with transaction() as session:
        session.query(BulkRun).one().finished_at = clock.now() - timedelta(minutes=61)
    assert "Annuler" not in [button.get_text() for button in desk.open(path).soup.select("main button")]
    desk.post(f"{path}/annuler")
    assert "ce n’est plus le moment" in desk.text
    assert states(medimail, three) == ["rejete"] * 3
    page = prepare("rehabiliter", *three)
    desk.post(f"{page.path}/annuler")
    assert states(medimail, three) == ["rejete"] * 3


def test_a_report_names_no_account_that_has_left_ones_reach(medimail, tree, three, prepare, desk, report):
    page = prepare("valider", *three).press("Valider les comptes")
    gone, left = three[0], three[1:]
    with transaction() as session:
        box = session.get(Mailbox, gone.id)
        box.structure_id, box.address, box.last_name = tree.stranger.id, "parti@ailleurs.fr", "PARTIE"
    assert set(report()) == {box.address for box in left}
    for path in (page.path, f"{page.path}?resultat=OK"):
        shown = desk.open(path)
        assert "1 compte ne s’affiche pas" in shown.text.replace("\xa0", " ")
        assert not any(name in shown.text for name in ("PARTIE", "parti@ailleurs.fr"))
        assert left[0].address in shown.text


def test_a_report_whose_accounts_have_all_left_says_how_many(medimail, tree, three, prepare, desk):
    page = prepare("valider", *three).press("Valider les comptes")
    with transaction() as session:
        session.query(Mailbox).update({"structure_id": tree.stranger.id})
    shown = desk.open(page.path).text.replace("\xa0", " ")
    assert "3 comptes ne s’affichent pas" in shown
    assert "Aucun compte ici" not in shown


def test_the_journal_counts_the_accounts_that_a_report_names(medimail, tree, three, prepare, desk, report):
    prepare("valider", *three).press("Valider les comptes")
    with transaction() as session:
        session.get(Mailbox, three[0].id).structure_id = tree.stranger.id
    report()
    with reading() as session:
        [row] = session.query(JournalRow).filter_by(event=Event.MAILBOXES_EXPORTED)
    assert '"comptes":2' in row.after


def test_a_run_is_its_authors_alone(medimail, tree, three, prepare, desk, at_desk):
    path = prepare("valider", *three).path
    for account in (medimail.administrator(tree.mother), tree.of_stranger, medimail.grades()):
        client = at_desk(account)
        client.open("/aide")
        data = {"csrf_token": client.open("/").token}
        assert client.send("GET", path).status_code == 404
        assert client.send("GET", f"{path}/rapport.csv").status_code == 404
        for act in ("confirmer", "annuler"):
            assert client.send("POST", f"{path}/{act}", data=data).status_code == 404
    other = path.replace(f"/structures/{tree.mother.id}/", f"/structures/{tree.daughter.id}/")
    assert desk.send("GET", other).status_code == 404
    assert states(medimail, three) == ["a_valider", "a_valider", "valide"]


def test_looking_at_a_run_takes_a_bounded_number_of_statements(medimail, tree, prepare, desk, counted):
    boxes = [medimail.mailbox(tree.mother, state=State.TO_VALIDATE) for _ in range(50)]
    path = prepare("valider", *boxes).path
    counted.clear()
    assert desk.send("GET", f"{path}?resultat=OK").status_code == 200
    assert len(counted) <= 10, counted


def test_old_runs_are_forgotten(medimail, three, prepare):
    prepare("valider", *three)
    prepare("valider", *three).press("Valider les comptes")
    clock.shift(timedelta(days=2))
    working.purge()
    assert only_run().stage is Stage.DONE
    clock.shift(timedelta(days=91))
    working.purge()
    with reading() as session:
        assert session.query(BulkRun).count() == session.query(BulkLine).count() == 0


def test_no_account_of_a_run_moves_to_a_structure_that_is_being_closed(medimail, tree, three, prepare, desk, app):
    path = prepare("transferer", *three).path
    data, held = {"csrf_token": desk.token, "vers": str(tree.daughter.id)}, cookies_of(desk)
    while_closing(app, tree.daughter, lambda: post(app, f"{path}/confirmer", data, held))
    assert {medimail.read(box).structure_id for box in three} == {tree.mother.id}


def test_no_account_goes_back_to_a_structure_that_is_being_closed(medimail, tree, prepare, desk, app):
    box = medimail.mailbox(tree.daughter)
    path = prepare("transferer", box).path
    desk.post(f"{path}/confirmer", {"vers": str(tree.mother.id)})
    assert medimail.read(box).structure_id == tree.mother.id
    data, held = {"csrf_token": desk.token}, cookies_of(desk)
    while_closing(app, tree.daughter, lambda: post(app, f"{path}/annuler", data, held))
    assert medimail.read(box).structure_id == tree.mother.id
