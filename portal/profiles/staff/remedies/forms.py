"""The initial password of somebody."""

from portal.web.fields import Secret
from portal.web.forms import Form, required


class PasswordForm(Form):
    """Typed once: it is read out to its owner, then replaced."""

    mot_de_passe = Secret("Mot de passe initial", validators=[required("Saisissez un mot de passe initial.")])
