"""The gestionnaire SI's space: where a request stands, whose turn it is, what may be done (source 004 p. 4, 12)."""
