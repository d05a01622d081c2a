"""The establishments of a référent, and the staff of each by tabs, words and teams."""
