"""Registering alone (source 002 p. 6-7 and 14): the account waits, the right people are told."""

import pytest
from sqlalchemy import select

from portal.accounts.models import Account
from portal.accounts.rules import Kind as Person
from portal.db import reading, transaction
from portal.medimail.mailboxes.joining import store as joinings
from portal.medimail.mailboxes.joining.models import Joining
from portal.medimail.mailboxes.record import moving, store
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules import terms
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import Action, State, Who
from portal.medimail.structures import enrolling
from portal.medimail.structures import store as structures
from portal.medimail.structures.models import Contact
from portal.medimail.structures.rules.enrolment import Rule
from portal.medimail.structures.rules.settings import Criterion
from tests.builders import PASSWORD
from tests.medimail.closing import while_closing
from tests.pages.inside import put_inside
from tests.pages.joining import EMAIL, KIND, SENT, SHEET, START, WHOLE, choose, confirm, named, pick, register, send
from tests.pages.signin import try_password


def box(address=EMAIL):
    with reading() as session:
        found = session.scalar(select(Mailbox.id).where(Mailbox.address == address))
        return store.get(session, found) if found else None


def account(address=EMAIL):
    with reading() as session:
        return session.scalar(select(Account).where(Account.email == address))


def enrol(by, structure, **values):
    accepted = {Criterion[name]: frozenset(found) for name, found in values.items()}
    with transaction() as session:
        found = structures.get(session, structure.id, lock=True)
        enrolling.write(session, found, Rule(structure.id, 0, accepted), by=by.id)


def told(mailbox):
    notices = (one for one in mailbox._sink.messages if one[1]["Subject"] == "Un compte Medimail est à valider")
    return {to for to, _ in notices}


def test_a_registration_makes_an_account_to_validate_that_does_not_sign_in_yet(client, mailbox, tree, new_client):
    register(client, mailbox)
    assert client.path == SENT, client.errors
    made, person = box(), account()
    assert (made.kind, made.state, made.rpps) == (Kind.PER, State.TO_VALIDATE, "99999900014")
    assert (made.last_name, made.city, made.region_code) == ("SCHIANO", "TOULOUSE", "76")
    assert (made.account_id, made.terms_version) == (person.id, terms.VERSION)
    assert made.finalised_at
    assert person.closed_at
    assert person.kind is Person.MAILBOX_HOLDER
    assert try_password(new_client(), EMAIL, PASSWORD).path == "/connexion"


def test_once_validated_the_person_signs_in_with_the_password_chosen(client, mailbox, tree, new_client):
    register(client, mailbox)
    with transaction() as session:
        found = store.get(session, box().id, lock=True)
        moving.move(session, found, Who.ADMINISTRATOR, Action.VALIDATE)
    assert try_password(new_client(), EMAIL, PASSWORD).path == "/connexion/code"


def test_the_number_that_was_typed_is_not_that_of_the_person_s_account(client, mailbox, tree):
    register(client, mailbox)
    assert account().rpps is None


@pytest.mark.parametrize("kind", ["MED", "INT"])
def test_each_type_has_its_own_fields(client, mailbox, tree, kind):
    choose(client, mailbox, kind=kind)
    assert client.soup.select("input[name=rpps]") == []
    assert bool(client.soup.select("select[name=type_identifiant]")) == (kind == "INT")
    place = {"type_identifiant": "siren", "identifiant": "263100125", "civilite": "Docteur"} if kind == "INT" else {}
    send(client, **{**place, "rpps": "", "profession": "Personnel administratif" if kind == "MED" else "Médecin"})
    assert client.path == SENT, client.errors
    assert box().kind is Kind(kind)


