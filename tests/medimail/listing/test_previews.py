"""A preview takes nobody's list away: no file before it is confirmed, a few at a time, and the journal sees each."""

import pytest

from portal.audit.models import JournalRow
from portal.db import reading
from portal.medimail.mailboxes.listing.bulk.models import BulkLine, BulkRun
from portal.medimail.mailboxes.listing.bulk.rules import MOST_WAITING, Stage
from portal.medimail.mailboxes.record.rules.states import State
from tests.attacks.crowd import at_once, cookies_of, post


@pytest.fixture
def boxes(medimail, tree):
    """Two accounts that wait to be validated."""
    return [medimail.mailbox(tree.mother, state=State.TO_VALIDATE) for _ in range(2)]


@pytest.fixture
def preview(prepare, boxes):
    """Ask for a preview; its page."""

    def ask(action="valider"):
        return prepare(action, *boxes).path

    return ask


def taken():
    with reading() as session:
        return session.query(JournalRow).filter(JournalRow.event == "bal_emportees").all()


def stages():
    with reading() as session:
        return [run.stage for run in session.query(BulkRun).order_by(BulkRun.id)]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_preview_is_no_file(desk, preview, kind):
    assert desk.send("GET", f"{preview()}/rapport.{kind}").status_code == 404
    assert taken() == []


def test_who_took_a_report_away_is_in_the_journal_with_how_many_accounts(tree, desk, preview):
    path = preview()
    desk.press("Valider les comptes")
    desk.send("HEAD", f"{path}/rapport.csv")
    desk.send("GET", f"{path}/rapport.csv")
    (row,) = taken()
    assert row.actor_id == tree.of_mother.id
    assert '"comptes":2' in row.after


def test_one_preview_too_many_forgets_the_oldest(desk, preview):
    first, second = preview(), preview()
    for _ in range(MOST_WAITING - 1):
        preview()
    assert stages() == [Stage.PREVIEWED] * MOST_WAITING
    assert desk.send("GET", first).status_code == 404
    assert desk.send("GET", second).status_code == 200
    with reading() as session:
        assert session.query(BulkLine).count() == 2 * MOST_WAITING


def test_what_was_confirmed_is_never_forgotten_for_a_preview(desk, preview):
    done = preview()
    desk.press("Valider les comptes")
    for _ in range(MOST_WAITING + 2):
        preview("rejeter")
    assert desk.send("GET", done).status_code == 200
    assert stages() == [Stage.DONE, *[Stage.PREVIEWED] * MOST_WAITING]


def test_the_previews_of_another_stay(medimail, tree, at_desk, desk, here, boxes, preview):
    path, other = preview(), at_desk(medimail.administrator(tree.mother))
    for _ in range(MOST_WAITING + 1):
        other.open(here)
        other.post(f"{here}/lots", {"acte": "valider", "compte": [box.id for box in boxes]})
    assert desk.send("GET", path).status_code == 200


def test_previews_asked_for_at_once_are_bounded_too(app, desk, here, boxes):
    data = {"csrf_token": desk.open(here).token, "acte": "valider", "compte": str(boxes[0].id)}
    held = cookies_of(desk)
    at_once([lambda: post(app, f"{here}/lots", data, held) for _ in range(4 * MOST_WAITING)])
    assert stages() == [Stage.PREVIEWED] * MOST_WAITING
