"""The name of a team, new or changed."""

from wtforms import HiddenField

from portal.profiles.record.cells import MAX_NAME
from portal.profiles.record.rules.codes import Code
from portal.web.fields import Text
from portal.web.forms import required
from portal.web.kept import KeptForm

REFUSED = f"{Code.TEAM_INVALID.message} {Code.TEAM_INVALID.remedy}"
TAKEN = "Une autre équipe de l’établissement porte déjà ce nom, aux accents près\u00a0; choisissez-en un autre."


class TeamForm(KeptForm):
    """The name of a team to create."""

    nom = Text("Nom de l’équipe", max_length=MAX_NAME, validators=[required("Saisissez le nom de l’équipe.")])


class RenameForm(TeamForm):
    """Another name; `vu` is the one that was shown."""

    vu = HiddenField()
