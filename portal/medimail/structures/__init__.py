"""The structures of Medimail: their tree, their settings, and how far an administrator reaches (source 002 p. 3-7)."""
