"""Importing FINESS: nothing is fatal, nothing is silent, and a second time changes nothing."""

import json
from datetime import date

import pytest
from sqlalchemy import select

from portal.audit.models import JournalRow
from portal.db import reading
from portal.registers import service, sources, store
from portal.registers.imports import finess
from portal.registers.imports.frame import NotImported
from portal.registers.models import Establishment, Register
from tests.registers.extract import BASTIA, HEADER, PURPAN, extract, line, load, number_of, numbered


def establishment(number="010000024"):
    with reading() as session:
        return session.get(Establishment, number)


def journal():
    with reading() as session:
        return [json.loads(text) for text in session.scalars(select(JournalRow.after).order_by(JournalRow.id))]


def test_each_structure_is_kept_with_what_the_extract_says(app, tmp_path):
    load(extract(tmp_path, line(telephone="0474000000", dateouv="1970-01-02")))
    found = establishment()
    assert (found.name, found.street, found.routing) == ("CH DE FLEYRIAT", "900 RTE DE PARIS", "01440 VIRIAT")
    assert (found.commune_code, found.siret, found.opened_on) == ("01451", "26010004500012", date(1970, 1, 2))


def test_the_same_file_a_second_time_changes_nothing(app, tmp_path):
    file = extract(tmp_path, *numbered(5))
    load(file)
    again = load(file)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 5)


def test_the_same_file_in_another_encoding_changes_nothing(app, tmp_path):
    load(extract(tmp_path, line(rs="HÔPITAL D’ÉTÉ")))
    again = load(extract(tmp_path, line(rs="HÔPITAL D’ÉTÉ"), encoding="cp1252", end="\r\n"))
    assert (again.created, again.changed, again.unchanged) == (0, 0, 1)


def test_a_value_that_changed_is_brought_over(app, tmp_path):
    load(extract(tmp_path, line()))
    again = load(extract(tmp_path, line(rs="CH DE L’AIN", telephone="0474000000")))
    assert (again.created, again.changed) == (0, 1)
    assert establishment().name == "CH DE L’AIN"


def test_a_value_that_went_away_goes_away(app, tmp_path):
    load(extract(tmp_path, line()))
    load(extract(tmp_path, line(siret="")))
    assert establishment().siret is None


def test_lines_of_other_kinds_are_counted_and_named_by_number(app, tmp_path):
    report = load(
        extract(tmp_path, line(), "geolocalisation;010000024;1;2;x;", "", "equipement;x", "geolocalisation;2;1;2;x;")
    )
    assert {kind: group.shown for kind, group in report.others.items()} == {
        "geolocalisation": [(3, "geolocalisation"), (6, "geolocalisation")],
        "equipement": [(5, "equipement")],
    }


@pytest.mark.parametrize("spoilt", ["structureet;010000024", "x" * 9000, "structureet;\0", line() + ";;;"])
def test_a_spoilt_line_costs_only_itself(app, tmp_path, spoilt):
    report = load(extract(tmp_path, line(), spoilt, line(**PURPAN)))
    assert report.created == 2


def test_a_spoilt_line_is_named_by_its_number(app, tmp_path):
    report = load(extract(tmp_path, line(), "structureet;010000024", line(**PURPAN)))
    assert report.refused["ligne_illisible"].shown == [(3, "La ligne a 2 champs ; une structure en a 31.")]


def test_a_line_refused_is_named_and_the_others_are_kept(app, tmp_path):
    report = load(extract(tmp_path, line(nofinesset="10000024"), line(**PURPAN)))
    assert report.created == 1
    [(number, _)] = report.refused["finess_zero_perdu"].shown
    assert number == 2


def test_a_structure_described_twice_is_kept_as_it_came_first(app, tmp_path):
    report = load(extract(tmp_path, line(rs="PREMIER"), line(rs="SECOND")))
    assert establishment().name == "PREMIER"
    assert report.refused["doublon"].count == 1


def test_a_damaged_number_does_not_shut_out_the_good_one(app, tmp_path):
    report = load(extract(tmp_path, line(nofinesset="10000024"), line()))
    assert report.created == 1
    assert "doublon" not in report.refused


def test_a_file_of_another_make_after_its_first_line_is_counted_in_few_words(app, tmp_path):
    report = load(extract(tmp_path, *[f"mot{number}{'x' * 100};2" for number in range(500)]))
    assert len(report.others) == 21
    assert sum(group.count for group in report.others.values()) == 500
    assert max(map(len, report.others)) == 40


def test_a_report_does_not_grow_with_what_is_wrong(app, tmp_path):
    report = load(extract(tmp_path, *[line(nofinesset="010000025")] * 500))
    assert report.refused["finess_cle"].count == 500
    assert len(report.refused["finess_cle"].shown) == 20


@pytest.mark.parametrize("count", [0, 1, 999, 1000, 1001])
def test_chunks_lose_no_line(app, tmp_path, count):
    assert load(extract(tmp_path, *numbered(count))).created == count


def test_an_extract_that_is_not_said_to_be_whole_closes_nothing(app, tmp_path):
    load(extract(tmp_path, line(), line(**PURPAN)))
    report = load(extract(tmp_path, line()))
    assert report.closed == 0
    assert establishment(PURPAN["nofinesset"]).left_on is None


def test_a_whole_file_closes_what_it_no_longer_names(app, tmp_path):
    load(extract(tmp_path, line(), line(**PURPAN)))
    report = load(extract(tmp_path, line()), full=True)
    assert report.closed == 1
    assert establishment(PURPAN["nofinesset"]).left_on == date(2026, 5, 4)


