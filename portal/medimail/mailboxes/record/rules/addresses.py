"""Which addresses an account of a structure may have."""


def is_of(address: str, domain: str) -> bool:
    """Whether an address is of this domain or of one under it; a structure without a domain takes any."""
    host = address.rpartition("@")[2].lower()
    return not domain or host == domain.lower() or host.endswith(f".{domain.lower()}")
