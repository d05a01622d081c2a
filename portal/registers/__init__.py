"""Reference data that others publish: establishments (FINESS), communes, départements and régions.

The portal copies it, searches it and shows it; it never corrects it.
"""
