"""`portail compte …`: one account closed, opened again, relieved of a right."""

import pytest
from sqlalchemy import select

from portal.accounts import closing, store
from portal.accounts.rules import Closer, Kind, Right
from portal.audit.models import JournalRow
from portal.db import reading, transaction
from tests.builders import RPPS
from tests.pages.inside import put_inside
from tests.pages.signin import is_signed_in, try_password


@pytest.fixture
def person(build):
    return build.physician()


def events():
    with reading() as session:
        return session.scalars(select(JournalRow.event).order_by(JournalRow.id)).all()


def test_a_closed_account_is_shut_out_of_its_open_session_at_once(portail, client, person):
    put_inside(client, person)
    assert is_signed_in(client)
    assert portail("compte", "fermer", RPPS[0])[:2] == (0, "Le compte de Camille Durand est fermé.\n")
    assert client.open("/mon-compte").heading == "Se connecter"


def test_a_closed_account_cannot_sign_in_and_is_not_told_apart(portail, client, person):
    portail("compte", "fermer", RPPS[0])
    try_password(client, RPPS[0])
    closed = client.text
    try_password(client, RPPS[1])
    assert (client.status, client.text) == (422, closed)


def test_opened_again_it_signs_in_with_the_password_it_had(portail, client, person):
    portail("compte", "fermer", RPPS[0])
    assert portail("compte", "rouvrir", RPPS[0])[1] == "Le compte de Camille Durand est rouvert.\n"
    try_password(client, RPPS[0])
    assert client.heading == "Saisir le code reçu"


def test_done_twice_it_says_so_and_writes_nothing(portail, person):
    portail("compte", "fermer", RPPS[0])
    before = events()
    assert portail("compte", "fermer", RPPS[0])[1] == "Le compte de Camille Durand était déjà fermé.\n"
    assert events() == before


def test_a_right_is_taken_back_over_all_that_it_covered(portail, build):
    admin = build.administrator()
    assert portail("compte", "retirer-droit", admin.email, "administrateur")[0] == 0
    with reading() as session:
        assert store.rights(session, admin.id) == []
    assert events()[-1] == "droit_retire"


def test_a_right_that_is_not_held_is_refused_with_where_to_look(portail, person):
    status, _, error = portail("compte", "retirer-droit", RPPS[0], "referent")
    assert status == 1
    assert "portail compte droits" in error


def test_the_rights_are_listed(portail, build):
    admin = build.administrator(rights=frozenset({Right.INSTRUCTOR}))
    assert "instructeur (Instruction des raccordements)" in portail("compte", "droits", admin.email)[1]


@pytest.mark.parametrize("act", ["fermer", "rouvrir", "droits"])
def test_nobody_of_that_identifier_is_said_in_one_sentence(portail, app, act):
    assert portail("compte", act, "10101010101") == (1, "", "Erreur\u00a0: Aucun compte ne porte cet identifiant.\n")


@pytest.fixture
def holder(build):
    """Somebody whom only Medimail knows, and whom it keeps out."""
    person = build.person(kind=Kind.MAILBOX_HOLDER, last_name="Petit", first_name="Alex", email="alex@chic-demo.fr")
    with transaction() as session:
        closing.shut(session, store.get(session, person.id, lock=True), Closer.MEDIMAIL)
    return person


def told(portail, *words):
    return portail("compte", *words)[1].replace("\xa0", " ")


def test_what_medimail_closed_no_operator_opens(portail, holder):
    before = events()
    assert "n’a pas été fermé par l’exploitant : il reste fermé par Medimail" in told(portail, "rouvrir", holder.email)
    assert events() == before
    assert "(compte fermé par Medimail)" in told(portail, "droits", holder.email)


def test_an_operator_closes_what_medimail_closed_and_lifts_their_own_closing_alone(portail, holder):
    assert told(portail, "fermer", holder.email) == "Le compte de Alex Petit est fermé.\n"
    assert "(compte fermé par l’exploitant et par Medimail)" in told(portail, "droits", holder.email)
    assert "était déjà fermé" in told(portail, "fermer", holder.email)
    assert "n’est plus fermé par l’exploitant, mais reste fermé par Medimail" in told(portail, "rouvrir", holder.email)
    with reading() as session:
        assert store.get(session, holder.id).closer is Closer.MEDIMAIL
        assert session.scalars(select(JournalRow.after).order_by(JournalRow.id.desc())).first() == (
            '{"reste_ferme":"medimail"}'
        )
