"""The staff of the demonstration: somebody in every tab, and nobody written to."""

from sqlalchemy import select

from portal import demo
from portal.db import reading, transaction
from portal.demo import people
from portal.mail.models import OutboxMail
from portal.profiles.record import store
from portal.profiles.record.models import Profile
from portal.profiles.record.rules.perimeter import Perimeter
from portal.profiles.record.store import Filters

HELD = Perimeter(frozenset({people.ENTITY}), {people.PLACE: people.ENTITY})


def counts(app):
    with app.app_context(), reading() as session:
        return store.counts(session, HELD, Filters(people.PLACE))


def test_every_tab_shows_somebody(demo_app):
    assert all(counts(demo_app).values()), counts(demo_app)


def test_nobody_is_written_to(demo_app):
    with demo_app.app_context(), reading() as session:
        assert not [mail for mail in session.scalars(select(OutboxMail)) if "profiles" in str(mail.template)]


def test_a_second_start_keeps_what_was_done(demo_app):
    with demo_app.app_context(), transaction() as session:
        for profile in session.scalars(select(Profile)).all()[1:]:
            session.delete(profile)
    demo.prepare(demo_app)
    with demo_app.app_context(), reading() as session:
        assert len(session.scalars(select(Profile)).all()) == 1
