"""An import, its file in sealed pieces, and what is said of each of its lines; no table holds a password in clear."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import AutoKey, Base, stored_words
from portal.profiles.imports.rules import Effect, State
from portal.tabular.decoding import Encoding
from portal.tabular.delimited import Separator
from portal.tabular.kinds import Kind
from portal.tabular.report import Outcome

MAX_NAME = 120
MAX_WHO = 250


class ImportRun(Base):
    """An import, from the upload to the report.

    Attributes:
        reference: What names it in addresses; nothing can be guessed from it.
        encoding: Of a text, found; or asked for by the person, as `overruled` says. So is the separator.
        totals: How many lines of each kind: `rules.Totals`.
        done: Lines analysed, then lines imported: with `attempt`, what a worker compares before it goes on.
        attempt: Counts the workers that took this run; a form that confirms a preview names the one it shows.
        tries: How many took it without a single line more.
        revisions: Of the establishments that the file names, as they were when its preview began.
        started_at: When its preview was confirmed: what is said of the lines is then of what was done.
        is_stale: The preview was made again, since the profiles had changed before it was confirmed.
    """

    __tablename__ = "import_run"

    id: Mapped[int] = mapped_column(AutoKey, primary_key=True)
    reference: Mapped[str] = mapped_column(String(32), unique=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    file_name: Mapped[str] = mapped_column(String(MAX_NAME))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    kind: Mapped[Kind | None] = mapped_column(stored_words(Kind))
    encoding: Mapped[Encoding | None] = mapped_column(stored_words(Encoding))
    separator: Mapped[Separator | None] = mapped_column(stored_words(Separator))
    overruled: Mapped[bool] = mapped_column(default=False)
    ignored: Mapped[list[str]] = mapped_column(JSON)
    hidden: Mapped[int] = mapped_column(default=0)
    state: Mapped[State] = mapped_column(stored_words(State))
    refusal: Mapped[str | None] = mapped_column(String(1000))
    totals: Mapped[dict[str, Any]] = mapped_column(JSON)
    lines: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    attempt: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]
    revisions: Mapped[dict[str, int]] = mapped_column(JSON)
    is_stale: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime] = mapped_column(index=True)
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class ImportPiece(Base):
    """A piece of the file, sealed for its place: wiped as soon as nothing more is to be read of it."""

    __tablename__ = "import_file"

    run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ImportLine(Base):
    """What a line will do, then what it did: the preview foretells, the import corrects where it was wrong.

    Attributes:
        position: Among the lines of the file, from 1; `number` is that of the spreadsheet.
    """

    __tablename__ = "import_line"
    __table_args__ = (Index("ix_import_line_outcome", "run_id", "outcome", "position"),)

    run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    action: Mapped[str] = mapped_column(String(1))
    effect: Mapped[Effect] = mapped_column(stored_words(Effect))
    outcome: Mapped[Outcome] = mapped_column(stored_words(Outcome))
    who: Mapped[str] = mapped_column(String(MAX_WHO))
    search: Mapped[str]
    findings: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    changes: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    gives_password: Mapped[bool]
    cells: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
