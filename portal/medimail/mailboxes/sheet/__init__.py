"""The sheet of one account: created, read, edited, given another type (source 002 p. 8-12)."""
