"""« Je change le type de BAL de l’utilisateur » (source 002 p. 12)."""
