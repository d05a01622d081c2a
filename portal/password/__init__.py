"""« Mot de passe oublié ou compte bloqué ? », the choice of a password, and its change."""
