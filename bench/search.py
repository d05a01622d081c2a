"""How long the search of an establishment takes over 103,022 lines: `python -m bench.search [postgresql://…]`.

Each text is asked once to warm up, then five times; beside it, in the same run, the plain look-up of a row by its key.
Ends with an error when an answer in twenty takes more than 100 ms.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from sqlalchemy import select, text

from bench.register import COUNT, lines
from bench.report import french, table, verdict
from portal.config import settle
from portal.db import database, reading
from portal.factory import create_app
from portal.limits import Limit
from portal.migrations.commands import upgrade
from portal.raccordement.picker import service as picker
from portal.registers.imports import finess
from portal.registers.models import Establishment

PROMISE_MS = 100
TIMES, EACH = 5, 40
WORDS = {
    "un mot courant": ["ch", "clinique", "ehpad", "centre", "hopital", "saint", "foyer", "pharmacie"],
    "deux mots et une commune": [
        "clinique saint lyon",
        "ehpad les bordeaux",
        "centre hospitalier bourg",
        "chu amiens nord",
    ],
    "deux débuts de mots": ["clin toul", "hop ly", "ehp mars", "cent mont"],
    "des mots sans réponse": [
        "clinique ehpad hopital zoug",
        "saint pharmacie foyer centre lune",
        "introuvable",
        "xylophone",
    ],
}
Ask = Callable[[str], object]


def main() -> int:
    """Import a register, then measure."""
    with tempfile.TemporaryDirectory() as folder:
        url = sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{folder}/portail.sqlite3"
        values = {"secret_keys": ("clef-de-mesure-" + "x" * 32,), "data": Path(folder), "database_url": url}
        values |= dict.fromkeys(("limit_searches", "limit_requests"), Limit.parse("999999/1min"))
        settings = settle({**values, "smtp_url": "smtp://127.0.0.1:1", "log_level": "ERROR", "captcha": "none"})
        app = create_app(settings)
        with app.app_context():
            upgrade()
            _import(Path(folder) / "registre.csv")
            texts = _texts()
            keys = texts["FINESS territorial"]
            base = _spread(_by_key, keys * 5)
            rows = {name: _spread(_search, asked) for name, asked in texts.items()}
            rows["toutes, page comprise"] = _spread(_over_http(app), [one for asked in texts.values() for one in asked])
    return _tell(url.partition(":")[0], base, rows)


def _import(file: Path) -> None:
    file.write_text("\n".join(lines()), encoding="utf-8")
    begin = time.perf_counter()
    report = finess.run(finess.open_extract(file))
    assert report.created == COUNT, report.counts()
    with database().engine.connect() as connection:
        connection.execute(text("ANALYZE"))  # as a database does by itself within minutes of an import
        connection.commit()
    print(f"{COUNT} structures importées en {time.perf_counter() - begin:.0f} s\n")


def _texts() -> dict[str, list[str]]:
    """What is asked, by kind: rows spread over the whole register, and words."""
    with reading() as session:
        numbers = session.scalars(select(Establishment.finess_et).order_by(Establishment.finess_et)).all()
        some = numbers[:: len(numbers) // EACH][:EACH]
        rows = session.scalars(select(Establishment).where(Establishment.finess_et.in_(some))).all()
    asked = {
        "FINESS territorial": [row.finess_et for row in rows],
        "FINESS juridique": [row.finess_ej for row in rows],
        "SIREN": [str(row.siret)[:9] for row in rows],
        "SIRET": [str(row.siret) for row in rows],
        "numéro commencé": [row.finess_et[:6] for row in rows],
        "code INSEE": [row.commune_code for row in rows if row.commune_code],
        "code postal": [row.postal_code for row in rows if row.postal_code],
        "nom entier": [row.name for row in rows],
        "nom et commune": [f"{row.name} {row.routing.partition(' ')[2]}" for row in rows],
    }
    return asked | WORDS


def _by_key(number: str) -> object:
    with reading() as session:
        return session.get(Establishment, number)


def _search(asked: str) -> object:
    with reading() as session:
        return picker.search(session, asked)


def _over_http(app) -> Ask:
    """The request that a browser sends as one types, from the first byte to the last of the answer."""
    client = app.test_client()
    page = client.get("/raccordement/demande", base_url="http://127.0.0.1:5000").text
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]

    def ask(asked: str) -> object:
        data = {"csrf_token": token, "recherche": asked}
        answer = client.post("/registres/etablissements", data=data, base_url="http://127.0.0.1:5000")
        assert answer.status_code == 200, answer.status
        return answer.data

    return ask


def _spread(ask: Ask, asked: Iterable[str]) -> list[float]:
    """The milliseconds of each answer, in order; the first of each text is not counted."""
    took = []
    for one in asked:
        ask(one)
        for _ in range(TIMES):
            begin = time.perf_counter()
            ask(one)
            took.append(1000 * (time.perf_counter() - begin))
    return sorted(took)


def _p95(took: list[float]) -> float:
    return took[int(0.95 * len(took))]


def _tell(engine: str, base: list[float], rows: dict[str, list[float]]) -> int:
    middle = statistics.median(base)
    shown = [["une ligne par sa clé", len(base), french(middle), french(_p95(base)), "1", ""]]
    for name, took in rows.items():
        ratio = french(statistics.median(took) / middle, 1)
        holds = verdict(holds=_p95(took) < PROMISE_MS)
        shown.append([name, len(took), french(statistics.median(took)), french(_p95(took)), ratio, holds])
    print(f"Recherche sur {COUNT} structures, {engine}\n")
    print(table(["Recherche", "mesures", "médiane (ms)", "95 % (ms)", "× la clé", f"< {PROMISE_MS} ms"], shown))
    return 0 if all(_p95(took) < PROMISE_MS for took in rows.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
