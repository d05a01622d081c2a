"""The screens: a file sent, its preview, its confirmation, its report, without JavaScript; and nobody else's."""

import csv
import io

import pytest
from sqlalchemy import select

from portal.db import reading
from portal.profiles.imports import service
from portal.profiles.imports.models import ImportRun
from portal.profiles.imports.rules import State
from tests.pages.inside import put_inside
from tests.profiles.imports.sheets import HEAD, PASSWORD, row, rows, sheet
from tests.tabular.reading import Sheet

pytestmark = pytest.mark.one_database

HOME = "/etablissements/imports"


def upload(browser, content, name="profils.csv"):
    """Send a file as the page does; the address of its import."""
    browser.open(HOME).submit({"fichier": (io.BytesIO(content), name)}, content_type="multipart/form-data")
    return browser.path


def at(reference, rest=""):
    return f"{HOME}/{reference}{rest}"


def csv_of(answer):
    assert answer.content_type == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_a_file_goes_from_the_upload_to_the_report(browser, desk):
    place = upload(browser, sheet([row(number=1), row(number=2, LAST_NAME="")]))
    assert "Analyse en cours" in browser.text
    reference = place.rpartition("/")[2]
    desk.work(reference)
    browser.open(place)
    assert "rien n’est encore importé" in browser.text
    browser.press("Importer 1 ligne")
    assert "Import en cours" in browser.text
    desk.work(reference)
    browser.open(place)
    assert "Des erreurs ont été rencontrées" in browser.text
    assert desk.profiles() == [("agent.1", "010000024", "CDC1")]


def test_the_preview_shows_how_the_file_was_read(browser, desk):
    lines = [(*row(number=1), "inutile")]
    content = sheet(lines, head=(*HEAD, "Commentaire"), separator=",", encoding="utf-16")
    browser.open(at(desk.preview(content, "équipe.csv")))
    text = browser.text.replace("\xa0", " ")
    assert "équipe.csv" in text
    assert "CSV, UTF-16, séparateur virgule" in text
    assert "« Commentaire »" in text


def test_the_encoding_found_is_overruled(browser, desk):
    reference = desk.preview(sheet([row(number=1, LAST_NAME="Noël")], encoding="mac-roman"))
    browser.open(at(reference)).submit({"encodage": "MAC_ROMAN", "separateur": ""})
    desk.work(reference)
    assert "Noël" in browser.open(at(reference)).text
    assert "votre choix" in browser.text


def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(browser, desk):
    browser.open(at(desk.preview(b"%PDF-1.7 ...", "profils.csv")))
    assert "Ce fichier est un document PDF" in browser.text


def test_a_missing_file_is_said_beside_the_field(browser):
    browser.open(HOME).submit({"fichier": (io.BytesIO(b""), "")}, content_type="multipart/form-data")
    assert browser.status == 422
    assert browser.errors == ["Choisissez le fichier à importer."]


@pytest.fixture
def _small_limit(configure, monkeypatch):
    configure(import_size=1)
    monkeypatch.setattr(service, "MEBIBYTE", 1024)


@pytest.mark.usefixtures("_small_limit")
def test_a_file_too_big_is_said_beside_the_field(browser):
    content = b"x" * 1025
    browser.open(HOME).submit({"fichier": (io.BytesIO(content), "a.csv")}, content_type="multipart/form-data")
    assert browser.status == 422
    assert "la limite est de 1 Ko" in browser.errors[0]


@pytest.mark.usefixtures("_small_limit")
def test_a_body_beyond_the_limit_is_not_read_at_all(browser):
    content = b"x" * 100_000
    browser.open(HOME).submit({"fichier": (io.BytesIO(content), "a.csv")}, content_type="multipart/form-data")
    assert browser.status == 413


def test_a_large_file_is_taken(browser):
    upload(browser, sheet(rows(3000)))
    assert "Analyse en cours" in browser.text


def test_other_forms_take_no_more_than_they_did(browser):
    answer = browser.send("POST", at("x", "/abandonner"), data={"a": "x" * 100_000})
    assert answer.status_code == 413


