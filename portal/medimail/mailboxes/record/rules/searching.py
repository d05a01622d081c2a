"""What a search of accounts reads (promise 19): names, address and numbers, without accents, hyphens or case."""

from portal.folding import words


def searchable(last_name: str, first_name: str, address: str, *numbers: str | None) -> str:
    """The folded text of an account; names come first, so that it is also the order of the lists."""
    named = words(f"{last_name} {first_name}")
    return " ".join([*named, address.lower(), *(number for number in numbers if number)])
