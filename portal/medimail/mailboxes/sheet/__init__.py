"""One account: create it, read it, change it, change its type (source 002 p. 8-9, 12, 18-19)."""