def numbers(browser):
    return [int(line.get_text()) for line in browser.soup.select("#lignes tbody th")]


@pytest.fixture
def of_each(desk):
    """A preview of five lines: one that modifies, one that changes nothing, an alert, an error, one that deletes."""
    desk.import_(sheet(rows(4)))
    modified = row("M", 1, LAST_NAME="Duval")
    return desk.preview(
        sheet([modified, row("M", 2), row("M", 3, PASSWORD=PASSWORD), row(number=9, LAST_NAME=""), row("S", 4)])
    )


VIEWS = {
    "": [2, 3, 4, 5, 6],
    "?vue=erreurs": [5],
    "?vue=alertes": [4],
    "?vue=changements": [2, 6],
    "?vue=sans-changement": [3, 4],
    "?vue=inconnue": [2, 3, 4, 5, 6],
    "?vue=changements&q=agent.4": [6],
    "?vue=erreurs&q=agent.4": [],
}


@pytest.mark.parametrize(("query", "found"), VIEWS.items())
def test_lines_are_seen_by_what_becomes_of_them_in_the_address(browser, of_each, query, found):
    assert numbers(browser.open(at(of_each, query))) == found


@pytest.mark.parametrize("query", ["", "?q=agent.4", "?q=zzz"])
def test_each_tab_holds_as_many_lines_as_it_says(browser, of_each, query):
    tabs = browser.open(at(of_each, query)).soup.select('nav[aria-label="Lignes par résultat"] a')
    said = {tab["href"]: int(tab.select_one(".count").get_text()) for tab in tabs}
    assert [tab.span.get_text() for tab in tabs] == ["Tout", "Erreurs", "Alertes", "Changements", "Sans changement"]
    assert {url: len(numbers(browser.open(url.partition("#")[0]))) for url in said} == said


def test_what_changes_is_shown_before_and_after(browser, of_each):
    browser.open(at(of_each, "?vue=changements"))
    change = browser.soup.select_one(".import-changes li")
    assert " ".join(change.get_text().split()) == "Nom : avant : Durand après : Duval"


def test_the_preview_leads_to_what_is_wrong(browser, of_each):
    link = browser.open(at(of_each)).soup.find("a", string="1\xa0ligne en erreur")
    assert link["href"] == at(of_each, "?vue=erreurs#lignes")


@pytest.mark.parametrize(("text", "found"), [("camillec", ["3"]), ("agent 2", ["3"]), ("4", ["4"]), ("zzz", [])])
def test_a_line_is_found_by_name_identifier_or_number(browser, desk, text, found):
    reference = desk.preview(sheet(rows(3)))
    browser.open(at(reference, f"?q={text}"))
    assert [line.get_text() for line in browser.soup.select("#lignes tbody th")] == found


def test_the_lines_are_paged(browser, desk):
    reference = desk.preview(sheet(rows(60)))
    browser.open(at(reference, "?page=2"))
    assert numbers(browser) == list(range(27, 52))


def test_the_fragment_of_a_page_of_lines_is_that_of_the_page(browser, desk):
    reference = desk.preview(sheet(rows(3)))
    whole = browser.open(at(reference, "?resultat=OK")).soup.select_one("#lignes")
    answer = browser.send("GET", at(reference, "?resultat=OK"), headers={"HX-Request": "true"})
    assert " ".join(answer.text.split()) == " ".join(str(whole).split()) or 'id="lignes"' in answer.text


def poll(browser, reference, heard=0):
    return browser.send("GET", at(reference, f"/avancement?vu={heard}"), headers={"HX-Request": "true"}).text


def test_progress_is_asked_for_again_as_long_as_there_is_some(browser, desk):
    reference = desk.send(sheet(rows(3)))
    assert 'hx-trigger="every 1s"' in poll(browser, reference)
    desk.work(reference)
    assert 'hx-trigger="every' not in poll(browser, reference)


