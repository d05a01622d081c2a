"""« Gestion des utilisateurs Medimail » (source 002 p. 8, 13-15): the accounts of a structure, found and acted upon."""
