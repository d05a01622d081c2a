"""What may be written in the journal: known events, and values in which no secret can hide; and for how long.

Promise 22: « values before and after, readable by the person concerned ».
"""

import json
import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from portal.audit import texts
from portal.labelled import Labelled

JSON_KINDS = (str, int, bool, type(None), date)


class Event(Labelled):
    """What happened: the word that is stored, and the label that a person reads."""

    SIGN_IN = "connexion", "Connexion"
    SIGN_IN_REFUSED = "connexion_refusee", "Connexion refusée"
    SIGN_OUT = "deconnexion", "Déconnexion"
    ACCOUNT_BLOCKED = "compte_bloque", "Compte bloqué"
    ACCOUNT_UNBLOCKED = "compte_debloque", "Compte débloqué"
    CODE_SENT = "code_envoye", "Code de connexion envoyé"
    CODE_REFUSED = "code_refuse", "Code de connexion refusé"
    ADDRESS_REGISTERED = "adresse_enregistree", "Adresse MSSanté enregistrée"
    BROWSER_TRUSTED = "navigateur_retenu", "Navigateur retenu"
    BROWSER_FORGOTTEN = "navigateur_oublie", "Navigateur oublié"
    SIGN_IN_DISOWNED = "connexion_desavouee", "Connexion désavouée par la personne"
    SESSIONS_ENDED = "sessions_fermees", "Sessions fermées"
    RESET_ASKED = "reinitialisation_demandee", "Réinitialisation du mot de passe demandée"
    RESET_NOT_SENT = "reinitialisation_non_envoyee", "Réinitialisation demandée, aucun message envoyé"
    PASSWORD_RESET = "mot_de_passe_reinitialise", "Mot de passe réinitialisé"
    PASSWORD_CHANGED = "mot_de_passe_change", "Mot de passe changé"
    ACCOUNT_CREATED = "compte_cree", "Compte créé"
    ACCOUNT_CLOSED = "compte_ferme", "Compte fermé par l’exploitant"
    ACCOUNT_REOPENED = "compte_rouvert", "Compte rouvert par l’exploitant"
    RIGHT_TAKEN_BACK = "droit_retire", "Droit retiré par l’exploitant"
    MAIL_GIVEN_UP = "message_abandonne", "Message non remis, envoi abandonné"
    REGISTER_IMPORTED = "registre_importe", "Registre importé"
    JOURNAL_TAKEN_OVER = "journal_repris", "Journal : repris sous une autre clé"
    JOURNAL_ERASED = "journal_efface", "Journal : personnes effacées des lignes anciennes"
    RACCORDEMENT_MOVED = "raccordement_avance", "Raccordement : changement d’état"
    RACCORDEMENT_CHANGED = "raccordement_modifie", "Raccordement : demande modifiée"
    RACCORDEMENT_MEMBER_INVITED = "raccordement_invitation", "Raccordement : collègue invité"
    RACCORDEMENT_MEMBER_ADDED = "raccordement_membre_ajoute", "Raccordement : gestionnaire ajouté"
    RACCORDEMENT_MEMBER_REMOVED = "raccordement_membre_retire", "Raccordement : gestionnaire retiré"
    CERTIFICATE_INSTALLED = "certificat_installe", "Certificat serveur installé"
    RACCORDEMENTS_EXPORTED = "raccordements_emportes", "Raccordements\u00a0: liste emportée en tableur"
    PASSWORD_GIVEN = "mot_de_passe_donne", "Mot de passe initial donné par un référent"
    PROFILE_CREATED = "profil_cree", "Profil créé"
    PROFILE_CHANGED = "profil_modifie", "Profil modifié"
    PROFILE_DELETED = "profil_supprime", "Profil supprimé"
    PROFILES_EXPORTED = "profils_emportes", "Profils\u00a0: liste emportée en fichier"
    TEAM_CREATED = "equipe_creee", "Équipe créée"
    TEAM_RENAMED = "equipe_renommee", "Équipe renommée"
    TEAM_EMPTIED = "equipe_videe", "Équipe vidée"
    TEAM_DELETED = "equipe_supprimee", "Équipe supprimée"
    REFERENT_ADDED = "referent_ajoute", "Référent ajouté"
    REFERENT_REMOVED = "referent_retire", "Référent retiré"
    IMPORT_ASKED = "import_demande", "Import de profils : fichier reçu"
    IMPORT_STARTED = "import_lance", "Import de profils : confirmé"
    IMPORT_DONE = "import_termine", "Import de profils : terminé"
    IMPORT_CANCELLED = "import_abandonne", "Import de profils : abandonné"
    STRUCTURE_OPENED = "structure_creee", "Structure Medimail créée"
    STRUCTURE_MOVED = "structure_deplacee", "Structure Medimail placée sous une autre mère"
    STRUCTURE_CLOSED = "structure_fermee", "Structure Medimail fermée"
    STRUCTURE_REOPENED = "structure_rouverte", "Structure Medimail rouverte"
    STRUCTURE_CHANGED = "structure_modifiee", "Structure Medimail\u00a0: réglages modifiés"
    MAILBOX_CREATED = "bal_creee", "Compte Medimail\u00a0: création"
    MAILBOX_CHANGED = "bal_modifiee", "Compte Medimail\u00a0: modification"
    MAILBOX_KIND_CHANGED = "bal_type", "Compte Medimail\u00a0: changement de type"
    DELEGATION_ADDED = "delegation_ajoutee", "Compte Medimail\u00a0: délégation ajoutée"
    DELEGATION_REMOVED = "delegation_retiree", "Compte Medimail\u00a0: délégation retirée"
    STRUCTURE_ADMINISTRATOR_ADDED = "structure_administrateur_ajoute", "Structure Medimail\u00a0: administrateur ajouté"
    STRUCTURE_ADMINISTRATOR_REMOVED = (
        "structure_administrateur_retire",
        "Structure Medimail\u00a0: administrateur retiré",
    )
    STRUCTURE_ENROLMENT_CHANGED = "structure_enrolement_modifie", "Structure Medimail\u00a0: enrôlement modifié"
    MAILBOX_MOVED = "bal_avance", "Compte Medimail\u00a0: changement d’état"
    MAILBOX_RELAUNCHED = "bal_relancee", "Compte Medimail\u00a0: lien de finalisation renvoyé"
    BULK_STARTED = "bal_lot", "Comptes Medimail\u00a0: acte sur plusieurs comptes"
    BULK_UNDONE = "bal_lot_annule", "Comptes Medimail\u00a0: acte sur plusieurs comptes annulé"
    MAILBOX_RESET_ASKED = "bal_reinitialisation", "Compte Medimail\u00a0: réinitialisation du mot de passe demandée"
    MAILBOXES_EXPORTED = "bal_emportees", "Comptes Medimail\u00a0: liste emportée en fichier"
    MAILBOX_TRANSFERRED = "bal_deplacee", "Compte Medimail\u00a0: changement de structure"
    MAILBOX_FINALISED = "bal_finalisee", "Compte Medimail\u00a0: inscription finalisée"
    MAILBOX_ATTACHED = "bal_rattachee", "Compte Medimail\u00a0: rattaché à votre compte"
    MAILBOX_REPORTED = "bal_signalee", "Compte Medimail\u00a0: erreur signalée par son titulaire"
    ADDRESS_CHANGE_ASKED = "adresse_demandee", "Compte Medimail\u00a0: changement d’adresse demandé"
    ADDRESS_CHANGE_CANCELLED = "adresse_annulee", "Compte Medimail\u00a0: changement d’adresse annulé"
    ADDRESS_CHANGED = "adresse_changee", "Compte Medimail\u00a0: adresse changée"
    ADDRESS_LET_GO = "adresse_rendue", "Adresse rendue au compte Medimail, devenu une BAL partagée"
    ADDRESS_CHANGE_FAILED = "adresse_impossible", "Compte Medimail\u00a0: changement d’adresse impossible"
    INACTIVE_EXPORTED = "inactifs_emportes", "Comptes Medimail\u00a0: liste des inactifs emportée"
    RACCORDEMENT_HANDED_OVER = "raccordement_transmis", "Raccordement : correspondant principal changé"


