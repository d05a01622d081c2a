"""Registering alone (source 002 p. 6-7 and 14): an address proved, a sheet, a password; an administrator validates."""
