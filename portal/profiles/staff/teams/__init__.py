"""The teams of an establishment, one by one: what no file may do."""
