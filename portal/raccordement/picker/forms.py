"""What a picker sends, and the sentences that answer it."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from wtforms.widgets import SearchInput

from portal.raccordement.picker import rules, unfound
from portal.raccordement.picker.rules import MAX_JURIDICALS, MAX_LISTED, MAX_TEXT, Choice, Done, Wrong
from portal.raccordement.picker.unfound import Nothing
from portal.raccordement.record.rules import MAX_ESTABLISHMENTS
from portal.web.dates import day, plural
from portal.web.fields import Text
from portal.web.forms import Form

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

JURIDICAL = "juridique"
TERRITORIAL = "territorial"
GESTURE = "geste"
PAGE = "page"  # where the buttons of this picker send the form


def search_field() -> Text:
    """The search, for the form of a page; the rest of a picker is boxes and buttons, read by `read_choice`."""
    return Text("Chercher un établissement", max_length=MAX_TEXT, widget=SearchInput())


class PickerForm(Form):
    """The search alone."""

    recherche = search_field()


def read_choice(sent: "MultiDict[str, str]") -> Choice:
    """The choice that a page sent; what cannot be a number is left out."""
    return Choice(
        tuple(dict.fromkeys(_numbers(sent.getlist(JURIDICAL))))[:MAX_JURIDICALS],
        frozenset(_numbers(sent.getlist(TERRITORIAL)[:MAX_LISTED])),
    )


def _numbers(sent: list[str]) -> list[str]:
    return [text for text in sent if rules.is_number(text)]


_OVER = (
    "il compte {places}, et une demande en rattache {most} au plus\u00a0: rien n’a été coché, choisissez ceux à "
    "rattacher."
)
_DONE: Mapping[type[Done], tuple[str, str]] = {
    rules.Added: (
        "success",
        "L’établissement juridique {finess_ej} est ajouté, avec {places}\u00a0: décochez ce qui n’est pas à rattacher.",
    ),
    rules.AddedBare: ("warning", "L’établissement juridique {finess_ej} est ajouté\u00a0; " + _OVER),
    rules.Already: ("info", "L’établissement juridique {finess_ej} est déjà dans la liste."),
    rules.Removed: ("success", "L’établissement juridique {finess_ej} est retiré de la liste."),
    rules.AllTicked: ("success", "Sous {finess_ej}, tout est coché\u00a0: {places}."),
    rules.NoneTicked: ("success", "Sous {finess_ej}, plus rien n’est coché\u00a0: cochez ce qui est à rattacher."),
    rules.NoRoom: ("warning", "Sous {finess_ej}, " + _OVER),
    rules.PageFull: (
        "warning",
        "Cette demande montre déjà autant d’établissements qu’elle le peut\u00a0: faites-en une autre pour ceux-là.",
    ),
    rules.UnknownJuridical: (
        "error",
        "Aucun établissement ouvert du registre ne dépend de {number}\u00a0: cherchez-le par son numéro ou son nom.",
    ),
}
_WRONG: Mapping[type[Wrong], str] = {
    rules.NotTerritorial: (
        "{number} est le numéro d’un établissement juridique, non d’un territorial\u00a0: cherchez-le, ajoutez-le, "
        "puis cochez ses territoriaux."
    ),
    rules.NotInRegister: "Le numéro {number} n’est pas dans le registre FINESS\u00a0: il n’a pas été retenu.",
    rules.NotPicked: (
        "L’établissement {number} dépend d’un établissement juridique absent de la liste\u00a0: il n’a pas été retenu."
    ),
    rules.LeftRegister: "L’établissement {number} a quitté le registre le {left_on}\u00a0: décochez-le.",
    rules.NothingTicked: (
        "Cochez au moins un territorial sous l’établissement juridique {finess_ej}, ou supprimez celui-ci."
    ),
    rules.NothingPicked: "Cherchez, puis ajoutez au moins un établissement à raccorder.",
    rules.TooMany: (
        "Une demande rattache {most}\u00a0établissements au plus\u00a0; vous en avez coché {count}. Décochez-en, et "
        "faites une autre demande pour ceux-là."
    ),
}
_NOTHING: Mapping[type[Nothing], str] = {
    unfound.Misspelt: "{message}",
    unfound.Absent: "Le numéro {kind} {number} n’est pas dans le registre. Vérifiez-le, ou cherchez par le nom.",
    unfound.NowhereThere: "Aucun établissement du registre n’est au code postal, ni au code INSEE, {number}.",
    unfound.NoSuchName: (
        "Aucun établissement ne répond à «\u00a0{text}\u00a0». Essayez moins de mots, ou un numéro FINESS."
    ),
}


def _filled(template: str, outcome: object, **more: str) -> str:
    values = {name: day(value) if isinstance(value, date) else value for name, value in vars(outcome).items()}
    places = plural(int(values.get("count", 0)), "territorial", "territoriaux")
    return template.format(**values, places=places, most=MAX_ESTABLISHMENTS, **more)


def said(done: Done) -> tuple[str, str]:
    """What pressing a button did: the kind of the banner, and its sentence."""
    kind, template = _DONE[type(done)]
    return kind, _filled(template, done)


def sentence(wrong: Wrong) -> str:
    """What is wrong with a choice, and what to do."""
    return _filled(_WRONG[type(wrong)], wrong)


def explained(why: Nothing, text: str) -> str:
    """Why a search has found nothing, and what to try."""
    proposal = getattr(why, "proposal", None)
    probably = f" Numéro probable\u00a0: {proposal}." if proposal else ""
    return _filled(_NOTHING[type(why)], why, text=text) + probably
