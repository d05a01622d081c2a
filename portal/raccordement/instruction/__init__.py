"""Instruction: the instructeurs' list, the desk where each request is judged, reply templates, figures."""
