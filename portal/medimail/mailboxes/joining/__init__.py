"""Registering alone: the form, the enrolment, the administrators told (source 002 p. 6-7, 14)."""
