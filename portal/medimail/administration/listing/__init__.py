"""The structures within an administrator's reach, and the home of each with its rubriques (source 002 p. 3-4)."""
