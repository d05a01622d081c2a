"""What an administrator is told of an act that is done all the same: what it leaves behind, and what to do about it."""

from collections.abc import Iterable, Mapping, Sequence

from portal.medimail.mailboxes.record.rules.addresses import is_of

# As many names as a sentence bears, and as many signs: an address may have 254.
_NAMED, _ROOM = 3, 150

SHUT_OUT = (
    "L’exploitant du portail a fermé le compte de cette personne\u00a0: elle ne peut pas se connecter. Voyez "
    "avec l’exploitant, qui seul peut le rouvrir."
)
# Of whoever is rejected: their account of the portal stays open by these.
ADMINISTERS = "Cette personne administre des structures Medimail."
HOLDS = "Cette personne a d’autres droits sur le portail."
ASK_ELSEWHERE = "Pour celles d’autres structures, voyez avec leurs administrateurs, ou avec le GRADeS."
UNOPENED = (
    "Plus personne n’ouvre cette BAL\u00a0: ses comptes de connexion sont rejetés ou supprimés. Ajoutez-en un par "
    "«\u00a0Modifier le compte\u00a0», ou rejetez-la si elle ne sert plus."
)
UNANSWERED = (
    "Les réponses à cette BAL ne sont plus lues\u00a0: le compte de son adresse de retour est rejeté ou supprimé, ou "
    "n’est pas de type PER, ORG ou INT. Changez-la par «\u00a0Modifier le compte\u00a0»."
)


def left_unopened(addresses: Sequence[str]) -> str:
    """Nobody is left to open these shared mailboxes; no word when there are none."""
    if not addresses:
        return ""
    return f"Sans ce compte, plus personne n’ouvre {named(addresses)}\u00a0: ajoutez-y un autre compte de connexion."


def left_unanswered(addresses: Sequence[str]) -> str:
    """Nobody is left to read what is answered to these softwares; no word when there are none."""
    if not addresses:
        return ""
    return (
        f"Sans ce compte, plus personne ne lit les réponses à {named(addresses)}\u00a0: donnez-y une autre adresse "
        "de retour."
    )


def copies_unread(addresses: Sequence[str], elsewhere: int) -> str:
    """What to tell of a rejection, of those whose messages the account receives copies of."""
    return (
        f"Ce compte reçoit une copie des messages de {counted(addresses, elsewhere)}\u00a0: personne ne l’y lira plus. "
        "Ces délégations se suppriment dans ses paramètres."
    )


def begun_no_more(addresses: Sequence[str], elsewhere: int) -> str:
    """What to tell of a rejection, of those to whom the account is shown first when they sign in."""
    return (
        f"Ce compte s’affiche d’abord à la connexion de {counted(addresses, elsewhere)}\u00a0: tant qu’il est rejeté, "
        "chacun voit d’abord sa propre messagerie."
    )


def left_behind(unopened: Iterable[tuple[int, str]], unanswered: Iterable[tuple[int, str]]) -> Mapping[int, str]:
    """Both of several who go, by the key of each, from the mailboxes that each leaves with nobody."""
    opened, answered = _by_key(unopened), _by_key(unanswered)
    return {
        key: f"{left_unopened(opened.get(key, ()))} {left_unanswered(answered.get(key, ()))}".strip()
        for key in {**opened, **answered}
    }


def _by_key(left: Iterable[tuple[int, str]]) -> Mapping[int, Sequence[str]]:
    found: dict[int, list[str]] = {}
    for key, address in left:
        found.setdefault(key, []).append(address)
    return found


def outside(address: str, tonight: str, domain: str) -> str:
    """What to tell of an account that goes where addresses are of this domain; no word when its own is.

    Its address is changed afterwards: before, it would have to be of the domain that it leaves. For the same reason
    nothing is refused: no account could go from a structure that has a domain to one that has another.

    Args:
        address: The one that it has.
        tonight: The one that it takes the next night; empty when none is asked for.
        domain: That of the structure where it goes; empty when any will do.
    """
    if is_of(tonight or address, domain):
        return ""
    if tonight:
        return (
            "L’adresse demandée pour la nuit prochaine n’est pas du domaine de la structure d’arrivée "
            f"(@{domain})\u00a0: elle y sera refusée. Demandez-en une autre une fois le compte là-bas."
        )
    return (
        f"Son adresse n’est pas du domaine de la structure d’arrivée (@{domain})\u00a0: demandez à la changer une "
        "fois le compte là-bas."
    )


