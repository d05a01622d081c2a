"""What time does to accounts: rejected for a year, inactive for six months, past their date (source 002 p. 15)."""
