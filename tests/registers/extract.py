"""Files of the registers for tests: an extract of FINESS, a table of communes, with defaults."""

import io
from pathlib import Path

from portal.db import transaction
from portal.registers import service, sources
from portal.registers.columns import Structureet
from portal.registers.imports import communes, finess
from portal.registers.rules.finess import decide

# Public pairs, and fictitious ones whose key is right.
PURPAN = {"nofinesset": "310783048", "nofinessej": "310781406", "rs": "HOPITAL PURPAN CHU TOULOUSE"}
BASTIA = {"nofinesset": "2B0000012", "nofinessej": "2B0000020", "rs": "CH BASTIA", "departement": "2B"}
DEFAULTS = {
    "nofinesset": "010000024",
    "nofinessej": "010780054",
    "rs": "CH DE FLEYRIAT",
    "numvoie": "900",
    "typvoie": "RTE",
    "voie": "DE PARIS",
    "commune": "451",
    "departement": "01",
    "ligneacheminement": "01440 VIRIAT",
    "categetab": "355",
    "siret": "26010004500012",
}
HEADER = "finess;etalab;111;2026-05-04"


def structure(**fields):
    """The fields of a line of FINESS."""
    return Structureet(**{**dict.fromkeys(Structureet._fields, ""), **DEFAULTS, **fields})


def line(**fields):
    """A line of FINESS, as in the extract: it ends with a separator."""
    return ";".join(["structureet", *structure(**fields), ""])


def numbered(count):
    """So many lines with numbers of their own whose key is right."""
    for number in range(count):
        yield line(nofinesset=number_of(number), rs=f"CH NUMERO {number}")


def number_of(rank):
    """The rank-th number under 99, whose key is right."""
    body = f"99{rank:06d}"
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in body[::-2])
    return body + str(-(doubled + sum(int(digit) for digit in body[-2::-2])) % 10)


def extract(path, *lines, header=HEADER, encoding="utf-8", end="\n"):
    """An extract of these lines."""
    file = Path(path) / "extrait.csv"
    file.write_bytes(end.join([header, *lines, ""]).encode(encoding))
    return file


def load(file, **options):
    """Import an extract."""
    older = options.pop("older", False)
    return finess.run(finess.open_extract(file, older=older), **options)


def load_communes(path, *lines, regions=None, departements=None, names="code;nom;codes_postaux;departement;region"):
    """Import these communes, in the régions and départements that are shipped."""
    file = Path(path) / "communes.csv"
    file.write_text("\n".join([names, *lines, ""]), encoding="utf-8")
    tables = communes.open_tables(
        regions or sources.shipped("regions.csv"), departements or sources.shipped("departements.csv"), file
    )
    return communes.run(tables)


def place(*lines):
    """Put structures straight into the register."""
    with transaction() as session:
        service.merge_structures(session, [decide(structure(**fields)).structure for fields in lines])


class Memory(io.BytesIO):
    """A file in memory, opened as a Traversable is."""

    name = "memoire.csv"

    def open(self, _mode):
        """Again from its start."""
        return io.BytesIO(self.getvalue())
