"""Background work: Huey behind one door. A message carries a task's name and a number; the truth is in tables."""
