"""« Chiffres »: the drawings, and the tables that say the same."""

from datetime import date, datetime, time, timedelta

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.accounts.roles import instructors
from portal.db import looking
from portal.raccordement.instruction.figures import display, rules, store
from portal.raccordement.instruction.figures.forms import PeriodForm
from portal.web import hx

blueprint = Blueprint("figures", __name__)

# How far back the ready-made periods go, in weeks.
READY = {"4 semaines": 4, "12 semaines": 12, "26 semaines": 26, "Un an": 52}


@blueprint.get("/instruction/chiffres")
@instructors
def figures() -> ResponseReturnValue:
    """How many requests came to each state a week, and how long each stage took, in the period of the address."""
    form = PeriodForm(request.args)
    period = form.read()
    with looking() as connection:
        moves = store.moves(connection, _midnight(period.since), _midnight(period.until + timedelta(days=1)))
    panels = display.panels(rules.arrivals(moves, period), period)
    return hx.show_form(
        "raccordement/instruction/figures.html",
        partial="raccordement/instruction/_figures.html",
        form=form,
        period=period,
        panels=panels,
        heads=["Semaine du", *(panel.state.label for panel in panels)],
        rows=display.weekly(panels, period),
        lengths=display.lengths(rules.stages(moves)),
        height=display.HEIGHT,
        short=display.short,
        ready=[(label, _ready(weeks)) for label, weeks in READY.items()],
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.PARIS)


def _ready(weeks: int) -> str:
    return url_for(".figures", du=(clock.today() - timedelta(weeks=weeks - 1)).isoformat())
