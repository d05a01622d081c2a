"""The accounts of a structure: tabs, search, what one does to one or to several (source 002 p. 10, 13-15)."""
