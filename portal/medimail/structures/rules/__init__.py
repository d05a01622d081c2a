"""Decisions on structures, on plain values."""
