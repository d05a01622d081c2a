"""« Relancer vos utilisateurs préinscrits », and who was written to the last time (source 002 p. 15)."""
