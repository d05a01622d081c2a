"""What a page does with the picker that it sent: its choice settled, its button pressed, what to say of both."""

from typing import Protocol

from flask import request
from sqlalchemy.orm import Session

from portal.raccordement.picker import service
from portal.raccordement.picker.forms import read_choice, said, sentence
from portal.raccordement.picker.rules import Added, Choice, read_press
from portal.web.fields import Text

# The sentences of one answer: beyond, nobody reads them.
MOST_SAID = 5

# Each with the kind of its banner.
Notices = list[tuple[str, str]]


class Searching(Protocol):
    """A form that holds the search of a picker."""

    recherche: Text


def chosen(session: Session, form: Searching, gesture: str) -> tuple[Choice, Notices]:
    """The choice as the page has it, once its button is pressed, and what to say of it."""
    choice, wrong = service.settle(session, read_choice(request.form))
    notices = [("warning", sentence(one)) for one in wrong[:MOST_SAID]]
    press = read_press(gesture)
    if press:
        choice, done = service.press(session, choice, press)
        notices.append(said(done))
        if isinstance(done, Added):
            form.recherche.data = ""  # its answer is in the list now
    return choice, notices
