"""What may be done to a profile, decided on plain values (source 001)."""
