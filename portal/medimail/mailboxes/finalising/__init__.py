"""The holder finalises the registration that an administrator began (source 003 section 4)."""
