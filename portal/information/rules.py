"""The shape of the sign-in assistant, and the spaces of the home page: plain values, nothing known of any account.

An assistant's address holds the answers given so far, so that Back works and it can be read out over the telephone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Page:
    """To do next: open a page of the portal, named by its endpoint, at an anchor if it is long."""

    label: str
    endpoint: str
    anchor: str | None = None


@dataclass(frozen=True)
class Site:
    """To do next: open another site."""

    label: str
    url: str


CERTDC = Site("Ouvrir CertDc", "https://www.certdc.inserm.fr")


@dataclass(frozen=True)
class Phone:
    """To do next: telephone the assistance, whose number and hours are settings."""

    label: str


Action = Page | Site | Phone


@dataclass(frozen=True)
class Advice:
    """The end of a path: what to do, why, step by step, and what if it fails.

    The sentences may name the fields of `facts.Facts` between braces; `told` fills them in.
    """

    title: str
    reason: str
    steps: tuple[str, ...]
    action: Action
    otherwise: str = ""


@dataclass(frozen=True)
class Answer:
    """One answer to a question: its word in the address, what is read, where it leads."""

    slug: str
    label: str
    leads_to: "Question | Advice"
    hint: str = ""


@dataclass(frozen=True)
class Question:
    """A question and its answers."""

    title: str
    answers: tuple[Answer, ...]
    hint: str = ""


Node = Question | Advice


@dataclass(frozen=True)
class Step:
    """An answer given on the way here; `before` is the path of the page where it may be changed."""

    question: str
    answer: str
    before: str


@dataclass(frozen=True)
class Place:
    """Where a path leads, and the answers that make it."""

    node: Node
    walked: tuple[Step, ...]


def follow(root: Question, slugs: Sequence[str]) -> Place | None:
    """Walk these answers from the first question; None when one of them is no answer to what is asked."""
    node: Node = root
    walked: list[Step] = []
    for number, slug in enumerate(slugs):
        found = _answer(node, slug)
        if found is None:
            return None
        walked.append(Step(node.title, found.label, "/".join(slugs[:number])))
        node = found.leads_to
    return Place(node, tuple(walked))


def _answer(node: Node, slug: str) -> Answer | None:
    match node:
        case Question(answers=answers):
            return next((answer for answer in answers if answer.slug == slug), None)
        case Advice():
            return None


def told(advice: Advice, facts: Mapping[str, str]) -> Advice:
    """The advice with what this portal's settings come to, in words, in place of their names.

    Raises:
        KeyError: a sentence names a fact that there is not.
    """
    return replace(
        advice,
        reason=advice.reason.format_map(facts),
        steps=tuple(step.format_map(facts) for step in advice.steps),
        action=replace(advice.action, label=advice.action.label.format_map(facts)),
        otherwise=advice.otherwise.format_map(facts),
    )


@dataclass(frozen=True)
class Space:
    """A place offered on the home page to whoever holds the right or is of the world, or to everybody signed in."""

    label: str
    text: str
    endpoint: str = ""
    right: str | None = None
    icon: str = ""
    world: str | None = None
    # Of another site, in place of an endpoint.
    site: str = ""


SPACES = (
    Space(
        "Mon raccordement",
        "Où en est votre demande, à qui d’agir, vos tests, vos messages.",
        "followup.overview",
        right="gestionnaire_si",
    ),
    Space(
        "Instruction",
        "Les demandes de raccordement qui attendent une réponse, et toutes les autres.",
        "instruction.listing",
        right="instructeur",
    ),
    Space(
        "Administration",
        "Les profils du personnel de vos établissements, un par un ou par fichier.",
        "staff.places",
        right="referent",
    ),
    Space(
        "Structures Medimail",
        "Vos structures, leurs réglages et leurs comptes.",
        "structures.listing",
        right="administrateur_medimail",
        icon="building",
    ),
    Space(
        "Ma messagerie Medimail",
        "Vos notifications, la boîte qui s’ouvre d’abord, vos délégations.",
        "own_mailbox.listing",
        world="medimail",
    ),
    Space(CERTDC.label, "Les certificats de décès, sur leur propre site.", site=CERTDC.url, world="certdc"),
    Space("Mon compte", "Votre identité, vos adresses, vos navigateurs et vos sessions.", "accounts.overview"),
    Space("Changer mon mot de passe", "Sa durée de validité repart de zéro.", "password.change"),
)


def open_to(rights: frozenset[str], worlds: frozenset[str], spaces: Sequence[Space] = SPACES) -> tuple[Space, ...]:
    """The spaces that open for somebody signed in, by these rights and worlds or as for everybody."""

    def opens(space: Space) -> bool:
        of_all = space.right is None and space.world is None
        return of_all or space.right in rights or space.world in worlds

    return tuple(space for space in spaces if opens(space))
