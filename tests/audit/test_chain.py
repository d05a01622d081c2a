"""The chain on plain values: whatever is done to it, the row that is named is the first that is not as it was."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from portal.audit import chain
from portal.audit.chain import Broken, Fault, Row, Sound

KEY = chain.sealing_key("k" * 32)
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)

words = st.none() | st.text(max_size=8)
numbers = st.none() | st.integers(min_value=1, max_value=9)
rows_to_write = st.builds(
    Row,
    id=st.just(0),
    at=st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis adds the zone
    event=st.text(min_size=1, max_size=8),
    actor_id=numbers,
    subject_id=numbers,
    address=words,
    request_id=words,
    before=words,
    after=words,
    salt=st.text(alphabet="0123456789abcdef", min_size=32, max_size=32),
    commitment=st.just(""),
    previous=st.just(""),
    key=st.just(""),
    digest=st.just(""),
)
journals = st.lists(rows_to_write, min_size=1, max_size=8).map(lambda rows: chain.append(chain.EMPTY, rows, KEY))
SAID = Row._fields[1:10]


def plain(**values):
    """A row to write."""
    empty = dict.fromkeys(Row._fields)
    chained = dict.fromkeys(("commitment", "previous", "key", "digest"), "")
    return Row(**{**empty, **chained, "id": 0, "at": NOON, "event": "x", "salt": "0" * 32, **values})


def linked(row):
    """The link of this row, were it the first."""
    [first], head = chain.append(chain.EMPTY, [row], KEY)
    assert first.commitment
    return head.link


@given(journals)
def test_what_was_appended_is_sound(journal):
    rows, head = journal
    assert isinstance(chain.check(rows, head, [KEY]), Sound)


@given(rows_to_write, rows_to_write)
def test_two_rows_that_say_other_things_have_other_links(one, other):
    said = [row[1:10] for row in (one, other)]
    assert (linked(one) == linked(other)) == (said[0] == said[1])


@given(st.data(), journals, rows_to_write)
def test_any_value_altered_names_its_row(data, journal, other):
    rows, head = journal
    place = data.draw(st.integers(0, len(rows) - 1))
    field = data.draw(st.sampled_from(SAID))
    altered = rows[place]._replace(**{field: getattr(other, field)})
    if altered == rows[place]:
        return
    rows[place] = altered
    assert chain.check(rows, head, [KEY]) == Broken(place + 1, Fault.ALTERED)


@given(st.data(), journals)
def test_any_row_removed_names_its_place(data, journal):
    rows, head = journal
    place = data.draw(st.integers(0, len(rows) - 1))
    del rows[place]
    assert chain.check(rows, head, [KEY]) == Broken(place + 1, Fault.MISSING)


@given(st.data(), journals)
def test_any_reordering_names_the_first_row_that_moved(data, journal):
    rows, head = journal
    shuffled = data.draw(st.permutations(rows))
    moved = [place for place, (row, now) in enumerate(zip(rows, shuffled, strict=True), 1) if row is not now]
    renumbered = [row._replace(id=place) for place, row in enumerate(shuffled, 1)]
    outcome = chain.check(renumbered, head, [KEY])
    assert outcome == Broken(moved[0], Fault.MOVED) if moved else isinstance(outcome, Sound)


def test_null_and_empty_are_two_different_things():
    assert linked(plain(after=None)) != linked(plain(after=""))


def test_a_value_cannot_spill_over_into_the_next_column():
    one, other = plain(before="a", after="bc"), plain(before="ab", after="c")
    assert linked(one) != linked(other)


def test_the_same_instant_in_another_zone_is_the_same_row():
    paris = NOON.astimezone(timezone(timedelta(hours=1)))
    assert linked(plain(at=NOON)) == linked(plain(at=paris))


def test_the_seal_of_a_row_cannot_serve_as_the_seal_of_a_head():
    [row], head = chain.append(chain.EMPTY, [plain()], KEY)
    assert head.seal != row.digest


def test_two_secret_keys_have_nothing_in_common():
    one, other = chain.sealing_key("a" * 32), chain.sealing_key("b" * 32)
    assert one.name != other.name
    assert one.secret != other.secret


def test_the_name_of_a_key_says_nothing_of_it():
    assert KEY.name not in KEY.secret.hex()


def test_rows_are_followed_one_by_one():
    def endless():
        """More rows than any memory holds: the check must stop at the first that is beyond the head."""
        rows, _ = chain.append(chain.EMPTY, [plain()], KEY)
        while True:
            yield from rows

    assert chain.check(endless(), chain.EMPTY, [KEY]) == Broken(1, Fault.ADDED)
