"""« Paramétrage de la structure », one fieldset saved at a time (source 002 p. 4-7)."""
