"""The database itself refuses to change or remove a row of the journal, whoever asks; it lets old rows forget people.

`create_all` runs these statements by itself; the migrations hold their own copies, and a test compares both.
"""

from sqlalchemy import DDL, Table, event

from portal.audit import erasable

DIALECTS = ("sqlite", "postgresql")

_SENTENCE = "le journal ne se modifie pas"
# Erasing takes away all that tells of people, once, and nothing else.
_STAY = ("id", "at", "event", "commitment", "previous", "key", "digest")
_FORGETS = " AND ".join(
    [f"NEW.{column} = OLD.{column}" for column in _STAY]
    + [f"NEW.{column} IS NULL" for column in (*erasable.COLUMNS, "salt")]
    + ["OLD.salt IS NOT NULL"]
)
_GROWS = "NEW.rows > OLD.rows AND NEW.erased = OLD.erased"
_REACHES = "NEW.rows = OLD.rows AND NEW.link = OLD.link AND NEW.erased > OLD.erased AND NEW.erased <= NEW.rows"
_AHEAD = "NEW.id > COALESCE((SELECT erased FROM journal_head), 0)"

# The functions serve both tables of PostgreSQL: whichever is created first brings them.
_REFUSE = (
    "CREATE OR REPLACE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_SENTENCE}'; END $$"
)
_ERASE = (
    "CREATE OR REPLACE FUNCTION journal_erase() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN IF {_AHEAD} THEN RAISE EXCEPTION '{_SENTENCE}'; END IF; RETURN NEW; END $$"
)


def _sqlite(name: str, when: str) -> str:
    return f"CREATE TRIGGER {name} BEFORE {when} BEGIN SELECT RAISE(ABORT, '{_SENTENCE}'); END"


def _postgresql(name: str, when: str, function: str = "journal_refuse") -> str:
    return f"CREATE TRIGGER {name} BEFORE {when} EXECUTE FUNCTION {function}()"


_GUARDS = {
    ("journal", "sqlite"): (
        _sqlite("journal_keeps", f"UPDATE ON journal WHEN NOT ({_FORGETS})"),
        _sqlite("journal_erases", f"UPDATE ON journal WHEN {_AHEAD}"),
        _sqlite("journal_stays", "DELETE ON journal"),
        # INSERT OR REPLACE removes a row without waking the trigger on DELETE.
        _sqlite("journal_adds", "INSERT ON journal WHEN EXISTS (SELECT 1 FROM journal WHERE id = NEW.id)"),
    ),
    ("journal_head", "sqlite"): (
        _sqlite("journal_head_goes_on", f"UPDATE ON journal_head WHEN NOT ({_GROWS} OR {_REACHES})"),
        _sqlite("journal_head_stays", "DELETE ON journal_head"),
        _sqlite("journal_head_adds", "INSERT ON journal_head WHEN EXISTS (SELECT 1 FROM journal_head)"),
    ),
    ("journal", "postgresql"): (
        _REFUSE,
        _ERASE,
        _postgresql("journal_keeps", f"UPDATE ON journal FOR EACH ROW WHEN (NOT ({_FORGETS}))"),
        _postgresql("journal_erases", "UPDATE ON journal FOR EACH ROW", "journal_erase"),
        _postgresql("journal_remains", "DELETE ON journal FOR EACH ROW"),
        _postgresql("journal_stays", "TRUNCATE ON journal"),
    ),
    ("journal_head", "postgresql"): (
        _REFUSE,
        _postgresql("journal_head_goes_on", f"UPDATE ON journal_head FOR EACH ROW WHEN (NOT ({_GROWS} OR {_REACHES}))"),
        _postgresql("journal_head_keeps", "DELETE ON journal_head FOR EACH ROW"),
        _postgresql("journal_head_stays", "TRUNCATE ON journal_head"),
    ),
}


def install(table: Table) -> None:
    """Guard this table as soon as `create_all` has created it."""
    for dialect in DIALECTS:
        for statement in _GUARDS[table.name, dialect]:
            event.listen(table, "after_create", DDL(statement).execute_if(dialect=dialect))  # type: ignore[no-untyped-call]
