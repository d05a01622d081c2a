"""What the GRADeS types to shape the tree; a mother is chosen in a list, and travels as her key."""

from wtforms import HiddenField
from wtforms.widgets import SearchInput

from portal import naming
from portal.medimail.administration.listing.rules import MAX_TEXT
from portal.web.fields import NameText, Text
from portal.web.forms import GetForm, required
from portal.web.kept import KeptForm
from portal.web.keys import read_key

MAX_NAME = 200
# What stands for the key of a mother where there is none: the top of the tree, chosen rather than left empty.
TOP = "0"
TAKEN = "Une structure de ce nom existe déjà à cet endroit, aux accents près\u00a0; choisissez un autre nom."


def key(text: str | None) -> int | None:
    """The key of a structure; None at the top of the tree, and -1, which none has, for what is no key."""
    if not text or text == TOP:
        return None
    return read_key(text) or -1


class NewForm(KeptForm):
    """A structure to create."""

    nom = NameText(
        "Nom de la structure",
        rule=naming.thing,
        max_length=MAX_NAME,
        validators=[required("Saisissez le nom de la structure.")],
    )
    mere = HiddenField(validators=[required("Choisissez la structure mère, ou le haut de l’arborescence.")])


class MotherForm(GetForm):
    """The search of a mother."""

    q = Text("Chercher une mère par son nom", max_length=MAX_TEXT, widget=SearchInput())
