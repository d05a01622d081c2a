"""One's own accounts, shown in « Mon compte » and set by their holder (« lui-même », source 002 p. 11)."""
