"""The history of one account, as its administrators read it, or as its holder does."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.audit import store as journal
from portal.audit.models import JournalRow
from portal.audit.rules import Event
from portal.medimail.mailboxes.history import rules, store
from portal.medimail.mailboxes.history.rules import Change, Values
from portal.medimail.mailboxes.record import knowing
from portal.medimail.mailboxes.record.models import Mailbox
from portal.medimail.mailboxes.record.rules.reference import Lists
from portal.medimail.structures.rules.tree import SOME_STRUCTURE, Reach, is_under, lineage

# A year of acts on one account is far less; the page says when there were more.
MOST = 200
# What one transaction writes bears instants so close.
_SAME = timedelta(seconds=10)


@dataclass(frozen=True)
class Act:
    """One act, as a person reads it."""

    title: str
    at: datetime
    who: str
    changes: tuple[Change, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class History:
    """What was done to an account, the latest first; `is_cut` when older acts are left out."""

    acts: Sequence[Act]
    is_cut: bool


@dataclass(frozen=True)
class Reader:
    """Who reads.

    Attributes:
        account_id: Of the person.
        reach: How far they administer; None for the holder, who reads what was done to an account of their own.
    """

    account_id: int
    reach: Reach | None = None


def of(session: Session, mailbox: Mailbox, reader: Reader, *, lists: Lists | None = None, most: int = MOST) -> History:
    """The history of this account, whose structure is loaded; what the journal has forgotten is told by its dates.

    The holder reads no name and no address but their own, and no value of before the account was theirs: it may have
    been somebody else's.
    """
    lists = lists or knowing.lists(session)
    found = journal.naming(session, store.addresses(session, mailbox), [*rules.TITLES], most + 1)
    names = _Names(session, mailbox, reader, found)
    acts = [act for row in found[:most] if (act := _act(row, names, reader, mailbox, lists))]
    if len(found) > most:
        return History(acts, is_cut=True)
    acts += _remembered(mailbox, names, found)
    return History(sorted(acts, key=lambda act: act.at, reverse=True), is_cut=False)


def _act(row: JournalRow, names: "_Names", reader: Reader, mailbox: Mailbox, lists: Lists) -> Act | None:
    before, after = _read(row.before), _read(row.after)
    if not rules.is_told(row.event, before, after):
        return None
    to_holder = reader.reach is None
    told: tuple[Change, ...] = ()
    if not to_holder or row.subject_id == mailbox.account_id:
        before, after = names.placed(before), names.placed(after)
        told = tuple(rules.changes(row.event, before, after, lists, to_holder=to_holder))
    who = rules.nobody(row.event, after) if row.actor_id is None else names.of(row.actor_id, row.subject_id)
    return Act(rules.title(row.event, after), row.at, who, told, rules.reason(after) if told else "")


def _read(text: str | None) -> Values:
    return json.loads(text) if text else {}


def _remembered(mailbox: Mailbox, names: "_Names", found: Sequence[JournalRow]) -> Iterator[Act]:
    """What the account itself says, where the journal says it no more, or never did: the first link of all."""
    if not any(row.event == Event.MAILBOX_CREATED for row in found):
        yield Act("Compte créé", mailbox.created_at, names.of(mailbox.created_by, None) if mailbox.created_by else "")
        if mailbox.finalised_at and not any(_is_near(row, mailbox.finalised_at) for row in found):
            yield Act("Inscription finalisée", mailbox.finalised_at, "")
    sent = mailbox.relaunched_at
    if sent and not any(row.event == Event.MAILBOX_RELAUNCHED and _is_near(row, sent) for row in found):
        yield Act("Lien de finalisation envoyé", sent, "")


def _is_near(row: JournalRow, at: datetime) -> bool:
    return abs(row.at - at) < _SAME


class _Names:
    """How those who acted are called before this reader."""

    def __init__(self, session: Session, mailbox: Mailbox, reader: Reader, rows: Sequence[JournalRow]) -> None:
        self.mailbox, self.reader = mailbox, reader
        actors = (*(row.actor_id for row in rows), mailbox.created_by)
        self.people = store.people(session, {key for key in actors if key is not None and key != self._oneself()})
        scopes = {int(scope) for _, held in self.people.values() for scope in held if scope.isdecimal()}
        # Those that it came from and went to, which an administrator of it need not reach.
        moves = [row for row in rows if row.event == Event.MAILBOX_TRANSFERRED]
        ends = {_read(text).get("cle") for row in moves for text in (row.before, row.after)}
        self.structures = store.structures(session, scopes | {key for key in ends if isinstance(key, int)})

    def _oneself(self) -> int | None:
        return self.reader.account_id if self.reader.reach is None else None

    def placed(self, values: Values) -> Values:
        """The same values; a structure out of reach is not named to an administrator."""
        if "structure" not in values or self.reader.reach is None:
            return values
        at = self.structures.get(str(values.get("cle")))
        is_seen = at is not None and self.reader.reach.holds(at.path)
        return values if is_seen else {**values, "structure": SOME_STRUCTURE}

    def of(self, actor: int, subject: int | None) -> str:
        """« vous », a name and a role, or what the holder may know of an administrator."""
        if self.reader.reach is None:
            return "vous" if actor == self.reader.account_id else self._to_holder(actor, subject)
        name, _ = self.people.get(actor, ("", frozenset()))
        if actor == self.reader.account_id:
            return f"{name}, vous-même"
        role = "titulaire" if actor in {self.mailbox.account_id, subject} else self._role(actor)
        return ", ".join(part for part in (name, role) if part)

    def _to_holder(self, actor: int, subject: int | None) -> str:
        if actor == subject:
            return "son titulaire d’alors"
        role = self._role(actor)
        return f"un {role}" if role.startswith("administrateur") else role or "un administrateur"

    def _role(self, actor: int) -> str:
        _, scopes = self.people.get(actor, ("", frozenset[str]()))
        if "" in scopes:
            return "le GRADeS" if self.reader.reach is None else "GRADeS"
        held = [self.structures[scope] for scope in scopes if scope in self.structures]
        around = [one for one in held if is_under(self.mailbox.structure.path, one.path)]
        nearest = max(around, key=lambda one: len(lineage(one.path)), default=None)
        if nearest is None:
            return "administrateur d’une autre structure" if held else ""
        if self.reader.reach is not None and not self.reader.reach.holds(nearest.path):
            return "administrateur d’une structure mère"
        return f"administrateur de {nearest.name}"
