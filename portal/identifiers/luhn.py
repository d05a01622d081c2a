"""The Luhn key (ISO/IEC 7812-1, annex B), which closes RPPS, ADELI, FINESS, SIREN and SIRET alike."""

_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)  # a digit times two, its own digits added up


def is_valid(digits: str) -> bool:
    """Whether the last digit is the Luhn key of those before it.

    It catches every single wrong digit and every swap of two neighbours but 0 and 9.

    Args:
        digits: ASCII digits only; the caller has checked them.
    """
    kept = sum(int(digit) for digit in digits[::-2])
    doubled = sum(_DOUBLED[int(digit)] for digit in digits[-2::-2])
    return (kept + doubled) % 10 == 0
