"""Who administers a structure (source 002 p. 5): they are shown, added, taken off; never oneself."""
