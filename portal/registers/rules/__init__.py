"""Decisions on the registers, on plain values: which line is kept, how names are compared, what a file may close."""
