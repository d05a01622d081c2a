"""Which addresses an account of a structure may have."""


def is_of(address: str, domain: str) -> bool:
    """Whether an address is of this domain, whole; a structure without a domain takes any."""
    return not domain or address.rpartition("@")[2].lower() == domain.lower()
