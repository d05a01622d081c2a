"""The teams of an establishment and the profiles of its staff.

A profile that is deleted is gone: « L’utilisateur ne pourra plus utiliser le profil supprimé ». Kept and marked, it
would have to be left out of every query, for ever; the journal says who held what, who took it back, and when.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.db import AutoKey, Base, stored_words
from portal.profiles.record.rules.roles import Role
from portal.registers.models import Exact


class Team(Base):
    """A team of one establishment; its name is written as one likes, and is one whatever the accents or the case."""

    __tablename__ = "team"
    __table_args__ = (UniqueConstraint("finess_et", "folded"),)

    id: Mapped[int] = mapped_column(AutoKey, primary_key=True)
    finess_et: Mapped[str] = mapped_column(Exact)
    name: Mapped[str] = mapped_column(String(100))
    folded: Mapped[str] = mapped_column(Exact)
    created_at: Mapped[datetime]


class Profile(Base):
    """What somebody may be in one establishment: a role, in a team or in none, from a day on, until another or not.

    The EJ is not kept: the register says to which one an establishment belongs today.
    """

    __tablename__ = "profile"
    __table_args__ = (
        # One key in two: for both databases, two absent teams are two different ones.
        Index("uq_profile_in_team", "account_id", "finess_et", "role", "team_id", unique=True),
        Index(
            "uq_profile_without_team",
            *("account_id", "finess_et", "role"),
            unique=True,
            sqlite_where=text("team_id IS NULL"),
            postgresql_where=text("team_id IS NULL"),
        ),
        # All that cutting a page looks at, in the order of names or by words: it reads this index and not the table.
        Index("ix_profile_list", "finess_et", "search", "id", "account_id", "team_id", "starts_on", "ends_on"),
    )

    id: Mapped[int] = mapped_column(AutoKey, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    finess_et: Mapped[str] = mapped_column(Exact)
    role: Mapped[Role] = mapped_column(stored_words(Role))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    # The person's names and number, folded: a join would cost the list its order by one index.
    search: Mapped[str] = mapped_column(Exact)
    created_at: Mapped[datetime]

    account: Mapped[Account] = relationship(lazy="raise")
    team: Mapped[Team | None] = relationship(lazy="raise")


class Home(Base):
    """The establishment that registered a non-physician: its référents manage the account, even with no profile left.

    Without it, whoever guessed a free identifier could take the account of another hospital's former staff.
    """

    __tablename__ = "profile_home"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    finess_et: Mapped[str] = mapped_column(Exact)


class Revision(Base):
    """How many times the profiles of an establishment have changed: a preview older than the last change is stale."""

    __tablename__ = "profile_revision"

    finess_et: Mapped[str] = mapped_column(Exact, primary_key=True)
    revision: Mapped[int] = mapped_column(default=1)
