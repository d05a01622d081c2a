"""The questions of the sign-in assistant, five at most on any path, and where each answer leads.

An answer is about the person who reads, never about an account: none is looked at. The messages offered as answers
are those that the portal shows, word for word.
"""

from dataclasses import dataclass, replace

from portal.information.advice import (
    CARD,
    CHANGE_ADDRESS,
    EXPIRED,
    FIRST_CARD,
    FIRST_MEDIMAIL,
    FIRST_PASSWORD,
    FIRST_REFERENT,
    FIRST_SI,
    FIRST_WITHOUT_CARD,
    GET_ADDRESS,
    IDENTIFIER,
    IDENTIFIER_MEDIMAIL,
    IDENTIFIER_SI,
    LINK,
    LINK_SI,
    LINK_STILL_GOOD,
    MEDIMAIL_ADMINISTRATOR,
    NEW_CODE,
    NEW_LINK,
    OTHER_MESSAGE,
    REFERENT,
    REGISTER_ADDRESS,
    SUPPORT,
    TOO_MANY_CODES,
    WAIT,
)
from portal.information.rules import Advice, Answer, Node, Question

CHECK_TYPING = (
    "Vérifiez d’abord la touche Verr. Maj. et les 11 chiffres du numéro RPPS, puis essayez encore une fois. "
    "Si le refus demeure :"
)
NO_MORE_TRIES = (
    "Par sécurité, plus aucun code n’est accepté ; le message dit pour combien de temps. Un nouveau mot de passe lève "
    "cette limite aussitôt. Ces codes ne sont pas de vous ? Quelqu’un connaît votre mot de passe : changez-le."
)


def _card(with_card: Advice, without: Advice) -> Question:
    return Question(
        "Avez-vous votre carte CPS ?",
        (Answer("cps", "Oui", with_card), Answer("sans-cps", "Non", without)),
        hint="Il faut aussi un lecteur de cartes et le code de la carte.",
    )


def _mssante(without: Node) -> Question:
    return Question(
        "Une adresse MSSanté est-elle enregistrée sur votre compte ?",
        (
            Answer("mssante", "Oui", LINK),
            Answer("incertain", "Je ne sais pas", LINK),
            Answer("sans-mssante", "Non, ou je ne peux pas la lire", without),
        ),
        hint="Une adresse MSSanté se termine par .mssante.fr.",
    )


def _after_refusal(lost: Node) -> Node:
    """The way of a forgotten password, once a slip of the finger is ruled out."""
    match lost:
        case Question():
            return _first(CHECK_TYPING, lost)
        case Advice():
            return _first(CHECK_TYPING.removesuffix(" Si le refus demeure :"), lost)


def _first(said: str, node: Node) -> Node:
    """The same question or advice, with something to read before it."""
    match node:
        case Question():
            return replace(node, hint=f"{said} {node.hint}")
        case Advice():
            return replace(node, steps=(said, *node.steps))


@dataclass(frozen=True)
class _Ways:
    """What differs between the people who ask: where each kind of trouble ends."""

    first: Node
    identifier: Advice
    lost: Node
    no_mailbox: Node
    address: tuple[Answer, ...] = ()


def _message(ways: _Ways) -> Question:
    return Question(
        "Quel message lisez-vous ?",
        (
            Answer("refus", "« Identifiant ou mot de passe incorrect, ou compte bloqué. »", _after_refusal(ways.lost)),
            Answer("expire", "« Votre mot de passe a expiré »", EXPIRED),
            *ways.address,
            Answer("code", "« Ce code ne peut plus servir. »", NEW_CODE),
            Answer("envois", "« Trop de codes ont été envoyés »", TOO_MANY_CODES),
            Answer(
                "essais",
                "« Trop de codes faux ont été saisis pour ce compte. »",
                _first(NO_MORE_TRIES, ways.lost),
            ),
            Answer("lien", "« Ce lien ne peut plus servir »", NEW_LINK),
            Answer(
                "lien-bon",
                "« Trop de codes faux »",
                LINK_STILL_GOOD,
                hint="Après « Mot de passe oublié ou compte bloqué ? ».",
            ),
            Answer("autre", "Un autre message", OTHER_MESSAGE),
        ),
    )


def _trouble(ways: _Ways) -> Question:
    mailbox = Question(
        "Pouvez-vous lire la messagerie de l’adresse affichée ?",
        (Answer("messagerie", "Oui", WAIT), Answer("sans-messagerie", "Non", ways.no_mailbox)),
        hint="La page qui demande le code montre cette adresse, en partie masquée.",
    )
    return Question(
        "Qu’est-ce qui vous arrête ?",
        (
            Answer("premiere-fois", "C’est ma première connexion", ways.first),
            Answer("identifiant", "Je ne connais pas mon identifiant", ways.identifier),
            Answer("oubli", "J’ai oublié mon mot de passe", ways.lost),
            Answer("message", "Un message s’affiche", _message(ways)),
            Answer("code", "J’attends un code qui n’arrive pas", mailbox),
        ),
    )


NO_ADDRESS = (
    Answer(
        "adresse",
        "« Enregistrer votre adresse MSSanté »",
        Question(
            "Avez-vous une adresse MSSanté ?",
            (Answer("mssante", "Oui", REGISTER_ADDRESS), Answer("sans-mssante", "Non", GET_ADDRESS)),
            hint="Une adresse MSSanté se termine par .mssante.fr.",
        ),
    ),
)
GIVEN = Question(
    "Avez-vous reçu un identifiant et un mot de passe initial ?",
    (Answer("recus", "Oui", FIRST_PASSWORD), Answer("pas-recus", "Pas encore", FIRST_REFERENT)),
    hint="C’est le référent CertDc de votre établissement qui les donne.",
)

ROOT = Question(
    "Quelle est votre situation ?",
    (
        Answer(
            "etablissement",
            "J’exerce dans un établissement",
            _trouble(
                _Ways(GIVEN, IDENTIFIER, _mssante(_card(CARD, REFERENT)), _card(CARD, CHANGE_ADDRESS), NO_ADDRESS)
            ),
            hint="Hôpital, clinique, Ehpad…",
        ),
        Answer(
            "liberal",
            "J’exerce en libéral, à titre individuel",
            _trouble(
                _Ways(
                    _card(FIRST_CARD, FIRST_WITHOUT_CARD),
                    IDENTIFIER,
                    _mssante(_card(CARD, SUPPORT)),
                    _card(CARD, SUPPORT),
                    NO_ADDRESS,
                )
            ),
        ),
        Answer(
            "si",
            "Je gère le système d’information d’un établissement",
            _trouble(_Ways(FIRST_SI, IDENTIFIER_SI, LINK_SI, SUPPORT)),
        ),
        Answer(
            "medimail",
            "Je me connecte avec l’adresse d’une boîte Medimail",
            _trouble(
                _Ways(FIRST_MEDIMAIL, IDENTIFIER_MEDIMAIL, _mssante(MEDIMAIL_ADMINISTRATOR), MEDIMAIL_ADMINISTRATOR)
            ),
        ),
    ),
)
