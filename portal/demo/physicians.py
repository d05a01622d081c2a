"""Fictitious physicians by number: the n-th is always the same, so that a load done again changes nobody."""

from dataclasses import dataclass

from portal.identifiers import luhn
from portal.identifiers.rpps import Rpps

DOMAIN = "demo.mssante.fr"

_SERIES = 10_000
_LOADED = 999_999
_SAMPLES = 999_998

_LAST_NAMES = ("Acacia", "Bruyère", "Cyprès", "Érable", "Frêne", "Glycine", "Houx", "Mélèze", "Noisetier", "Orme")
# Eleven and ten have no common divisor: a hundred and ten different pairs.
_FIRST_NAMES = ("Adèle", "Brune", "Cyr", "Dune", "Élie", "Flore", "Guy", "Hermine", "Isée", "Joël", "Léo")


@dataclass(frozen=True)
class Physician:
    """One fictitious physician."""

    rpps: Rpps
    mssante: str
    last_name: str
    first_name: str


def physician(number: int) -> Physician:
    """The n-th fictitious physician, from 1."""
    return Physician(
        rpps=rpps_of_physician(number),
        mssante=f"medecin{number}@{DOMAIN}",
        last_name=f"{_LAST_NAMES[number % len(_LAST_NAMES)]}-{number}",
        first_name=_FIRST_NAMES[number % len(_FIRST_NAMES)],
    )


def rpps_of_physician(number: int) -> Rpps:
    """The RPPS of the n-th physician, from 1: 999999xxxx and its key for the first 10,000.

    The following ones go down series by series (999997, 999996…), over that of the sample people.
    """
    series = _LOADED - (number - 1) // _SERIES
    return _with_key((series if series == _LOADED else series - 1) * _SERIES + number % _SERIES)


def rpps_of_sample(index: int) -> Rpps:
    """The RPPS of a sample person: 999998xxxx and its key, out of the way of the physicians."""
    return _with_key(_SAMPLES * _SERIES + index)


def _with_key(body: int) -> Rpps:
    """These ten digits and the key that makes them valid."""
    return next(Rpps(f"{body}{key}") for key in range(10) if luhn.is_valid(f"{body}{key}"))
