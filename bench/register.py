"""A fictitious register of the size of FINESS: the hospitals that are shipped, over and over, under other numbers.

Names keep their words and communes their codes, so that a search meets as many answers as in the whole register.
"""

import gzip
import random
from collections.abc import Iterator
from importlib import resources

from portal.registers.columns import Structureet

# As many lines as the national extract of May 2026 has.
COUNT = 103_022
SHIPPED = "finess-sae-2023.csv.gz"
# What the whole register has, and hospitals alone have not.
KINDS = ("EHPAD", "PHARMACIE", "FOYER DE VIE", "CENTRE DE SANTE", "LABORATOIRE", "SSIAD", "IME", "ESAT", "CMPP", "MAS")


def numbered(body: str) -> str:
    """These eight digits and the key that makes a FINESS number of them."""
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in body[::-2])
    return body + str(-(doubled + sum(int(digit) for digit in body[-2::-2])) % 10)


def siret(rank: int) -> str:
    """The SIRET of this rank, three establishments to a SIREN, both keys right."""
    siren = numbered(f"{20_000_000 + rank // 3:08}")
    body = f"{siren}{rank % 3:04}"
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in body[::-2])
    return body + str(-(doubled + sum(int(digit) for digit in body[-2::-2])) % 10)


def lines(count: int = COUNT, seed: int = 1) -> Iterator[str]:
    """The first line and that many structures, as the extract writes them."""
    yield "finess;etalab;111;2026-05-04"
    real, pick = _shipped(), random.Random(seed)
    for rank in range(count):
        row = real[rank % len(real)]
        kind = "" if rank < len(real) else pick.choice(KINDS)
        made = row._replace(
            nofinesset=numbered(f"99{rank:06}"),
            nofinessej=numbered(f"98{rank // 2:06}"),  # two territorials to a juridical one, as FINESS has
            rs=f"{kind} {row.rs.partition(' ')[2] or row.rs}" if kind else row.rs,
            siret=siret(rank),
        )
        yield ";".join(["structureet", *made, ""])


def _shipped() -> list[Structureet]:
    file = resources.files("portal.registers") / "data" / SHIPPED
    text = gzip.decompress(file.read_bytes()).decode()
    rows = [line.split(";") for line in text.splitlines() if line.startswith("structureet;")]
    return [Structureet(*row[1 : len(Structureet._fields) + 1]) for row in rows]
