"""The people of a request: who follows it, who is invited, who leaves, who is written to first; never nobody."""
