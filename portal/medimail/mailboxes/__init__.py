"""Mailbox accounts of the five types, from their creation to their final rejection (source 002 p. 8-15)."""