def test_progress_is_announced_by_tenths_and_once(browser, desk):
    reference = desk.send(sheet(rows(3)))
    desk.set(reference, lines=1000, done=450)
    assert "Analyse en cours\xa0: 40\xa0%" in poll(browser, reference, 3)
    assert "data-said" not in poll(browser, reference, 4)


def test_the_end_is_announced_to_who_waited(browser, desk):
    reference = desk.preview(sheet(rows(3)))
    assert "Aperçu prêt\xa0: 3\xa0lignes" in poll(browser, reference, 9)


def test_without_scripts_a_link_shows_the_page_again(browser, desk):
    reference = desk.send(sheet(rows(3)))
    assert browser.open(at(reference)).soup.select_one("#actualiser")["href"] == at(reference)


def test_nothing_to_import_offers_no_button(browser, desk):
    desk.import_(sheet(rows(2)))
    browser.open(at(desk.preview(sheet(rows(2, "M")))))
    assert "ce fichier ne changerait rien" in browser.text
    assert not [b for b in browser.soup.select("button") if b.get_text().startswith("Importer")]


def test_a_stale_preview_says_so(browser, desk):
    reference = desk.preview(sheet([row(number=1)]))
    browser.open(at(reference))
    desk.import_(sheet([row(number=2)]))
    browser.press("Importer 1 ligne")
    assert "des profils de ces établissements ont changé" in browser.text


def test_giving_up_forgets_what_the_preview_said(browser, desk):
    reference = desk.preview(sheet(rows(2)))
    browser.open(at(reference)).press("Abandonner")
    assert "Rien n’a été importé" in browser.text
    assert desk.told(reference) == []


def test_the_history_tells_who_sent_what(browser, desk):
    reference = desk.import_(sheet([row(number=1), row(number=2, LAST_NAME="")]))
    browser.open(HOME)
    (line,) = browser.soup.select("#historique tbody tr")
    assert line.select_one("a")["href"] == at(reference)
    assert desk.run(reference).sha256[:12] in line.get_text()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_report_has_a_line_for_each_line(browser, desk, kind):
    reference = desk.import_(sheet([row(number=1), row(number=2, EMAIL="a@gmail.com")]))
    answer = browser.send("GET", at(reference, f"/rapport.{kind}"))
    if kind == "csv":
        found = [(line["Ligne"], line["Résultat"], line["Code"]) for line in csv_of(answer)]
    else:
        found = [(str(line), outcome, *said[:1]) for line, outcome, *said in Sheet(answer.data).rows[1:]]
        found = [(*line, "")[:3] for line in found]
    assert found == [("2", "OK", ""), ("3", "ERREUR", "email_hors_mssante")]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_lines_in_error_once_corrected_are_imported_as_they_are(browser, desk, kind):
    desk.import_(sheet([row(number=1)]))
    first = desk.import_(sheet([row(number=2), row("M", 1, ROLE="CDC9", LAST_NAME="’t Hooft")]))
    content = browser.send("GET", at(first, f"/erreurs.{kind}")).data
    if kind == "csv":
        content = content.replace(b"CDC9", b"CDC1")
        second = desk.import_(content)
        assert desk.codes(second) == [[]]
        assert desk.told(second)[0].changes == {"Nom": ["Durand", "’t Hooft"]}
    else:
        second = desk.preview(content, "erreurs.xlsx")
        assert desk.codes(second) == [["role_inconnu"]]


def test_a_report_of_lines_left_aside_says_so(browser, desk, monkeypatch):
    monkeypatch.setattr("portal.profiles.imports.analysing.pieces.__defaults__", (2,))
    reference = desk.preview(sheet(rows(4)))
    desk.confirm(reference)
    monkeypatch.setattr("portal.profiles.imports.importing.time.sleep", lambda _: desk.cancel(reference))
    desk.work(reference)
    found = [line["Code"] for line in csv_of(browser.send("GET", at(reference, "/rapport.csv")))]
    assert found == ["", "", "ligne_non_importee", "ligne_non_importee"]
    assert "Lignes traitées avant l’arrêt" in browser.open(at(reference)).text


