"""Every way through the sign-in assistant."""

from collections.abc import Iterator

from portal.information.rules import Advice, Node, Question
from portal.information.tree import ROOT

Path = tuple[str, ...]


def every_place(node: Node = ROOT, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Each path with what it leads to, the first question included."""
    yield path, node
    if isinstance(node, Question):
        for answer in node.answers:
            yield from every_place(answer.leads_to, (*path, answer.slug))


QUESTIONS = {path: node for path, node in every_place() if isinstance(node, Question)}
ADVICE = {path: node for path, node in every_place() if isinstance(node, Advice)}


def words(node: Node) -> list[str]:
    """Everything that a question or an advice says, before settings are filled in."""
    match node:
        case Question(title, answers, hint):
            return [title, hint, *(text for answer in answers for text in (answer.label, answer.hint))]
        case Advice(title, reason, steps, action, otherwise):
            return [title, reason, *steps, action.label, otherwise]
