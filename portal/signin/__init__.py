"""Signing in: password, mailed code, session."""
