"""The demonstration exists only where it was asked for, and starts again from nothing."""

import pytest
from sqlalchemy import func, inspect, select, text

from portal import db
from portal.accounts.models import Account
from portal.audit import service as journal
from portal.audit.chain import Sound
from portal.config import ConfigError
from portal.db import reading
from portal.demo.medimail import ACCOUNTS
from portal.demo.people import PASSWORD, PEOPLE
from portal.demo.routes import blueprint
from portal.demo.staff import AGENTS
from portal.medimail.mailboxes.record.rules.kinds import PERSONS
from portal.medimail.mailboxes.record.rules.states import State
from portal.web.guards import DemoOnly, declared
from tests.databases import make_settings
from tests.demo.looking import everything, sample_of, sign_in, write

PAGES = ["/demo", "/demo/messagerie", "/demo/messagerie/x", "/demo/messagerie/x/html", "/composants"]
ACTIONS = ["/demo/connexion", "/demo/horloge", "/demo/recommencer"]


@pytest.mark.parametrize("path", PAGES)
def test_no_page_of_it_exists_on_a_real_portal(client, path):
    assert client.open(path).status == 404


@pytest.mark.parametrize("path", ACTIONS)
def test_no_action_of_it_exists_on_a_real_portal(client, path):
    assert client.post(path).status == 404


def test_every_view_is_guarded_as_a_demonstration(demo_app):
    views = {e: v for e, v in demo_app.view_functions.items() if e.startswith(f"{blueprint.name}.")}
    assert len(views) == len(PAGES) + len(ACTIONS)
    assert {declared(view) for view in views.values()} == {DemoOnly()}


@pytest.mark.parametrize("path", ACTIONS)
def test_an_action_without_the_token_of_a_page_is_refused(demo_app, path):
    assert demo_app.test_client().post(path, base_url="http://127.0.0.1:5000").status_code == 400


def test_the_components_are_shown(visitor):
    assert visitor.open("/composants").heading == "Composants"


def test_the_password_shown_is_the_one_that_opens(visitor):
    assert PASSWORD in visitor.open("/demo").text


def test_nothing_of_it_runs_where_a_message_could_leave_this_machine(tmp_path):
    with pytest.raises(ConfigError, match=r"PORTAL_DEMO=1 refuse le serveur SMTP « smtp\.exemple\.fr »"):
        make_settings(tmp_path, demo=True, smtp_url="smtp://smtp.exemple.fr:25")


def test_nothing_of_it_runs_where_others_could_look_at_it(tmp_path):
    with pytest.raises(ConfigError, match="adresse locale"):
        make_settings(tmp_path, demo=True, base_url="https://portail.exemple.fr")


def test_starting_again_brings_back_the_people_and_nobody_else(visitor, demo_app):
    before = _states(visitor)
    with demo_app.app_context(), db.transaction() as session:
        session.execute(text("UPDATE credential SET sign_ins = 5, must_change = true, blocked_at = NULL"))
    visitor.open("/demo").press("Recommencer la démonstration")
    assert _states(visitor) == before
    with demo_app.app_context(), reading() as session:
        holders = {
            sample.at for sample in ACCOUNTS if sample.kind in PERSONS and sample.state is not State.PREREGISTERED
        }
        others = holders - {person.email for person in PEOPLE} - {sample.at for sample in ACCOUNTS if sample.login}
        assert session.scalar(select(func.count(Account.id))) == len(PEOPLE) + len(AGENTS) + len(others)


def _states(visitor) -> list[str]:
    rows = visitor.open("/demo").soup.select("#personnes tbody tr")
    return [" ".join(tag.get_text(strip=True) for tag in row.select(".tag")) for row in rows]


def test_starting_again_ends_the_session_and_forgets_the_messages(visitor, work, letters):
    sign_in(visitor, work, sample_of("Aubépine"))
    write(letters, number=99)
    visitor.open("/demo").press("Recommencer la démonstration")
    assert visitor.open("/mon-compte").heading == "Se connecter"
    assert list(letters.glob("*.eml")) == []


def test_starting_again_puts_the_clock_right_first(visitor, demo_app):
    visitor.open("/demo").post("/demo/horloge", {"pas": "18mois"})
    visitor.open("/demo").press("Recommencer la démonstration")
    assert "Expire dans 8\u00a0jours" in _states(visitor)
    assert "En réalité" not in visitor.text


def test_the_journal_starts_again_sound_and_still_refuses_to_be_changed(visitor, demo_app):
    visitor.open("/demo").press("Recommencer la démonstration")
    with demo_app.app_context():
        with reading() as session:
            assert isinstance(journal.verify(session), Sound)
        with pytest.raises(Exception, match="ne se modifie pas"), db.transaction() as session:
            session.execute(text("UPDATE journal SET event = 'rien'"))


# Of an index on an expression, SQLite says nothing that could be compared.
@pytest.mark.filterwarnings("ignore:.*expression-based index")
def test_starting_again_leaves_the_tables_as_the_migrations_made_them(visitor, demo_app):
    with demo_app.app_context():
        before = _shape(db.database().engine)
    visitor.open("/demo").press("Recommencer la démonstration")
    with demo_app.app_context():
        assert _shape(db.database().engine) == before


def _shape(engine) -> dict[str, object]:
    found = inspect(engine)
    return {
        table: (
            sorted((c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(table)),
            sorted(str(i["column_names"]) for i in found.get_indexes(table)),
            sorted(str(u["column_names"]) for u in found.get_unique_constraints(table)),
            sorted(str(f["constrained_columns"]) for f in found.get_foreign_keys(table)),
        )
        for table in found.get_table_names()
    }


def test_starting_again_twice_gives_the_same_people(visitor, demo_app):
    visitor.open("/demo").press("Recommencer la démonstration")
    first = [row[0] for row in everything(demo_app)]
    visitor.open("/demo").press("Recommencer la démonstration")
    assert [row[0] for row in everything(demo_app)] == first
