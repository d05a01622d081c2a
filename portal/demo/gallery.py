"""Every component in every state, for the page /composants: what one looks at and what the tests check.

Nothing here touches the database: names and numbers are invented, and the clock stands still.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from wtforms import (  # type: ignore[attr-defined] # SelectChoice is newer than the stubs
    BooleanField,
    DateField,
    EmailField,
    FileField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from portal.captcha.forms import Alone
from portal.web.forms import Form

NOW = datetime(2026, 4, 3, 1, 5, tzinfo=UTC)
CODE_AGAIN = timedelta(seconds=30)

_REQUIRED = [InputRequired()]


class SampleForm(Form):
    """One field of each kind."""

    class Meta(Form.Meta):
        """The page only shows: nothing is sent."""

        csrf = False

    nom = StringField("Nom d’exercice", _REQUIRED)
    rpps = StringField("Numéro RPPS", _REQUIRED)
    courriel = EmailField("Adresse MSSanté")
    mot_de_passe = PasswordField("Mot de passe", _REQUIRED)
    code = StringField("Code à usage unique", _REQUIRED)
    role = SelectField(
        "Rôle",
        _REQUIRED,
        choices=[
            SelectChoice("CDC3D", "Médecin déclarant (sans équipe)"),
            SelectChoice("CDC3E", "Médecin déclarant (en équipe)"),
            SelectChoice("CDC1", "Collaborateur partie administrative"),
        ],
    )
    debut = DateField("Date de début de validité du profil")
    commune = StringField("Commune", _REQUIRED)
    commentaires = TextAreaField("Commentaires")
    fichier = FileField("Fichier CSV des équipes", _REQUIRED)
    retenir = BooleanField("Retenir mon identifiant sur cet ordinateur")
    mode = RadioField(
        "Mode d’envoi",
        _REQUIRED,
        choices=[SelectChoice("bac-a-sable", "Bac à sable"), SelectChoice("production", "Production")],
        default="bac-a-sable",
    )
    notifications = SelectMultipleField(
        "Notifications",
        choices=[
            SelectChoice("reception", "À chaque réception"),
            SelectChoice("quotidienne", "Une fois par jour"),
            SelectChoice("ouverture", "À chaque ouverture d’un message envoyé"),
        ],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        default=["quotidienne"],
    )


_ERRORS = {
    "nom": "Saisissez votre nom d’exercice, tel qu’il figure au tableau de l’Ordre.",
    "rpps": "Le numéro RPPS compte 11 chiffres ; vous en avez saisi 10.",
    "courriel": "L’adresse se termine par « gmail.com » ; donnez une adresse MSSanté (@….mssante.fr).",
    "mot_de_passe": "Saisissez votre mot de passe.",
    "code": "Ce code n’est pas celui du dernier message. Il vous reste 3 essais.",
    "role": "Choisissez un rôle dans la liste.",
    "debut": "La date de début suit la date de fin : 3 avril 2027 après 3 avril 2026.",
    "commune": "Aucune commune ne porte ce nom. Choisissez-en une parmi les propositions.",
    "commentaires": "1 200 caractères au plus ; vous en avez saisi 1 340.",
    "fichier": "Le fichier « profils.pdf » n’est pas un tableau. Formats acceptés : CSV, XLSX, XLS, ODS.",
    "retenir": "Cet ordinateur est partagé : l’identifiant ne peut pas y être retenu.",
    "mode": "Choisissez un mode d’envoi.",
    "notifications": "Gardez au moins la notification à chaque réception, ou choisissez la quotidienne.",
}


def _empty() -> SampleForm:
    return SampleForm(formdata=None)


def _wrong() -> SampleForm:
    form = SampleForm(
        formdata=None,
        prefix="erreur-",
        data={
            "rpps": "9999990001",
            "courriel": "a.ferrand@gmail.com",
            "code": "314159",
            "debut": date(2027, 4, 3),
            "commune": "Saint-Xyz",
        },
    )
    for name, sentence in _ERRORS.items():
        form[name].errors = [sentence]
    return form


def _fixed() -> SampleForm:
    return SampleForm(formdata=None, prefix="fixe-", data={"nom": "Ferrand", "rpps": "99999900014", "role": "CDC3E"})


PEOPLE = [
    {"name": "Ferrand, Anaïs", "rpps": "99999900014", "address": "anais.ferrand@medecin.mssante.fr"}
    | {"state": ("Actif", "success"), "sign_ins": 42, "expires": "3 octobre 2026"},
    {"name": "Le Goff, Yann", "rpps": "99999900022", "address": ""}
    | {"state": ("Expire dans 7 jours", "warning"), "sign_ins": 1288, "expires": "10 avril 2026"},
    {
        "name": "Ndiaye-Lambert, Marie-Christine",
        "rpps": "99999900030",
        "address": "mc.ndiaye@ch-exemple.mssante.fr",
    }
    | {"state": ("Bloqué", "error"), "sign_ins": 7, "expires": "1er juin 2027"},
]

STEPS = [
    {"title": "Demande déposée", "state": "done", "when": "lundi 9 mars 2026", "text": ""},
    {"title": "Compte créé", "state": "done", "when": "lundi 9 mars 2026", "text": ""},
    {"title": "Essais en bac à sable", "state": "current", "when": "depuis le 12 mars 2026"}
    | {"text": "À vous : transférez un premier dossier d’essai. Délai habituel : deux semaines."},
    {"title": "Passage en production", "state": "todo", "when": "", "text": ""},
]

REFUSED = [
    {"title": "Demande déposée", "state": "done", "when": "mardi 3 février 2026", "text": ""},
    {"title": "Instruction", "state": "refused", "when": "vendredi 6 février 2026"}
    | {"text": "Le numéro FINESS est celui d’un établissement fermé. Vous pouvez corriger la demande."},
]

RULES_BEFORE = [
    {"label": "12 caractères au moins", "met": None},
    {"label": "Absent de la liste des mots de passe courants", "met": None},
    {"label": "Ni votre nom, ni votre identifiant", "met": None},
]

RULES_DURING = [
    {"label": "12 caractères au moins : il en manque 3", "met": False},
    {"label": "Absent de la liste des mots de passe courants", "met": True},
    {"label": "Ni votre nom, ni votre identifiant", "met": True},
]

TABS = [
    {"label": "Tous", "url": "?etat=tous", "count": 1337, "current": True},
    {"label": "Actifs", "url": "?etat=actifs", "count": 1288, "current": False},
    {"label": "Bloqués", "url": "?etat=bloques", "count": 7, "current": False},
    {"label": "Préinscrits", "url": "?etat=preinscrits", "count": 42, "current": False},
]

TREE = [
    {"label": "Occitanie", "url": "#", "note": "646 comptes", "current": False}
    | {
        "children": [
            {"label": "Centre hospitalier d’Exemple", "url": "#", "note": "431 comptes", "current": True}
            | {
                "children": [
                    {
                        "label": "Site Nord",
                        "url": "#",
                        "note": "300 comptes",
                        "current": False,
                        "children": [],
                    },
                    {
                        "label": "Site Sud",
                        "url": "#",
                        "note": "131 comptes",
                        "current": False,
                        "children": [],
                    },
                ]
            },
            {
                "label": "Maison de santé du Canal",
                "url": "#",
                "note": "215 comptes",
                "current": False,
                "children": [],
            },
        ]
    },
]

BARS = [("Occitanie", 1288), ("Nouvelle-Aquitaine", 902), ("Bretagne", 417), ("Corse", 36)]

PLOT_BARS = [
    {"left": 4 + 33 * week, "width": 25, "top": 72 - 12 * count, "height": 12 * count}
    for week, count in enumerate((2, 4, 6))
]
LENGTHS = [
    {"name": "Déposée", "share": 40, "middle": "2\u00a0jours"},
    {"name": "En instruction", "share": 100, "middle": "5\u00a0jours"},
]
DAYS = [(f"{day} mars", (day * 37) % 83 + (0 if day % 7 in {0, 1} else 40)) for day in range(1, 32)]

CALL = """\
POST /contexte/v1/dossiers HTTP/1.1
Host: portail.exemple.fr
Content-Type: application/json

{"ipp": "466656", "finess_et": "990000002", "nom": "EXEMPLE", "prenom": "Camille"}"""


def context() -> dict[str, Any]:
    """What the template `demo/components.html` shows."""
    return {
        "empty": _empty(),
        "wrong": _wrong(),
        "fixed": _fixed(),
        "captcha_field": Alone(formdata=None).captcha,
        "now": NOW,
        "soon": NOW + CODE_AGAIN,
        "people": PEOPLE,
        "steps_open": STEPS,
        "steps_refused": REFUSED,
        "rules_before": RULES_BEFORE,
        "rules_during": RULES_DURING,
        "tabs_items": TABS,
        "tree_nodes": TREE,
        "bar_rows": BARS,
        "day_rows": DAYS,
        "lengths": LENGTHS,
        "plot_bars": PLOT_BARS,
        "call": CALL,
        "page_url": "?page={}".format,
    }
