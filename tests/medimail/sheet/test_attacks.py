"""Whatever is typed in these pages, and however many press at once: an answer that says so, never a crash."""

import pytest

from portal.medimail.mailboxes.record.forms import FORM_NAMES
from portal.medimail.mailboxes.record.rules.kinds import Kind
from tests.attacks.crowd import at_once, cookies_of, post
from tests.medimail.closing import while_closing
from tests.pages.mailbox import SheetPages, typed

CROWD = 5
POISON = ["\x00", "a" * 900, "\u202eabc", "<script>alert(1)</script>", "' OR 1=1 --", "{{ 7*7 }}", "💥" * 50, "٣٤٥"]
KEYS = [*POISON, "9" * 30, "-1", "²"]


@pytest.fixture
def together(app, desk):
    """Sends the same form from several windows at once; their statuses."""

    def send(path, data):
        data, held = {"csrf_token": desk.open("/mon-compte").token, **data}, cookies_of(desk)
        answers = at_once([lambda n=n: post(app, path, data, held, f"203.0.113.{n + 1}") for n in range(CROWD)])
        return sorted(answer.status_code for answer in answers)

    return send


@pytest.mark.parametrize("text", POISON, ids=range(len(POISON)))
@pytest.mark.parametrize("kind", [Kind.PER, Kind.APP])
def test_any_text_in_every_field_is_an_answer(hospital, desk, kind, text):
    data = dict.fromkeys(FORM_NAMES.values(), text) | {"connexions": [text], "inviter": text, "vu": text}
    desk.open("/mon-compte")
    page = desk.post(f"/structures/{hospital.structure.id}/comptes/nouveau/{kind}", data)
    assert page.status == 422
    assert "<script>alert" not in page.response.text


@pytest.mark.parametrize("text", POISON, ids=range(len(POISON)))
def test_any_text_in_the_fragments_is_an_answer(hospital, desk, text):
    base = f"/structures/{hospital.structure.id}/comptes"
    desk.open(f"{base}/nouveau/ORG")
    for path in ("comptes-de-connexion", "localisation"):
        answer = desk.fragment(f"{base}/{path}", {"connexion": text, "connexions": text, "code_postal": text})
        assert answer.status_code == 200


@pytest.mark.parametrize("text", KEYS, ids=range(len(KEYS)))
def test_any_version_and_any_key_is_an_answer(hospital, desk, text):
    desk.open("/mon-compte")
    box = hospital.opener.id
    assert desk.post(f"/comptes/{box}/modifier", {**typed(Kind.PER, is_new=False), "vu": text}).status in {409, 422}
    assert desk.post(f"/comptes/{box}/parametres/preferences", {"vu": text}).status == 409
    assert desk.post(f"/comptes/{box}/parametres/boites", {"defaut": text, "notifie": text}).status == 200


def test_one_account_is_created_by_several_windows(hospital, together):
    path = f"/structures/{hospital.structure.id}/comptes/nouveau/PER"
    assert together(path, typed(Kind.PER)) == [303] + [422] * (CROWD - 1)
    assert len(hospital.mails()) == 1


def test_no_account_is_created_in_a_structure_that_is_being_closed(hospital, desk, app):
    annexe = hospital.medimail.structure("Annexe")
    hospital.medimail.appoint(hospital.account, annexe)
    path = f"/structures/{annexe.id}/comptes/nouveau/MED"
    data, held = {"csrf_token": desk.open("/mon-compte").token, **typed(Kind.MED)}, cookies_of(desk)
    assert while_closing(app, annexe, lambda: post(app, path, data, held)).status_code == 404


def test_of_several_edits_at_once_one_is_kept(hospital, together):
    box = hospital.made(Kind.MED)
    data = typed(Kind.MED, is_new=False, telephone="0563716371", vu="1")
    assert together(f"/comptes/{box.id}/modifier", data) == [303] + [409] * (CROWD - 1)


def test_what_is_sent_after_the_session_has_ended_comes_back(hospital, desk, new_client):
    pages = SheetPages(desk, hospital.structure.id)
    page = desk.open(f"{pages.list}/nouveau/ORG")
    author = page.soup.select_one("[name=auteur]")["value"]
    data = {**typed(Kind.ORG), "auteur": author}
    stranger = new_client()
    stranger.open("/connexion")
    stranger.post(f"{pages.list}/nouveau/ORG", data)
    assert desk.open(f"{pages.list}/nouveau/ORG").soup.select_one("#nom")["value"] == "Secrétariat"
    assert pages.ticked() == ["alex.petit@chic-demo.fr"]
