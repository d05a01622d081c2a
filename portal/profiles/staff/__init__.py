"""The screens of a référent: the staff of the establishments, one by one, and what leaves in files."""
