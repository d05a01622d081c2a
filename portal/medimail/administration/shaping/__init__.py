"""The tree of structures as the GRADeS shapes it: create, move, close, open again (source 002 p. 3)."""
