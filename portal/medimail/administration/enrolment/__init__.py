"""« Enrôlement automatique » (source 002 p. 6-7): whom a structure enrols, set by the GRADeS, read by the others."""