def not_of(address: str, domain: str) -> str:
    """What to tell of somebody who registered alone, of an address that is not of the domain of the structure.

    Nothing is refused: no structure is known yet when the address is proved.
    """
    if is_of(address, domain):
        return ""
    return (
        f"Son adresse n’est pas du domaine de la structure (@{domain})\u00a0: vérifiez que cette personne en fait "
        "partie, changez-la de structure, ou demandez à changer son adresse."
    )


# Of an account that is validated, where its sheet is not read.
SAME_NUMBER = (
    "Un autre compte porte le même numéro RPPS ou ADELI\u00a0: cherchez-le par ce numéro dans la liste, et vérifiez "
    "à qui il est."
)
_WHOSE = "vérifiez à qui est ce numéro, puis corrigez-le, ou rejetez le compte qui n’est pas de cette personne."


def same_number(within: Sequence[str], *, is_elsewhere: bool, is_anothers: bool) -> str:
    """What to tell of an account to validate whose number is also that of somebody else's; no word when it is not.

    Args:
        within: The other accounts that the reader may see, each with its state.
        is_elsewhere: Whether there are some that they may not.
        is_anothers: Whether it is that of a person known under another name: it is then not validated.
    """
    if within:
        said = f"Son numéro est aussi celui de {named(within)}."
    elif is_elsewhere:
        said = "Son numéro est aussi celui d’un compte d’une structure que vous n’administrez pas."
    elif is_anothers:
        said = "Son numéro est celui d’une personne que le portail connaît sous un autre nom."
    else:
        return ""
    if is_anothers:
        other = "Une personne connue sous un autre nom le porte, et ce compte ne se valide pas ainsi"
        return f"{said} {other}\u00a0: {_WHOSE}"
    return f"{said} Avant de valider, {_WHOSE}"


def borne_twice(within: Sequence[str]) -> str:
    """What to tell of an account whose number is held by others too, under another name; those that one may see."""
    others = f" ({named(within)})" if within else ""
    return f"Son numéro RPPS est aussi celui d’une personne connue sous un autre nom{others}\u00a0: {_WHOSE}"


def rejected_too(within: Sequence[str]) -> str:
    """What to tell of an account that was just created with the number of these, rejected; no word of none."""
    if not within:
        return ""
    return (
        f"Un compte rejeté porte le même numéro\u00a0: {named(within)}. Si c’est la même personne, mieux vaut le "
        "réhabiliter, et rejeter celui-ci\u00a0; sinon, le compte rejeté ne pourra plus l’être sous ce numéro."
    )


def waits(within: Sequence[str]) -> str:
    """What to tell of an account whose number somebody who registered alone has typed as well; no word of nobody."""
    if not within:
        return ""
    return (
        f"Le même numéro est celui d’un compte à valider\u00a0: {named(within)}. S’il n’est pas de la même personne, "
        "rejetez-le."
    )


def counted(addresses: Sequence[str], elsewhere: int) -> str:
    """The first of these addresses, how many there are besides, and how many of structures that are not named."""
    others = f"{elsewhere}\u00a0{'compte' if elsewhere == 1 else 'comptes'} d’autres structures" if elsewhere else ""
    return " et ".join(filter(None, (named(addresses), others)))


def named(addresses: Sequence[str]) -> str:
    """The first of these addresses, and how many there are besides."""
    shown: list[str] = []
    for address in addresses[:_NAMED]:
        if shown and len(", ".join([*shown, address])) > _ROOM:
            break
        shown.append(address)
    if len(shown) == 1 and len(shown[0]) > _ROOM:
        shown = [f"{shown[0][:_ROOM]}…"]
    left = len(addresses) - len(shown)
    return ", ".join(shown) + (f" et {left}\u00a0{'autre' if left == 1 else 'autres'}" if left else "")