def test_a_type_that_nobody_registers_for_alone_is_refused(client, mailbox, tree):
    confirm(client, mailbox)
    for kind in ("ORG", "APP", "", "X"):
        pick(client, kind)
        assert client.status == 422
    assert client.open(SHEET).path == KIND


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"nom": ""}, "Saisissez le nom."),
        ({"rpps": ""}, "Saisissez le numéro RPPS"),
        ({"rpps": "99999900015"}, "RPPS"),
        ({"profession": "Sorcier"}, "profession"),
        ({"liberal": ""}, "activité libérale"),
        ({"code_postal": "314"}, "cinq chiffres"),
        ({"departement": "09"}, "département"),
        ({"conditions": ""}, "conditions générales"),
        ({"confirmation": "autre chose"}, "diffèrent"),
        ({"nouveau": "azerty", "confirmation": "azerty"}, "caractères"),
        ({"nouveau": "schiano lea schiano", "confirmation": "schiano lea schiano"}, "votre nom"),
    ],
)
def test_what_will_not_do_is_said_at_its_field_and_nothing_typed_is_lost(client, mailbox, tree, typed, error):
    register(client, mailbox, **typed)
    assert client.status == 422
    assert any(error in text for text in client.errors), client.errors
    assert box() is None
    kept = client.open(SHEET).soup.select_one("input[name=raison_sociale]")
    assert kept["value"] == WHOLE["raison_sociale"]
    assert PASSWORD not in client.response.text


def test_enrolment_finds_the_structure_and_its_own_administrators_and_contacts_are_told(
    client, mailbox, tree, medimail
):
    grades, above, own = (
        medimail.grades(),
        medimail.administrator(tree["mother"]),
        medimail.administrator(tree["daughter"]),
    )
    enrol(grades, tree["daughter"], CITY={"toulouse"}, PROFESSION={"Médecin"})
    enrol(grades, tree["mother"], CITY={"toulouse"})
    with transaction() as session:
        session.add(Contact(structure_id=tree["daughter"].id, email="accueil@chic-demo.fr", name="Accueil"))
    register(client, mailbox)
    mailbox.all()
    assert box().structure_id == tree["daughter"].id
    assert told(mailbox) == {own.email, "accueil@chic-demo.fr"}
    assert above.email not in told(mailbox)


def test_a_structure_without_administrators_leaves_it_to_the_grades(client, mailbox, tree, medimail):
    grades = medimail.grades()
    medimail.administrator(tree["mother"])
    enrol(grades, tree["daughter"], DOMAIN={"chu-demo.fr"})
    register(client, mailbox)
    mailbox.all()
    assert box().structure_id == tree["daughter"].id
    assert told(mailbox) == {grades.email}


def test_whom_no_structure_enrols_goes_to_the_top(client, mailbox, tree, medimail):
    grades = medimail.grades()
    register(client, mailbox)
    mailbox.all()
    assert box().structure_id == tree["top"].id
    assert told(mailbox) == {grades.email}


def test_of_two_structures_that_enrol_equally_none_is_chosen_and_both_are_named(client, mailbox, tree, medimail):
    grades = medimail.grades()
    for structure in (tree["mother"], tree["stranger"]):
        enrol(grades, structure, CITY={"toulouse"})
    register(client, mailbox)
    assert box().structure_id == tree["top"].id
    [text] = mailbox.texts(grades.email)
    assert tree["mother"].name in text
    assert tree["stranger"].name in text


def test_a_person_signed_in_registers_with_their_own_account(client, mailbox, tree, build):
    physician = build.physician()
    put_inside(client, physician)
    choose(client, mailbox)
    for name in ("nom", "prenom", "rpps", "nouveau"):
        assert client.soup.select(f"input[name={name}]") == []
    send(client, nom="Autre", rpps="99999900022")
    assert client.path == SENT, client.errors
    made = box()
    assert (made.account_id, made.rpps, made.last_name) == (physician.id, physician.rpps, "DURAND")
    assert account() is None
    with reading() as session:
        assert session.get(Account, physician.id).closed_at is None


def test_there_is_nothing_to_register_with_before_the_first_structure(client, mailbox):
    assert "ne sont pas ouvertes" in client.open(START).text


