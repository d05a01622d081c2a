"""Decisions on mailboxes, on plain values."""