def test_the_password_is_in_no_page_and_no_file(browser, desk):
    reference = desk.import_(sheet([row(number=1), row(number=2, LAST_NAME="")]))
    browser.open(at(reference))
    files = [browser.send("GET", at(reference, f"/{name}.csv")).text for name in ("rapport", "erreurs")]
    assert PASSWORD not in browser.response.text + "".join(files)


FILES = ["", "/avancement", "/rapport.csv", "/rapport.xlsx", "/erreurs.csv"]
ACTS = ["/lecture", "/importer", "/abandonner"]


@pytest.mark.parametrize("rest", FILES)
def test_nobody_else_sees_an_import(desk, new_referent, new_client, rest):
    reference = desk.preview(sheet(rows(1)))
    other = put_inside(new_client(), new_referent())
    seen, nothing = (other.send("GET", at(named, rest)) for named in (reference, "x" * 16))
    assert (seen.status_code, nothing.status_code) == (404, 404)


@pytest.mark.parametrize("rest", ACTS)
def test_nobody_else_acts_on_an_import(desk, new_referent, new_client, rest):
    reference = desk.preview(sheet(rows(1)))
    other = put_inside(new_client(), new_referent()).open(HOME)
    answer = other.send("POST", at(reference, rest), data={"csrf_token": other.token, "apercu": "1"})
    assert answer.status_code == 404
    assert desk.run(reference).state is State.PREVIEWED


def test_nobody_else_finds_it_in_their_history(desk, new_referent, new_client):
    desk.preview(sheet(rows(1)))
    assert "Aucun import pour l’instant" in put_inside(new_client(), new_referent()).open(HOME).text


@pytest.mark.parametrize("shown", ["", "x", "²", "-1", "9" * 30])
def test_a_forged_confirmation_imports_nothing(browser, desk, shown):
    reference = desk.preview(sheet(rows(1)))
    browser.open(at(reference))
    browser.post(at(reference, "/importer"), {"apercu": shown})
    assert desk.run(reference).state is State.PREVIEWED


@pytest.mark.parametrize("query", ["?page=x&resultat=zzz&q=%00", "?q=%25_%25", "?resultat=refus", "?vu=%C2%B2"])
def test_any_address_shows_a_page(browser, desk, query):
    reference = desk.preview(sheet(rows(1)))
    assert browser.open(at(reference, query)).status in {200, 422}
    assert browser.send("GET", at(reference, f"/avancement{query}")).status_code in {200, 422}


def test_there_is_no_report_before_the_analysis_has_ended(browser, desk):
    assert browser.send("GET", at(desk.send(sheet(rows(1))), "/rapport.csv")).status_code == 404


def test_a_strange_file_name_is_shown_without_its_strangeness(browser, desk):
    reference = desk.send(sheet(rows(1)), "<b>\u202e" + "x" * 300 + ".csv")
    with reading() as session:
        name = session.scalars(select(ImportRun.file_name).where(ImportRun.reference == reference)).one()
    assert len(name) == 120
    assert "\u202e" not in name
    assert browser.open(at(reference)).status == 200


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_imported_as_it_is_changes_nothing(browser, desk, kind):
    lines = [row(number=1, TEAM="Nuit"), row(number=2, TEAM="=1+1", ENDS_ON="31/12/2030"), row(number=3, EMAIL="")]
    desk.import_(sheet(lines))
    exported = browser.send("GET", f"/etablissements/profils.{kind}").data
    reference = desk.preview(exported, f"profils.{kind}")
    assert desk.counts(reference) == {"OK": 3}
    assert isinstance(desk.confirm(reference), service.NothingToDo)


def test_the_template_is_a_file_without_lines(browser, desk):
    template = browser.send("GET", "/etablissements/modele.xlsx").data
    reference = desk.preview(template, "modele.xlsx")
    assert "n’a que sa ligne d’en-tête" in desk.run(reference).refusal
