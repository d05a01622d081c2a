"""The staff of the sample référents' hospital: somebody in every state that a list can show.

They are written without any message: whoever opens the demonstration finds an empty mailbox.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from portal import clock
from portal.accounts import service as accounts
from portal.accounts.models import Account
from portal.accounts.rules import Kind
from portal.accounts.service import NewAccount
from portal.demo import store
from portal.demo.people import PLACE
from portal.demo.physicians import DOMAIN, rpps_of_sample
from portal.profiles.record.models import Home, Profile, Team
from portal.profiles.record.rules.lines import fold_team, searchable
from portal.profiles.record.rules.roles import Role

# Another place of the same legal entity.
SECOND_PLACE = "010009702"


@dataclass(frozen=True)
class Post:
    """A profile: whose, as what, where, and from and until how many days from today."""

    who: str
    role: Role
    team: str = ""
    place: str = PLACE
    starts: int = -200
    ends: int | None = None


@dataclass(frozen=True)
class Agent:
    """Somebody who is not a physician and whom nobody plays: the first sign-in is still to come."""

    certdc_id: str
    first_name: str
    last_name: str
    has_address: bool = True


AGENTS = (
    Agent("agent.thym", "Tiphaine", "Thym"),
    Agent("agent.souci", "Sacha", "Souci", has_address=False),
    Agent("agent.trefle", "Théo", "Trèfle"),
    Agent("agent.violier", "Viviane", "Violier"),
)
POSTS = (
    Post(rpps_of_sample(1), Role.CDC3D),
    Post(rpps_of_sample(1), Role.CDC3E, "Urgences"),
    Post(rpps_of_sample(2), Role.CDC3E, "Urgences"),
    Post(rpps_of_sample(3), Role.CDC3D),
    Post(rpps_of_sample(4), Role.CDC3A, "Urgences"),
    Post(rpps_of_sample(5), Role.CDC3D, place=SECOND_PLACE),
    Post(rpps_of_sample(6), Role.CDC3D, starts=-400, ends=-30),
    Post(rpps_of_sample(7), Role.CDC3E, "Réanimation"),
    Post(rpps_of_sample(8), Role.CDC3D, starts=15, ends=380),
    Post(rpps_of_sample(9), Role.CDC3D),
    Post("agent.thym", Role.CDC4, "Réanimation"),
    Post("agent.souci", Role.CDC1, "Réanimation"),
    Post("agent.trefle", Role.SYNT),
    Post("agent.violier", Role.OEC1, place=SECOND_PLACE),
)


def write(session: Session) -> None:
    """Write the staff, unless there is some; without the sample physicians there would be nobody to manage."""
    if store.has_profiles(session):
        return
    somebody = store.account_named(session, rpps=rpps_of_sample(1), certdc_id=None, email=None, name_key=None)
    same = somebody.credential.password_hash if somebody else None  # one hash for all: they are slow to make
    people = {agent.certdc_id: _open(session, agent, same) for agent in AGENTS}
    teams = dict[tuple[str, str], Team]()
    for post in POSTS:
        account = people.get(post.who) or store.account_named(
            session, rpps=post.who, certdc_id=None, email=None, name_key=None
        )
        if account:
            session.add(_profile(post, account, _team(session, post, teams)))


def _open(session: Session, agent: Agent, password_hash: str | None) -> Account:
    new = NewAccount(
        kind=Kind.STAFF,
        last_name=agent.last_name,
        first_name=agent.first_name,
        certdc_id=agent.certdc_id,
        mssante=f"{agent.certdc_id}@{DOMAIN}" if agent.has_address else None,
        password_hash=password_hash,
    )
    account = accounts.create(session, new)
    session.add(Home(account_id=account.id, finess_et=PLACE))
    return account


def _team(session: Session, post: Post, teams: dict[tuple[str, str], Team]) -> Team | None:
    if not post.team:
        return None
    key = (post.place, fold_team(post.team))
    if key not in teams:
        teams[key] = Team(finess_et=post.place, name=post.team, folded=key[1], created_at=clock.now())
        session.add(teams[key])
        session.flush()
    return teams[key]


def _profile(post: Post, account: Account, team: Team | None) -> Profile:
    today = clock.today()
    return Profile(
        account_id=account.id,
        finess_et=post.place,
        role=post.role,
        team_id=team.id if team else None,
        starts_on=today + timedelta(days=post.starts),
        ends_on=today + timedelta(days=post.ends) if post.ends is not None else None,
        search=searchable(account.last_name, account.first_name, post.who),
        created_at=clock.now(),
    )
