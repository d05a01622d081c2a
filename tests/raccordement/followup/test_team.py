"""Several people per request: invited by mail, removed, handed over to; never nobody."""

import re

import pytest

from portal.accounts import store as people
from portal.accounts.rules import Right
from portal.db import reading, transaction
from portal.limits import Limit
from portal.raccordement.record import members, store
from portal.raccordement.record.service import Actor
from portal.raccordement.record.states import Action, Role
from tests.attacks.crowd import at_once, cookies_of, post
from tests.builders import NEW_PASSWORD
from tests.pages.followup import TeamPage
from tests.pages.inside import put_inside

COLLEAGUE = "sacha.blanc@ch-exemple.fr"


@pytest.fixture
def team(client, manager, records, mailbox):
    """The team of a record that this gestionnaire follows alone."""
    record = records.record(manager=manager)
    mailbox.forget()
    return TeamPage(put_inside(client, manager), record.number).open()


@pytest.fixture
def colleague(team, records):
    """Somebody who has joined."""
    account = records.manager(last_name="Blanc", first_name="Sacha")
    with transaction() as session:
        record = store.by_number(session, team.number)
        main = store.members(session, record.id)[0][1]
        invitation = members.invite(session, record, account.email, by=main.id)
        members.accept(session, invitation, last_name="", first_name="")
    team.open()
    return account


def link(mailbox, address=COLLEAGUE):
    """The path of the invitation last mailed."""
    return re.search(r"https?://[^/\s]+(/raccordement/invitation/\S+)", mailbox.texts(address)[0])[1]


def test_one_is_alone_and_is_told_how_not_to_be(team):
    assert team.people == ["Alex Petit"]
    assert "invitez un collègue avant de la quitter" in team.client.text


def test_who_joins_is_called_by_a_name_not_by_an_address(team, new_client, mailbox):
    team.invite(COLLEAGUE)
    last, first = new_client().open(link(mailbox)).submit({"nom": "evil.example", "prenom": "Sa/cha"}).errors
    assert ("adresse web" in last, "retirez" in first) == (True, True)
    assert team.open().people == ["Alex Petit"]


def test_an_invited_colleague_gets_an_account_and_chooses_a_password(team, new_client, mailbox):
    team.invite(COLLEAGUE)
    guest = new_client().open(link(mailbox))
    assert guest.heading == "Suivre un raccordement"
    guest.submit({"nom": "Blanc", "prenom": "Sacha"})
    assert guest.heading == "Votre compte est créé"
    guest.open(mailbox.link(COLLEAGUE)).submit({"nouveau": NEW_PASSWORD, "confirmation": NEW_PASSWORD})
    guest.open("/connexion").submit({"identifiant": COLLEAGUE, "mot_de_passe": NEW_PASSWORD})
    guest.submit({"code": mailbox.code(COLLEAGUE)})
    assert guest.open("/raccordement").path == f"/raccordement/{team.number}"
    assert sorted(team.open().people) == ["Alex Petit", "Sacha Blanc"]


def test_the_invitation_names_organisations_and_who_invites_and_nobody_else(team, records, new_client, mailbox):
    team.invite(COLLEAGUE)
    page = new_client().open(link(mailbox)).text
    assert ["Alex Petit" in page, "CH DE FLEYRIAT" in page, "Hôpital Exemple DPI" in page] == [True] * 3
    record = records.read(int(team.number.rpartition("-")[2]))
    assert [text for text in (record.email, record.phone, record.address) if text in page] == []


def test_looking_five_times_consumes_nothing(team, new_client, mailbox):
    team.invite(COLLEAGUE)
    path, scanner = link(mailbox), new_client()
    for method in ("GET", "HEAD", "GET", "HEAD", "GET"):
        assert scanner.send(method, path).status_code == 200
    assert new_client().open(path).submit({"nom": "Blanc", "prenom": "Sacha"}).heading == "Votre compte est créé"


def test_an_account_that_exists_keeps_its_name_and_password(team, build, new_client, mailbox):
    known = build.physician(email="camille@ch-exemple.fr")
    team.invite("camille@ch-exemple.fr")
    guest = new_client().open(link(mailbox, "camille@ch-exemple.fr"))
    assert guest.soup.select_one("#nom") is None
    guest.press("Accepter l’invitation")
    assert guest.path == "/connexion"
    with reading() as session:
        account = people.get(session, known.id)
        rights = {right.name for right in people.rights(session, known.id)}
    assert (account.credential.password_hash, account.last_name) == (known.credential.password_hash, "Durand")
    assert Right.SI_MANAGER in rights