def test_a_page_reloaded_loses_nothing_and_a_get_consumes_nothing(client, mailbox, tree):
    choose(client, mailbox)
    client.fragment("/inscription/fiche/garder", {**named(client), "nom": "Schiano", "nouveau": PASSWORD})
    for path in (SHEET, "/inscription/code", START, KIND, SHEET):
        client.open(path)
    assert client.soup.select_one("input[name=nom]")["value"] == "Schiano"
    with reading() as session:
        assert PASSWORD not in str(session.scalar(select(Joining)).typed)
    send(client)
    assert client.path == SENT
    assert client.open(SHEET).path == SENT


def test_changing_the_type_keeps_what_was_typed(client, mailbox, tree):
    choose(client, mailbox)
    client.fragment("/inscription/fiche/garder", {**named(client), "nom": "Schiano", "rpps": "99999900014"})
    pick(client, "MED")
    client.fragment("/inscription/fiche/garder", {**named(client), "prenom": "Léa"})
    pick(client, "PER")
    shown = {tag["name"]: tag.get("value", "") for tag in client.soup.select("#fiche input[name]")}
    assert shown["rpps"] == "99999900014"


def test_what_was_typed_is_forgotten_once_sent_and_the_rest_by_the_purge(client, mailbox, tree):
    register(client, mailbox)
    with reading() as session:
        [row] = session.scalars(select(Joining))
    assert (row.typed, bool(row.sent_at)) == ({}, True)
    for before, left in ((row.created_at, 1), (row.sent_at, 0)):
        with transaction() as session:
            joinings.purge(session, before)
            assert len(session.scalars(select(Joining)).all()) == left


def test_the_conditions_are_public_and_say_their_version(client):
    assert terms.VERSION in client.open(terms.PATH).text


def test_the_notice_leads_to_the_accounts_to_validate(client, mailbox, tree, medimail):
    medimail.grades()
    register(client, mailbox)
    sent = [one for one in mailbox.all() if one["Subject"] == "Un compte Medimail est à valider"]
    text = " ".join(sent[0].get_body(("plain",)).get_content().split())
    assert "/comptes?etat=a_valider" in text
    assert "l’identité, le numéro et l’activité" in text


def test_only_mailboxes_to_validate_are_made(client, mailbox, tree):
    register(client, mailbox)
    with reading() as session:
        assert [one.state for one in session.scalars(select(Mailbox))] == [State.TO_VALIDATE]


def test_whoever_registers_as_their_structure_closes_goes_to_the_top(app, client, mailbox, tree, medimail):
    enrol(medimail.grades(), tree["daughter"], REGION={"76"})
    choose(client, mailbox)
    while_closing(app, tree["daughter"], lambda: send(client))
    assert box().structure_id == tree["top"].id


def test_whoever_registers_as_the_top_closes_goes_to_the_next_one(app, client, mailbox, tree, medimail):
    other = medimail.structure("GRADeS, la suite")
    with transaction() as session:
        for name in ("mother", "daughter", "stranger"):
            session.merge(tree[name]).closed_at = tree[name].created_at
    choose(client, mailbox)
    while_closing(app, tree["top"], lambda: send(client))
    assert box().structure_id == other.id


def test_the_conditions_say_the_delays_of_the_settings(client, configure):
    configure(medimail_inactive_months=4, medimail_removal_days=20, medimail_rejection_months=3)
    text = " ".join(client.open(terms.PATH).text.replace("\u00a0", " ").split())
    assert "un rejet devient définitif après 3 mois" in text
    assert "sans connexion depuis 4 mois devient inactif" in text
    assert "20 jours plus tard, il est supprimé" in text


def test_the_form_asks_for_either_number_and_calls_a_first_password_one(client, mailbox, tree):
    choose(client, mailbox)
    marks = {name: client.soup.select_one(f"label[for={name}]").get_text(" ", strip=True) for name in ("rpps", "adeli")}
    assert all(text.endswith("sous condition") for text in marks.values()), marks
    assert client.soup.select_one("label[for=nouveau]").get_text(strip=True) == "Mot de passe"
    assert "ou « sous condition »" in client.soup.select_one(".form-note").get_text().replace("\u00a0", " ")