def test_what_had_left_is_open_again_when_it_is_back(app, tmp_path):
    load(extract(tmp_path, line(), line(**PURPAN)))
    load(extract(tmp_path, line()), full=True)
    report = load(extract(tmp_path, line(), line(**PURPAN)), full=True)
    assert report.changed == 1
    assert establishment(PURPAN["nofinesset"]).left_on is None


def test_what_has_left_is_closed_once(app, tmp_path):
    load(extract(tmp_path, line(), line(**PURPAN)))
    load(extract(tmp_path, line()), full=True)
    again = load(extract(tmp_path, line()), full=True)
    assert (again.changed, again.closed, again.unchanged) == (0, 0, 1)


def test_a_structure_whose_line_is_refused_is_not_closed(app, tmp_path):
    load(extract(tmp_path, line(), line(**PURPAN)))
    report = load(extract(tmp_path, line(nofinesset="10000024"), line(**{**PURPAN, "nofinessej": "1"})), full=True)
    assert report.closed == 0


def test_a_file_with_an_unreadable_line_closes_nothing_and_says_why(app, tmp_path):
    load(extract(tmp_path, line(), line(**PURPAN)))
    report = load(extract(tmp_path, line(), "structureet;coupé"), full=True)
    assert report.closed == 0
    assert "illisibles" in report.kept_open


def test_a_file_cut_in_half_closes_nothing_and_says_why(app, tmp_path):
    load(extract(tmp_path, *numbered(100)))
    report = load(extract(tmp_path, *list(numbered(100))[:50]), full=True)
    assert report.closed == 0
    assert "incomplet" in report.kept_open


def test_an_older_extract_is_refused_and_writes_nothing(app, tmp_path):
    load(extract(tmp_path, line()))
    older = extract(tmp_path, line(rs="AVANT"), header="finess;etalab;111;2023-12-31")
    with pytest.raises(NotImported, match="plus récent"):
        load(older)
    assert establishment().name == "CH DE FLEYRIAT"


def test_an_older_extract_is_taken_when_it_is_asked_for(app, tmp_path):
    load(extract(tmp_path, line()))
    load(extract(tmp_path, line(rs="AVANT"), header="finess;etalab;111;2023-12-31"), older=True)
    assert establishment().name == "AVANT"


@pytest.mark.parametrize("header", ["", "code;nom", "nofinesset;nofinessej", "finess;etalab;111;bientôt"])
def test_a_file_that_is_not_an_extract_is_refused_whole(app, tmp_path, header):
    with pytest.raises(NotImported, match="pas une extraction FINESS"):
        load(extract(tmp_path, line(), header=header))


def test_each_import_is_told_to_the_journal_with_the_digest_of_its_file(app, tmp_path):
    file = extract(tmp_path, line(), line(nofinesset="10000024"))
    load(file)
    assert journal() == [
        {
            "registre": "finess",
            "etat": "terminé",
            "sha256": sources.examine(file).sha256,
            "lignes": 2,
            "creees": 1,
            "modifiees": 0,
            "inchangees": 0,
            "fermees": 0,
            "refusees": 1,
            "alertes": 0,
        }
    ]


def test_an_import_that_is_interrupted_is_told_to_the_journal(app, tmp_path, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(service, "merge_structures", stop)
    with pytest.raises(KeyboardInterrupt):
        load(extract(tmp_path, line()))
    assert [row["etat"] for row in journal()] == ["interrompu"]


def test_an_import_that_is_interrupted_is_made_whole_by_the_next(app, tmp_path, monkeypatch):
    file = extract(tmp_path, *numbered(1500))
    merge, calls = service.merge_structures, []

    def stop_at_the_second_chunk(session, chunk):
        calls.append(chunk)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return merge(session, chunk)

    with monkeypatch.context() as patch:
        patch.setattr(service, "merge_structures", stop_at_the_second_chunk)
        with pytest.raises(KeyboardInterrupt):
            load(file)
    report = load(file)
    assert (report.created, report.unchanged) == (500, 1000)


def test_the_register_remembers_the_file_that_it_comes_from(app, tmp_path):
    file = extract(tmp_path, line())
    load(file)
    with reading() as session:
        edition = store.edition(session, Register.FINESS)
    assert (edition.published_on, edition.sha256) == (date(2026, 5, 4), sources.examine(file).sha256)


def test_the_same_file_again_does_not_make_the_register_younger(app, tmp_path, later):
    load(extract(tmp_path, line()))
    with reading() as session:
        before = store.edition(session, Register.FINESS).imported_at
    later(days=3)
    load(extract(tmp_path, line()))
    with reading() as session:
        assert store.edition(session, Register.FINESS).imported_at == before


def test_the_progress_reaches_the_whole_file(app, tmp_path):
    told = []
    load(extract(tmp_path, *numbered(2500)), progress=told.append)
    assert sum(told) == 2000


def test_the_keys_of_a_test_register_are_taken_where_settings_say_so(app, configure, tmp_path):
    configure(check_keys=False)
    assert load(extract(tmp_path, line(nofinesset="1B0062023"))).created == 1


def test_the_hospitals_that_are_shipped_are_all_kept(app):
    report = finess.run(finess.open_extract(sources.shipped("finess-sae-2023.csv.gz")))
    assert (report.created, report.refused) == (3975, {})


def test_a_corsican_structure_and_a_made_up_one_live_side_by_side(app, tmp_path):
    assert load(extract(tmp_path, line(**BASTIA), line(nofinesset=number_of(1)), header=HEADER)).created == 2
