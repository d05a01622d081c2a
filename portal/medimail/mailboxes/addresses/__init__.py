"""Changes of address: asked by day, done by night (source 002 p. 12, 15)."""
