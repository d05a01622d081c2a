"""Measures the import of profiles beside django-import-export, in one run. usage: make bench-import

The same file, the same checks, the same machine; the portal's figure holds the upload, the preview, the import with its
journal and its notices, and the report. Each program is a process of its own, and its CPU is what is compared.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import processes
from bench.peers import gen_csv
from bench.report import french, table
from bench.targets import PORTAL_PYTHON, ROOT

PEER = ROOT / "bench" / "peers" / "peer_importexport.py"
GOALS = {("modify", "default"): 25, ("modify", "tuned"): 8, ("create", "default"): 20, ("create", "bulk"): 4}
NAMES = {
    "portail": "le portail",
    "default": "django-import-export, tel quel",
    "tuned": "django-import-export, réglé",
    "bulk": "django-import-export, use_bulk",
}


def options() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(prog="make bench-import", description="Mesure l’import de profils.")
    parser.add_argument("--rows", type=int, default=10_000, help="lignes de chaque fichier")
    return parser.parse_args()


def files(folder: Path, rows: int) -> Path:
    """The files to import, with what each line must give."""
    for kind in ("base", "create", "modify"):
        gen_csv.write(kind, rows, str(folder / f"{kind}.csv"))
    return folder


def peer(folder: Path, kind: str, mode: str) -> dict[str, float]:
    """One import by django-import-export."""
    words = [processes.PYTHON, PEER, folder / "pair.sqlite3", folder / f"{kind}.csv", "--mode", mode, "--hash", "fixed"]
    words += ["--base", folder / "base.csv"] if kind == "modify" else []
    return _measured(words, PEER.parent)


def portal(folder: Path, kind: str) -> dict[str, float]:
    """The same by the portal."""
    words = [PORTAL_PYTHON, "-m", "bench.import_once", folder, kind]
    return _measured(words, ROOT)


def _measured(words: list[object], where: Path) -> dict[str, float]:
    print(f"… {' '.join(str(word) for word in words[1:])}", file=sys.stderr, flush=True)
    done = subprocess.run([str(word) for word in words], cwd=where, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def main() -> int:
    """Measure; 0 if no line has a wrong outcome."""
    asked = options()
    processes.enter_environment("bench.imports")
    folder = Path(tempfile.mkdtemp(prefix="import-", dir=processes.WORK))
    wrong = 0
    try:
        files(folder, asked.rows)
        for kind, modes in (("modify", ("default", "tuned")), ("create", ("default", "bulk"))):
            found = {"portail": portal(folder, kind)} | {mode: peer(folder, kind, mode) for mode in modes}
            wrong += sum(int(one["wrong_status"]) for one in found.values())
            _print(kind, asked.rows, found)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if wrong else 0


def _print(kind: str, rows: int, found: dict[str, dict[str, float]]):
    ours = found["portail"]["rows_per_cpu_s"]
    print(f"\n{rows} lignes, {'modification' if kind == 'modify' else 'création, sans hachage'}")
    heads = ["Programme", "Lignes par seconde de processeur", "Le portail", "Visé", "Mémoire en plus, Mio", "Faux"]
    print(
        table(
            heads,
            [
                [
                    NAMES[name],
                    round(one["rows_per_cpu_s"]),
                    "" if name == "portail" else f"× {french(ours / one['rows_per_cpu_s'], 1)}",
                    f"× {GOALS[kind, name]}" if name != "portail" else "",
                    round(one["peak_over_start_mib"]),
                    int(one["wrong_status"]),
                ]
                for name, one in found.items()
            ],
        )
    )


if __name__ == "__main__":
    sys.exit(main())
