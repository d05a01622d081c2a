"""Finalising a registration: the link changes nothing by itself, the password is one's own, the door opens once."""

import pytest
from sqlalchemy import select

from portal.accounts import store as people
from portal.accounts.models import Account
from portal.accounts.rules import Kind as Person
from portal.db import reading, transaction
from portal.medimail.mailboxes.record import store as records
from portal.medimail.mailboxes.record.moving import change_sides, move
from portal.medimail.mailboxes.record.rules import terms
from portal.medimail.mailboxes.record.rules.kinds import Kind
from portal.medimail.mailboxes.record.rules.states import Action, State, Who
from tests.attacks.crowd import at_once, cookies_of, post
from tests.builders import NEW_PASSWORD, RPPS
from tests.medimail.finalising.conftest import CONFIRMED
from tests.pages.inside import put_inside
from tests.pages.signin import is_signed_in, sign_in

CHOSEN = {"nouveau": NEW_PASSWORD, "confirmation": NEW_PASSWORD, **CONFIRMED}
TITLE = "Finaliser votre inscription"
GONE = "Ce lien ne peut plus servir"


def account_of(box):
    with reading() as session:
        return session.scalar(select(Account).where(Account.email == box.address))


def test_the_person_reads_what_is_known_and_nothing_is_written(client, link, box, medimail, structure):
    text = client.open(link).text
    assert all(word in text for word in ("NOYER", "Brune", "Médecin", structure.name, box.address))
    assert account_of(box) is None


def test_five_visits_of_a_scanner_change_nothing(client, link, box, medimail):
    for method in ("GET", "HEAD", "GET", "HEAD", "GET"):
        assert client.send(method, link).status_code == 200
    assert (medimail.read(box).state, medimail.read(box).version) == (State.PREREGISTERED, box.version)
    assert client.open(link).submit(CHOSEN).heading == "Se connecter"


def test_it_is_valid_once_finalised_and_its_holder_signs_in(client, link, box, medimail, mailbox):
    client.open(link).submit(CHOSEN)
    assert (client.path, "Votre inscription est finalisée" in client.text) == ("/connexion", True)
    now, account = medimail.read(box), account_of(box)
    assert (now.state, now.account_id, now.terms_version) == (State.VALID, account.id, terms.VERSION)
    assert now.finalised_at is not None
    assert (account.kind, account.mssante) == (Person.MAILBOX_HOLDER, None)
    sign_in(client, mailbox, box.address, box.address, NEW_PASSWORD)
    assert is_signed_in(client)


def test_the_mssante_address_of_the_mailbox_is_that_of_the_account(client, medimail, structure, invite):
    box = medimail.mailbox(structure, state=State.PREREGISTERED, mssante="brune.noyer@chic-demo.mssante.fr")
    client.open(invite(box)).submit(CHOSEN)
    assert account_of(box).mssante == box.mssante