def test_whoever_is_inside_goes_straight_to_the_request(team, records, new_client, mailbox):
    other = records.manager(last_name="Blanc", first_name="Sacha")
    team.invite(other.email)
    guest = put_inside(new_client(), other).open(link(mailbox, other.email))
    assert guest.press("Accepter l’invitation").path == f"/raccordement/{team.number}"


def test_whoever_is_inside_as_somebody_else_is_told(team, records, new_client, mailbox):
    team.invite(COLLEAGUE)
    known = records.manager(email=COLLEAGUE, contact=COLLEAGUE)
    guest = put_inside(new_client(), records.manager()).open(link(mailbox))
    guest.press("Accepter l’invitation")
    assert guest.path == "/"
    assert "connectez-vous avec lui" in guest.text
    assert known.full_name in team.open().people


def test_whoever_invited_is_told_that_the_colleague_has_come(team, manager, new_client, mailbox):
    team.invite(COLLEAGUE)
    new_client().open(link(mailbox)).submit({"nom": "Blanc", "prenom": "Sacha"})
    assert "Sacha Blanc a accepté votre invitation" in " ".join(mailbox.texts(manager.email)[0].split())


def test_a_link_serves_once(team, new_client, mailbox):
    team.invite(COLLEAGUE)
    path = link(mailbox)
    new_client().open(path).submit({"nom": "Blanc", "prenom": "Sacha"})
    again = new_client().open(path)
    assert (again.status, again.heading) == (410, "Cette invitation ne peut plus servir")
    assert again.post(path, {"nom": "Autre", "prenom": "Personne"}).status == 410


def test_an_invited_address_whose_account_was_closed_is_told_what_to_do(team, records, new_client, mailbox):
    team.invite(COLLEAGUE)
    guest = new_client().open(link(mailbox))
    closed = records.manager(email=COLLEAGUE, contact=COLLEAGUE)
    with transaction() as session:
        people.get(session, closed.id).closed_at = closed.created_at
    guest.submit({"nom": "Blanc", "prenom": "Sacha"})
    assert (guest.status, "Le compte de cette adresse a été fermé" in guest.text) == (410, True)
    assert team.open().people == ["Alex Petit"]


def test_a_double_click_joins_once(app, team, new_client, mailbox):
    team.invite(COLLEAGUE)
    path, guest = link(mailbox), new_client()
    guest.open(path)
    data, held = {"csrf_token": guest.token, "nom": "Blanc", "prenom": "Sacha"}, cookies_of(guest)
    answers = at_once([lambda: post(app, path, data, held)] * 4)
    assert sorted(answer.status_code for answer in answers) == [303, 410, 410, 410]
    assert sorted(team.open().people) == ["Alex Petit", "Sacha Blanc"]


def test_a_link_dies_after_seven_days(team, new_client, mailbox, later):
    team.invite(COLLEAGUE)
    path = link(mailbox)
    later(days=7)
    assert new_client().open(path).status == 410


def test_an_invitation_taken_back_opens_nothing(team, new_client, mailbox):
    team.invite(COLLEAGUE)
    path = link(mailbox)
    team.press("Retirer l’invitation")
    assert team.waiting == []
    assert new_client().open(path).status == 410


@pytest.mark.parametrize("token", ["x", "MQ.forged", "MQ"])
def test_a_forged_link_opens_nothing(client, token):
    assert client.open(f"/raccordement/invitation/{token}").status == 410


def test_inviting_again_renews_the_invitation(team, new_client, mailbox, later):
    team.invite(COLLEAGUE)
    later(days=6)
    put_inside(team.client, main_of(team))
    team.open().invite(COLLEAGUE)
    later(days=4)
    assert team_waiting(team) == 1
    assert new_client().open(link(mailbox)).status == 200


def main_of(team):
    with reading() as session:
        record = store.by_number(session, team.number)
        return store.members(session, record.id)[0][1]


def team_waiting(team):
    with reading() as session:
        return len(store.invitations(session, store.by_number(session, team.number).id))


@pytest.mark.parametrize("address", ["", "sacha", "sacha@ch", "sacha@ch exemple.fr", "sachä@ch-exemple.fr"])
def test_what_is_no_address_is_refused(team, address, mailbox):
    team.invite(address)
    assert team.client.status == 422
    assert mailbox.all() == []


