"""The record of the staff: what the screens and the import of files both stand on (sources 000 and 001)."""