def test_the_number_that_an_administrator_wrote_is_not_written_on_the_account(client, medimail, structure, invite):
    box = medimail.mailbox(structure, state=State.PREREGISTERED, rpps=RPPS[0])
    client.open(invite(box)).submit(CHOSEN)
    assert account_of(box).rpps is None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"nouveau": "azerty", "confirmation": "azerty"}, "il en manque"),
        ({"nouveau": "noyerbrune2026", "confirmation": "noyerbrune2026"}, "Ne repose pas sur votre nom"),
        ({"confirmation": "autre chose"}, "Les deux saisies diffèrent"),
        ({"exactes": ""}, "Vérifiez vos informations"),
        ({"conditions": ""}, "Lisez les conditions générales"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_written(client, link, box, medimail, changed, said):
    data = {name: value for name, value in {**CHOSEN, **changed}.items() if value}
    client.open(link).submit(data)
    assert client.status == 422
    assert any(said in error for error in client.errors)
    assert medimail.read(box).state is State.PREREGISTERED


def test_the_rules_are_told_live_by_the_names_that_the_link_knows(client, link):
    token = link.rpartition("/")[2]
    client.open(link)
    typed = {"nouveau": "noyerbrune2026", "lien": token}
    assert "sans rapport avec vous" in client.fragment("/inscription/regles", typed).text
    unknown = client.fragment("/inscription/regles", {**typed, "lien": "x"})
    assert "sans rapport avec vous" not in unknown.text


def test_ten_at_once_make_one_account(app, client, link, box, medimail):
    data = {"csrf_token": client.open(link).token, **CHOSEN}
    held = cookies_of(client)
    answers = at_once([lambda: post(app, link, data, held) for _ in range(10)])
    assert sorted(answer.status_code for answer in answers) == [303, *[410] * 9]
    with reading() as session:
        assert session.query(Account).filter_by(email=box.address).count() == 1


def test_a_link_sent_again_kills_those_before(client, link, box, invite):
    again = invite(box)
    assert client.open(link).heading == GONE
    assert client.open(again).heading == TITLE


@pytest.fixture(params=["spent", "expired", "rejected", "forged", "replaced"])
def dead(request, client, link, box, invite, later):
    """A link that opens nothing any more, each for its reason."""
    match request.param:
        case "spent":
            client.open(link).submit(CHOSEN)
        case "expired":
            later(days=30)
        case "rejected":
            with transaction() as session:
                move(session, records.get(session, box.id, lock=True), Who.ADMINISTRATOR, Action.REJECT)
        case "forged":
            return f"{link}x"
        case "replaced":
            invite(box)
    return link


def test_every_dead_link_reads_the_same_and_says_what_to_do(new_client, dead):
    client = new_client().open(dead)
    assert (client.status, client.heading) == (410, GONE)
    assert "demandez une relance à l’administrateur Medimail de la structure que nomme ce message" in client.text
    other = new_client().open("/inscription/finaliser/x")
    assert client.text == other.text
    assert client.open(f"{dead}/signaler").text == other.text


def test_a_dead_link_posted_to_writes_nothing(client, dead, box, medimail):
    before = medimail.read(box)
    client.open("/connexion")
    for path in (dead, f"{dead}/signaler"):
        assert client.post(path, {**CHOSEN, "erreur": "x"}).status == 410
    assert medimail.read(box).version == before.version


def test_the_link_lives_as_long_as_the_setting_says(client, link, later, configure):
    later(days=29)
    assert client.open(link).heading == TITLE
    configure(finalise_days=10)
    assert client.open(link).heading == GONE


def test_a_shared_mailbox_is_never_finalised(client, medimail, structure, invite):
    box = medimail.mailbox(structure, Kind.ORG, State.PREREGISTERED)
    assert client.open(invite(box)).heading == GONE


def test_the_administrators_of_the_structure_read_what_is_wrong(client, link, box, medimail, structure, mailbox):
    mother = medimail.structure("Mère")
    admins = [medimail.administrator(structure), medimail.administrator(structure)]
    stranger = medimail.administrator(mother)
    client.open(f"{link}/signaler").submit({"erreur": "Mon nom s’écrit NOYÉ.\r\n<b>Merci</b>"})
    assert client.heading == TITLE
    for admin in admins:
        text = mailbox.texts(admin.email)[0]
        assert "Mon nom s’écrit NOYÉ." in text
        assert f"/comptes/{box.id}" in text
    html = mailbox.all(admins[0].email)[0].get_body(("html",)).get_content()
    assert "<b>Merci" not in html
    assert mailbox.all(stranger.email) == []


def test_of_a_structure_without_administrator_the_nearest_mother_s_are_told(client, medimail, mailbox, invite):
    mother = medimail.structure("Mère")
    admin = medimail.administrator(mother)
    box = medimail.mailbox(medimail.structure("Fille", mother=mother), state=State.PREREGISTERED)
    client.open(f"{invite(box)}/signaler").submit({"erreur": "Mon nom."})
    assert len(mailbox.all(admin.email)) == 1


def test_where_nobody_administers_up_to_the_top_the_grades_is_told(client, medimail, mailbox, invite):
    grades = medimail.grades()
    box = medimail.mailbox(medimail.structure("Fille", mother=medimail.structure("Mère")), state=State.PREREGISTERED)
    client.open(f"{invite(box)}/signaler").submit({"erreur": "Mon nom."})
    assert len(mailbox.all(grades.email)) == 1


def test_five_errors_a_day_are_sent_no_more(client, link, medimail, structure, mailbox):
    admin = medimail.administrator(structure)
    for _ in range(5):
        client.open(f"{link}/signaler").submit({"erreur": "Mon nom."})
    client.open(f"{link}/signaler").submit({"erreur": "Mon nom."})
    assert (client.status, len(mailbox.all(admin.email))) == (422, 5)


def test_somebody_signed_in_as_another_is_led_to_sign_out_first(client, link, box, build, medimail):
    put_inside(client, build.physician())
    assert client.open(link).heading == "Ce lien est celui d’une autre personne"
    client.post(link, CHOSEN)
    assert account_of(box) is None


def test_my_account_shows_the_mailboxes_and_the_shared_ones(client, medimail, structure):
    person, mine = medimail.holder(structure)
    shared = medimail.mailbox(medimail.structure("Pôle de gériatrie"), Kind.ORG, description="Secrétariat de gériatrie")
    medimail.connect(shared, mine)
    text = put_inside(client, person).open("/mon-compte").text
    shown = (mine.address, structure.name, "Validé", shared.address, "Secrétariat de gériatrie", "Pôle de gériatrie")
    assert all(word in text for word in shown)


def test_my_account_says_nothing_of_medimail_to_whoever_has_none(client, build):
    assert "Comptes Medimail" not in put_inside(client, build.physician()).open("/mon-compte").text


def test_one_account_sees_both_worlds(client, medimail, structure, build):
    physician = build.physician()
    box = medimail.mailbox(structure, account_id=physician.id)
    text = put_inside(client, physician).open("/mon-compte").text
    assert "Professionnel de santé" in text
    assert box.address in text
    with reading() as session:
        assert people.get(session, physician.id).kind is Person.HEALTH_PROFESSIONAL


def test_my_account_leads_to_the_settings_of_what_is_open(client, medimail):
    person, _ = medimail.holder(medimail.structure())
    page = put_inside(client, person).open("/mon-compte")
    assert page.soup.select_one('#medimail a[href="/mon-compte/messagerie"]')


def turn_to(box, *kinds):
    with transaction() as session:
        found = records.get(session, box.id, lock=True)
        for kind in kinds:
            change_sides(session, found, kind)
            found.kind = kind


def test_an_account_made_shared_by_mistake_is_finalised_again(client, link, box, medimail, invite):
    client.open(link).submit(CHOSEN)
    first = account_of(box)
    turn_to(box, Kind.ORG, Kind.PER)
    assert client.open(invite(box)).submit(CHOSEN).heading == "Se connecter"
    assert medimail.read(box).account_id == account_of(box).id != first.id


def test_whoever_has_other_accounts_keeps_the_address(client, link, box, medimail, structure):
    client.open(link).submit(CHOSEN)
    kept = medimail.mailbox(structure, Kind.MED, State.REJECTED, account_id=account_of(box).id)
    turn_to(box, Kind.ORG)
    assert account_of(box).id == medimail.read(kept).account_id


@pytest.mark.parametrize("is_spent", [False, True])
def test_no_link_of_before_opens_an_account_that_has_changed_sides(client, new_client, link, box, medimail, is_spent):
    """Spent or not: its reader would take the account that has become somebody else's."""
    if is_spent:
        client.open(link).submit(CHOSEN)
    turn_to(box, Kind.ORG, Kind.PER)
    assert new_client().open(link).status == 410
    found = medimail.read(box)
    assert (found.relaunched_at, found.finalised_at, found.terms_version) == (None, None, "")


def test_whoever_finalises_what_was_a_service_is_not_given_its_mssante_address(client, box, medimail, invite):
    with transaction() as session:
        found = records.get(session, box.id, lock=True)
        found.kind, found.state, found.mssante = Kind.ORG, State.VALID, "secretariat@chic.mssante.fr"
    turn_to(box, Kind.PER)
    client.open(invite(box)).submit(CHOSEN)
    assert account_of(box).mssante is None


def test_the_holder_sees_all_that_is_to_be_confirmed(client, medimail, structure, invite):
    box = medimail.mailbox(
        structure,
        Kind.PER,
        State.PREREGISTERED,
        street="12 rue des Lilas",
        postal_code="81100",
        city="CASTRES",
        phone="0563716371",
        specialty="Médecine d'urgence",
    )
    text = client.open(invite(box)).text
    for shown in ("12 rue des Lilas", "81100", "CASTRES", "0563716371", "Médecine d’urgence"):
        assert shown in text
