"""Measures signing in: its CPU beside comparable systems, and what promises 8, 9 and 10 say. usage: make bench-auth

Everything that it makes lies in the temporary folder, and all traffic stays on loopback.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from bench import enumeration, hospital, journeys, processes, report, siege
from bench.targets import PORTAL, PORTAL_ENV, PORTAL_PYTHON, ROOT, TARGETS

PARTS = ("parcours", "argon2", "enumeration", "blocage", "hopital")
# The promises are kept with the limits that everybody has, behind a proxy as in a hospital.
AS_INSTALLED = replace(PORTAL, env={**PORTAL_ENV, "PORTAL_TRUSTED_PROXIES": "127.0.0.1/32"})


def options() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(prog="make bench-auth", description="Mesure la connexion.")
    parser.add_argument("--quick", action="store_true", help="un dixième des essais, pour voir que tout marche")
    parser.add_argument("--only", action="append", choices=PARTS, help="une partie seulement (répétable)")
    parser.add_argument("--journeys", default="J1,J2,J3,J4", help="les parcours à mesurer")
    parser.add_argument("--rounds", type=int, default=1, help="tours ; chaque chiffre gardé est celui du moins dérangé")
    return parser.parse_args()


def compare(asked: argparse.Namespace, folder: Path) -> bool:
    """The journeys of every program, round after round, so that a busy minute disturbs them all."""
    rounds = []
    for number in range(asked.rounds):
        rows, here = [], folder / f"tour-{number}"
        here.mkdir()
        with processes.mail_server(here / "mail") as smtp:
            for target in TARGETS:
                say(f"{target.name}, tour {number + 1}")
                with processes.running(target, here / target.name, here / "mail", smtp) as program:
                    rows += journeys.measure(program, asked.journeys.split(","), 10 if asked.quick else 1)
        rounds.append(rows)
    return report.journeys(report.least_disturbed(rounds))


def count_hashes(folder: Path) -> bool:
    """The computations of argon2 of each step."""
    say("argon2")
    command = [PORTAL_PYTHON, "-m", "bench.hashes", folder / "argon2"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    steps = [line.split(";") for line in done.stdout.splitlines()]
    return report.hashes([(step, int(count)) for step, count in steps])


def promises(asked: argparse.Namespace, parts: list[str], folder: Path) -> list[bool]:
    """The promises, on the portal as installed."""
    held, tries = [], enumeration.TRIES // (10 if asked.quick else 1)
    crowd = hospital.PEOPLE // (10 if asked.quick else 1)
    with (
        processes.mail_server(folder / "mail") as smtp,
        processes.running(AS_INSTALLED, folder / "portail", folder / "mail", smtp) as program,
    ):
        # The first physicians are put in the five states: whoever is attacked, or merely signs in, comes after them.
        people = iter(program.people[4 * enumeration.TRIES :])
        if "enumeration" in parts:
            say("promesse 10")
            held.append(report.sameness(list(enumeration.measure(program, tries)), tries))
        if "blocage" in parts:
            say("promesse 8")
            held.append(report.siege(siege.measure(program, next(people))))
        if "hopital" in parts:
            say("promesse 9")
            morning = hospital.measure(program, [next(people) for _ in range(crowd)])
            sprays = [hospital.spray(program, trusted=trusted) for trusted in (False, True)]
            held.append(report.hospital(morning, *sprays))
    return held


def say(what: str):
    """Tell whoever waits what is being done."""
    print(f"… {what}", file=sys.stderr, flush=True)


def main() -> int:
    """Measure what is asked for; 0 if every promise is kept and no journey failed."""
    asked = options()
    processes.enter_environment()
    parts = asked.only or list(PARTS)
    folder = Path(tempfile.mkdtemp(prefix="tour-", dir=processes.WORK))
    held = []
    try:
        if "parcours" in parts:
            held.append(compare(asked, folder))
        if "argon2" in parts:
            held.append(count_hashes(folder))
        if {"enumeration", "blocage", "hopital"} & set(parts):
            held += promises(asked, parts, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
