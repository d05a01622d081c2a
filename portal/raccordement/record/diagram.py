"""The table of moves as docs/metier shows it: a drawing for Mermaid, then every move with what it asks and mails."""

from collections.abc import Iterator

from portal.raccordement.record.states import MOVES, Audience, Move, Role, State

_BACK = "Rétablir le raccordement, là d’où il venait"
_SIDES = {Audience.MANAGERS: "gestionnaires", Audience.INSTRUCTORS: "instructeurs"}
_HEAD = ("De", "Qui", "Action", "Vers", "Motif", "Courriels")


def page() -> str:
    """The drawing and the table, in Markdown."""
    return f"```mermaid\n{drawing()}\n```\n\n{table()}"


def drawing() -> str:
    """The states and the moves between them, as a Mermaid state diagram."""
    names = [f'    state "{state.label}" as {state.value}' for state in State]
    arrows = [f"    {left.value} --> {right.value}: {', '.join(labels)}" for left, right, labels in _arrows()]
    return "\n".join(["stateDiagram-v2", *names, f"    [*] --> {State.DRAFT.value}", *arrows])


def _arrows() -> Iterator[tuple[State, State, list[str]]]:
    """One arrow a pair of states, with the acts that lead along it."""
    found: dict[tuple[State, State], list[str]] = {}
    for (left, _, action), move in MOVES.items():
        for right in [move.to] if move.to else _suspended_from():
            found.setdefault((left, right), []).append(action.label if move.to else _BACK)
    for (left, right), labels in found.items():
        yield left, right, labels


def _suspended_from() -> list[State]:
    return [left for (left, _, _), move in MOVES.items() if move.to is State.SUSPENDED]


def table() -> str:
    """Every move: from where, by whom, which act, where to, whether a reason is asked for, which mails leave."""
    rows = [_HEAD, ("---",) * len(_HEAD)]
    rows += [
        (left.label, _who(role), action.label, _reached(move), "obligatoire" if move.reason else "", _letters(move))
        for (left, role, action), move in MOVES.items()
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _who(role: Role) -> str:
    return role.label[0].lower() + role.label[1:]


def _reached(move: Move) -> str:
    return move.to.label if move.to else "l’état d’où elle venait"


def _letters(move: Move) -> str:
    return "\u00a0; ".join(f"{_SIDES[letter.to]}\u00a0: «\u00a0{letter.subject}\u00a0»" for letter in move.letters)
