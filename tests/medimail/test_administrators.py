"""The administrators of a structure (source 002 p. 5): who is found, who is added, who is taken off, who is told."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from portal.accounts import store as people
from portal.accounts.rules import Kind as Person
from portal.audit.models import JournalRow
from portal.db import reading, transaction
from portal.limits import Limit
from portal.mail.models import OutboxMail
from portal.medimail.administration.administrators import store, tokens
from portal.medimail.mailboxes.record import braking
from portal.medimail.mailboxes.record.rules.acts import TOO_MANY_GUESSES, TOO_OFTEN
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import State
from portal.medimail.structures import store as structures
from tests.medimail.asking import tree_of
from tests.pages.inside import put_inside


@pytest.fixture
def tree(medimail):
    return tree_of(medimail)


@pytest.fixture
def inside(client):
    """A browser where this person is signed in."""
    return lambda person: put_inside(client, person)


def page(structure, more=""):
    return f"/structures/{structure.id}/administrateurs{more}"


def named(structure, box, by):
    """How a page names this person to whoever found them."""
    return tokens.reference(structure.id, by.id).write(box)


def names(structure):
    with reading() as session:
        return [account.id for account, _ in structures.administrators(session, [structure.id])]


def mails():
    with reading() as session:
        return {
            (mail.recipient, mail.template.partition("/")[2])
            for mail in session.scalars(select(OutboxMail))
            if mail.template.startswith("medimail/administrator")
        }


def test_an_administrator_sees_those_of_the_structure_and_apart_those_of_its_mothers(medimail, tree, inside):
    above, own = medimail.administrator(tree["top"]), medimail.administrator(tree["daughter"])
    client = inside(own).open(page(tree["daughter"]))
    assert own.email in client.soup.select_one("#liste").get_text()
    inherited = client.soup.select_one("#herites").get_text()
    assert above.email in inherited


def test_a_mother_out_of_reach_is_not_named(medimail, tree, inside):
    medimail.administrator(tree["mother"])
    shown = inside(medimail.administrator(tree["daughter"])).open(page(tree["daughter"]))
    assert "Structure mère" in shown.soup.select_one("#herites").get_text()
    assert tree["mother"].name not in shown.text


def test_a_mother_within_reach_is_named(medimail, tree, inside):
    shown = inside(medimail.administrator(tree["mother"])).open(page(tree["daughter"]))
    assert tree["mother"].name in shown.soup.select_one("#herites").get_text()


def test_one_administrator_alone_is_told_to_add_another_one(medimail, tree, inside):
    client = inside(medimail.administrator(tree["daughter"])).open(page(tree["daughter"]))
    assert "au moins deux administrateurs" in client.text
    medimail.administrator(tree["daughter"])
    assert "au moins deux administrateurs" not in client.open(page(tree["daughter"])).text


def test_a_mother_is_told_to_declare_an_administrator_per_daughter(medimail, tree, inside):
    client = inside(medimail.grades())
    assert "par structure fille" in client.open(page(tree["mother"])).text
    assert "par structure fille" not in client.open(page(tree["daughter"])).text


def found(client):
    return [" ".join(tag.get_text().split()) for tag in client.soup.select("#personnes tbody th[data-label=Email]")]


def test_somebody_within_reach_is_found_by_a_part_of_the_name_without_accents(medimail, tree, inside):
    medimail.holder(tree["daughter"], last_name="SCHIANO", first_name="Léa", search="schiano lea lea@chic-demo.fr")
    client = inside(medimail.administrator(tree["mother"]))
    assert len(found(client.open(page(tree["mother"], "?q=Lea+schia")))) == 1
    assert found(client.open(page(tree["mother"], "?q=inconnue"))) == []


def test_somebody_out_of_reach_is_found_by_the_whole_address_alone(medimail, tree, inside):
    _, box = medimail.holder(tree["stranger"], address="lea.schiano@ailleurs.fr")
    client = inside(medimail.administrator(tree["mother"]))
    for part in ("schiano", "lea.schiano", "@ailleurs.fr", "lea.schiano@ailleurs.f"):
        assert found(client.open(page(tree["mother"], f"?q={part}"))) == []
    shown = client.open(page(tree["mother"], "?q=Lea.Schiano@ailleurs.fr"))
    assert found(shown) == [box.address]
    assert tree["stranger"].name not in shown.text


def test_addresses_out_of_reach_are_answered_a_few_times_whether_somebody_has_them_or_not(
    medimail, tree, inside, configure
):
    configure(limit_guesses=Limit.parse("2/1h"))
    _, box = medimail.holder(tree["stranger"], address="lea.schiano@ailleurs.fr")
    client = inside(medimail.administrator(tree["mother"]))
    for address in (box.address, "personne@ailleurs.fr"):
        assert TOO_MANY_GUESSES not in client.open(page(tree["mother"], f"?q={address}")).response.text
    for address in (box.address, "personne@ailleurs.fr"):
        client.open(page(tree["mother"], f"?q={address}"))
        assert found(client) == []
        assert TOO_MANY_GUESSES in client.response.text


def test_whoever_has_tried_too_many_addresses_still_finds_those_within_reach(medimail, tree, inside, configure):
    configure(limit_guesses=Limit.parse("1/1h"))
    _, box = medimail.holder(tree["daughter"], address="lea.schiano@chic-demo.fr")
    client = inside(medimail.administrator(tree["mother"])).open(page(tree["mother"], "?q=personne@ailleurs.fr"))
    for text in ("schiano", box.address):
        assert found(client.open(page(tree["mother"], f"?q={text}"))) == [box.address]
        assert TOO_MANY_GUESSES not in client.response.text


def test_looking_for_those_within_reach_is_no_guess(medimail, tree, inside, configure):
    configure(limit_guesses=Limit.parse("1/1h"))
    _, box = medimail.holder(tree["daughter"], address="lea.schiano@chic-demo.fr")
    client = inside(medimail.administrator(tree["mother"]))
    for text in (box.address, "schiano", "inconnue"):
        client.open(page(tree["mother"], f"?q={text}"))
    client.open(page(tree["mother"], "?q=personne@ailleurs.fr"))
    assert TOO_MANY_GUESSES not in client.response.text


@pytest.mark.parametrize("state", set(State) - {State.VALID})
def test_only_a_valid_account_is_found(medimail, tree, inside, state):
    _, box = medimail.holder(tree["mother"], state=state)
    client = inside(medimail.administrator(tree["mother"]))
    assert found(client.open(page(tree["mother"], f"?q={box.address}"))) == []


def test_an_account_that_nobody_signs_in_to_is_not_found(medimail, tree, inside):
    shared, lone = medimail.mailbox(tree["mother"], Kind.ORG), medimail.mailbox(tree["mother"], Kind.PER)
    client = inside(medimail.administrator(tree["mother"]))
    for box in (shared, lone):
        assert found(client.open(page(tree["mother"], f"?q={box.address}"))) == []


def test_results_are_paged(medimail, tree, inside):
    for _ in range(51):
        medimail.holder(tree["mother"], search="petit alex")
    client = inside(medimail.administrator(tree["mother"])).open(page(tree["mother"], "?q=petit"))
    assert len(found(client)) == 50
    assert "1 à 50 sur 51" in client.text
    assert len(found(client.open(page(tree["mother"], "?q=petit&page=2")))) == 1


def test_of_too_many_results_the_first_are_paged_and_one_is_told_to_say_more(medimail, tree, inside, monkeypatch):
    monkeypatch.setattr(store, "MOST_FOUND", 60)
    for _ in range(61):
        medimail.holder(tree["mother"], search="petit alex")
    client = inside(medimail.administrator(tree["mother"])).open(page(tree["mother"], "?q=petit"))
    assert "1 à 50 sur 60" in client.text
    assert "ajoutez un prénom" in client.text
    assert len(found(client.open(page(tree["mother"], "?q=petit&page=999")))) == 10
    monkeypatch.setattr(store, "MOST_FOUND", 61)
    assert "ajoutez un prénom" not in client.open(page(tree["mother"], "?q=petit")).text


def test_somebody_is_added_after_a_page_that_says_what_it_opens(medimail, tree, inside):
    person, box = medimail.holder(tree["daughter"])
    by, other = medimail.administrator(tree["mother"]), medimail.administrator(tree["mother"])
    client = inside(by).open(page(tree["mother"], f"?q={box.address}"))
    client.open(client.soup.select_one('a[href*="/ajouter"]')["href"])
    assert tree["daughter"].name in client.text
    assert names(tree["mother"]) == [by.id, other.id], "looking changes nothing"
    client.press("Ajouter cet administrateur")
    assert person.id in names(tree["mother"])
    assert mails() == {(box.address, "administrator_added"), (other.email, "administrators_changed")}
    with reading() as session:
        [entry] = session.scalars(select(JournalRow).where(JournalRow.event == "structure_administrateur_ajoute"))
    assert (entry.subject_id, entry.actor_id) == (person.id, by.id)
    assert '"administre":false' in entry.before
    assert '"administre":true' in entry.after


def test_whoever_is_added_signs_in_again_with_a_code_and_is_told_why(medimail, tree, inside, new_client, said):
    person, box = medimail.holder(tree["daughter"])
    by, theirs = medimail.administrator(tree["mother"]), put_inside(new_client(), person)
    assert theirs.open("/mon-compte").path == "/mon-compte"
    client = inside(by).open(page(tree["mother"], f"/ajouter?personne={named(tree['mother'], box, by)}"))
    assert "ses sessions ouvertes prennent fin" in client.text
    client.press("Ajouter cet administrateur")
    assert theirs.open(page(tree["mother"])).path == "/connexion"
    assert "Vos sessions ouvertes ont pris fin" in said(box.address)


def test_whoever_administered_elsewhere_goes_on_and_reads_nothing_of_it(medimail, tree, inside, new_client, said):
    person, box = medimail.holder(tree["daughter"])
    medimail.appoint(person, tree["stranger"])
    by, theirs = medimail.administrator(tree["mother"]), put_inside(new_client(), person)
    inside(by).post(page(tree["mother"], "/ajouter"), {"personne": named(tree["mother"], box, by)})
    assert theirs.open(page(tree["mother"])).status == 200
    assert "sessions" not in said(box.address)


def test_nobody_adds_themself_to_a_daughter_and_is_told_who_can(medimail, tree, inside):
    """The right would outlive that over the mother."""
    by = medimail.administrator(tree["mother"])
    box = medimail.mailbox(tree["mother"], Kind.MED, account_id=by.id, address=by.email)
    client = inside(by).open(page(tree["daughter"], f"?q={box.address}"))
    assert "Nul ne s’ajoute soi-même" in client.soup.select_one("#personnes").get_text()
    assert not client.soup.select('a[href*="/ajouter"]')
    reference = named(tree["daughter"], box, by)
    for act in (
        lambda: client.open(page(tree["daughter"], f"/ajouter?personne={reference}")),
        lambda: client.post(page(tree["daughter"], "/ajouter"), {"personne": reference}),
    ):
        act()
        assert "demandez à un autre de ses administrateurs" in client.text
    assert names(tree["daughter"]) == []


def test_adding_twice_adds_once(medimail, tree, inside):
    _, box = medimail.holder(tree["daughter"])
    by = medimail.administrator(tree["mother"])
    client = inside(by)
    for _ in range(2):
        client.post(page(tree["mother"], "/ajouter"), {"personne": named(tree["mother"], box, by)})
    assert "administrait déjà" in client.text
    assert len(names(tree["mother"])) == 2


def test_somebody_is_taken_off_told_and_refused_at_the_next_page(medimail, tree, inside, new_client):
    by, other, third = (medimail.administrator(tree["mother"]) for _ in range(3))
    medimail.mailbox(tree["mother"], Kind.MED, account_id=other.id, address=other.email)
    theirs = put_inside(new_client(), other)
    assert theirs.open(page(tree["daughter"])).status == 200
    inside(by).open(page(tree["mother"], f"/{other.id}/retirer")).press("Retirer cet administrateur")
    assert names(tree["mother"]) == [by.id, third.id]
    assert theirs.open(page(tree["daughter"])).status == 403
    assert mails() == {(other.email, "administrator_removed"), (third.email, "administrators_changed")}


def test_of_two_who_take_each_other_off_the_second_reads_what_happened(medimail, tree, inside, new_client):
    first, second = (medimail.administrator(tree["mother"]) for _ in range(2))
    for person in (first, second):
        medimail.mailbox(tree["mother"], Kind.MED, account_id=person.id, address=person.email)
    theirs = put_inside(new_client(), second).open(page(tree["mother"], f"/{first.id}/retirer"))
    inside(first).open(page(tree["mother"], f"/{second.id}/retirer")).press("Retirer cet administrateur")
    theirs.press("Retirer cet administrateur")
    assert theirs.status == 403
    assert "Rien n’a été fait" in theirs.text
    assert "retiré le droit pendant que vous la lisiez" in theirs.text
    assert names(tree["mother"]) == [first.id]


def test_who_only_administered_and_has_no_mailbox_left_is_signed_out(medimail, tree, inside, new_client):
    by, other = medimail.administrator(tree["mother"]), medimail.administrator(tree["mother"])
    medimail.mailbox(tree["mother"], Kind.MED, State.REJECTED, account_id=other.id, address=other.email)
    theirs = put_inside(new_client(), other)
    inside(by).post(page(tree["mother"], f"/{other.id}/retirer"))
    assert theirs.open(page(tree["mother"])).path == "/connexion"


def test_a_physician_who_administers_keeps_the_account(medimail, tree, inside, build):
    by, other = medimail.administrator(tree["mother"]), build.physician()
    medimail.appoint(other, tree["mother"])
    inside(by).post(page(tree["mother"], f"/{other.id}/retirer"))
    with reading() as session:
        found = people.get(session, other.id)
    assert (found.kind, found.closed_at) == (Person.HEALTH_PROFESSIONAL, None)


def test_adding_and_taking_off_stops_and_taking_off_never_does(medimail, tree, inside, configure):
    configure(limit_appointments=Limit.parse("2/1h"))
    person, box = medimail.holder(tree["daughter"])
    by = medimail.administrator(tree["mother"])
    client = inside(by)
    for _ in range(2):
        client.post(page(tree["mother"], "/ajouter"), {"personne": named(tree["mother"], box, by)})
        client.post(page(tree["mother"], f"/{person.id}/retirer"))
    assert names(tree["mother"]) == [by.id]
    client.post(page(tree["mother"], "/ajouter"), {"personne": named(tree["mother"], box, by)})
    assert TOO_OFTEN in client.response.text
    assert names(tree["mother"]) == [by.id]
    medimail.appoint(person, tree["mother"])
    client.post(page(tree["mother"], f"/{person.id}/retirer"))
    assert names(tree["mother"]) == [by.id]


def test_adding_and_taking_off_for_ever_brakes_nobody_else(medimail, tree, inside, new_client, configure):
    configure(limit_notices=Limit.parse("1/1h"), limit_appointments=Limit.parse("2/1h"))
    _, box = medimail.holder(tree["daughter"])
    by, other = medimail.administrator(tree["mother"]), medimail.administrator(tree["daughter"])
    client = inside(by)
    for _ in range(3):
        client.post(page(tree["mother"], "/ajouter"), {"personne": named(tree["mother"], box, by)})
        client.post(page(tree["mother"], f"/{box.account_id}/retirer"))
    assert names(tree["mother"]) == [by.id]
    # Neither what is done to their account, nor another who appoints them.
    with transaction() as session:
        assert braking.may_tell(session, session.merge(box))
    theirs = put_inside(new_client(), other)
    theirs.open(page(tree["daughter"]))
    theirs.post(page(tree["daughter"], "/ajouter"), {"personne": named(tree["daughter"], box, other)})
    assert box.account_id in names(tree["daughter"])


def test_one_session_does_not_add_everybody(medimail, tree, inside, configure):
    configure(limit_links=Limit.parse("2/1h"))
    by = medimail.administrator(tree["mother"])
    client = inside(by)
    for _ in range(3):
        _, box = medimail.holder(tree["daughter"])
        client.post(page(tree["mother"], "/ajouter"), {"personne": named(tree["mother"], box, by)})
    assert TOO_OFTEN in client.response.text
    assert len(names(tree["mother"])) == 3


def test_nobody_takes_themself_off(medimail, tree, inside):
    by = medimail.administrator(tree["mother"])
    medimail.administrator(tree["mother"])
    client = inside(by)
    for way in (client.open, client.post):
        way(page(tree["mother"], f"/{by.id}/retirer"))
        assert "Nul ne se retire soi-même" in client.text
    assert by.id in names(tree["mother"])


def test_whoever_takes_the_only_other_one_off_remains(medimail, tree, inside):
    by, other = medimail.administrator(tree["mother"]), medimail.administrator(tree["mother"])
    inside(by).post(page(tree["mother"], f"/{other.id}/retirer"))
    assert names(tree["mother"]) == [by.id]


def test_the_grades_alone_may_leave_a_structure_without_anybody(medimail, tree, inside):
    last = medimail.administrator(tree["top"])
    client = inside(medimail.grades()).open(page(tree["top"], f"/{last.id}/retirer"))
    assert "n’aura plus d’administrateur" in client.text
    client.press("Retirer cet administrateur")
    assert names(tree["top"]) == []


def test_an_inherited_administrator_is_not_taken_off_from_below(medimail, tree, inside):
    above = medimail.administrator(tree["mother"])
    client = inside(medimail.administrator(tree["daughter"]))
    assert client.open(page(tree["daughter"], f"/{above.id}/retirer")).status == 404
    client.post(page(tree["daughter"], f"/{above.id}/retirer"))
    assert names(tree["mother"]) == [above.id]


def test_a_stranger_s_structure_does_not_exist_for_reading_nor_for_writing(medimail, tree, inside):
    victim, (_, box) = medimail.administrator(tree["stranger"]), medimail.holder(tree["mother"])
    by = medimail.administrator(tree["mother"])
    client = inside(by)
    for structure in (tree["stranger"], tree["top"]):
        for more in ("", f"/ajouter?personne={named(structure, box, by)}", f"/{victim.id}/retirer"):
            assert client.open(page(structure, more)).status == 404
        for more in ("/ajouter", f"/{victim.id}/retirer"):
            assert client.post(page(structure, more), {"personne": named(structure, box, by)}).status == 404
    assert names(tree["stranger"]) == [victim.id]


def test_of_two_who_take_each_other_off_at_once_exactly_one_wins(medimail, tree, app, new_client):
    pair = [medimail.administrator(tree["mother"]) for _ in range(2)]
    start, answers = Barrier(2), []
    clients = [put_inside(new_client(), person) for person in pair]
    for client in clients:
        client.open(page(tree["mother"]))

    def act(client, victim):
        sent = {"csrf_token": client.token}
        start.wait()
        answers.append(client.send("POST", page(tree["mother"], f"/{victim.id}/retirer"), data=sent).status_code)

    threads = [Thread(target=act, args=one) for one in zip(clients, reversed(pair), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(names(tree["mother"])) == 1
    assert min(answers) == 303
    # Refused by the guard, or by the structure asked again under its lock.
    assert max(answers) in {303, 403, 404}


def test_a_page_takes_as_many_statements_with_many_administrators_as_with_one(medimail, tree, inside, counted):
    client = inside(medimail.administrator(tree["daughter"]))
    counted.clear()
    client.open(page(tree["daughter"], "?q=petit"))
    few = len(counted)
    for structure in (tree["top"], tree["mother"], tree["daughter"]) * 3:
        medimail.administrator(structure)
        medimail.holder(tree["daughter"], search="petit alex")
    counted.clear()
    client.open(page(tree["daughter"], "?q=petit"))
    assert len(counted) <= few + 1 <= 12


def test_the_address_comes_first_as_in_the_source(medimail, tree, inside):
    medimail.administrator(tree["top"])
    medimail.holder(tree["daughter"], last_name="SCHIANO", search="schiano")
    shown = inside(medimail.administrator(tree["daughter"])).open(page(tree["daughter"], "?q=schiano"))
    heads = [
        [head.get_text(strip=True) for head in table.select("th[scope=col]")] for table in shown.soup.select("table")
    ]
    assert [tuple(head[:2]) for head in heads] == [("Email", "Nom et prénom")] * 3
