"""Medimail: the structures, their mailbox accounts, and who administers them (sources 002 and 003)."""
