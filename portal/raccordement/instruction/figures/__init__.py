"""Figures of the instruction: how many requests reach each state a week, and how long each stage takes."""
