"""What the documents say of settings, limits and events is what the code does."""

import pkgutil
import re
from dataclasses import fields
from pathlib import Path

import portal
from portal import environ
from portal.audit import Event
from portal.config import Settings
from portal.limits import Limit
from portal.profiles.record import codes_page
from portal.profiles.record.rules.codes import Code
from portal.raccordement.record import diagram
from tests.journeys.captures import IN_THE_HAND, PICTURES

ROOT = Path(__file__).parents[2]
CODE = Path(portal.__file__).parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SECURITY = (ROOT / "docs" / "securite.md").read_text(encoding="utf-8")
SETTINGS = {field.metadata["env"]: field for field in fields(Settings)}
LIMITS = {name: field.default for name, field in SETTINGS.items() if isinstance(field.default, Limit)}
WRITTEN = {path: path.read_text(encoding="utf-8") for path in CODE.rglob("*.py")}


def test_the_readme_shows_the_table_of_settings_of_the_code():
    shown = README.partition("<!-- réglages : `portail reglages` -->")[2].partition("<!-- fin des réglages -->")[0]
    assert shown.strip() == environ.table(Settings)


def test_every_limit_is_justified_with_its_default(subtests):
    for name, limit in LIMITS.items():
        with subtests.test(name):
            row = re.search(rf"^\| `{name}` \| (\S+) \| (.+) \|$", SECURITY, re.MULTILINE)
            assert row, f"{name} has no row in docs/securite.md"
            assert Limit.parse(row[1]) == limit


def test_no_document_names_a_setting_that_does_not_exist():
    texts = [path.read_text(encoding="utf-8") for path in [ROOT / "README.md", *ROOT.glob("docs/**/*.md")]]
    named = {name for text in texts for name in re.findall(r"PORTAL_[A-Z_]*[A-Z]", text)}
    families = {"PORTAL_TEST_DATABASE_URL", "PORTAL_TEST_REDIS_URL", "PORTAL_LIMIT"}
    # What an update says to rename.
    families |= {"PORTAL_LIMIT_DEPOSIT_CODES", "PORTAL_LIMIT_DEPOSIT_CODES_NETWORK"}
    injected = {name for name in named if environ.is_injected(name, "tcp://10.96.12.7:5000")}
    assert named - families - injected <= set(SETTINGS)


def test_every_setting_is_read_somewhere(subtests):
    for name, field in SETTINGS.items():
        with subtests.test(name):
            readers = [path for path, text in WRITTEN.items() if re.search(rf"\.{field.name}\b", text)]
            assert readers, f"{name} changes nothing"


def test_every_event_of_the_journal_happens(subtests):
    for event in Event:
        with subtests.test(event.name):
            users = [path for path, text in WRITTEN.items() if f"Event.{event.name}" in text]
            assert users, f"{event.name} is never recorded"


PROMISES = (ROOT / "docs" / "promesses.md").read_text(encoding="utf-8")
KEPT = re.findall(r"^\| (\d+) \| \*\*.+\*\* \| .+ \| (`tests/.+`) \|$", PROMISES, re.MULTILINE)


def test_the_moves_of_a_raccordement_are_drawn_from_their_table():
    page = (ROOT / "docs" / "metier" / "raccordement.md").read_text(encoding="utf-8")
    shown = page.partition("<!-- passages : `portail raccordement diagramme` -->")[2].partition("<!-- fin des")[0]
    assert shown.strip() == diagram.page()


def test_the_codes_of_the_report_are_drawn_from_their_table():
    page = (ROOT / "docs" / "metier" / "codes-rapport.md").read_text(encoding="utf-8")
    shown = page.partition("<!-- codes : `portail profils codes` -->")[2].partition("<!-- fin des")[0]
    assert shown.strip() == codes_page.page()


def test_every_code_of_the_report_is_given_somewhere():
    rules = "".join(text for path, text in WRITTEN.items() if "profiles" in path.parts)
    assert [code.name for code in Code if f"Code.{code.name}" not in rules] == []


def test_every_promise_kept_today_names_tests_that_exist():
    named = re.findall(r"tests/[\w/]+\.py", PROMISES)
    assert [name for name in named if not (ROOT / name).is_file()] == []


def test_every_row_of_the_promises_has_its_proof():
    rows = [line for line in PROMISES.splitlines() if re.match(r"\| \d", line)]
    assert len(KEPT) == len(rows)


def test_the_promises_are_told_once_each_and_in_order():
    numbers = [int(number) for number, _ in KEPT]
    assert numbers == sorted(set(numbers))
    assert set(numbers) <= set(range(1, 26))


def test_a_promise_is_either_kept_or_said_to_come():
    awaited = re.search(r"(?:les autres promesses|la dernière) \(([\d, ]+)\)", PROMISES)
    assert awaited
    assert {int(number) for number in awaited[1].split(",")} == set(range(1, 26)) - {int(number) for number, _ in KEPT}


def test_every_attack_that_is_tried_proves_a_promise():
    tried = {f"tests/attacks/{path.name}" for path in (ROOT / "tests" / "attacks").glob("test_*.py")}
    assert tried - set(re.findall(r"tests/[\w/]+\.py", PROMISES)) == set()


# The pages that name each place in full, and the room that goes without saying in one of them.
TRADE = {path.name: "portal" for path in (ROOT / "docs" / "metier").glob("source-*.md")}
TRADE["raccordement.md"] = "portal.raccordement"


def _places(page):
    """What the last column of a page names: a file, or a piece of the code; `.settle` stands beside the one before."""
    found, last = [], ""
    for column in re.findall(
        r"\| ([^|]*`[^|]*) \|$", (ROOT / "docs" / "metier" / page).read_text("utf-8"), re.MULTILINE
    ):
        for name in re.findall(r"`([^`]+)`", column):
            last = last.rpartition(".")[0] + name if name.startswith(".") else name
            found.append(last)
    return found


def test_a_rule_of_the_trade_is_where_its_page_says(subtests):
    for page, place in [(name, place) for name in sorted(TRADE) for place in _places(name)]:
        with subtests.test(f"{page} {place}"):
            assert (ROOT / place).is_file() if "/" in place else pkgutil.resolve_name(f"{TRADE[page]}.{place}")


def test_every_capture_is_taken_by_the_tests_and_shown():
    gallery = ROOT / "docs" / "captures"
    taken = set(PICTURES.values()) | {f"{name}-320-sombre" for name in IN_THE_HAND}
    shown = re.findall(r"\]\(([^)]+)\.png\)", (gallery / "README.md").read_text(encoding="utf-8"))
    assert {path.stem for path in gallery.glob("*.png")} == taken == set(shown)


def test_no_document_leads_to_a_file_that_is_not_there():
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    links = [(page, link) for page in pages for link in _links(page)]
    assert [(page.name, link) for page, link in links if not (page.parent / link).exists()] == []


def _links(page):
    """The files of the project that a page leads to, anchors aside."""
    found = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    return [link for link in found if not link.startswith(("http:", "https:", "mailto:"))]
