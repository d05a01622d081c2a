"""The accounts of a structure by tabs, words and types, with their counts."""
