"""The Luhn key (ISO/IEC 7812-1, annex B), which closes RPPS, ADELI, FINESS, SIREN and SIRET alike."""

_DOUBLED = str.maketrans("0123456789", "0246813579")  # a digit times two, its own digits added up
_ZERO = ord("0")  # the bytes of a text are added up four times faster than its digits


def is_valid(digits: str) -> bool:
    """Whether the last digit is the Luhn key of those before it.

    It catches every single wrong digit and every swap of two neighbours but 0 and 9.

    Args:
        digits: ASCII digits only; the caller has checked them.
    """
    weighed = digits[::-2] + digits[-2::-2].translate(_DOUBLED)
    return (sum(weighed.encode()) - len(weighed) * _ZERO) % 10 == 0
