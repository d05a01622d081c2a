"""Profiles: the staff of the establishments, by teams and roles; what a référent keeps, one by one or by file."""