# What a person reads for each word of the journal.
LABELS = {event.value: event.label for event in Event}


def oldest_kept(today: date, months: int) -> date:
    """The first day of which the journal still tells of people: the same day of an earlier month, or its last day."""
    years, month0 = divmod(today.month - 1 - months, 12)
    year = today.year + years
    return date(year, month0 + 1, min(today.day, monthrange(year, month0 + 1)[1]))


class SecretInJournal(ValueError):  # noqa: N818 - it names what was found, as a caller's mistake
    """A value that must never be kept was about to be: the caller's transaction fails rather than leak it."""


# Whole words of a key. « code » is wide on purpose: a caller who means a postal code says « commune ».
_FORBIDDEN = frozenset(
    {"password", "passwd", "pwd", "passe", "mdp"}
    | {"secret", "secrets", "code", "codes", "otp", "totp", "hotp", "pin"}
    | {"token", "tokens", "jeton", "jetons", "hash", "hashes", "cookie", "cookies", "authorization", "csrf"}
)
_WORDS = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
# What a hasher writes ($argon2id$v=…, scrypt:…) and what a signer does: never values to read in a journal.
_SECRET_VALUE = re.compile(r"\$(?:argon2|2[aby]|scrypt|pbkdf2)|(?:scrypt|pbkdf2):|eyJ[\w-]+\.[\w-]+\.")
# What is written in its place.
WITHHELD = "(retiré)"

# Made once: json.dumps makes one for each text.
_TEXT = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=date.isoformat)


def written(values: Mapping[str, Any] | None) -> str | None:
    """The JSON text of these values, with sorted keys: the same values always give the same text.

    A value that looks like a secret is withheld rather than refused: somebody may have typed it, as a reason or a name.

    Raises:
        SecretInJournal: a key, at any depth, names a secret.
        TypeError: a value is not a text, a whole number, a boolean, a date, nor a list or mapping of these.
    """
    if values is None:
        return None
    if {str}.issuperset(map(type, values.values())):  # nearly always
        for name in values:
            _refuse(name)
        if not any(map(_SECRET_VALUE.match, values.values())):
            return texts.mapped(values)
    return _TEXT.encode(_fit(values))


def _fit(value: Any, key: str = "") -> Any:
    if isinstance(value, str):
        return WITHHELD if _SECRET_VALUE.match(value) else value
    if isinstance(value, Mapping):
        return {name: _fit_named(str(name), inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_fit(inner, key) for inner in value]
    if not isinstance(value, JSON_KINDS):
        raise TypeError(f"the journal does not know how to write {type(value).__name__} under « {key} »")
    return value


def _fit_named(name: str, value: Any) -> Any:
    _refuse(name)
    return _fit(value, name)


def _refuse(key: str) -> None:
    if _names_secret(key):
        raise SecretInJournal(f"the journal refuses « {key} »: it would keep a secret")


# The same few keys come back in every row of an import.
@lru_cache(1024)
def _names_secret(key: str) -> bool:
    words = {word.lower() for word in _WORDS.findall(_CAMEL.sub(" ", key))}
    return bool(words & _FORBIDDEN)
