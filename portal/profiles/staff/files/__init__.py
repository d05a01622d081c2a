"""What leaves in files: the template, and the export of the profiles."""
