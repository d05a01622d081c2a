"""The tables, in French: what was measured beside what is promised."""

import statistics
from collections.abc import Iterable, Sequence

from bench.enumeration import MAX_GAP_MS, Sameness
from bench.hospital import LIMIT, SECONDS, Morning
from bench.journeys import HASHES
from bench.siege import ADDRESSES, TRIES_EACH, Siege
from bench.targets import REFERENCE, SUBJECT

TITLES = {
    "J1": "page de connexion",
    "J2": "connexion entière",
    "J3": "mot de passe oublié, puis connexion",
    "J4": "page d’une personne connectée",
}
# Shares of the reference's CPU, its unavoidable argon2 aside.
GOALS = {"J1": 0.30, "J2": 0.65, "J3": 0.68, "J4": 0.50}


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Columns set in line, as Markdown reads them."""
    cells = [list(heads), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[n]) for row in cells) for n in range(len(heads))]
    lines = ["| " + " | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) + " |" for row in cells]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def french(number: float, digits: int = 2) -> str:
    """« 0,65 »."""
    return f"{number:.{digits}f}".replace(".", ",")


def verdict(*, holds: bool) -> str:
    """The word that ends a line."""
    return "tenu" if holds else "MANQUÉ"


def least_disturbed(rounds: list[list[dict]]) -> list[dict]:
    """Of the rounds of each load, the one of least CPU, with the errors of all."""
    return [
        {**min(cell, key=lambda row: row["cpu"]), "errors": [e for row in cell for e in row["errors"]]}
        for cell in zip(*rounds, strict=True)
    ]


def journeys(rows: list[dict]) -> bool:
    """Print the CPU of the four journeys; whether every one of them ended well, whatever it cost."""
    unit = statistics.median([row["hash_ms"] for row in rows if row["hash_ms"]] or [0])
    names = list(dict.fromkeys(row["name"] for row in rows))
    lines = []
    for journey, at_once in dict.fromkeys((row["journey"], row["at_once"]) for row in rows):
        cost = {row["name"]: row["cpu"] for row in rows if (row["journey"], row["at_once"]) == (journey, at_once)}
        whole = cost[SUBJECT] / cost[REFERENCE]
        hashes = HASHES[journey] * unit
        own = (cost[SUBJECT] - hashes) / (cost[REFERENCE] - hashes)
        figures = [*(french(cost[name]) for name in names), french(whole), french(own), french(GOALS[journey])]
        lines.append([TITLES[journey], at_once, *figures, verdict(holds=own <= GOALS[journey])])
    print("\n## CPU d’un parcours, en millisecondes, tous processus compris\n")
    print(f"Rapports du {SUBJECT} à {REFERENCE}. Un calcul d’argon2 (19 Mio, 2 passes) : {french(unit, 1)} ms.\n")
    print(table(["parcours", "à la fois", *names, "rapport", "sans argon2", "but", ""], lines))
    errors = sorted({f"{row['name']}, {row['journey']} : {error}" for row in rows for error in row["errors"]})
    print("".join(f"\nErreur : {error}" for error in errors))
    return not errors


def hashes(lines: Sequence[tuple[str, int]]) -> bool:
    """Print the computations of argon2; whether each step costs what it must."""
    expected = dict.fromkeys(
        ("mot de passe faux", "personne inconnue", "compte bloqué", "mot de passe juste", "nouveau mot de passe"), 1
    )
    print("\n## Calculs d’argon2, comptés dans le processus\n")
    print(table(["étape", "calculs", ""], [(s, n, verdict(holds=n == expected.get(s, 0))) for s, n in lines]))
    return all(count == expected.get(step, 0) for step, count in lines)


def sameness(found: Sequence[Sameness], tries: int) -> bool:
    """Print promise 10; whether it holds."""
    print(f"\n## Promesse 10 : médiane (et quartiles) de {tries} essais par état, en millisecondes\n")
    rows = [
        (
            f"POST {same.page}",
            *(
                f"{french(middle, 1)} ({french(low, 1)} à {french(high, 1)})"
                for low, middle, high in same.quartiles.values()
            ),
            french(same.gap, 1),
            same.answers,
            verdict(holds=same.holds),
        )
        for same in found
    ]
    heads = ["page", *found[0].quartiles, "écart", "réponses distinctes", f"écart ≤ {MAX_GAP_MS:.0f}, une réponse"]
    print(table(heads, rows))
    return all(same.holds for same in found)


def siege(found: Siege) -> bool:
    """Print promise 8; whether it holds."""
    tries = ", ".join(f"{count} × {status}" for status, count in sorted(found.statuses.items()))
    print(f"\n## Promesse 8 : {ADDRESSES * TRIES_EACH} mots de passe faux sur un RPPS, depuis {ADDRESSES} adresses\n")
    rows = [
        ("réponses à l’attaque", tries),
        ("la personne entre depuis son navigateur de confiance", f"{found.trusted_ms:.0f} ms"),
        ("la personne entre par le lien envoyé, d’un autre navigateur", f"{found.linked_ms:.0f} ms"),
        ("un inconnu qui trouve enfin le mot de passe", "entre" if found.stranger else "reste refusé"),
        ("promesse", verdict(holds=found.holds)),
    ]
    print(table(["", ""], rows))
    return found.holds


def hospital(found: Morning, forged: int, relayed: int) -> bool:
    """Print promise 9; whether it holds."""
    holds = found.holds and forged > 0 and relayed == 0
    print(f"\n## Promesse 9 : {found.people} personnes derrière une adresse, une sur deux se trompant une fois\n")
    rows = [
        ("personnes entrées", found.signed_in),
        ("réponses 429", found.throttled),
        (f"durée (au plus {SECONDS} s)", f"{found.seconds:.0f} s"),
        (f"{LIMIT + 10} mots de passe faux, X-Forwarded-For forgé par un pair quelconque : refusés", forged),
        (f"{LIMIT + 10} mots de passe faux, autant d’adresses vues par le mandataire : refusés", relayed),
        ("promesse", verdict(holds=holds)),
    ]
    print(table(["", ""], rows))
    return holds
