"""The fields of a request as they are typed, the same in the public request and in its update (source 004 p. 3)."""

import re
from typing import Any

from flask import request
from wtforms import ValidationError

from portal.mail.rules import is_address
from portal.raccordement.record.rules import FIELDS, NAMING, Values
from portal.web.fields import LongText, NameText, Text
from portal.web.forms import required

# Where mail goes: a name, then a domain of two labels at least; accents are refused in words of their own.
_MAILABLE = re.compile(r"[!-~]+@[a-z0-9-]+(\.[a-z0-9-]+)+")
_PHONE = re.compile(r"\+?[0-9 ().\-/]{9,20}")
_POSTAL_CODE = re.compile(r"[0-9]{5}")
_FEWEST_DIGITS = 9

# The name of each field in a page, and in the record; the address is confirmed, never typed again.
NAMES = {
    "nom": "last_name",
    "prenom": "first_name",
    "fonction": "function",
    "telephone": "phone",
    "adresse": "address",
    "code_postal": "postal_code",
    "commune": "commune",
    "si_nom": "si_name",
    "si_version": "si_version",
    "commentaires": "comments",
}


def check_mailable(address: str) -> None:
    """Refuse, in a sentence, what is not one plain address that any mail server can carry.

    Raises:
        ValidationError: it is not.
    """
    if not address.isascii():
        raise ValidationError("Une adresse de courriel s’écrit sans lettre accentuée\u00a0; corrigez-la.")
    if not (is_address(address) and _MAILABLE.fullmatch(address)):
        raise ValidationError("Une adresse s’écrit nom@domaine, par exemple prenom.nom@ch-exemple.fr.")


class _PostalCode(Text):
    """Five digits: the spaces that some put among them are no part of it."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(["".join(v.split()) if isinstance(v, str) else v for v in valuelist])


def _name(name: str, sentence: str) -> NameText:
    label, longest = FIELDS[name]
    return NameText(label, rule=NAMING[name], max_length=longest, validators=[required(sentence)])


def _field(name: str, sentence: str) -> Text:
    label, longest = FIELDS[name]
    kind = _PostalCode if name == "postal_code" else Text
    return kind(label, max_length=longest, validators=[required(sentence)])


class Facts:
    """The fields, for a form to extend; what each may keep is in `record.rules.FIELDS`."""

    nom = _name("last_name", "Saisissez votre nom.")
    prenom = _name("first_name", "Saisissez votre prénom.")
    fonction = _field("function", "Saisissez votre fonction, par exemple «\u00a0responsable informatique\u00a0».")
    telephone = _field("phone", "Saisissez un numéro où vous joindre.")
    adresse = _field("address", "Saisissez l’adresse où vous travaillez.")
    code_postal = _field("postal_code", "Saisissez le code postal.")
    commune = _field("commune", "Saisissez la commune.")
    si_nom = _name("si_name", "Saisissez le nom du système d’information.")
    si_version = _field("si_version", "Saisissez le numéro de version, même provisoire.")
    commentaires = LongText(FIELDS["comments"][0], max_length=FIELDS["comments"][1])

    def validate_telephone(self, field: Text) -> None:
        """A number that can be dialled."""
        digits = sum(c.isdigit() for c in field.data or "")
        if digits < _FEWEST_DIGITS or not _PHONE.fullmatch(field.data or ""):
            raise ValidationError("Un numéro de téléphone compte au moins 9\u00a0chiffres, par exemple 01 44 76 97 44.")

    def validate_code_postal(self, field: Text) -> None:
        """Five digits: a CEDEX has them too."""
        if not _POSTAL_CODE.fullmatch(field.data or ""):
            raise ValidationError(
                f"Le code postal compte 5\u00a0chiffres\u00a0; vous avez saisi «\u00a0{field.data}\u00a0»."
            )

    def leave(self, kept: Values) -> None:
        """Take the names that the record has, whatever they are: only a new one is judged."""
        for field in (self.nom, self.prenom, self.si_nom):
            field.kept = kept[NAMES[field.name]]

    def typed(self) -> Values:
        """What the page sent, field by field of the record, right or wrong; what it did not send is left alone."""
        return {name: getattr(self, field).data or "" for field, name in NAMES.items() if field in request.form}


def filled(values: Values) -> dict[str, str]:
    """The values of a record, by the names of a page."""
    return {field: values[name] for field, name in NAMES.items()}