def test_somebody_already_there_is_named(team, manager):
    team.invite(manager.email)
    assert team.client.errors == ["Alex Petit est déjà dans l’équipe, à cette adresse."]


def test_one_person_invites_so_many_and_no_more(team, configure, mailbox):
    configure(limit_invitations=Limit.parse("2/24h"))
    for name in ("un", "deux", "trois"):
        team.invite(f"{name}@ch-exemple.fr")
    assert "Trop d’invitations" in team.client.errors[0]
    assert len(mailbox.all()) == 2


def test_one_address_is_invited_so_often_and_no_more(team, configure, mailbox):
    configure(limit_invitation_mails=Limit.parse("1/24h"))
    for _ in range(2):
        team.invite(COLLEAGUE)
    assert "Trop d’invitations" in team.client.errors[0]
    assert len(mailbox.all()) == 1


def test_the_main_correspondent_cannot_leave(team, manager):
    team.client.post(f"{team.path}/{manager.id}/retirer")
    assert "transmettez d’abord ce rôle" in team.client.text
    assert team.open().people == ["Alex Petit"]


def test_handing_over_tells_both(team, colleague, manager, mailbox):
    team.press("Rendre principal")
    assert team.main == "Sacha Blanc"
    assert "Vous êtes correspondant principal" in mailbox.all(colleague.email)[-1]["Subject"]
    assert mailbox.all(manager.email) == []  # who did it knows


def test_the_one_before_is_told_when_somebody_else_takes_over(team, colleague, manager, new_client, mailbox):
    other = TeamPage(put_inside(new_client(), colleague), team.number).open()
    other.press("Rendre principal")
    assert "Le correspondant principal a changé" in mailbox.all(manager.email)[-1]["Subject"]


def test_removing_somebody_asks_first_then_tells_them(team, colleague, mailbox, new_client):
    team.client.open(f"{team.path}/{colleague.id}/retirer")
    assert team.client.heading == "Retirer de l’équipe"
    team.press("Retirer de l’équipe")
    assert team.people == ["Alex Petit"]
    assert "Vous ne suivez plus une demande" in mailbox.all(colleague.email)[-1]["Subject"]
    assert put_inside(new_client(), colleague).open(f"/raccordement/{team.number}").status == 404


def test_pressed_twice_the_second_finds_it_done(team, colleague, mailbox):
    for _ in range(2):
        team.client.post(f"{team.path}/{colleague.id}/retirer")
        assert team.client.status == 200
    assert "ne suit déjà plus" in team.client.text
    assert len(mailbox.all(colleague.email)) == 1


def test_one_may_leave(team, colleague, new_client, mailbox):
    other = TeamPage(put_inside(new_client(), colleague), team.number)
    other.client.open(f"{other.path}/{colleague.id}/retirer")
    other.press("Quitter la demande")
    assert other.client.path == "/raccordement"
    assert mailbox.all(colleague.email) == []
    assert team.open().people == ["Alex Petit"]


def test_each_of_them_is_written_to(team, colleague, records, mailbox):
    record = records.read(int(team.number.rpartition("-")[2]))
    records.act(record.id, Actor(records.instructor().id, Role.INSTRUCTOR), Action.TAKE)
    assert [len(mailbox.all(address)) for address in (colleague.email, record.email)] == [1, 1]


def test_nobody_touches_the_team_of_somebody_else(client, records):
    record = records.record()
    stranger = records.manager()
    other = put_inside(client, stranger)
    for part in ("", "/1/retirer"):
        assert other.open(f"/raccordement/{record.number}/equipe{part}").status == 404
    for part in ("", "/1/retirer", f"/{stranger.id}/transmettre", "/invitations/1/retirer"):
        other.open("/mon-compte").post(f"/raccordement/{record.number}/equipe{part}", {"courriel": COLLEAGUE})
        assert other.status == 404


def test_an_invitation_of_another_request_cannot_be_taken_back(team, records, mailbox):
    other = records.record()
    with transaction() as session:
        record = store.get(session, other.id)
        invitation = members.invite(session, record, COLLEAGUE, by=store.members(session, record.id)[0][1].id)
    team.client.post(f"{team.path}/invitations/{invitation.id}/retirer")
    with reading() as session:
        assert len(store.invitations(session, other.id)) == 1


def test_an_address_typed_as_the_session_ends_is_back(team, manager, end_sessions):
    end_sessions(manager)
    team.invite(COLLEAGUE)
    put_inside(team.client, manager)
    assert team.open().client.soup.select_one("#courriel")["value"] == COLLEAGUE
