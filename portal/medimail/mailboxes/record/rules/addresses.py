"""Which addresses an account of a structure may have."""


def is_of(address: str, domain: str) -> bool:
    """Whether an address is of this domain, or of one under it; a structure without a domain takes any."""
    own, asked = f".{address.rpartition('@')[2].lower()}", domain.lower()
    return not asked or own.endswith(f".{asked}")
