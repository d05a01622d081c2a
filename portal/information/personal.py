"""What the portal keeps of people, why and how long (GDPR, articles 13 and 14): a test holds it to the tables.

A new table or cookie must be told here before it ships. A name between braces is a field of `facts.Facts`.
"""

from dataclasses import dataclass

from flask import current_app

from portal.web import appearance, remember, visitor


@dataclass(frozen=True)
class Kept:
    """A kind of data: what it holds, why, until when, and the tables where it lies."""

    name: str
    detail: str
    why: str
    until: str
    tables: frozenset[str]


@dataclass(frozen=True)
class Cookie:
    """A cookie: what it is for, until when."""

    name: str
    role: str
    until: str


KEPT = (
    Kept(
        "Identité",
        "Nom, prénom, numéro RPPS, identifiant CertDc, adresses (connexion, MSSanté, contact), type de compte, droits.",
        "Vous reconnaître, vous écrire, ouvrir ce qui vous revient.",
        "Tant que le compte est ouvert\u00a0; fermé, il garde ses numéros, pour que personne d’autre ne les prenne.",
        frozenset({"account", "account_right"}),
    ),
    Kept(
        "Mot de passe",
        "Une empreinte (argon2id), jamais le mot de passe ; sa date, le nombre de connexions, un blocage éventuel.",
        "Le vérifier, annoncer sa fin, arrêter les essais.",
        "Tant que le compte existe ; l’empreinte est remplacée à chaque changement.",
        frozenset({"credential"}),
    ),
    Kept(
        "Navigateurs reconnus",
        "L’empreinte d’un nombre aléatoire, un nom comme « Firefox sur Windows », la première et la dernière venue.",
        "Distinguer votre navigateur de celui d’un attaquant, ne pas redemander le code.",
        "Jusqu’à ce que vous l’oubliiez, dans « Mon compte ».",
        frozenset({"browser"}),
    ),
    Kept(
        "Sessions ouvertes",
        "Le navigateur, l’heure d’ouverture, l’heure de la dernière page.",
        "Vous garder connecté, vous laisser fermer une session.",
        "{idle} sans activité, {session} au plus ; effacées la nuit suivante.",
        frozenset({"signed_in_session"}),
    ),
    Kept(
        "Codes et liens demandés",
        "Le compte, l’adresse où le code est parti, l’heure, le navigateur, les erreurs ; ni le code, ni le lien.",
        "Les vérifier, comprendre un incident.",
        "7 jours.",
        frozenset({"challenge", "reset_request"}),
    ),
    Kept(
        "Profils dans les établissements",
        "L’établissement, le rôle, l’équipe, les dates de début et de fin ; pour un non-médecin, l’établissement qui "
        "l’a inscrit.",
        "Ouvrir ce que votre établissement vous confie, et que son référent s’en occupe.",
        "Jusqu’à ce que le référent supprime le profil ; l’établissement d’inscription, autant que le compte.",
        frozenset({"profile", "profile_home", "team"}),
    ),
    Kept(
        "Comptes Medimail",
        "L’adresse, le nom, les numéros RPPS ou ADELI, l’activité, la localisation, le responsable, l’état et "
        "ses dates, les préférences\u00a0; les comptes de connexion, les délégations, les changements "
        "d’adresse, les relances.",
        "Ouvrir la messagerie à la bonne personne, que les administrateurs de sa structure s’en occupent.",
        "Tant que le compte existe\u00a0; supprimé, son adresse reste prise, pour que personne ne la reprenne.",
        frozenset(
            {
                "mailbox",
                "mailbox_address_change",
                "mailbox_connection",
                "mailbox_delegation",
                "relance",
                "relance_mailbox",
            }
        ),
    ),
    Kept(
        "Actes sur plusieurs comptes Medimail",
        "Qui a choisi quels comptes, pour quel acte, et ce qui en a été fait.",
        "Le montrer avant, en rendre compte après à qui l’a demandé, pouvoir l’annuler.",
        "90\u00a0jours\u00a0; ce qui n’est pas confirmé, un jour.",
        frozenset({"bulk_line", "bulk_run"}),
    ),
    Kept(
        "Inscriptions à Medimail commencées",
        "L’adresse à confirmer, l’heure, le navigateur, les erreurs de code\u00a0; ce que vous avez saisi, sauf "
        "le mot de passe.",
        "Ne rien perdre de l’inscription, et pouvoir la corriger si elle n’a rien créé.",
        "La saisie\u00a0: jusqu’à la création du compte\u00a0; le tout, 7\u00a0jours.",
        frozenset({"mailbox_joining"}),
    ),
    Kept(
        "Structures Medimail",
        "Les contacts prévenus avec les administrateurs d’une structure\u00a0: nom et adresse.",
        "Les prévenir de ce qui attend la structure.",
        "Jusqu’à ce qu’un administrateur les retire.",
        frozenset({"structure", "structure_contact", "structure_enrolment"}),
    ),
    Kept(
        "Imports de profils",
        "Qui a envoyé un fichier et quand\u00a0; le fichier, chiffré\u00a0; pour chaque ligne, la personne qu’elle "
        "nomme, ce qu’elle change ou ce qui l’empêche, jamais un mot de passe.",
        "Montrer l’aperçu, importer, en rendre compte à qui l’a envoyé, et à lui seul.",
        "Le fichier\u00a0: jusqu’à la fin de l’import, 24\u00a0heures au plus\u00a0; le rapport\u00a0: 90\u00a0jours.",
        frozenset({"import_file", "import_line", "import_run"}),
    ),
    Kept(
        "Raccordements",
        "La demande de raccordement (nom, prénom, fonction, courriel, téléphone, adresse), ses gestionnaires, les "
        "collègues invités, les messages échangés, qui a fait quoi et quand.",
        "Instruire la demande, suivre le raccordement, vous écrire à son sujet.",
        "Tant que le raccordement existe, puis comme pièce du dossier archivé.",
        frozenset(
            {
                "raccordement",
                "raccordement_entry",
                "raccordement_establishment",
                "raccordement_establishments_request",
                "raccordement_invitation",
                "raccordement_member",
                "raccordement_message",
                "raccordement_reminder",
                "raccordement_sandbox_result",
            }
        ),
    ),
    Kept(
        "Travail des instructeurs et des administrateurs",
        "Qui a modifié un modèle de réponse ou installé un certificat serveur, et quand\u00a0; à qui un rappel a été "
        "envoyé.",
        "Savoir qui a changé ce que d’autres reçoivent, et n’envoyer un rappel qu’une fois.",
        "Tant que le modèle ou le certificat est gardé\u00a0; les rappels, autant que le compte.",
        frozenset({"certificate_warning", "raccordement_digest", "raccordement_reply_template", "server_certificate"}),
    ),
    Kept(
        "Brouillons de demande de raccordement",
        "L’adresse confirmée, l’heure, le navigateur, les erreurs de code\u00a0; ce que vous avez saisi, "
        "établissements compris.",
        "Ne rien perdre de la demande avant son envoi.",
        "30\u00a0jours sans y toucher, ou jusqu’à ce que vous l’effaciez\u00a0; l’adresse confirmée, 7\u00a0jours.",
        frozenset({"raccordement_address_proof", "raccordement_draft"}),
    ),
    Kept(
        "Saisies gardées",
        "Ce qu’un formulaire envoyait quand votre session s’est terminée\u00a0; jamais un mot de passe ni un fichier.",
        "Vous le rendre, à vous seul, dès que vous êtes de nouveau connecté.",
        "Jusqu’à l’envoi du formulaire, 12\u00a0heures au plus\u00a0; effacées la nuit suivante.",
        frozenset({"kept_entries"}),
    ),
    Kept(
        "Compteurs d’essais",
        "Un nombre, sous une empreinte : ni nom, ni identifiant, ni adresse lisibles.",
        "Limiter les essais d’un attaquant.",
        "Le temps de la limite, {tries_window} au plus.",
        frozenset({"counter"}),
    ),
    Kept(
        "Messages envoyés",
        "Le destinataire, l’objet, l’heure, le résultat ; le contenu est effacé dès l’envoi.",
        "Les remettre malgré une panne, dire s’ils sont partis.",
        "30 jours.",
        frozenset({"outbox_mail"}),
    ),
    Kept(
        "Journal",
        "Connexions, refus, codes envoyés, changements de mot de passe et d’adresse : l’heure, le compte, l’adresse "
        "réseau, la valeur avant et après. Jamais un mot de passe ni un code.",
        "Prouver qui a fait quoi, découvrir une usurpation.",
        "{journal}, puis il n’en reste que l’heure et la nature de l’acte, sans rien qui désigne quelqu’un.",
        frozenset({"journal"}),
    ),
)

_CHOSEN = (
    Cookie(
        remember.IDENTIFIER,
        "Remplir votre identifiant, si vous cochez « Retenir mon identifiant ».",
        "1 an, ou jusqu’à ce que vous décochiez",
    ),
    Cookie(
        remember.NAME,
        "Remplir votre nom, si vous cochez « Retenir mon nom ».",
        "1 an, ou jusqu’à ce que vous décochiez",
    ),
    Cookie(appearance.COOKIE, "Garder le choix clair ou sombre.", "1 an"),
)


def cookies() -> tuple[Cookie, ...]:
    """The cookies, each under the name that this deployment gives it: over https, two of them carry a prefix."""
    session = str(current_app.config["SESSION_COOKIE_NAME"])
    return (
        Cookie(
            session,
            "Vous garder connecté, protéger les formulaires, retrouver la demande commencée ici.",
            "Jusqu’à la fermeture du navigateur",
        ),
        Cookie(
            visitor.cookie_name(), "Reconnaître ce navigateur : un nombre aléatoire, qui ne dit rien de vous.", "1 an"
        ),
        *_CHOSEN,
    )
